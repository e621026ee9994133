import { Duration } from 'luxon'
import { inWords } from '../embargo/presentation.ts'
import { spacedFingerprint } from '../keys/mail-key.ts'
import { advanceNoticeText, datesText, dayText, listText, shortenedText } from './advance-text.ts'
import { BEGIN, END } from './fenced-section.ts'
import { bullets, linkTo, listed, plainText } from './markdown.ts'
import type { PublicPolicy, PublishedKey } from './public-policy.ts'

/** What the policy promises, in public, and what the repository adds to it. */
export interface Promised {
  readonly policy: PublicPolicy
  /** The newest releases, newest first; empty when the policy's `supportedVersions.releases` is absent. */
  readonly releases: readonly string[]
  readonly teamKey?: PublishedKey | undefined
}

/** The disclosure section of a SECURITY.md, in Markdown and between its fences. A sentence is a line, so that a change shows as one. */
export function securityMd(promised: Promised): string {
  const { policy } = promised
  const sections = [
    ['Reporting a vulnerability', reportText(promised)],
    ['Supported versions', versionsText(promised)],
    ['How we disclose', datesText(policy)],
    ['The pre-notification list', listText(policy)],
    ['What an advance notice holds', advanceNoticeText(policy)],
    ['How notices are encrypted', encryptionText(promised)],
    ['The day of disclosure', dayText(policy)],
    ['Shortened timelines', shortenedText(policy)],
    ['Credit', creditText(policy)],
  ] as const
  return [
    BEGIN,
    '<!-- Written from forewarn.yaml by `forewarn policy render`: change it there, not here. -->',
    ...sections.flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines]),
    '',
    END,
  ].join('\n')
}

/** Asked of a reporter when the policy's `reporting.asks` is empty. */
const USUAL_ASKS = [
  'the versions that you looked at',
  'how it is reproduced, as exactly as you can say it',
  'what somebody could do with it',
  'whether others know of it, or exploit it',
  'how you would like to be credited, if at all',
]

function reportText({ policy: { project, reporting, triageTime }, teamKey }: Promised): readonly string[] {
  const { url, address, encryption, asks, languages } = reporting
  const ways = [...(url === undefined ? [] : [`at ${linkTo(url)}`]), ...(address === undefined ? [] : [`by mail to <${address}>`])]
  return [
    `Please report it to the security team of ${plainText(project.name)} in private:`,
    '',
    ...bullets(ways),
    '',
    'Never report it in the public issue tracker, in a pull request, in a public chat or on a public mailing list.',
    ...(encryption === undefined ? [] : [`You can encrypt your report to the key at ${linkTo(encryption)}.`]),
    ...(teamKey?.canEncrypt === true
      ? [`You can encrypt your report to the OpenPGP key ${code(spacedFingerprint(teamKey.fingerprint))}.`]
      : []),
    ...(languages.length === 0 ? [] : [`We read these languages: ${listed(languages)}.`]),
    '',
    'A report should hold:',
    '',
    ...bullets(asks.length === 0 ? USUAL_ASKS : asks),
    '',
    `We triage every report within ${inWords(Duration.fromISO(triageTime))}: by then we tell you whether we confirm it.`,
  ]
}

function versionsText({ policy: { supportedVersions }, releases }: Promised): readonly string[] {
  const { branches, releases: count } = supportedVersions
  const newest =
    count === undefined ? [] : [`${count === 1 ? 'the most recent release' : `the ${count} most recent releases`}: ${listed(releases)}`]
  return [
    'Security patches are made for:',
    '',
    ...bullets([...branches.map((branch) => `the branch ${branch}, that is every ${branch}.x`), ...newest]),
    '',
    'Other versions get none: please update.',
  ]
}

/** What the ladder does, in the words of whom it is done to. */
function encryptionText({ policy: { project, sealing }, teamKey }: Promised): readonly string[] {
  const plain = 'What is not encrypted goes only to mail servers that take it over TLS'
  return [
    `Whoever gives us an OpenPGP key or an S/MIME certificate gets their notices encrypted to it, as a whole, patches and subject too, and signed by the security team of ${plainText(project.name)}.`,
    'Whoever requires encryption never gets a notice in plain: as long as it cannot be encrypted they are told no more than that one waits for them.',
    'So are others whose key cannot be used, unless a member of the team lets this one notice go in plain, and gives a reason.',
    sealing.tls === 'required' ? `${plain}; so does what is encrypted.` : `${plain}; what is encrypted goes to others as well.`,
    ...(teamKey === undefined
      ? []
      : [`Encrypted notices are signed with the OpenPGP key ${code(spacedFingerprint(teamKey.fingerprint))}; every notice says so too.`]),
  ]
}

const code = (text: string): string => `\`${text}\``

function creditText({ reporting: { acknowledgments } }: PublicPolicy): readonly string[] {
  return [
    'Whoever reported a vulnerability is credited in its advisory as they wish, or not at all.',
    'We show them the credit line before it is public.',
    ...(acknowledgments === undefined ? [] : [`Whoever helped us is named at ${linkTo(acknowledgments)}.`]),
  ]
}
