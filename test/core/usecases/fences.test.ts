import { describe, expect, test } from 'vitest'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import {
  ada,
  alarmMailsOf,
  alarmsOf,
  addRecipient,
  approve,
  ben,
  builtAudience,
  changed,
  cleo,
  countsOf,
  createDraft,
  detailsOf,
  expectOnceEach,
  mailsOf,
  makeTeam,
  noticeOf,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'

/** A campaign whose hints are queued and not yet worked on. */
async function releasing() {
  const team = await makeTeam()
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  return { team, id }
}

describe('between the release and the send', () => {
  test('a halt lets nothing out, and a resume lets everything out once', async () => {
    const { team, id } = await releasing()
    await team.steering.halt(ada, id, 'a doubt')
    await run(team, { ticks: 3 })
    expect(team.mail.taken).toEqual([])
    await team.steering.resume(id)
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
  })
  test('a halt for all holds every campaign', async () => {
    const { team } = await releasing()
    await team.steering.halt(ada, 'ALL', 'a doubt')
    await run(team, { ticks: 3 })
    expect(team.mail.taken).toEqual([])
  })
  test('a removed recipient is skipped, a suspended one too, a changed one gets nothing', async () => {
    const { team, id } = await releasing()
    const [first, second, third] = team.members
    if (!first || !second || !third) throw new Error('three members')
    await team.keeper.setState(first, 'removed')
    await team.keeper.setState(second, 'suspended')
    await team.keeper.change(third, detailsOf(3, { contacts: ['new@org3.example'] }))
    await run(team)
    expect(mailsOf(team)).toEqual(['reporter-date-1 → finder@research.example'])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ skipped: 2, blocked: 1 })
  })
  test('somebody added after the approval gets nothing until they are included', async () => {
    const { team, id } = await releasing()
    const late = await addRecipient(team.keeper, 9)
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
    const widened = await team.widen({ campaign: id, recipients: [late] })
    if (widened.outcome === 'refused') throw new Error(widened.code)
    const proposed = changed(
      await team.steering.include(ada, await stored(team, id), { audience: widened.audience, why: 'new on the list' }),
    )
    const digest = proposed.proposal?.digest
    if (!digest) throw new Error('a proposal')
    changed(await team.steering.consent(ben, proposed, digest))
    await run(team, { ticks: 2 })
    expectOnceEach(team, 'advance-1', 3)
    changed(await team.steering.consent(cleo, await stored(team, id), digest))
    await run(team)
    expectOnceEach(team, 'advance-1', 4)
    expect(mailsOf(team)).toContain('advance-1 → security@org9.example')
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  })
  test('a shortened campaign sends the new date, and the old one to nobody else', async () => {
    const { team, id } = await releasing()
    changed(
      await team.steering.move(ada, await stored(team, id), {
        kind: 'shorten',
        disclosureAt: team.clock.now().plus({ days: 2 }),
        why: 'exploited in the wild',
      }),
    )
    await run(team)
    expectOnceEach(team, 'advance-2', 3)
    expectOnceEach(team, 'reporter-date-2', 1)
    expect(team.mail.taken.filter(({ tags }) => tags.notice === 'advance-1')).toEqual([])
    expect(noticeOf(await stored(team, id), 'advance-1')).toMatchObject({ state: 'cancelled', because: 'superseded' })
  })
  test('a claim that finds its notice superseded is cancelled, not sent', async () => {
    const { team, id } = await releasing()
    const [hint] = team.hints.drainChunks().filter(({ notice }) => notice === 'advance-1')
    if (!hint) throw new Error('a hint')
    const whileLoading = makeSendChunk({
      ...team.sending,
      loadMaterial: async (...of) => {
        const material = await team.sending.loadMaterial(...of)
        changed(
          await team.steering.move(ada, await stored(team, id), {
            kind: 'shorten',
            disclosureAt: team.clock.now().plus({ days: 2 }),
            why: 'exploited',
          }),
        )
        return material
      },
    })
    await whileLoading(hint, () => 60_000)
    expect(team.mail.taken).toEqual([])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ cancelled: 3 })
  })
  test('a withdrawn campaign tells those who may know, and nobody else', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    team.mail.answer('accepted', { outcome: 'not-sent', code: 'Throttling' })
    for (const hint of team.hints.drainChunks().filter(({ notice }) => notice === 'advance-1')) await team.send(hint, () => 60_000)
    const toldBefore = team.mail.taken.map(({ destination }) => destination)
    expect(toldBefore.length).toBeGreaterThan(0)
    expect(toldBefore.length).toBeLessThan(3)
    changed(await team.steering.withdraw(ada, await stored(team, id), 'it was no vulnerability'))
    await run(team)
    const toldAfter = team.mail.taken.filter(({ tags }) => tags.notice === 'withdrawn-1').map(({ destination }) => destination)
    expect(toldAfter.toSorted()).toEqual(toldBefore.toSorted())
    expect((await stored(team, id)).state).toBe('withdrawn')
    expect(await countsOf(team, id, 'withdrawn-1')).toEqual({ delivered: toldBefore.length, skipped: 4 - toldBefore.length })
  })
})

