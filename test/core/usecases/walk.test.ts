import { describe, expect, test } from 'vitest'
import type { AudienceRule } from '../../../core/campaign/content.ts'
import { digestOfPin } from '../../../core/campaign/pin.ts'
import type { Letter } from '../../../core/notice/ports.ts'
import { Confidential } from '../../../core/shared/confidential.ts'
import { type CampaignId, RecipientId } from '../../../core/shared/ids.ts'
import { sharedEngine } from './shared-engine.ts'
import { makeLoadStock } from '../../../core/usecases/load-material.ts'
import { makeBuildAudience } from '../../../core/usecases/build-audience.ts'
import type { WriteMail } from '../../../core/usecases/write-mail.ts'
import { countedIds } from '../../fakes/ids.ts'
import { policy } from '../notice/sample.ts'
import { type Team, ada, createDraft, detailsOf, makeTeam, stored } from './team.ts'

const idOf = (number: number): RecipientId => RecipientId.parse(`a${number.toString(16).padStart(31, '0')}`)

/** Writes nothing, so that a long list is walked in no time: so many bytes for each, or a code of why not. */
const writer =
  (outcomeFor: (name: string) => number | string): WriteMail =>
  async ({ target: { addressee } }) => {
    const name = addressee.kind === 'recipient' ? addressee.member.organisation : addressee.kind
    const outcome = outcomeFor(name)
    if (typeof outcome === 'string') return { blocked: outcome }
    return { letter: {} as Letter, raw: new Confidential(new Uint8Array(outcome)), sealedTo: undefined }
  }

interface Walk {
  readonly writeMail?: WriteMail
  readonly audience?: AudienceRule
}

async function listOf(members: number, changes: object = {}) {
  const team = await makeTeam({ recipients: 0 })
  for (let number = 1; number <= members; number++) {
    await team.recipients.write({ id: idOf(number), state: 'active', version: 1, details: detailsOf(number, changes) })
  }
  return team
}

async function walker(team: Team, { writeMail = writer(() => 10), audience = { kind: 'all' } }: Walk = {}) {
  const { id } = await createDraft(team, { audience })
  const loadStock = makeLoadStock({ ...team, engine: sharedEngine, policy })
  return { id, build: makeBuildAudience({ ...team, loadStock, writeMail, policy, ids: countedIds(1000) }) }
}

/** Every page of a walk, to its end. */
async function pages(team: Team, { id, build }: Awaited<ReturnType<typeof walker>>) {
  const all = []
  let page = await build({ campaign: id, bundle: team.bundle })
  while (page.outcome === 'built') {
    all.push(page)
    if (page.audience !== undefined) break
    page = await build({ campaign: id, bundle: team.bundle, build: page.build })
  }
  return all
}

async function found(team: Team, walk: Awaited<ReturnType<typeof walker>>) {
  const audience = (await pages(team, walk)).at(-1)?.audience
  if (audience === undefined) throw new Error('a walk that ends')
  const { content, disclosureAt } = await stored(team, walk.id)
  const findings = await team.documents.findings(walk.id, digestOfPin({ content, disclosureAt, audience, bundle: team.bundle }))
  return { findings, chunks: await chunksOf(team, walk.id, audience) }
}

async function chunksOf(team: Team, id: CampaignId, audience: Parameters<Team['documents']['audience']>[1]) {
  const index = await team.documents.audience(id, audience)
  const chunks = await Promise.all(index.chunks.map(({ digest }) => team.documents.chunk(id, digest)))
  expect(index.chunks.map(({ members }) => members)).toEqual(chunks.map(({ members }) => members.length))
  return chunks.map(({ members }) => members.map((member) => member.id))
}

