import { describe, expect, test } from 'vitest'
import type { AdvisoryFile } from '../../../core/advisory/advisory.ts'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import { toStored } from '../../../core/embargo/instant.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { makeNextContent } from '../../../core/usecases/next-content.ts'
import { countedIds } from '../../fakes/ids.ts'
import { type Team, ada, changed, createDraft, makeTeam, run, scheduled, stored, toLead } from './team.ts'

const contentOf = async (team: Team, campaign: Campaign, digest = campaign.content) => team.documents.content(campaign.id, digest)
const next = (team: Team) => makeNextContent({ ...team, ids: countedIds(1000) })
const draftOf = (team: Team, advisory: AdvisoryFile = team.advisory) => ({ advisory, patches: { 'fix-1.2.patch': team.patch } })

async function embargoed() {
  const team = await makeTeam({ recipients: 1 })
  const { id } = await scheduled(team)
  toLead(team)
  await run(team)
  return { team, campaign: await stored(team, id) }
}

describe('a first content', () => {
  test('pins each patch by its bytes, and gives each reporter an id', async () => {
    const team = await makeTeam({ recipients: 0 })
    const campaign = await createDraft(team, { audience: { kind: 'groups', groups: ['cloud'] } })
    const { advisory, ...rest } = await contentOf(team, campaign)
    expect(rest).toEqual({
      schema: 'content/1',
      salt: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      threadKey: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      audience: { kind: 'groups', groups: ['cloud'] },
    })
    expect(rest.salt).not.toBe(rest.threadKey)
    const size = (await team.blobs.patch(team.patch)).byteLength
    expect(advisory.patches).toEqual([{ branch: '1.2', file: 'fix-1.2.patch', sha256: team.patch, size }])
    expect(advisory.reporters).toEqual([{ ...team.advisory.reporters[0], id: expect.stringMatching(/^[0-9a-f]{32}$/) as string }])
  })

  test('is put before the head that names it, so a refused campaign leaves no head', async () => {
    const team = await makeTeam({ recipients: 0 })
    const disclosureAt = team.clock.now()
    expect(await team.create(ada, { ...draftOf(team), disclosureAt, audience: { kind: 'all' } })).toMatchObject({ code: 'date-past' })
    expect(await team.campaigns.ids()).toEqual([])
  })

  test('from another campaign is its advisory, with nothing by which the two could be linked', async () => {
    const { team, campaign } = await embargoed()
    const moved = changed(
      await team.steering.move(ada, campaign, { kind: 'shorten', disclosureAt: team.clock.now().plus({ days: 3 }), why: 'exploited' }),
    )
    const disclosureAt = team.clock.now().plus({ days: 20 })
    const fresh = changed(await team.create(ada, { from: moved, disclosureAt }))
    const [old, made] = [await contentOf(team, moved), await contentOf(team, fresh)]
    expect(Object.keys(made).toSorted()).toEqual(['advisory', 'audience', 'salt', 'schema', 'threadKey'])
    expect({ ...made.advisory, reporters: [] }).toEqual({ ...old.advisory, reporters: [] })
    expect(made.audience).toEqual(old.audience)
    expect([made.salt, made.threadKey]).not.toContain(old.salt)
    expect(made.threadKey).not.toBe(old.threadKey)
    expect(made.advisory.reporters[0]?.id).not.toBe(old.advisory.reporters[0]?.id)
    expect(made.advisory.reporters[0]?.name).toBe(old.advisory.reporters[0]?.name)
    expect(fresh).toMatchObject({ state: 'draft', disclosureAt: toStored(disclosureAt) })
    const other = changed(await team.create(ada, { from: moved, disclosureAt, audience: { kind: 'groups', groups: ['cloud'] } }))
    expect((await contentOf(team, other)).audience).toEqual({ kind: 'groups', groups: ['cloud'] })
  })
})

