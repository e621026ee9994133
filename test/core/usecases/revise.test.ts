import { describe, expect, test } from 'vitest'
import { ada, advance, makeTeam, noticeOf, run, scheduled, stored, toLead } from './team.ts'
import { contentOf, moveLater, reporterAt, revise, textsOf, told } from './steps.ts'

const FINDER = 'finder@research.example'
const SECOND = 'second@research.example'
const RECIPIENTS = ['security@org1.example', 'security@org2.example', 'security@org3.example']
const second = reporterAt('second', SECOND)

/** Two reporters, who know the date. */
async function twoTold() {
  const team = await makeTeam()
  const [first] = team.advisory.reporters
  if (!first) throw new Error('no reporter')
  const both = { ...team, advisory: { ...team.advisory, reporters: [first, second] } }
  return { team: both, id: await told(both), first }
}

describe('when an advisory is revised', () => {
  test('who stays a reporter keeps their id, whatever else of them changes', async () => {
    const { team, id } = await twoTold()
    const before = (await contentOf(team, id)).advisory.reporters
    const renamed = reporterAt('another name', 'Finder@RESEARCH.example')
    await revise(team, id, { reporters: [second, renamed], why: 'a name was wrong' })
    const after = (await contentOf(team, id)).advisory.reporters
    expect(after.map(({ name, id: own }) => [name, own])).toEqual([
      ['second', before[1]?.id],
      ['another name', before[0]?.id],
    ])
  })

  test('who becomes a reporter is told the date, and those who know it hear nothing', async () => {
    const team = await makeTeam()
    const id = await told(team)
    await revise(team, id, { reporters: [...team.advisory.reporters, second], why: 'somebody else found it too' })
    await run(team)
    const texts = await textsOf(team, 'reporter-date-2')
    expect(Object.keys(texts)).toEqual([SECOND])
    expect(texts[SECOND]).toContain('15 December 2026')
    expect(texts[SECOND]).not.toMatch(/What changed|finder/)
    expect(Object.keys(await textsOf(team, 'advance-2')).toSorted()).toEqual(RECIPIENTS)
    expect(noticeOf(await stored(team, id), 'reporter-date-2').state).toBe('released')
  })

  test('the reporter who is credited in another way hears of it, and no other', async () => {
    const { team, id, first } = await twoTold()
    await revise(team, id, { reporters: [{ ...first, credit: 'The Finders’ Guild' }, second], why: 'as they asked' })
    await run(team)
    const texts = await textsOf(team, 'reporter-date-2')
    expect(Object.keys(texts)).toEqual([FINDER])
    expect(texts[FINDER]).toContain('What changed')
    expect(texts[FINDER]).toContain('The Finders’ Guild')
  })

  test('reporters hear nothing of what is none of theirs', async () => {
    const { team, id } = await twoTold()
    await revise(team, id, { title: 'Another title', why: 'a better title' })
    await run(team)
    expect((await stored(team, id)).notices.filter(({ kind }) => kind === 'reporter-date')).toHaveLength(1)
    expect(team.mail.taken.filter(({ destination }) => destination === FINDER)).toHaveLength(1)
  })
})

describe('a version tells what changed since the one that its own addressee was told', () => {
  /** The second version reaches one recipient alone, and is superseded. */
  async function revisedTwice() {
    const team = await makeTeam()
    const id = await told(team)
    await revise(team, id, { title: 'A second title', why: 'the title was wrong' })
    team.mail.answer('accepted', ...Array.from({ length: 2 }, () => ({ outcome: 'not-sent' as const, code: 'ECONNREFUSED' })))
    await run(team, { ticks: 1 })
    const [reached] = Object.keys(await textsOf(team, 'advance-2'))
    await revise(team, id, { title: 'A second title', remediation: 'We release 1.2.3.', why: 'the fix was incomplete' })
    return { team, id, reached }
  }

  test('with every reason since then, and none of what they know', async () => {
    const { team, reached = '' } = await revisedTwice()
    await run(team)
    const texts = await textsOf(team, 'advance-3')
    expect(Object.keys(texts).toSorted()).toEqual(RECIPIENTS)
    for (const [address, text] of Object.entries(texts)) {
      expect(text).toContain('the fix was incomplete')
      expect(text.includes('the title was wrong')).toBe(address !== reached)
    }
  })

  test('so does a reminder, to who missed the newest', async () => {
    const { team, id } = await revisedTwice()
    team.mail.answer('accepted', ...Array.from({ length: 2 }, () => ({ outcome: 'not-sent' as const, code: 'ECONNREFUSED' })))
    await run(team, { ticks: 1 })
    const [reached = ''] = Object.keys(await textsOf(team, 'advance-3'))
    await team.steering.halt(ada, id, 'a doubt')
    advance(team, { days: 6 })
    await team.steering.resume(id)
    await team.tick()
    for (const hint of team.hints.drain())
      if (hint.schema === 'chunk-hint/1' && hint.notice === 'reminder-1') await team.send(hint, () => 60_000)
    const texts = await textsOf(team, 'reminder-1')
    expect(Object.keys(texts).toSorted()).toEqual(RECIPIENTS)
    for (const [address, text] of Object.entries(texts)) expect(text.includes('the fix was incomplete')).toBe(address !== reached)
  })
})

