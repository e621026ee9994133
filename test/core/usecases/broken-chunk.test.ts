import { expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import { alarmsOf, countsOf, detailsOf, makeTeam, scheduled, toLead } from './team.ts'

test('who was blocked is told to the team even when another member of the chunk breaks its work', async () => {
  const team = await makeTeam({ recipients: 2, reporters: 'none' })
  const { id } = await scheduled(team)
  const [first, second] = team.members
  if (!first || !second) throw new Error('two members')
  await team.keeper.change(first, detailsOf(1, { contacts: ['new@org1.example'] }))
  toLead(team)
  await team.tick()
  const fences: typeof team.sending.fences = {
    look: (campaign, recipient) =>
      recipient === second
        ? Promise.reject(new Fault('STORE_UNAVAILABLE', 'the table is away', { retry: 'later' }))
        : team.sending.fences.look(campaign, recipient),
  }
  const [hint] = team.hints.drainChunks()
  if (!hint) throw new Error('a hint')
  await expect(makeSendChunk({ ...team.sending, fences })(hint, () => 60_000)).rejects.toThrow('the table is away')
  expect(await countsOf(team, id, 'advance-1')).toEqual({ blocked: 1, planned: 1 })
  expect(alarmsOf(team)).toEqual(['blocked'])
})
