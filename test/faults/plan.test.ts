import { describe, expect, test } from 'vitest'
import type { CampaignId } from '../../core/shared/ids.ts'
import { makeChangeCampaign } from '../../core/usecases/change-campaign.ts'
import { makeSendChunk } from '../../core/usecases/send-chunk.ts'
import {
  type Team,
  ada,
  approve,
  ben,
  changed,
  cleo,
  countsOf,
  createDraft,
  expectOnceEach,
  makeTeam,
  noticeOf,
  read,
  run,
  scheduled,
  stored,
  toLead,
} from '../core/usecases/team.ts'
import { takenOf } from '../core/usecases/trouble.ts'
import { policy } from '../core/notice/sample.ts'

/** Two chunks, of which the first has gone out. */
async function halfOut() {
  const team = await makeTeam({ recipients: 50, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  const [first, second] = team.hints.drainChunks()
  if (!first || !second) throw new Error('two hints')
  await team.send(first, () => 60_000)
  expectOnceEach(team, 'advance-1', 25)
  return { team, id, second }
}

/** New content, by everybody whom that takes. */
async function revise(team: Team, id: CampaignId, title: string): Promise<void> {
  const change = makeChangeCampaign({ campaigns: team.campaigns, policy, clock: team.clock, log: team.log })
  const campaign = await stored(team, id)
  const before = await team.documents.content(id, campaign.content)
  const previous = { content: campaign.content, disclosureAt: campaign.disclosureAt }
  const after = { ...before, advisory: { ...before.advisory, title }, change: { why: 'we know more', previous } }
  const content = await team.documents.putContent(id, { ...after, salt: '5a'.repeat(16) })
  const command = {
    kind: 'propose',
    change: { kind: 'revise', content, reporters: 0, isForReporters: false, why: 'we know more' },
  } as const
  const { proposal } = changed(await change(campaign, { person: ada, command }))
  if (!proposal) throw new Error('a proposal')
  for (const person of [ben, cleo]) {
    changed(await change(await stored(team, id), { person, command: { kind: 'consent', digest: proposal.digest } }))
  }
}

const textsOf = (team: Team, notice: string) => Promise.all(takenOf(team, notice).map(async ({ raw }) => (await read(raw)).text ?? ''))

describe('in the middle of a release', () => {
  test('revised content goes to everybody, what changed to those who may know alone, and the rest of the old one to nobody', async () => {
    const { team, id, second } = await halfOut()
    await revise(team, id, 'A new title')
    await team.send(second, () => 60_000)
    await run(team)
    expectOnceEach(team, 'advance-1', 25)
    expectOnceEach(team, 'advance-2', 50)
    const texts = await textsOf(team, 'advance-2')
    expect(texts.every((text) => text.includes('A new title'))).toBe(true)
    expect(texts.filter((text) => text.includes('we know more'))).toHaveLength(25)
    expect(noticeOf(await stored(team, id), 'advance-1')).toMatchObject({ state: 'cancelled', because: 'superseded' })
  })
  test('a date shortened twice goes out as it was last said, each time as a notice of its own', async () => {
    const { team, id } = await halfOut()
    const shorten = async (days: number) => {
      const disclosureAt = team.clock.now().plus({ days })
      changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: `exploited, ${days} days left` }))
    }
    await shorten(5)
    await team.tick()
    const [between] = team.hints.drainChunks()
    if (!between) throw new Error('a hint')
    await team.send(between, () => 60_000)
    await shorten(3)
    await run(team)
    expectOnceEach(team, 'advance-1', 25)
    expectOnceEach(team, 'advance-2', 25)
    expectOnceEach(team, 'advance-3', 50)
    const texts = await textsOf(team, 'advance-3')
    expect(texts.every((text) => text.includes('11 December 2026'))).toBe(true)
    expect(texts.filter((text) => text.includes('exploited, 3 days left'))).toHaveLength(25)
  })
  test('a halt that comes between the claim and the send keeps the mail, and it goes out once after the halt', async () => {
    const { team, id, second } = await halfOut()
    const writeMail: typeof team.sending.writeMail = async (of) => {
      await team.steering.halt(ada, id, 'a doubt')
      return team.sending.writeMail(of)
    }
    await makeSendChunk({ ...team.sending, writeMail })(second, () => 60_000)
    expectOnceEach(team, 'advance-1', 25)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 25, planned: 25 })
    await team.steering.resume(id)
    await run(team)
    expectOnceEach(team, 'advance-1', 50)
  })
})

describe('two persons at once', () => {
  test('who consent to the same version are told apart: one counts, the other looks again', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const outcomes = await Promise.all([ben, cleo].map((by) => approve(team, { by, id })))
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'refused'])
    const proposed = await stored(team, id)
    expect([proposed.state, proposed.proposal?.approvals.length]).toEqual(['draft', 1])
    const [missing] = [ben, cleo].filter((by) => !proposed.proposal?.approvals.includes(by))
    if (!missing) throw new Error('somebody')
    expect(changed(await approve(team, { by: missing, id })).state).toBe('scheduled')
  })
})

describe('a deploy', () => {
  const NEW_WORDS = 'These are the words of the new templates.'
  async function deployed(team: Team): Promise<Team['bundle']> {
    const text = new TextDecoder().decode(await team.blobs.bundle(team.bundle))
    return team.blobs.putBundle(new TextEncoder().encode(text.replaceAll('We tell you ahead of time so that you can prepare.', NEW_WORDS)))
  }

  test('in mid-campaign changes nothing that was approved, also for a sender that knows the new templates', async () => {
    const team = await makeTeam({ recipients: 2, reporters: 'none' })
    const { id } = await scheduled(team)
    const bundle = await deployed(team)
    changed(await team.steering.rehearse(ada, await stored(team, id), bundle))
    await run(team)
    expect((await textsOf(team, 'rehearsal-1')).filter((text) => text.includes(NEW_WORDS))).toHaveLength(1)
    toLead(team)
    await run(team)
    expectOnceEach(team, 'advance-1', 2)
    expect((await textsOf(team, 'advance-1')).filter((text) => text.includes(NEW_WORDS))).toEqual([])
  })
  test('between two approvals makes the second one a new proposal', async () => {
    const team = await makeTeam({ recipients: 2, reporters: 'none' })
    const { id } = await createDraft(team)
    changed(await approve(team, { by: ben, id }))
    const bundle = await deployed(team)
    const proposed = changed(await approve({ ...team, bundle }, { by: cleo, id }))
    expect(proposed).toMatchObject({ state: 'draft', proposal: { approvals: [cleo], pin: { bundle } } })
  })
})
