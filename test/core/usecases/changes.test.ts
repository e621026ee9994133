import { describe, expect, test } from 'vitest'
import type { RecipientId } from '../../../core/shared/ids.ts'
import {
  type Team,
  ada,
  addRecipient,
  advance,
  approve,
  ben,
  changed,
  cleo,
  createDraft,
  expectOnceEach,
  makeTeam,
  noticeOf,
  read,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'

type Campaign = Awaited<ReturnType<typeof stored>>

async function widened(team: Team, campaign: Campaign['id'], recipients: readonly RecipientId[]) {
  const progress = await team.widen({ campaign, recipients })
  if (progress.outcome === 'refused') throw new Error(progress.code)
  return progress
}

async function include(team: Team, id: Campaign['id'], audience: Awaited<ReturnType<typeof widened>>['audience']): Promise<void> {
  const proposed = changed(await team.steering.include(ada, await stored(team, id), { audience, why: 'new on the list' }))
  const digest = proposed.proposal?.digest
  if (!digest) throw new Error('a proposal')
  changed(await team.steering.consent(ben, proposed, digest))
  changed(await team.steering.consent(cleo, await stored(team, id), digest))
}

const textsOf = (team: Team, notice: string) =>
  Promise.all(team.mail.taken.filter(({ tags }) => tags.notice === notice).map(async ({ raw }) => (await read(raw)).text ?? ''))

describe('when recipients are included', () => {
  test('one who is named twice is one member, gets one mail, and the notice ends', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    const late = await addRecipient(team.keeper, 9)
    const { audience, members } = await widened(team, id, [late, late])
    expect(members).toBe(4)
    await include(team, id, audience)
    await run(team)
    expectOnceEach(team, 'advance-1', 4)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  })
  test('a version that went out before they came waits for nobody', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    await run(team)
    const disclosureAt = team.clock.now().plus({ days: 3 })
    changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: 'exploited' }))
    await run(team)
    await include(team, id, (await widened(team, id, [await addRecipient(team.keeper, 9)])).audience)
    await run(team)
    const { notices } = await team.reporting.report(await stored(team, id))
    expect(notices.filter(({ kind }) => kind === 'advance').map(({ deliveries }) => deliveries)).toEqual([
      { delivered: 3 },
      { delivered: 4 },
    ])
  })
  test('an audience that was widened before others were included is refused, so that nobody falls out', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    const [eighth, ninth, tenth] = [
      await addRecipient(team.keeper, 8),
      await addRecipient(team.keeper, 9),
      await addRecipient(team.keeper, 10),
    ]
    const [one, two] = [await widened(team, id, [eighth]), await widened(team, id, [ninth, tenth])]
    await include(team, id, one.audience)
    const refused = await team.steering.include(ada, await stored(team, id), { audience: two.audience, why: 'new on the list' })
    expect(refused).toMatchObject({ outcome: 'refused', code: 'changed-meanwhile' })
    await include(team, id, (await widened(team, id, [ninth, tenth])).audience)
    toLead(team)
    await run(team)
    expectOnceEach(team, 'advance-1', 6)
  })
})

describe('a rehearsal', () => {
  test('shows the first notices, however often it is rehearsed, to the team alone', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    for (const rehearsal of ['rehearsal-1', 'rehearsal-2']) {
      changed(await team.steering.rehearse(ada, await stored(team, id), team.bundle))
      await run(team)
      expect(noticeOf(await stored(team, id), rehearsal).state).toBe('released')
    }
    const [first, second] = [await textsOf(team, 'rehearsal-1'), await textsOf(team, 'rehearsal-2')]
    expect(first).toHaveLength(5)
    expect(second.toSorted()).toEqual(first.toSorted())
    expect(new Set(team.mail.taken.map(({ destination }) => destination))).toEqual(new Set(['security@consoleme.example']))
  })
})

describe('an edit after a shortening', () => {
  async function shortened() {
    const team = await makeTeam({ recipients: 1 })
    const { id } = await scheduled(team, { inDays: 30 })
    const disclosureAt = team.clock.now().plus({ days: 14 })
    changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: 'It is being exploited.' }))
    return { team, id }
  }
  async function noticeAfter(team: Team, id: Campaign['id']): Promise<string> {
    changed(await approve(team, { by: ben, id }))
    changed(await approve(team, { by: cleo, id }))
    advance(team, { days: 13 })
    await run(team)
    const [text = ''] = await textsOf(team, 'advance-1')
    expect(text).toContain('ADV-2026-0007')
    return text
  }

  test('to another date no longer tells why it was shortened', async () => {
    const { team, id } = await shortened()
    changed(await team.edit(ada, await stored(team, id), { disclosureAt: team.clock.now().plus({ days: 20 }) }))
    expect(await noticeAfter(team, id)).not.toContain('It is being exploited.')
  })
  test('of the words alone keeps it', async () => {
    const { team, id } = await shortened()
    const draft = { advisory: { ...team.advisory, title: 'Another title' }, patches: { 'fix-1.2.patch': team.patch } }
    changed(await team.edit(ada, await stored(team, id), { draft }))
    expect(await noticeAfter(team, id)).toContain('It is being exploited.')
  })
})

describe('a notice that was held and may go on', () => {
  test('is not held again by what a sender reported late', async () => {
    const team = await makeTeam({ reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    team.mail.answer(...Array.from({ length: 3 }, () => ({ outcome: 'refused' as const, code: 'MessageRejected' })))
    await run(team, { ticks: 2 })
    const held = noticeOf(await stored(team, id), 'advance-1')
    expect(held.state).toBe('held')
    await team.troubles.report(id, held.id, 'ses-MessageRejected')
    changed(await team.steering.unhold(ada, await stored(team, id), { notice: held.id, why: 'verified' }))
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  })
})