describe('whoever may know', () => {
  test('is not taken off by a revision: they must hear how it goes on', async () => {
    const team = await makeTeam({ recipients: 1 })
    const id = await told(team)
    const draft = { advisory: { ...team.advisory, reporters: [second] }, patches: { 'fix-1.2.patch': team.patch } }
    const outcome = await team.steering.revise(ada, await stored(team, id), { draft, why: 'not theirs' })
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'reporter-gone' })
    expect((await stored(team, id)).proposal).toBeUndefined()
  })

  test('is the same reporter at another address, and hears there', async () => {
    const team = await makeTeam({ recipients: 1 })
    const id = await told(team)
    const [before] = (await contentOf(team, id)).advisory.reporters
    const moved = { ...reporterAt(before?.name ?? '', 'moved@research.example'), zone: before?.zone ?? '' }
    await revise(team, id, { reporters: [moved], why: 'they wrote from another address' })
    await run(team)
    expect((await contentOf(team, id)).advisory.reporters.map((reporter) => reporter.id)).toEqual([before?.id])
    expect(Object.keys(await textsOf(team, 'reporter-date-2'))).toEqual(['moved@research.example'])
  })
})

test('the ledger is sound after somebody became a reporter', async () => {
  const team = await makeTeam({ recipients: 2 })
  const id = await told(team)
  await revise(team, id, { reporters: [...team.advisory.reporters, second], why: 'somebody else found it too' })
  await run(team)
  const verdict = await team.verify(await stored(team, id))
  expect(verdict.notices.map(({ notice, missing, strangers }) => ({ notice, missing, strangers }))).toEqual(
    ['advance-1', 'reporter-date-1', 'advance-2', 'reporter-date-2'].map((notice) => ({ notice, missing: 0, strangers: 0 })),
  )
  expect(verdict.isSound).toBe(true)
})

test('a date that moves twice is told to each with both reasons, if they missed the first move', async () => {
  const team = await makeTeam({ recipients: 1 })
  const id = await told(team)
  await moveLater(team, id, { days: 10, why: 'a partner needs longer' })
  await moveLater(team, id, { days: 12, why: 'the release slipped' })
  await run(team)
  for (const notice of ['advance-2', 'reporter-date-2']) {
    const [text = ''] = Object.values(await textsOf(team, notice))
    expect(text).toMatch(/What changed[^]*a partner needs longer[^]*the release slipped/)
    expect(text).toMatch(/15 December 2026[^]*20 December 2026/)
  }
})

test('a command that meets the clock’s own write is decided again, and one that meets another person’s is not', async () => {
  const team = await makeTeam({ recipients: 1 })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  const seen = await stored(team, id)
  await run(team)
  const settled = await stored(team, id)
  expect(settled.version).toBeGreaterThan(seen.version)
  const disclosureAt = team.clock.now().plus({ days: 3 }).startOf('hour')
  expect(await team.steering.move(ada, seen, { kind: 'shorten', disclosureAt, why: 'exploited' })).toMatchObject({ outcome: 'changed' })
  const earlier = disclosureAt.minus({ days: 1 })
  expect(await team.steering.move(ada, settled, { kind: 'shorten', disclosureAt: earlier, why: 'again' })).toMatchObject({
    code: 'changed-meanwhile',
  })
})