describe('a walk over the list', () => {
  test.each([
    [0, [0]],
    [499, [499]],
    [500, [500, 500]],
    [510, [500, 510]],
    [1001, [500, 1000, 1001]],
  ])('of %s takes pages of five hundred', async (members, counts) => {
    const team = await listOf(members)
    const walk = await walker(team)
    expect((await pages(team, walk)).map((page) => page.members)).toEqual(counts)
  })

  test('seals everybody once, in whole chunks of twenty-five, in order of id', async () => {
    const team = await listOf(510)
    const { chunks } = await found(team, await walker(team))
    expect(chunks.map((chunk) => chunk.length)).toEqual([...Array.from({ length: 20 }, () => 25), 10])
    expect(chunks.flat()).toEqual(Array.from({ length: 510 }, (_, index) => idOf(index + 1)))
  })

  test('passes over who is not active, and counts who is active and outside', async () => {
    const team = await listOf(3)
    const [inside, outside] = [{ groups: ['cloud'] }, { groups: ['distributors'] }]
    await team.recipients.write({ id: idOf(4), state: 'active', version: 1, details: detailsOf(4, inside) })
    await team.recipients.write({ id: idOf(5), state: 'suspended', version: 1, details: detailsOf(5, inside) })
    await team.recipients.write({ id: idOf(6), state: 'removed', version: 1, details: detailsOf(6, outside) })
    const { chunks, findings } = await found(team, await walker(team, { audience: { kind: 'groups', groups: ['cloud'] } }))
    expect(chunks).toEqual([[idOf(4)]])
    expect(findings).toMatchObject({ members: 1, outside: 3 })
  })

  test('counts who is outside on all of its pages', async () => {
    const team = await listOf(501, { groups: ['cloud'] })
    for (const number of [0, 600])
      await team.recipients.write({ id: idOf(number), state: 'active', version: 1, details: detailsOf(number) })
    const { findings } = await found(team, await walker(team, { audience: { kind: 'groups', groups: ['cloud'] } }))
    expect(findings).toMatchObject({ members: 501, outside: 2 })
  })

  test('adds up what it found on all of its pages', async () => {
    const team = await listOf(501)
    const required = detailsOf(600, { encryption: 'required' })
    await team.recipients.write({ id: idOf(600), state: 'active', version: 1, details: required })
    await team.recipients.write({ id: idOf(1), state: 'active', version: 2, details: detailsOf(1, { encryption: 'required' }) })
    const sizes: Readonly<Record<string, number | string>> = {
      'Organisation 2': 'render-failed',
      'Organisation 501': 'too-large',
      'Organisation 3': 99,
    }
    const { findings } = await found(team, await walker(team, { writeMail: writer((name) => sizes[name] ?? 10) }))
    expect(findings).toEqual({
      ...(await pinOf(team)),
      checkedAt: '2026-12-01T09:00:00Z',
      members: 502,
      outside: 0,
      blocked: 2,
      keysEnding: 0,
      sealedTo: { openpgp: 0, 's-mime': 0 },
      largestMail: 99,
      unrenderable: [idOf(2), idOf(501)],
      unrenderableCount: 2,
    })
  })

  test('names twenty of those whose mail could not be made, and counts them all', async () => {
    const team = await listOf(23)
    const { findings } = await found(team, await walker(team, { writeMail: writer(() => 'render-failed') }))
    // The reporter's first.
    expect(findings?.unrenderable.slice(1)).toEqual(Array.from({ length: 19 }, (_, index) => idOf(index + 1)))
    expect(findings).toMatchObject({ unrenderableCount: 24, largestMail: 0, blocked: 0 })
  })

  test('of a campaign that has changed in its middle begins again', async () => {
    const team = await listOf(510)
    const { id, build } = await walker(team)
    const first = await build({ campaign: id, bundle: team.bundle })
    if (first.outcome === 'refused') throw new Error(first.code)
    const disclosureAt = team.clock.now().plus({ days: 20 })
    await team.edit(ada, await stored(team, id), { disclosureAt })
    expect(await build({ campaign: id, bundle: team.bundle, build: first.build })).toMatchObject({ code: 'changed-meanwhile' })
    expect(await build({ campaign: id, bundle: team.bundle })).toMatchObject({ outcome: 'built', members: 500 })
  })
})

async function pinOf(team: Team) {
  const [campaign] = await team.campaigns.list()
  if (!campaign) throw new Error('a campaign')
  const { content, disclosureAt } = campaign
  return { content, disclosureAt, bundle: team.bundle, audience: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }
}
