import { describe, expect, test } from 'vitest'
import type { DeliveryId } from '../../../core/shared/ids.ts'
import { makeChangeCampaign } from '../../../core/usecases/change-campaign.ts'
import { makeReopenDelivery } from '../../../core/usecases/reopen-delivery.ts'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { policy } from '../notice/sample.ts'
import {
  ada,
  addRecipient,
  advance,
  alarmsOf,
  ben,
  changed,
  cleo,
  countsOf,
  detailsOf,
  expectOnceEach,
  makeTeam,
  noticeOf,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'
import {
  away,
  deliveriesOf,
  destinationsOf,
  failingOnce,
  hear,
  only,
  pass,
  reopen,
  sentOne,
  shownOf,
  standing,
  takenOf,
  tickOnce,
} from './trouble.ts'

const FIRST = 'security@org1.example'
const SECOND = 'second@org1.example'
const refusal = (code: string) => ({ outcome: 'refused', code })

/** One recipient who was changed after the approval, and so is blocked. */
async function blockedOne() {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  const member = only(team.members)
  await team.keeper.change(member, detailsOf(1, { contacts: ['new@org1.example'] }))
  await run(team, { ticks: 3, deliver: false })
  expect(await shownOf(team, id)).toEqual(['blocked recipient-changed'])
  return { team, id, member, delivery: `advance-1_2_${member}` as DeliveryId }
}

describe('resend', () => {
  test('of an uncertain delivery of a released notice goes out exactly once more, and stands in the history', async () => {
    const made = await sentOne('taken-but-unknown')
    const { team, id, delivery } = made
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
    changed(await reopen(made))
    const hints = team.hints.drainChunks()
    expect(hints).toHaveLength(1)
    await Promise.all([...hints, ...hints].map((hint) => team.send(hint, () => 60_000)))
    await run(team, { ticks: 40 })
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, FIRST])
    expect((await team.campaigns.history(id)).at(-1)).toMatchObject({
      who: ada,
      what: 'resend',
      why: 'asked by telephone',
      facts: { delivery },
    })
    expect(await shownOf(team, id)).toEqual(['delivered'])
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  })
  test('goes out when its hint was lost: the round queues it again', async () => {
    const made = await sentOne('taken-but-unknown')
    changed(await reopen(made))
    made.team.hints.drain()
    await pass(made.team, 15)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST, FIRST])
  })
  test('clears the alarm that it answers', async () => {
    const made = await sentOne('taken-but-unknown')
    await pass(made.team, 30)
    expect(await standing(made.team)).toEqual(['uncertain advance-1'])
    changed(await reopen(made))
    await run(made.team, { ticks: 20 })
    expect(await standing(made.team)).toEqual([])
  })
  test('goes to the second contact when the operator says so, and to none that is not there', async () => {
    const one = await sentOne('taken-but-unknown')
    expect(await reopen(one, 'resend', 'second')).toMatchObject(refusal('no-second-contact'))
    const two = await sentOne('taken-but-unknown', 2)
    changed(await reopen(two, 'resend', 'second'))
    await tickOnce(two.team)
    expect(destinationsOf(two.team, 'advance-1')).toEqual([FIRST, SECOND])
  })
  test('that SES does not take waits and goes out once, later', async () => {
    const made = await sentOne('taken-but-unknown')
    changed(await reopen(made))
    made.team.mail.answer({ outcome: 'not-sent', code: 'Throttling' })
    await tickOnce(made.team)
    expect(await countsOf(made.team, made.id, 'advance-1')).toEqual({ planned: 1 })
    await pass(made.team, 30)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST, FIRST])
  })
  test('under a halt waits for its end', async () => {
    const made = await sentOne('taken-but-unknown')
    await made.team.steering.halt(ada, made.id, 'a doubt')
    changed(await reopen(made))
    await pass(made.team, 20)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST])
    await made.team.steering.resume(made.id)
    await pass(made.team, 20)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST, FIRST])
  })
  test('of a late answer that comes first is refused: whoever was told needs no second mail', async () => {
    const made = await sentOne('taken-but-unknown')
    const ledger = { ...made.team.ledger }
    made.team.ledger.update = async (delivery) => {
      Object.assign(made.team.ledger, ledger)
      await hear(made.team, only(takenOf(made.team, 'advance-1')), 'Delivery')
      return ledger.update(delivery)
    }
    expect(await reopen(made)).toMatchObject(refusal('told'))
    await pass(made.team, 30)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST])
  })
  test('that was opened and then settled by a late event does not go out', async () => {
    const made = await sentOne('taken-but-unknown')
    changed(await reopen(made))
    await hear(made.team, only(takenOf(made.team, 'advance-1')), 'Delivery')
    await pass(made.team, 30)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST])
    expect(await shownOf(made.team, made.id)).toEqual(['delivered'])
  })
  test('that died between the history and the ledger leaves a word without a mail, and may be said again', async () => {
    const made = await sentOne('taken-but-unknown')
    const { team, id, delivery } = made
    const dying = makeReopenDelivery({
      ledger: failingOnce(team.ledger, 'update'),
      change: makeChangeCampaign({ ...team, policy }),
      queueChunk: async () => undefined,
      policy,
      clock: team.clock,
    })
    await expect(dying(ada, await stored(team, id), { delivery, how: 'resend', why: 'once' })).rejects.toThrow(away().message)
    expect((await team.campaigns.history(id)).at(-1)).toMatchObject({ what: 'resend', why: 'once' })
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
    changed(await reopen(made))
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, FIRST])
  })
  test('is decided on the version that the operator saw', async () => {
    const made = await sentOne('taken-but-unknown')
    const seen = await stored(made.team, made.id)
    changed(await reopen(made))
    const { team, delivery } = made
    await tickOnce(team)
    team.mail.answer('taken-but-unknown')
    expect(await team.reopen(ben, seen, { delivery, how: 'resend', why: 'also I' })).toMatchObject({ outcome: 'refused' })
  })
  test('is possible for what is unconfirmed, from four hours after it was sent', async () => {
    const made = await sentOne()
    await pass(made.team, 3 * 60)
    expect(await reopen(made)).toMatchObject(refusal('too-early'))
    await pass(made.team, 60)
    changed(await reopen(made))
    await tickOnce(made.team)
    expect(destinationsOf(made.team, 'advance-1')).toEqual([FIRST, FIRST])
  })
  test.each([
    ['Bounce', 'changed'],
    ['Reject', 'changed'],
    ['Delivery', 'told'],
    ['Complaint', 'told'],
    ['DeliveryDelay', 'too-early'],
    ['Send', 'too-early'],
  ] as const)('after a %s: %s', async (type, expected) => {
    const made = await sentOne()
    await hear(made.team, only(takenOf(made.team, 'advance-1')), type)
    const outcome = await reopen(made)
    expect(outcome.outcome === 'refused' ? outcome.code : outcome.outcome).toBe(expected)
  })
  test('is refused for what is blocked, what is on its way, what is for nobody and what is not there', async () => {
    expect(await reopen(await blockedOne())).toMatchObject(refusal('blocked'))
    const open = await sentOne('taken-but-unknown')
    changed(await reopen(open))
    expect(await reopen(open)).toMatchObject(refusal('under-way'))
    expect(await reopen({ ...open, delivery: `advance-1_2_${'ab'.repeat(16)}` as DeliveryId })).toMatchObject(refusal('unknown-delivery'))
    const gone = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(gone)
    toLead(gone)
    await gone.keeper.setState(only(gone.members), 'removed')
    await run(gone, { ticks: 3 })
    expect(await reopen({ team: gone, id, delivery: `advance-1_2_${only(gone.members)}` as DeliveryId })).toMatchObject(
      refusal('not-for-them'),
    )
  })
  test('is refused while somebody has claimed it', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const sending = makeSendChunk({ ...team.sending, writeMail: async () => new Promise(() => undefined) })
    void sending(only(team.hints.drainChunks()), () => 60_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(await reopen({ team, id, delivery: `advance-1_2_${only(team.members)}` as DeliveryId })).toMatchObject(refusal('under-way'))
  })
  test('is refused of a notice that was superseded, whose bytes are not in force, or whose date has come', async () => {
    const dated = await sentOne('taken-but-unknown')
    advance(dated.team, { days: 7 })
    expect(await reopen(dated)).toMatchObject(refusal('past-not-after'))
    const changedOne = await sentOne('taken-but-unknown')
    const { team, id } = changedOne
    const disclosureAt = team.clock.now().plus({ days: 2 })
    changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: 'exploited' }))
    expect(await reopen(changedOne)).toMatchObject(refusal('not-in-force'))
    expect((await deliveriesOf(team, id, 'advance-1')).map(({ attempts }) => attempts.length)).toEqual([1])
  })
  test('sends to nobody else of its chunk, not even to who is missing from the ledger of a released notice', async () => {
    const team = await makeTeam({ recipients: 2, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    team.mail.answer('taken-but-unknown', 'taken-but-unknown')
    await run(team, { ticks: 3, deliver: false })
    const [first, second] = team.members
    team.table.items('deliveries').delete([id, 'advance-1', 2, second].join(' '))
    expect(await shownOf(team, id)).toHaveLength(1)
    changed(await reopen({ team, id, delivery: `advance-1_2_${first}` as DeliveryId }))
    await pass(team, 20)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, 'security@org2.example', FIRST])
  })
  test('of somebody of before an include goes out, since their mail is the same', async () => {
    const made = await sentOne('taken-but-unknown')
    const { team, id } = made
    const widened = await team.widen({ campaign: id, recipients: [await addRecipient(team.keeper, 9)] })
    if (widened.outcome === 'refused') throw new Error(widened.code)
    const proposed = changed(await team.steering.include(ada, await stored(team, id), { audience: widened.audience, why: 'new' }))
    const digest = proposed.proposal?.digest
    if (!digest) throw new Error('a proposal')
    changed(await team.steering.consent(ben, proposed, digest))
    changed(await team.steering.consent(cleo, await stored(team, id), digest))
    await run(team, { ticks: 5, deliver: false })
    changed(await reopen(made))
    await run(team, { ticks: 3, deliver: false })
    expect(destinationsOf(team, 'advance-1').toSorted()).toEqual([FIRST, FIRST, 'security@org9.example'])
  })
})

