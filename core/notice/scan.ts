import type { Content } from '../campaign/content.ts'
import { addressStringsIn } from '../shared/address-scan.ts'
import type { Addressee } from './addressee.ts'
import { calendarIdOf } from './calendar-entry.ts'
import type { NoticeInput } from './notice-input.ts'
import type { Letter, MarkdownRenderer } from './ports.ts'
import { threadIdOf } from './thread.ts'

export type ScanResult = 'clean' | { readonly code: 'foreign-address'; /** Distinct strings; never told which. */ readonly count: number }

/** What a letter may name, as text: it is scanned in the same way, so that the same marks fall away on both sides. */
export type Allowed = ReadonlySet<string>

/** The last look at a letter: every address-shaped string in its texts and headers is one of `allowed`. */
export function scanLetter(letter: Letter, allowed: Allowed): ScanResult {
  const headers = [letter.from.name, letter.from.address, letter.replyTo, letter.to, letter.subject, letter.references]
  const texts = [...headers, letter.text, ...(letter.calendar === undefined ? [] : [letter.calendar.name, unfolded(letter.calendar.text)])]
  const found = new Set(texts.flatMap((text) => addressStringsIn(text)).concat(stringsInHtml(letter.html)))
  const foreign = [...found].filter((address) => !allowed.has(address))
  return foreign.length === 0 ? 'clean' : { code: 'foreign-address', count: foreign.length }
}

/**
 * The addresses of this addressee, of the team, and in the texts of the advisory, as they are written and as they come
 * out of the Markdown. The contacts of reporters are no such text: they are told to the reporter alone.
 */
export function allowedIn(input: NoticeInput, markdown: MarkdownRenderer): Allowed {
  const { policy, content, addressee, before } = input
  const { project, sender } = policy
  const team = [project.contact, project.name, project.url, sender.name, sender.address, sender.replyTo]
  return new Set([
    ...[...team, ...namesOf(addressee), threadIdOf(content.threadKey, addressee, sender.address), calendarIdOf(input)].flatMap(stringsIn),
    ...saidIn(content, markdown),
    ...(before === undefined ? [] : [...saidIn(before.content, markdown), ...before.whys.flatMap(({ text }) => stringsIn(text))]),
  ])
}

const remembered = new WeakMap<MarkdownRenderer, WeakMap<Content, readonly string[]>>()

/** Remembers what it found: one content is in the mails of the whole audience, and a scan of it takes longer than the rest of a mail. */
function saidIn(content: Content, markdown: MarkdownRenderer): readonly string[] {
  const known = remembered.get(markdown) ?? new WeakMap<Content, readonly string[]>()
  const { description, remediation } = content.advisory
  const said = known.get(content) ?? [
    ...[...advisoryTexts(content), content.change?.why ?? ''].flatMap(stringsIn),
    ...[description, remediation].flatMap((source) => [
      ...addressStringsIn(markdown.text(source)),
      ...stringsInHtml(markdown.html(source).safeHtml),
    ]),
  ]
  remembered.set(markdown, known.set(content, said))
  return said
}

/** Lines that are folded may hold an address apart. @see RFC 5545, section 3.1 */
const unfolded = (calendar: string): string => calendar.replaceAll(/\r\n[ \t]/g, '')

const stringsIn = (text: string): string[] => [text, decodePercent(text)].flatMap((form) => addressStringsIn(form))

/** As links mean it, and with the tags gone, since parts that they hold apart show as one. */
function stringsInHtml(html: string): string[] {
  const decoded = decodePercent(html)
  return [decoded, decoded.replaceAll(/<[^>]*>/g, '')].flatMap((form) => addressStringsIn(form, 'html'))
}

function advisoryTexts(content: Content): string[] {
  const { title, description, remediation, vulnerabilities, patches, references } = content.advisory
  return [
    title,
    description,
    remediation,
    ...vulnerabilities.flatMap(({ summary, affected, fixed }) => [summary, ...affected, ...fixed]),
    ...patches.map(({ branch }) => branch),
    ...references,
    ...(content.published ?? []),
  ]
}

function namesOf(addressee: Addressee): readonly string[] {
  const reporter = addressee.kind === 'recipient' ? undefined : addressee.reporter
  const own = addressee.kind === 'recipient' ? [addressee.member.organisation, ...addressee.member.contacts] : []
  const told =
    reporter === undefined ? [] : [reporter.name, reporter.credit ?? '', reporter.contact.by === 'platform' ? reporter.contact.link : '']
  return [addressee.address, ...own, ...told]
}

const decodePercent = (html: string): string =>
  html.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