describe('an edit', () => {
  test('of the date alone keeps the content', async () => {
    const team = await makeTeam({ recipients: 0 })
    const campaign = await createDraft(team)
    const disclosureAt = team.clock.now().plus({ days: 20 })
    expect(changed(await team.edit(ada, campaign, { disclosureAt }))).toMatchObject({
      content: campaign.content,
      disclosureAt: toStored(disclosureAt),
    })
  })

  test('of nothing is refused, and one to the same words is another content, which no guess confirms', async () => {
    const team = await makeTeam({ recipients: 0 })
    const campaign = await createDraft(team)
    expect(await team.edit(ada, campaign, {})).toMatchObject({ outcome: 'refused', code: 'nothing-changed' })
    const edited = changed(await team.edit(ada, campaign, { draft: draftOf(team) }))
    const [before, after] = [await contentOf(team, campaign), await contentOf(team, edited)]
    expect(after.salt).not.toBe(before.salt)
    expect(after.threadKey).toBe(before.threadKey)
    expect(edited.disclosureAt).toBe(campaign.disclosureAt)
  })

  test('of the audience keeps the advisory, and one of the advisory the audience', async () => {
    const team = await makeTeam({ recipients: 0 })
    const groups = { kind: 'groups' as const, groups: ['cloud'] }
    const first = await createDraft(team)
    const second = changed(await team.edit(ada, first, { audience: groups }))
    expect(await contentOf(team, second)).toMatchObject({ audience: groups, advisory: (await contentOf(team, first)).advisory })
    const third = changed(await team.edit(ada, second, { draft: draftOf(team, { ...team.advisory, title: 'Another title' }) }))
    expect(await contentOf(team, third)).toMatchObject({ audience: groups, advisory: { title: 'Another title' } })
  })
})

describe('a content that follows another', () => {
  test('names no version before, and counts no move, while nobody was told anything', async () => {
    const team = await makeTeam({ recipients: 1 })
    const campaign = await scheduled(team)
    const after = await contentOf(team, campaign, await next(team).because(campaign, 'It is exploited.', true))
    expect(after.change).toEqual({ why: 'It is exploited.' })
    expect(after).not.toHaveProperty('moves')
  })

  test('says why it is earlier to those who know no date yet, and nothing of its being later', async () => {
    const team = await makeTeam({ recipients: 1 })
    const { id } = await scheduled(team)
    const move = async (kind: 'shorten' | 'reschedule', days: number) => {
      const disclosureAt = team.clock.now().plus({ days })
      return changed(await team.steering.move(ada, await stored(team, id), { kind, disclosureAt, why: `To day ${days}.` }))
    }
    expect((await contentOf(team, await move('shorten', 9))).change).toEqual({ why: 'To day 9.' })
    const { proposal, ...later } = await move('reschedule', 20)
    expect(await contentOf(team, later, proposal?.pin.content)).not.toHaveProperty('change')
  })

  test('names what was told, and counts the moves of the date, and those alone', async () => {
    const { team, campaign } = await embargoed()
    const { content, disclosureAt } = campaign
    const first = await next(team).because(campaign, 'It is exploited.', true)
    const after = await contentOf(team, campaign, first)
    expect(after).toMatchObject({ moves: 1, change: { why: 'It is exploited.', previous: { content, disclosureAt } } })
    const before = await contentOf(team, campaign)
    expect(after).toMatchObject({ advisory: before.advisory, threadKey: before.threadKey })
    expect(after.salt).not.toBe(before.salt)
    const moved = { ...campaign, content: first }
    expect(await contentOf(team, campaign, await next(team).because(moved, 'Again.', true))).toMatchObject({ moves: 2 })
    expect(await contentOf(team, campaign, await next(team).because(moved, 'No move.', false))).toMatchObject({ moves: 1 })
  })

  test('says where it is public, and nothing else anew', async () => {
    const { team, campaign } = await embargoed()
    const published = ['https://consoleme.example/1', 'https://consoleme.example/2']
    const { salt: _, ...after } = await contentOf(team, campaign, await next(team).published(campaign, published))
    const { salt: _old, ...before } = await contentOf(team, campaign)
    expect(after).toEqual({ ...before, published })
  })

  test('is refused with patches that were not uploaded', async () => {
    const { team, campaign } = await embargoed()
    const draft = { advisory: team.advisory, patches: { 'fix-1.2.patch': digestOfBytes('not there') } }
    expect(await next(team).revised(campaign, draft, 'better')).toMatchObject({ outcome: 'refused', code: 'patch-missing' })
  })
})

