import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../core/campaign/findings.ts'
import { digestOfPin } from '../../../core/campaign/pin.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { addRecipient, advance, builtAudience, changed, ada, createDraft, makeTeam, scheduled, stored, type Team } from './team.ts'

/** What the team reads of each check, without the dates, which have words of their own. */
async function wordsOf(team: Team, id: CampaignId): Promise<readonly string[]> {
  const audience = await builtAudience(team, id)
  return wordsAfter(team, id, audience)
}

async function wordsAfter(team: Team, id: CampaignId, audience: Awaited<ReturnType<typeof builtAudience>>): Promise<readonly string[]> {
  const checked = await team.preflight(await stored(team, id), { audience, bundle: team.bundle })
  if (checked.outcome === 'refused') throw new Error(checked.code)
  return checked.findings.filter(({ check }) => check !== 'date' && check !== 'advisory').map(lineOf)
}

const lineOf = ({ check, level, says }: Finding): string => `${check} ${level}: ${says}`
const about = (words: readonly string[], check: string): readonly string[] => words.filter((line) => line.startsWith(`${check} `))

/** The findings of the walk over the list, changed as if the list were another. */
async function walked(team: Team, id: CampaignId, changes: object): Promise<readonly string[]> {
  const audience = await builtAudience(team, id)
  const { content, disclosureAt } = await stored(team, id)
  const key = digestOfPin({ content, audience, disclosureAt, bundle: team.bundle })
  const found = await team.documents.findings(id, key)
  if (!found) throw new Error('findings')
  await team.documents.putFindings(id, key, { ...found, ...changes })
  return wordsAfter(team, id, audience)
}

