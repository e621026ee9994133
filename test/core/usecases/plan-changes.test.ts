import { describe, expect, test } from 'vitest'
import { AudienceRule } from '../../../core/campaign/content.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { contentOf, moveLater, revise, textsOf, told } from './steps.ts'
import {
  type Team,
  ada,
  advance,
  approve,
  ben,
  changed,
  cleo,
  createDraft,
  expectOnceEach,
  makeTeam,
  mailsOf,
  noticeOf,
  run,
  scheduled,
  stored,
} from './team.ts'

const FINDER = 'finder@research.example'
const URLS = ['https://consoleme.example/advisories/7', 'https://github.example/consoleme/7']
const collapse = async (team: Team, id: CampaignId) =>
  changed(await team.steering.collapse(ada, await stored(team, id), { why: 'It is talked about in public.', urls: [] }))

async function shorten(team: Team, id: CampaignId, days: number) {
  const disclosureAt = team.clock.now().plus({ days }).startOf('hour')
  return changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: 'It is being exploited.' }))
}

/** Everybody was told, and the date has come. */
async function due(team: Team): Promise<CampaignId> {
  const id = await told(team)
  advance(team, { days: 7 })
  await run(team)
  return id
}

describe('a date that moves after the advance notice', () => {
  test('later is proposed, and told to each who knows the date before, with the reason', async () => {
    const team = await makeTeam()
    const id = await told(team)
    await moveLater(team, id, { days: 10, why: 'A partner needs longer.' })
    await run(team)
    const texts = { ...(await textsOf(team, 'advance-2')), ...(await textsOf(team, 'reporter-date-2')) }
    expect(Object.keys(texts)).toHaveLength(4)
    for (const text of Object.values(texts)) expect(text).toMatch(/A partner needs longer\.[^]*15 December 2026[^]*18 December 2026/)
    expect((await stored(team, id)).state).toBe('embargoed')
  })

  test('earlier is one command, and out with the next tick', async () => {
    const team = await makeTeam()
    const id = await told(team)
    await shorten(team, id, 3)
    await run(team, { ticks: 1 })
    for (const [notice, mails] of [
      ['advance-2', 3],
      ['reporter-date-2', 1],
    ] as const) {
      expectOnceEach(team, notice, mails)
      for (const text of Object.values(await textsOf(team, notice))) expect(text).toMatch(/exploited[^]*11 December 2026/)
    }
  })

  test('counts as a move, as the end of an embargo does, but no revision and nothing before anybody knows', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    const moves = async () => (await contentOf(team, id)).moves
    await shorten(team, id, 9)
    expect(await moves()).toBeUndefined()
    advance(team, { days: 3 })
    await run(team)
    await shorten(team, id, 5)
    expect(await moves()).toBe(1)
    await revise(team, id, { title: 'Another title', why: 'a better title' })
    expect(await moves()).toBe(1)
    await moveLater(team, id, { days: 8, why: 'it takes longer' })
    expect(await moves()).toBe(2)
    await collapse(team, id)
    expect(await moves()).toBe(3)
  })
})

describe('a collapse', () => {
  test('is one command, and with the next tick everybody who may know is told that it is over, and the team', async () => {
    const team = await makeTeam()
    const id = await told(team)
    await collapse(team, id)
    await run(team, { ticks: 1 })
    expectOnceEach(team, 'collapse-1', 5)
    const texts = await textsOf(team, 'collapse-1')
    expect(Object.keys(texts)).toEqual(expect.arrayContaining([FINDER, 'security@consoleme.example', 'security@org1.example']))
    for (const text of Object.values(texts)) expect(text).toContain('It is talked about in public.')
    await run(team)
    expect(noticeOf(await stored(team, id), 'collapse-1').state).toBe('released')
    advance(team, { days: 14 })
    await run(team)
    expect(mailsOf(team).filter((mail) => !/^(advance|reporter-date|collapse)-1/.test(mail))).toEqual([])
  })
})

describe('a date that nobody was told', () => {
  test('is none that falls away with a collapse: each hears of the one that they know', async () => {
    const team = await makeTeam()
    const id = await told(team)
    await moveLater(team, id, { days: 10, why: 'A partner needs longer.' })
    await collapse(team, id)
    await run(team)
    const { 'security@consoleme.example': toTeam, ...toOthers } = await textsOf(team, 'collapse-1')
    expect(Object.keys(toOthers)).toHaveLength(4)
    for (const text of Object.values(toOthers)) {
      expect(text).toContain('15 December 2026')
      expect(text).not.toContain('18 December 2026')
    }
    expect(toTeam).toContain('18 December 2026')
  })
})