describe('a revision', () => {
  const by = (team: Team, reporters: AdvisoryFile['reporters']) => draftOf(team, { ...team.advisory, reporters })

  async function revised(reporters: (team: Team) => AdvisoryFile['reporters']) {
    const { team, campaign } = await embargoed()
    const outcome = await next(team).revised(campaign, by(team, reporters(team)), 'A better patch.')
    if ('outcome' in outcome) throw new Error(outcome.code)
    const [before, after] = [await contentOf(team, campaign), await contentOf(team, campaign, outcome.content)]
    const known = before.advisory.reporters[0]?.id
    return { ...outcome, after, isKnown: after.advisory.reporters.map(({ id }) => id === known) }
  }

  test('that leaves the reporters alone is nothing to them', async () => {
    const { isForReporters, reporters, isKnown, after } = await revised(({ advisory }) => advisory.reporters)
    expect([isForReporters, reporters, isKnown]).toEqual([false, 1, [true]])
    expect(after).toMatchObject({ change: { why: 'A better patch.', previous: {} } })
    expect(after).not.toHaveProperty('moves')
  })

  test('by which they are credited otherwise concerns them, and they stay who they are', async () => {
    const { isForReporters, isKnown } = await revised(({ advisory }) =>
      advisory.reporters.map((reporter) => ({
        ...reporter,
        credit: 'F.',
        contact: { by: 'mail', address: 'FINDER@research.example' as never },
      })),
    )
    expect([isForReporters, isKnown]).toEqual([true, [true]])
  })

  test('with another reporter gives that one an id of their own', async () => {
    const { reporters, isForReporters, isKnown } = await revised(({ advisory: { reporters } }) => [
      ...reporters.map((reporter) => ({ ...reporter, contact: { by: 'mail' as const, address: 'other@research.example' as never } })),
      ...reporters,
    ])
    expect([reporters, isForReporters, isKnown]).toEqual([2, true, [false, true]])
  })

  test('knows who is on a platform by the link and the name, and who is nowhere by the name', async () => {
    const { team, campaign } = await embargoed()
    const platform = (link: string) => ({ by: 'platform' as const, platform: 'Bugcrowd', link })
    const nowhere = { by: 'nobody' as const, because: 'anonymous' as const }
    const people = [
      { name: 'Kim', zone: 'UTC' as never, contact: platform('https://bugcrowd.example/1') },
      { name: 'Lee', zone: 'UTC' as never, contact: nowhere },
    ]
    const one = await next(team).revised(campaign, by(team, [...team.advisory.reporters, ...people]), 'x')
    if ('outcome' in one) throw new Error(one.code)
    const changedPeople = [
      ...team.advisory.reporters,
      { ...people[0], contact: platform('https://bugcrowd.example/2') },
      { ...people[0], name: 'Kit' },
      { ...people[1], contact: { ...nowhere, because: 'unreachable' as const } },
      people[0],
    ] as AdvisoryFile['reporters']
    const other = makeNextContent({ ...team, ids: countedIds(5000) })
    const two = await other.revised({ ...campaign, content: one.content }, by(team, changedPeople), 'y')
    if ('outcome' in two) throw new Error(two.code)
    const [before, after] = [await contentOf(team, campaign, one.content), await contentOf(team, campaign, two.content)]
    const known = before.advisory.reporters.map(({ id }) => id)
    expect(after.advisory.reporters.map(({ id }) => known.indexOf(id))).toEqual([0, -1, -1, 2, 1])
  })
})
