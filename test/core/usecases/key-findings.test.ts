import { describe, expect, test } from 'vitest'
import type { KeyKind } from '../../../core/keys/mail-key.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { mostSealedBytes } from '../../../core/usecases/audience-check.ts'
import { mailKeyOf } from '../../fakes/sealing.ts'
import { withTeamKeys } from './team-keys.ts'
import { addRecipient, builtAudience, createDraft, makeTeam, stored, type Team } from './team.ts'

const keyOf = (number: number, of: { kind?: KeyKind; usableUntil?: string } = {}) =>
  mailKeyOf({ address: MailAddress.parse(`security@org${number}.example`), ...of })
const ENDS_SOON = '2026-12-14T00:00:00Z'
const ENDS_BEFORE = '2026-12-20T00:00:00Z'
const WHO = '`./forewarn keys check --campaign c-ID` says who they are'

/** What a preflight says of keys, of a campaign that is disclosed on 15 December. */
async function findings(team: Team, inDays = 14): Promise<readonly string[]> {
  const { id } = await createDraft(team, { inDays })
  const checked = await team.preflight(await stored(team, id), { audience: await builtAudience(team, id), bundle: team.bundle })
  if (checked.outcome === 'refused') throw new Error(checked.code)
  return checked.findings
    .filter(({ check }) => ['blocked', 'keys', 'team-key', 'size'].includes(check))
    .map(({ check, level, says }) => `${check} ${level}: ${says.replace(id, 'c-ID')}`)
}

const about = (lines: readonly string[], check: string) => lines.filter((line) => line.startsWith(`${check} `))

describe('a preflight', () => {
  test('says nothing of keys where nobody is sealed to', async () => {
    const said = await findings(await makeTeam())
    expect(said).toEqual(['blocked ok: Nobody would be blocked.', expect.stringMatching(/^size ok: The largest mail has 0\.\d MB/)])
  })

  test('counts who would be blocked: without a key, with an ended one, with one of another mailbox, with one that ends too early', async () => {
    const team = await makeTeam({ recipients: 1 })
    await withTeamKeys(team)
    await addRecipient(team.keeper, 6, { encryption: 'required' })
    await addRecipient(team.keeper, 7, { encryption: 'preferred', keys: [keyOf(7, { usableUntil: '2026-12-01T09:00:00Z' })] })
    await addRecipient(team.keeper, 8, { encryption: 'required', keys: [keyOf(7)] })
    await addRecipient(team.keeper, 9, { encryption: 'preferred', keys: [keyOf(9, { usableUntil: ENDS_BEFORE })] })
    await addRecipient(team.keeper, 10, { encryption: 'preferred' })
    const said = await findings(team)
    expect(about(said, 'blocked')).toEqual([
      `blocked warn: 4 addressees would be blocked: mail to them must be sealed, and they have no key that will do until a week after the disclosure date. ${WHO}: ask them for another key, or tell them by other means.`,
    ])
    expect(about(said, 'team-key')).toEqual([])
  })

  test('warns of keys that end soon and will do', async () => {
    const team = await makeTeam({ recipients: 1 })
    await withTeamKeys(team)
    await addRecipient(team.keeper, 9, { encryption: 'required', keys: [keyOf(9, { usableUntil: ENDS_SOON })] })
    const said = await findings(team, 5)
    expect(about(said, 'keys')).toEqual([
      `keys warn: 1 addressee with a key that ends within two weeks. ${WHO}: ask for it to be extended.`,
    ])
    expect(about(said, 'blocked')).toEqual(['blocked ok: Nobody would be blocked.'])
    expect(about(said, 'team-key')).toEqual(['team-key ok: 1 mail sealed with OpenPGP, and the team has a key of that kind.'])
  })

  test.each<[string, readonly KeyKind[], string | undefined, readonly string[]]>([
    [
      'both keys of the team’s',
      ['openpgp', 's-mime'],
      undefined,
      [
        'team-key ok: 2 mails sealed with OpenPGP, and the team has a key of that kind.',
        'team-key ok: 1 mail sealed with S/MIME, and the team has a key of that kind.',
      ],
    ],
    [
      'one of them',
      ['openpgp'],
      undefined,
      [
        'team-key ok: 2 mails sealed with OpenPGP, and the team has a key of that kind.',
        'team-key fail: 1 mail sealed with S/MIME, and the team has no key of that kind which can be used: `./forewarn keys team create --kind s-mime`.',
      ],
    ],
    [
      'one that has ended',
      ['openpgp', 's-mime'],
      '2026-12-01T09:00:00Z',
      [
        'team-key fail: 2 mails sealed with OpenPGP, and the team has no key of that kind which can be used: `./forewarn keys team create --kind openpgp`.',
        'team-key fail: 1 mail sealed with S/MIME, and the team has no key of that kind which can be used: `./forewarn keys team create --kind s-mime`.',
      ],
    ],
    [
      'one that ends too early',
      ['openpgp', 's-mime'],
      ENDS_BEFORE,
      [
        'team-key warn: 2 mails sealed with OpenPGP, and the team’s key of that kind ends before a week after the disclosure date.',
        'team-key warn: 1 mail sealed with S/MIME, and the team’s key of that kind ends before a week after the disclosure date.',
      ],
    ],
  ])('asks for what the team signs with: %s', async (...[, kinds, usableUntil, lines]) => {
    const team = await makeTeam({ recipients: 1 })
    await withTeamKeys(team, kinds, usableUntil)
    await addRecipient(team.keeper, 7, { encryption: 'required', keys: [keyOf(7)] })
    await addRecipient(team.keeper, 8, { encryption: 'preferred', keys: [keyOf(8)] })
    await addRecipient(team.keeper, 9, { encryption: 'required', keys: [keyOf(9, { kind: 's-mime' })] })
    expect(about(await findings(team), 'team-key')).toEqual(lines)
  })

  test('measures a mail that is sealed by the most that it can become', async () => {
    const [plain, sealed] = [await makeTeam({ recipients: 1, reporters: 'none' }), await makeTeam({ recipients: 1, reporters: 'none' })]
    await withTeamKeys(sealed)
    await addRecipient(plain.keeper, 9)
    await addRecipient(sealed.keeper, 9, { encryption: 'required', keys: [keyOf(9)] })
    expect(about(await findings(plain), 'size')[0]).toMatch(/The largest mail has 0\.0 MB/)
    expect(about(await findings(sealed), 'size')[0]).toMatch(/The largest mail has at most 0\.1 MB/)
  })
})

test('what is sealed is padded, encoded twice and framed', () => {
  const frame = 8 * 1024
  expect(mostSealedBytes(new Uint8Array(1))).toBe(Math.ceil(4096 * 1.37 * 1.36) + frame)
  expect(mostSealedBytes(new Uint8Array(4096))).toBe(mostSealedBytes(new Uint8Array(1)))
  expect(mostSealedBytes(new Uint8Array(4097))).toBe(Math.ceil(8192 * 1.37 * 1.36) + frame)
})