describe('a preflight', () => {
  test('says what it looked at, also where it found nothing', async () => {
    const team = await makeTeam()
    const words = await wordsOf(team, (await createDraft(team)).id)
    expect(words).toEqual([
      'identity ok: SES may send as the policy’s sender.',
      'sandbox ok: The SES account is out of its sandbox.',
      'quota ok: 50000 of 50000 mails are left for today; a notice needs 4.',
      'skew ok: From the first mail to the last it takes about 1 second at 100 a second.',
      'audience ok: 3 recipients in the audience.',
      'outside ok: 0 active recipients not in this audience.',
      'blocked ok: Nobody would be blocked.',
      'rendering ok: Every mail was made and holds no address of another.',
      expect.stringMatching(/^size ok: The largest mail has 0\.\d MB of the 10 that SES takes\.$/),
      'twin ok: No other campaign is for this advisory.',
      'reporters ok: 1 reporter told the date at the same moment.',
    ])
  })

  test('says what must be mended, and how', async () => {
    const team = await makeTeam({ recipients: 0 })
    team.mail.forget()
    team.mail.quotaIs({ daily: 200, sent: 200, perSecond: 1 })
    const words = await wordsOf(team, (await createDraft(team)).id)
    expect(words).toEqual(
      expect.arrayContaining([
        'identity fail: SES has not verified the policy’s sender: verify its domain first.',
        'sandbox fail: The SES account is in its sandbox (200 mails a day, 1 a second, to verified addresses only): ask for production access.',
        'quota warn: A notice needs 1 mails, and 0 of 200 a day are left.',
        'audience fail: There is nobody in the audience.',
      ]),
    )
  })

  test.each([
    ['a larger account is none', { daily: 201, sent: 0, perSecond: 1 }, 'ok'],
    ['a faster account is none', { daily: 200, sent: 0, perSecond: 2 }, 'ok'],
    ['a smaller one is', { daily: 100, sent: 0, perSecond: 1 }, 'fail'],
  ])('knows the sandbox by its quota: %s', async (_, quota, level) => {
    const team = await makeTeam()
    team.mail.quotaIs(quota)
    expect(about(await wordsOf(team, (await createDraft(team)).id), 'sandbox')[0]).toMatch(`sandbox ${level}: `)
  })

  test.each([
    [{ daily: 1000, sent: 996, perSecond: 10 }, 'quota ok: 4 of 1000 mails are left for today; a notice needs 4.'],
    [{ daily: 1000, sent: 997, perSecond: 10 }, 'quota warn: A notice needs 4 mails, and 3 of 1000 a day are left.'],
    [{ daily: 4, sent: 4, perSecond: 10 }, 'quota warn: A notice needs 4 mails, and 0 of 4 a day are left.'],
    [{ daily: 3, sent: 0, perSecond: 10 }, 'quota fail: A notice needs 4 mails, and 3 of 3 a day are left.'],
  ])('counts a mail for each recipient and one more against the quota (%#)', async (quota, line) => {
    const team = await makeTeam()
    team.mail.quotaIs(quota)
    expect(about(await wordsOf(team, (await createDraft(team)).id), 'quota')).toEqual([line])
  })

  test.each([
    [0.035, 'skew ok: From the first mail to the last it takes about 115 seconds at 0.035 a second.'],
    [0.03, 'skew ok: From the first mail to the last it takes about 2 minutes at 0.03 a second.'],
    [0.0006, 'skew ok: From the first mail to the last it takes about 111 minutes at 0.0006 a second.'],
    [0.0005, 'skew ok: From the first mail to the last it takes about 2 hours at 0.0005 a second.'],
    [
      0.000_006_5,
      'skew fail: From the first mail to the last it takes about 171 hours at 0.0000065 a second. That is past the disclosure date.',
    ],
    [0, 'skew fail: SES allows no mail at all: sending is paused, or the quota is zero.'],
  ])('says how long the last waits for what the first has, at %s a second', async (perSecond, line) => {
    const team = await makeTeam()
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond })
    const [said] = about(await wordsOf(team, (await createDraft(team)).id), 'skew')
    expect(said?.replace('6.5e-6', '0.0000065')).toBe(line)
  })

  test('measures that by what is left of the lead, where it is short', async () => {
    const team = await makeTeam()
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 4 / (36 * 3600) })
    const [near, far] = [await createDraft(team, { inDays: 1 }), await createDraft(team, { inDays: 2 })]
    expect(about(await wordsOf(team, near.id), 'skew')[0]).toMatch(/^skew fail: .* about 36 hours .* That is past the disclosure date\.$/)
    expect(about(await wordsOf(team, far.id), 'skew')[0]).toMatch(/^skew ok: /)
  })

  test('counts whom it is not for, and whom it would block', async () => {
    const team = await makeTeam({ recipients: 1 })
    await addRecipient(team.keeper, 8, { groups: ['cloud'], encryption: 'required' })
    const { id } = await createDraft(team, { audience: { kind: 'groups', groups: ['cloud'] } })
    const words = (await wordsOf(team, id)).map((line) => line.replace(id, 'c-ID'))
    expect(words).toEqual(
      expect.arrayContaining([
        'audience ok: 1 recipient in the audience.',
        'outside note: 1 active recipient not in this audience.',
        'blocked warn: 1 addressee would be blocked: mail to them must be sealed, and they have no key that will do until a week after the disclosure date. `./forewarn keys check --campaign c-ID` says who they are: ask them for another key, or tell them by other means.',
      ]),
    )
  })

  test('names by their ids whose mail could not be made', async () => {
    const team = await makeTeam()
    const [first = '', second = ''] = team.members
    const words = await walked(team, (await createDraft(team)).id, { unrenderable: [first, second], unrenderableCount: 2 })
    expect(about(words, 'rendering')).toEqual([
      `rendering fail: 2 mails could not be made: ${first}, ${second}. Correct these recipients or reporters.`,
    ])
  })

  test.each([
    [8 * 1024 * 1024, 'size ok: The largest mail has 8.0 MB of the 10 that SES takes.'],
    [8 * 1024 * 1024 + 1, 'size warn: The largest mail has 8.0 MB of the 10 that SES takes.'],
    [9.5 * 1024 * 1024, 'size warn: The largest mail has 9.5 MB of the 10 that SES takes.'],
  ])('warns of a mail that comes near what SES takes (%s bytes)', async (largestMail, line) => {
    const team = await makeTeam()
    expect(about(await walked(team, (await createDraft(team)).id, { largestMail }), 'size')).toEqual([line])
  })

  test('names every campaign that is under way for the same advisory, and none that has ended', async () => {
    const team = await makeTeam()
    const withdrawn = await createDraft(team)
    changed(await team.steering.withdraw(ada, withdrawn, 'no vulnerability'))
    const other = await scheduled(team)
    const words = await wordsOf(team, (await createDraft(team)).id)
    expect(about(words, 'twin')).toEqual([`twin fail: Campaign ${other.id} is for the same advisory.`])
  })

  test('says nothing of another advisory’s campaign', async () => {
    const team = await makeTeam()
    await createDraft(team)
    team.advisory.id = 'ADV-2026-0008'
    expect(about(await wordsOf(team, (await createDraft(team)).id), 'twin')).toEqual(['twin ok: No other campaign is for this advisory.'])
  })

  test.each([
    ['platform', 'reporters ok: 1 reporter told the date at the same moment; 1 of them on a platform, which becomes a task to the team.'],
    ['none', 'reporters note: No reporter is to be told the date.'],
  ] as const)('says what becomes of reporters: %s', async (reporters, line) => {
    const team = await makeTeam({ reporters })
    expect(about(await wordsOf(team, (await createDraft(team)).id), 'reporters')).toEqual([line])
  })
})

describe('a walk over the list', () => {
  const missing = {
    outcome: 'refused',
    code: 'preflight-missing',
    why: 'Nobody has walked the list for what this campaign says now.',
    hint: 'Run the preflight again.',
  }

  test('is good for an hour', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const request = { audience: await builtAudience(team, id), bundle: team.bundle }
    advance(team, { minutes: 60 })
    expect(await team.preflight(await stored(team, id), request)).toMatchObject({ outcome: 'checked' })
    advance(team, { seconds: 1 })
    expect(await team.preflight(await stored(team, id), request)).toEqual(missing)
  })

  test('is good for what was walked alone', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const request = { audience: await builtAudience(team, id), bundle: team.bundle }
    expect(await team.preflight(await stored(team, id), { ...request, audience: digestOfBytes('another') })).toEqual(missing)
  })
})
