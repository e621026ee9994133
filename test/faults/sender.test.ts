import { describe, expect, test, vi } from 'vitest'
import { Fault } from '../../core/shared/fault.ts'
import { makeSendChunk } from '../../core/usecases/send-chunk.ts'
import { type Team, countsOf, expectOnceEach, makeTeam, run, scheduled, toLead } from '../core/usecases/team.ts'
import { away, deliveriesOf, destinationsOf, hear, only, pass, shownOf, standing, takenOf } from '../core/usecases/trouble.ts'

async function releasing(recipients: number) {
  const team = await makeTeam({ recipients, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  return { team, id, hint: only(team.hints.drainChunks()) }
}

/** A sender that has claimed, and writes its mail only when it is told to go on. */
function slowSender(team: Team, clock = team.clock) {
  const gate = Promise.withResolvers<void>()
  const writeMail: typeof team.sending.writeMail = async (of) => {
    await gate.promise
    return team.sending.writeMail(of)
  }
  return { send: makeSendChunk({ ...team.sending, clock, writeMail }), goOn: gate.resolve }
}

const claimedBy = (team: Team, id: Parameters<typeof shownOf>[1]) =>
  vi.waitFor(async () => expect(await shownOf(team, id)).toEqual(['claimed']))

describe('a sender that dies', () => {
  test('after SES took the mail and before that is written leaves it uncertain, and the event of that mail settles it', async () => {
    const { team, id, hint } = await releasing(1)
    const ledger = { ...team.ledger, update: () => new Promise<never>(() => undefined) }
    void makeSendChunk({ ...team.sending, ledger })(hint, () => 60_000)
    await vi.waitFor(() => expect(destinationsOf(team, 'advance-1')).toHaveLength(1))
    await pass(team, 2)
    expect(await shownOf(team, id)).toEqual(['uncertain lease-ran-out'])
    await pass(team, 30)
    expect(await standing(team)).toEqual(['uncertain advance-1'])
    expect(destinationsOf(team, 'advance-1')).toHaveLength(1)
    await hear(team, only(takenOf(team, 'advance-1')), 'Delivery')
    await pass(team, 30)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
    expect(await standing(team)).toEqual([])
  })
})

describe('a sender that is slow', () => {
  test('keeps its claim until its function has certainly been stopped', async () => {
    const { team, id, hint } = await releasing(1)
    const { send, goOn } = slowSender(team)
    const sending = send(hint, () => 60_000)
    await claimedBy(team, id)
    team.clock.advance({ seconds: 119 })
    await team.tick()
    expect(await shownOf(team, id)).toEqual(['claimed'])
    goOn()
    await sending
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 1 })
    expectOnceEach(team, 'advance-1', 1)
  })
  test('whose clock is five minutes behind the others’ loses its claim and not its word, and nothing goes out twice', async () => {
    const { team, id, hint } = await releasing(1)
    const { send, goOn } = slowSender(team, { ...team.clock, now: () => team.clock.now().minus({ minutes: 5 }) })
    const sending = send(hint, () => 60_000)
    await claimedBy(team, id)
    await team.tick()
    expect(await shownOf(team, id)).toEqual(['uncertain lease-ran-out'])
    goOn()
    await sending
    await run(team, { ticks: 3, deliver: false })
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 1 })
    expectOnceEach(team, 'advance-1', 1)
  })
})

describe('a chunk, or half of one,', () => {
  test('that fails goes out later, and the other half not again', async () => {
    const { team, id, hint } = await releasing(4)
    const failing = new Set(team.members.slice(1, 3))
    const fences: typeof team.sending.fences = {
      look: (campaign, recipient) =>
        recipient !== undefined && failing.delete(recipient) ? Promise.reject(away()) : team.sending.fences.look(campaign, recipient),
    }
    await expect(makeSendChunk({ ...team.sending, fences })(hint, () => 60_000)).rejects.toThrow('the table is away')
    expect(destinationsOf(team, 'advance-1')).toHaveLength(2)
    await run(team)
    expectOnceEach(team, 'advance-1', 4)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 4 })
  })
  test('that SES throttles claims nothing more, and the rest goes out later, each once', async () => {
    const { team, id, hint } = await releasing(25)
    team.mail.answer({ outcome: 'not-sent', code: 'Throttling' })
    await team.sendChunk(hint, () => 60_000)
    // Five are worked on at a time; those were under way.
    expect((await deliveriesOf(team, id, 'advance-1')).length).toBeLessThanOrEqual(10)
    await run(team)
    expectOnceEach(team, 'advance-1', 25)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 25 })
  })
  test('whose claims DynamoDB throttles goes out later, and nothing of it before its claim', async () => {
    const { team, id, hint } = await releasing(4)
    const throttled = new Fault('STORE_UNAVAILABLE', 'could not write an item', {
      retry: 'later',
      facts: { code: 'ProvisionedThroughputExceededException' },
    })
    const failing = new Set<string>(team.members.slice(0, 2))
    const ledger: typeof team.ledger = {
      ...team.ledger,
      create: (delivery) => (failing.delete(delivery.key.addressee) ? Promise.reject(throttled) : team.ledger.create(delivery)),
    }
    await expect(makeSendChunk({ ...team.sending, ledger })(hint, () => 60_000)).rejects.toThrow('could not write')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 2, planned: 2 })
    await run(team)
    expectOnceEach(team, 'advance-1', 4)
  })
})