describe('a disclosure', () => {
  test('is told with where it is public to recipients and reporters, and to nobody else', async () => {
    const team = await makeTeam()
    const id = await due(team)
    changed(await team.steering.disclose(ada, await stored(team, id), URLS))
    await run(team)
    const texts = await textsOf(team, 'disclosed-1')
    expect(Object.keys(texts).toSorted()).toEqual([FINDER, ...[1, 2, 3].map((number) => `security@org${number}.example`)])
    for (const text of Object.values(texts)) for (const url of URLS) expect(text).toContain(url)
    expect((await contentOf(team, id)).published).toEqual(URLS)
  })
})

describe('a campaign that is made from an old one', () => {
  async function again() {
    const team = await makeTeam()
    const id = await told(team)
    await shorten(team, id, 3)
    advance(team, { days: 4 })
    await run(team)
    changed(await team.steering.disclose(ada, await stored(team, id), URLS))
    await run(team)
    const from = await stored(team, id)
    const copy = changed(await team.create(ada, { from, disclosureAt: team.clock.now().plus({ days: 20 }) }))
    return { team, id, copy: copy.id }
  }

  test('has its words, and keys, ids and a history of its own', async () => {
    const { team, id, copy } = await again()
    const [old, fresh] = [await contentOf(team, id), await contentOf(team, copy)]
    const reporters = fresh.advisory.reporters.map((reporter, n) => ({ ...reporter, id: old.advisory.reporters[n]?.id }))
    expect({ ...fresh.advisory, reporters }).toEqual(old.advisory)
    expect(fresh.audience).toEqual(old.audience)
    expect([fresh.change, fresh.moves, fresh.published]).toEqual([undefined, undefined, undefined])
    expect([old.change, old.moves, old.published]).not.toContain(undefined)
    expect(fresh.threadKey).not.toBe(old.threadKey)
    expect(fresh.salt).not.toBe(old.salt)
    expect(fresh.advisory.reporters[0]?.id).not.toBe(old.advisory.reporters[0]?.id)
    expect(await stored(team, copy)).toMatchObject({ state: 'draft', version: 1, notices: [], editors: [ada] })
  })

  test('tells nobody what changed since the old one', async () => {
    const { team, copy } = await again()
    for (const by of [ben, cleo]) changed(await approve(team, { by, id: copy }))
    advance(team, { days: 13, minutes: 1 })
    const before = team.mail.taken.length
    await run(team)
    const own = team.mail.taken.slice(before).filter(({ tags }) => tags.campaign === copy)
    expect(own).toHaveLength(4)
    for (const text of Object.values(await textsOf({ ...team, mail: { ...team.mail, taken: own } }, 'advance-1')))
      expect(text).not.toMatch(/What changed|Why this date|It is being exploited|consoleme\.example\/advisories/)
  })

  test('takes another audience when one is given', async () => {
    const { team, id } = await again()
    const audience = AudienceRule.parse({ kind: 'groups', groups: ['distributions'] })
    const copy = changed(
      await team.create(ada, { from: await stored(team, id), disclosureAt: team.clock.now().plus({ days: 20 }), audience }),
    )
    expect((await contentOf(team, copy.id)).audience).toEqual(audience)
  })
})

test('a report counts who may know by any version, each once', async () => {
  const team = await makeTeam()
  const { id } = await createDraft(team)
  const mayKnow = async () => (await team.reporting.report(await stored(team, id))).mayKnow
  for (const by of [ben, cleo]) changed(await approve(team, { by, id }))
  expect(await mayKnow()).toEqual({ recipients: 0, reporters: 0 })
  advance(team, { days: 7, minutes: 1 })
  team.mail.answer('accepted', { outcome: 'not-sent', code: 'ECONNREFUSED' }, { outcome: 'not-sent', code: 'ECONNREFUSED' })
  await run(team, { ticks: 1 })
  const first = await mayKnow()
  expect(first.recipients + first.reporters).toBeLessThan(4)
  await revise(team, id, { title: 'Another title', why: 'a better title' })
  await run(team)
  expect(await mayKnow()).toEqual({ recipients: 3, reporters: 1 })
})