describe('unblock', () => {
  test('lets what was blocked go out once its reason is mended, and stands in the history', async () => {
    const team = await makeTeam({ recipients: 2, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const { writeMail } = team.sending
    const breaking = makeSendChunk({
      ...team.sending,
      writeMail: async (of) => (of.target.addressee.address === FIRST ? { blocked: 'address-of-another' } : writeMail(of)),
    })
    for (const hint of team.hints.drainChunks()) await breaking(hint, () => 60_000)
    await run(team, { ticks: 3 })
    expect(alarmsOf(team)).toEqual(['blocked'])
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
    const delivery = `advance-1_2_${team.members[0]}` as DeliveryId
    changed(await reopen({ team, id, delivery }, 'unblock'))
    await run(team, { ticks: 2 })
    expectOnceEach(team, 'advance-1', 2)
    expect((await team.campaigns.history(id)).at(-1)).toMatchObject({ who: ada, what: 'unblock', facts: { delivery } })
    await run(team, { ticks: 35 })
    expect(await standing(team)).toEqual([])
    expectOnceEach(team, 'advance-1', 2)
  })
  test('of what is still broken ends blocked again, and its alarm goes on', async () => {
    const made = await blockedOne()
    changed(await reopen(made, 'unblock'))
    await pass(made.team, 30)
    expect(await shownOf(made.team, made.id)).toEqual(['blocked recipient-changed'])
    expect(await standing(made.team)).toEqual(['blocked advance-1'])
    expect(destinationsOf(made.team, 'advance-1')).toEqual([])
  })
  test.each(['taken-but-unknown', 'accepted'] as const)('is refused for what is not blocked: %s', async (answer) => {
    expect(await reopen(await sentOne(answer), 'unblock')).toMatchObject(refusal('not-blocked'))
  })
  test('in a notice that is still going out, of a chunk that the sweep has passed, goes out though its hint was lost', async () => {
    const team = await makeTeam({ recipients: 26, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const [first] = team.hints.drainChunks()
    if (!first) throw new Error('a hint')
    let isBroken = true
    const { writeMail } = team.sending
    const breaking = makeSendChunk({
      ...team.sending,
      writeMail: async (of) => (isBroken ? ((isBroken = false), { blocked: 'address-of-another' }) : writeMail(of)),
    })
    await breaking(first, () => 60_000)
    await team.tick()
    expect(await team.sweeps.mark(id, first.notice)).toMatchObject({ settled: 1 })
    const blocked = (await team.ledger.chunk(id, first.notice, first.chunk)).find(({ attempts }) => attempts.at(-1)?.state === 'blocked')
    if (!blocked) throw new Error('a blocked delivery')
    team.mail.quotaIs({ daily: 1000, sent: 1000, perSecond: 100 })
    changed(await reopen({ team, id, delivery: `advance-1_${first.chunk}_${blocked.key.addressee}` as DeliveryId }, 'unblock'))
    team.hints.drain()
    await pass(team, 16)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    expectOnceEach(team, 'advance-1', 25)
    team.mail.quotaIs({ daily: 1000, sent: 0, perSecond: 100 })
    await run(team, { ticks: 6 })
    expectOnceEach(team, 'advance-1', 26)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 26 })
  })
  test('of a notice whose bytes are broken by now ends blocked, with its reason, and sends nothing', async () => {
    const made = await sentOne('taken-but-unknown')
    const { team, id } = made
    changed(await reopen(made))
    const broken = makeSendChunk({
      ...team.sending,
      loadMaterial: () => Promise.reject(new Fault('DIGEST_MISMATCH', 'a bundle has other bytes', { retry: 'never' })),
    })
    for (const hint of team.hints.drainChunks()) await broken(hint, () => 60_000)
    await pass(team, 20)
    expect(await shownOf(team, id)).toEqual(['uncertain ECONNRESET'])
    expect((await deliveriesOf(team, id, 'advance-1')).map(({ attempts }) => attempts.at(-1))).toMatchObject([
      { state: 'blocked', reason: 'not-in-force' },
    ])
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
  })
})
