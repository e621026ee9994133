import { describe, expect, test } from 'vitest'
import { AudienceIndex, Chunk } from '../../../core/campaign/audience.ts'
import { AudienceBuild } from '../../../core/campaign/audience-build.ts'
import { sharedEngine } from './shared-engine.ts'
import { makeBuildAudience } from '../../../core/usecases/build-audience.ts'
import { makeLoadStock } from '../../../core/usecases/load-material.ts'
import type { MailOf, WriteMail } from '../../../core/usecases/write-mail.ts'
import { countedIds } from '../../fakes/ids.ts'
import { policy } from '../notice/sample.ts'
import type { CampaignId, RecipientId } from '../../../core/shared/ids.ts'
import { agreed } from './steps.ts'
import { type Team, ada, addRecipient, changed, createDraft, detailsOf, makeTeam, scheduled, stored } from './team.ts'

type Audience = Parameters<Team['documents']['audience']>[1]

async function widened(team: Team, campaign: CampaignId, recipients: readonly RecipientId[]) {
  const progress = await team.widen({ campaign, recipients })
  if (progress.outcome === 'refused') throw new Error(progress.code)
  return progress
}

/** Each chunk's members, as `id version`. */
async function chunksOf(team: Team, id: CampaignId, audience: Audience) {
  const index = await team.documents.audience(id, audience)
  const chunks = await Promise.all(index.chunks.map(({ digest }) => team.documents.chunk(id, digest)))
  return chunks.map(({ members }) => members.map((member) => `${member.id} ${member.version}`))
}

async function approved() {
  const team = await makeTeam({ recipients: 3, reporters: 'none' })
  const { id, approved: inForce } = await scheduled(team)
  if (!inForce) throw new Error('an audience')
  return { team, id, before: await chunksOf(team, id, inForce.pin.audience), audience: inForce.pin.audience }
}

async function include(team: Team, id: CampaignId, audience: Audience): Promise<void> {
  await agreed(team, await team.steering.include(ada, await stored(team, id), { audience, why: 'new on the list' }))
}

describe('an audience that is widened', () => {
  test('keeps its chunks in their places, and has the new ones behind it in order of id, however they were named', async () => {
    const { team, id, before, audience } = await approved()
    const fresh: RecipientId[] = []
    for (const number of [4, 5, 6, 7]) fresh.push(await addRecipient(team.keeper, number))
    const [fourth, fifth, sixth, seventh] = fresh
    if (!fourth || !fifth || !sixth || !seventh) throw new Error('four recipients')
    const inOrder = fresh.toSorted().map((recipient) => `${recipient} 1`)
    for (const named of [fresh, fresh.toReversed(), [sixth, fourth, seventh, fifth]]) {
      const wide = await widened(team, id, named)
      expect(wide.members).toBe(7)
      expect(await chunksOf(team, id, wide.audience)).toEqual([...before, inOrder])
    }
    expect(await chunksOf(team, id, audience)).toEqual(before)
  })

  test('is the same one when those who are named are in it already, as they are now', async () => {
    const { team, id, audience } = await approved()
    expect(await widened(team, id, team.members)).toMatchObject({ audience, members: 3 })
  })

  test('takes in who has changed since once more, at their newest version, and then is the same one', async () => {
    const { team, id, before } = await approved()
    const [first] = team.members
    if (!first) throw new Error('a member')
    await team.keeper.change(first, detailsOf(1, { contacts: ['psirt@org1.example'] }))
    const wide = await widened(team, id, [first])
    expect(await chunksOf(team, id, wide.audience)).toEqual([...before, [`${first} 2`]])
    await include(team, id, wide.audience)
    expect(await widened(team, id, [first])).toMatchObject({ audience: wide.audience, members: 4 })
  })

  test('is refused for a campaign that is not there', async () => {
    const { team } = await approved()
    const gone = 'c-0000000000000000' as CampaignId
    expect(await team.widen({ campaign: gone, recipients: [] })).toMatchObject({ outcome: 'refused', code: 'not-approved' })
  })
})

describe('a walk over the list', () => {
  test('that is done in one page writes what a store reads again, and keeps nothing of itself', async () => {
    const { team, id, audience } = await approved()
    await widened(team, id, [await addRecipient(team.keeper, 4)])
    for (const kept of team.table.items<unknown>('chunks').values()) expect(Chunk.safeParse(kept).success).toBe(true)
    for (const kept of team.table.items<unknown>('audiences').values()) expect(AudienceIndex.safeParse(kept).success).toBe(true)
    expect((await team.documents.audience(id, audience)).chunks).toHaveLength(1)
    expect(team.table.items('builds').size).toBe(0)
  })

  test('that is under way keeps what a store reads again', async () => {
    const { team, id, page } = await underWay()
    expect(AudienceBuild.safeParse(await team.documents.build(id, page.build)).success).toBe(true)
  })

  test.each([
    ['date', (team: Team) => ({ disclosureAt: team.clock.now().plus({ days: 20 }) })],
    ['words', (team: Team) => ({ draft: { advisory: { ...team.advisory, title: 'Another' }, patches: { 'fix-1.2.patch': team.patch } } })],
  ])('goes no further when the campaign has other %s by now', async (_, edit) => {
    const { team, id, page, build } = await underWay()
    changed(await team.edit(ada, await stored(team, id), edit(team)))
    expect(await build({ campaign: id, bundle: team.bundle, build: page.build })).toMatchObject({ code: 'changed-meanwhile' })
  })

  test('goes no further with other templates than it began with', async () => {
    const { team, id, page, build } = await underWay()
    const bundle = await team.blobs.putBundle(new TextEncoder().encode('other templates'))
    expect(await build({ campaign: id, bundle, build: page.build })).toMatchObject({ code: 'changed-meanwhile' })
  })

  test('writes what each would get first: recipients the advance notice, reporters their date', async () => {
    const team = await makeTeam({ recipients: 1 })
    const { id } = await createDraft(team)
    const { build, written } = walker(team)
    await build({ campaign: id, bundle: team.bundle })
    expect(written.map(({ campaign, notice, target: { template } }) => [campaign.id, notice, template])).toEqual([
      [id, { version: 1, kind: 'advance' }, 'advance'],
      [id, { version: 1, kind: 'reporter-date' }, 'reporter-date'],
    ])
  })
})

/** A walk that writes no mails, so that it is done in no time. */
function walker(team: Team) {
  const written: MailOf[] = []
  const writeMail: WriteMail = async (of) => (written.push(of), { blocked: 'render-failed' })
  const loadStock = makeLoadStock({ ...team, engine: sharedEngine, policy })
  return { written, build: makeBuildAudience({ ...team, loadStock, writeMail, policy, ids: countedIds(1000) }) }
}

/** A walk over one page and one recipient more. */
async function underWay() {
  const team = await makeTeam({ recipients: 501, reporters: 'none' })
  const { id } = await createDraft(team)
  const { build } = walker(team)
  const page = await build({ campaign: id, bundle: team.bundle })
  if (page.outcome === 'refused') throw new Error(page.code)
  return { team, id, page, build }
}