describe('when the bytes are not what was approved', () => {
  test('a notice whose pin is not in force gets no bytes', async () => {
    const { team, id } = await releasing()
    const campaign = await stored(team, id)
    const notice = { ...noticeOf(campaign, 'advance-1'), digest: digestOfBytes('something else') }
    await expect(team.sending.loadMaterial(campaign, notice, 2)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' })
  })
  test('a mail that would hold the address of another is blocked, and only that one', async () => {
    const { team, id } = await releasing()
    const loadMaterial: typeof team.sending.loadMaterial = async (...of) => {
      const material = await team.sending.loadMaterial(...of)
      const renderer: typeof material.renderer = {
        render: (template, view) => {
          const body = material.renderer.render(template, view)
          return JSON.stringify(view).includes('Organisation 1') ? { ...body, text: `${body.text} security@org2.example` } : body
        },
      }
      return { ...material, renderer }
    }
    const leaking = makeSendChunk({ ...team.sending, loadMaterial })
    for (const hint of team.hints.drainChunks()) await leaking(hint, () => 60_000)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 2, blocked: 1 })
    expect(mailsOf(team)).not.toContain('advance-1 → security@org1.example')
  })
  test('a template bundle that changed holds the notice', async () => {
    const { team, id } = await releasing()
    const loadMaterial = () => Promise.reject(new Fault('DIGEST_MISMATCH', 'a bundle has other bytes', { retry: 'never' }))
    const broken = makeSendChunk({ ...team.sending, loadMaterial })
    for (const hint of team.hints.drainChunks()) await broken(hint, () => 60_000)
    await team.tick()
    expect(team.mail.taken).toEqual([])
    expect(noticeOf(await stored(team, id), 'advance-1')).toMatchObject({ state: 'held', because: 'pin-broken-digest-mismatch' })
  })
  test('an approval of a digest that nobody was shown is refused', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const audience = await builtAudience(team, id)
    const refused = await team.steering.approve(ben, await stored(team, id), {
      audience,
      bundle: team.bundle,
      digest: digestOfBytes('something else'),
    })
    expect(refused).toMatchObject({ outcome: 'refused', code: 'other-digest' })
  })
  test('who edited cannot approve', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    expect(await approve(team, { by: ada, id })).toMatchObject({ outcome: 'refused', code: 'own-work' })
  })
})

describe('when SES does not take a mail', () => {
  test('throttled goes back to planned and goes out once, later', async () => {
    const { team } = await releasing()
    team.mail.answer({ outcome: 'not-sent', code: 'Throttling' })
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
    expectOnceEach(team, 'reporter-date-1', 1)
  })
  test('refused blocks the mail and holds the notice; unhold lets it out', async () => {
    const team = await makeTeam({ reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    team.mail.answer(...Array.from({ length: 3 }, () => ({ outcome: 'refused' as const, code: 'MessageRejected' })))
    await run(team, { ticks: 3 })
    const held = noticeOf(await stored(team, id), 'advance-1')
    expect(held).toMatchObject({ state: 'held', because: 'ses-MessageRejected' })
    expect(mailsOf(team)).toEqual([])
    changed(await team.steering.unhold(ada, await stored(team, id), { notice: held.id, why: 'the identity is verified now' }))
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  })
  test('an unclear answer is uncertain and never sent again by itself', async () => {
    const { team, id } = await releasing()
    team.mail.answer('taken-but-unknown', 'taken-but-unknown', 'taken-but-unknown', 'taken-but-unknown')
    await run(team, { deliver: false })
    expectOnceEach(team, 'advance-1', 3)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ uncertain: 3 })
    expect(alarmsOf(team)).toEqual([])
    team.clock.advance({ minutes: 15 })
    await run(team, { deliver: false })
    expectOnceEach(team, 'advance-1', 3)
    expect(alarmsOf(team)).toEqual(['uncertain', 'uncertain'])
    expect(alarmMailsOf(team)).toEqual([
      'alarm-uncertain-on-advance-1 → security@consoleme.example',
      'alarm-uncertain-on-reporter-date-1 → security@consoleme.example',
    ])
  })
  test('a daily quota that is used up queues nothing', async () => {
    const team = await makeTeam()
    await scheduled(team)
    toLead(team)
    team.mail.quotaIs({ daily: 1000, sent: 1000, perSecond: 100 })
    await team.tick()
    expect(team.hints.drainChunks()).toEqual([])
  })
})

describe('when something fails before the send', () => {
  test('a store that is away after the claim leaves the member planned, and it goes out once, later', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    let looks = 0
    const fences: typeof team.sending.fences = {
      look: async (...of) => {
        looks += 1
        if (looks === 2) throw new Fault('STORE_UNAVAILABLE', 'the table is away', { retry: 'later' })
        return team.sending.fences.look(...of)
      },
    }
    const [hint] = team.hints.drainChunks()
    if (!hint) throw new Error('a hint')
    await expect(makeSendChunk({ ...team.sending, fences })(hint, () => 60_000)).rejects.toThrow('the table is away')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ planned: 1 })
    await run(team)
    expectOnceEach(team, 'advance-1', 1)
  })
  test('a chunk of one that SES refused is tried again after unhold', async () => {
    const team = await makeTeam({ recipients: 26, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const hints = team.hints.drainChunks().toReversed()
    team.mail.answer({ outcome: 'refused', code: 'MessageRejected' })
    for (const hint of hints) await team.send(hint, () => 60_000)
    await run(team, { ticks: 2 })
    const held = noticeOf(await stored(team, id), 'advance-1')
    expect(held.state).toBe('held')
    changed(await team.steering.unhold(ada, await stored(team, id), { notice: held.id, why: 'verified' }))
    await run(team)
    expectOnceEach(team, 'advance-1', 26)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 26 })
  })
})
