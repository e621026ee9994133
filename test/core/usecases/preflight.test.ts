import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../core/campaign/findings.ts'
import { makePreflight } from '../../../core/usecases/preflight.ts'
import { policy } from '../notice/sample.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { addRecipient, advance, approve, ben, builtAudience, createDraft, makeTeam, scheduled, stored, type Team } from './team.ts'

async function report(team: Team, id: CampaignId) {
  const audience = await builtAudience(team, id)
  const checked = await team.preflight(await stored(team, id), { audience, bundle: team.bundle })
  if (checked.outcome === 'refused') throw new Error(checked.code)
  return checked
}

const levelOf = (findings: readonly Finding[], check: string) => findings.find((finding) => finding.check === check)?.level

describe('a preflight', () => {
  test('is clean when everything holds', async () => {
    const team = await makeTeam()
    const checked = await report(team, (await createDraft(team)).id)
    expect(checked.isClean).toBe(true)
    expect(checked).toMatchObject({ members: 3, reporters: 1 })
  })
  test('makes the same digest of the same list, and another of a changed one', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const { digest } = await report(team, id)
    expect((await report(team, id)).digest).toBe(digest)
    await addRecipient(team.keeper, 9)
    expect((await report(team, id)).digest).not.toBe(digest)
  })
  test('counts who is active and not in this audience, and who would be blocked', async () => {
    const team = await makeTeam({ recipients: 2 })
    await addRecipient(team.keeper, 8, { groups: ['cloud'], encryption: 'required' })
    const { id } = await createDraft(team, { audience: { kind: 'groups', groups: ['cloud'] } })
    const checked = await report(team, id)
    expect(checked.members).toBe(1)
    expect(levelOf(checked.findings, 'outside')).toBe('note')
    expect(levelOf(checked.findings, 'blocked')).toBe('warn')
  })
  test.each<[string, string, (team: Team) => unknown]>([
    ['sandbox', 'the account is in the sandbox', (team) => team.mail.quotaIs({ daily: 200, sent: 0, perSecond: 1 })],
    ['quota', 'the daily quota is too small for the list', (team) => team.mail.quotaIs({ daily: 3, sent: 0, perSecond: 50 })],
    ['skew', 'nothing may be sent', (team) => team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 0 })],
    ['identity', 'the sender is not verified', (team) => team.mail.forget()],
    ['date', 'the date has passed', (team) => advance(team, { days: 20 })],
  ])('fails on %s when %s, and then nobody can approve', async (check, _, spoil) => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    spoil(team)
    const checked = await report(team, id)
    expect(levelOf(checked.findings, check)).toBe('fail')
    expect(checked.isClean).toBe(false)
    expect(await approve(team, { by: ben, id })).toMatchObject({ outcome: 'refused', code: 'preflight-failed' })
  })
  test('fails when the mail of a reporter cannot be made', async () => {
    const team = await makeTeam({ reporters: 'platform' })
    expect((await report(team, (await createDraft(team)).id)).isClean).toBe(true)
    const contact = { by: 'platform' as const, platform: 'desk@platform.example', link: 'https://platform.example/1' }
    team.advisory.reporters = team.advisory.reporters.map((reporter) => ({ ...reporter, contact }))
    const checked = await report(team, (await createDraft(team)).id)
    expect(levelOf(checked.findings, 'rendering')).toBe('fail')
    expect(checked.isClean).toBe(false)
  })
  test('fails when the audience is empty', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team, { audience: { kind: 'groups', groups: ['nobody'] } })
    expect(levelOf((await report(team, id)).findings, 'audience')).toBe('fail')
  })
  test('fails when the embargo would be longer than the policy allows', async () => {
    const team = await makeTeam()
    expect(levelOf((await report(team, (await createDraft(team, { inDays: 29 })).id)).findings, 'date')).toBe('ok')
    expect(levelOf((await report(team, (await createDraft(team, { inDays: 31 })).id)).findings, 'date')).toBe('fail')
  })
  describe('of a poor date', () => {
    // The team's draft is for Tuesday, 15 December, 01:00 in Los Angeles.
    const day = { from: '00:00', to: '12:00' }
    const christmas = { country: 'US', name: 'Christmas Day' }
    const checkedFor = async (poor: 'warn' | 'refuse', approved = false, holiday = '2026-12-15') => {
      const team = await makeTeam()
      const { id } = approved ? await scheduled(team) : await createDraft(team)
      const audience = await builtAudience(team, id)
      const holidays = { on: (text: string) => (text === holiday ? [christmas] : []) }
      const rules = { ...policy, dates: { countries: ['US'], day, poor } }
      const checked = await makePreflight({ ...team, policy: rules, holidays })(await stored(team, id), { audience, bundle: team.bundle })
      if (checked.outcome === 'refused') throw new Error(checked.code)
      return { isClean: checked.isClean, dates: checked.findings.filter(({ check }) => check === 'date') }
    }

    test('warns of a holiday, and proposes good dates near it in both zones', async () => {
      const { isClean, dates } = await checkedFor('warn')
      expect(isClean).toBe(true)
      expect(dates).toEqual([
        { check: 'date', level: 'ok', says: 'The lead time (P7D) is kept.' },
        { check: 'date', level: 'warn', says: 'It is Christmas Day (US), a public holiday.' },
        {
          check: 'date',
          level: 'note',
          says: expect.stringMatching(/^Good dates near it: .*Wednesday, 16 December 2026, 09:00 UTC = Wed/) as string,
        },
      ])
    })
    test('fails where the policy refuses it', async () => {
      const { isClean, dates } = await checkedFor('refuse')
      expect(isClean).toBe(false)
      expect(dates.map(({ level }) => level)).toEqual(['ok', 'fail', 'note'])
    })
    test('only warns of a date that was approved already', async () => {
      expect((await checkedFor('refuse', true)).dates.map(({ level }) => level)).toEqual(['ok', 'warn', 'note'])
    })
    test('says nothing of a good one', async () => {
      expect((await checkedFor('refuse', false, '2026-12-25')).dates.map(({ level }) => level)).toEqual(['ok'])
    })
  })
  test('fails when another campaign is for the same advisory', async () => {
    const team = await makeTeam()
    await scheduled(team)
    expect(levelOf((await report(team, (await createDraft(team)).id)).findings, 'twin')).toBe('fail')
  })
  test('warns of another draft for the same advisory, and says which', async () => {
    const team = await makeTeam()
    const other = await createDraft(team)
    const { findings, isClean } = await report(team, (await createDraft(team)).id)
    const says = `Campaign ${other.id}, a draft, is for the same advisory: withdraw the one that is not meant.`
    expect(findings.filter(({ check }) => check === 'twin')).toEqual([{ check: 'twin', level: 'warn', says }])
    expect(isClean).toBe(true)
  })
  test('is refused when the walk over the list is an hour old', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const audience = await builtAudience(team, id)
    advance(team, { minutes: 61 })
    const refused = await team.preflight(await stored(team, id), { audience, bundle: team.bundle })
    expect(refused).toMatchObject({ outcome: 'refused', code: 'preflight-missing' })
  })
})
