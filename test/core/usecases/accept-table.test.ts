import { describe, expect, test } from 'vitest'
import { CampaignState, type Notice } from '../../../core/campaign/campaign.ts'
import { CampaignId } from '../../../core/shared/ids.ts'
import { makeAcceptTable } from '../../../core/usecases/accept-table.ts'
import { campaignAt, campaignId, entryAt } from '../../contracts/sample.ts'
import { memoryCampaigns } from '../../fakes/campaigns.ts'
import { manualClock } from '../../fakes/clock.ts'
import { memoryHalts } from '../../fakes/halts.ts'
import { memoryLog } from '../../fakes/log.ts'
import { memoryTable } from '../../fakes/table.ts'
import { memoryTableGuard } from '../../fakes/table-guard.ts'
import { START, ada } from './team.ts'
import { away } from './trouble.ts'

const WHY = 'restored after a mistake'
const [advance] = campaignAt(1).notices

/** A restored copy that holds campaigns in these states, each with these notices. */
async function restored(states: readonly CampaignState[], notices: readonly Notice[] = []) {
  const table = memoryTable()
  const [guard, campaigns, halts, log] = [memoryTableGuard(table), memoryCampaigns(table), memoryHalts(table), memoryLog()]
  await guard.claim()
  const ids = states.map((_, index) => CampaignId.parse(`c-${String(index).padStart(16, '0')}`))
  for (const [index, state] of states.entries()) {
    await campaigns.write(campaignAt(1, { id: ids[index] ?? campaignId, state, notices: [...notices] }), entryAt(1))
  }
  table.restore(table.copy())
  const deps = { table: guard, campaigns, halts, log, clock: manualClock(START) }
  return { ...deps, deps, ids, accept: makeAcceptTable(deps) }
}

const notice = (state: Notice['state']): readonly Notice[] => (advance ? [{ ...advance, state }] : [])

describe('accepting a restored table halts', () => {
  test('every campaign under embargo, even when none of its notices is left to go', async () => {
    const { accept, ids } = await restored(CampaignState.options, notice('released'))
    const underEmbargo: readonly CampaignState[] = ['scheduled', 'embargoed', 'due']
    expect(await accept(ada, WHY)).toEqual({
      outcome: 'accepted',
      halted: ids.filter((_, index) => underEmbargo.some((state) => state === CampaignState.options[index])),
    })
  })

  test.each(['planned', 'releasing', 'held'] as const)('a campaign in any state while a notice of it is %s', async (state) => {
    const { accept, ids } = await restored(CampaignState.options, notice(state))
    expect(await accept(ada, WHY)).toEqual({ outcome: 'accepted', halted: ids })
  })

  test('nothing in a copy without campaigns, which can be accepted too', async () => {
    const { accept, table } = await restored([])
    expect(await accept(ada, WHY)).toEqual({ outcome: 'accepted', halted: [] })
    expect(await table.owner()).toBe('ours')
  })

  test('and the log says who accepted it, and how many campaigns stand still', async () => {
    const { accept, log } = await restored(['draft', 'embargoed', 'due'])
    await accept(ada, WHY)
    expect(log.events).toEqual([{ level: 'error', event: 'table.accepted', facts: { by: ada, halted: 2 } }])
  })
})

describe('a table is not accepted', () => {
  test.each([
    ['the table is away for a moment', away()],
    ['something fails that is no fault', new TypeError('a slip')],
    ['an error only looks like a fault', Object.assign(new Error('a stranger'), { retry: 'never' })],
  ])('when a campaign cannot be read because %s: nobody knows whether it has ended', async (_, error) => {
    const { deps, table } = await restored(['disclosed'])
    const accept = makeAcceptTable({ ...deps, campaigns: { ...deps.campaigns, read: () => Promise.reject(error) } })
    await expect(accept(ada, WHY)).rejects.toBe(error)
    expect(await table.owner()).toBe('foreign')
  })
})
