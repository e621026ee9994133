import type { Campaign, Notice } from '../../../core/campaign/campaign.ts'
import { causesIn } from '../../../core/campaign/causes.ts'
import type { By, Change } from '../../../core/campaign/command.ts'
import { type Pin, digestOfPin } from '../../../core/campaign/pin.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import type { Digest } from '../../../core/shared/digest.ts'
import { type PlainNotice, TO, nameOf } from './model-notices.ts'
import { type Now, type Order, type Words, textOf } from './model-orders.ts'
import type { PlainCampaign } from './model.ts'

/** Enough of it to tell it from others, and little enough to be read. */
export const brief = (digest: Digest): string => digest.slice(0, 8)

const wordsOf = ({ content, audience, bundle, disclosureAt }: Pin): Words => ({
  content: brief(content),
  audience: brief(audience),
  bundle: brief(bundle),
  date: Date.parse(disclosureAt),
})
const textOfPin = (pin: Pin): string => textOf(wordsOf(pin))

/** What the core's digests stand for: the same words have one digest, and other words another. */
export class Meanings {
  readonly #texts = new Map<string, string>()
  readonly #digests = new Map<string, string>()

  learnFrom({ approved, proposal, rehearsal }: Campaign): void {
    if (approved) this.#learn(approved.digest, textOfPin(approved.pin))
    if (rehearsal) this.#learn(digestOfPin(rehearsal), textOfPin(rehearsal))
    if (!proposal) return
    const { kind, digest, pin } = proposal
    this.#learn(digest, kind === 'approve' ? textOfPin(pin) : `${kind}: ${textOfPin(pin)}`)
  }

  of(digest: string): string {
    return this.#texts.get(digest) ?? `unknown digest ${digest}`
  }

  #learn(digest: string, text: string): void {
    const known = this.#texts.get(digest) ?? text
    const other = this.#digests.get(text) ?? digest
    if (known !== text || other !== digest) throw new Error(`one digest for two things, or two for one: ${text}`)
    this.#texts.set(digest, text)
    this.#digests.set(text, digest)
  }
}

/** A command of the core in the words of the model. */
export function orderOf(by: By, meanings: Meanings): Order {
  if ('clock' in by) {
    const { command } = by
    switch (command.kind) {
      case 'release':
      case 'arrive':
        return { do: command.kind }
      case 'settle':
        return { do: 'settle', notice: command.notice, says: meanings.of(command.digest) }
      case 'hold':
        return { do: 'hold', notice: command.notice, because: command.because }
    }
  }
  const { person, command } = by
  switch (command.kind) {
    case 'create':
      throw new TypeError('a campaign is created once')
    case 'propose':
      return proposed(person, command.change)
    case 'edit':
      return { do: 'edit', by: person, content: brief(command.content), date: command.disclosureAt.toMillis() }
    case 'consent':
      return { do: 'consent', by: person, to: meanings.of(command.digest) }
    case 'rehearse':
      return { do: 'rehearse', words: wordsOf(command.pin) }
    case 'disclose':
    case 'withdraw':
      return { do: command.kind, content: brief(command.content) }
    case 'unhold':
    case 'resend':
    case 'unblock':
      return { do: command.kind, notice: command.notice }
  }
}

function proposed(by: string, change: Change): Order {
  const { kind, why } = change
  return {
    do: 'propose',
    by,
    kind,
    words: replacedBy(change),
    members: 'members' in change ? change.members : undefined,
    reporters: 'reporters' in change ? change.reporters : undefined,
    isForReporters: kind === 'revise' && change.isForReporters,
    hasReason: why !== undefined,
  }
}

function replacedBy(change: Change): Partial<Words> {
  switch (change.kind) {
    case 'approve':
      return wordsOf(change.pin)
    case 'revise':
    case 'collapse':
      return { content: brief(change.content) }
    case 'reschedule':
    case 'shorten':
      return { content: brief(change.content), date: change.disclosureAt.toMillis() }
    case 'include':
      return { audience: brief(change.audience) }
  }
}

/** Both are shown in one form, so that one can be held against the other. */
export function viewOfCore(campaign: Campaign, meanings: Meanings, at: Instant): object {
  const { state, version, content, disclosureAt, editors, approved, proposal, notices } = campaign
  const question = proposal && { text: meanings.of(proposal.digest), yes: sorted(proposal.approvals), authors: sorted(proposal.editors) }
  return {
    state,
    version,
    content: brief(content),
    date: Date.parse(disclosureAt),
    writers: sorted(editors),
    question,
    inForce: approved && [meanings.of(approved.digest), approved.members, approved.reporters],
    notices: inOrder(notices.map((notice) => [notice.id, shownOfCore(notice, meanings.of(notice.digest))])),
    alarms: sorted(causesIn(campaign, at).map(({ code, notice }) => (notice === undefined ? code : `${code} ${notice}`))),
  }
}

const shownOfCore = ({ state, dueAt, notAfter, releasedAt, because, to, mayKnowOnly }: Notice, says: Digest | string): string =>
  shown([state, millis(dueAt), says, millis(notAfter), millis(releasedAt), because, to, mayKnowOnly])

export function viewOfPlain(campaign: PlainCampaign, now: Now): object {
  const { state, version, content, date, writers, inForce, question, notices } = campaign
  return {
    state,
    version,
    content,
    date,
    writers: sorted(writers),
    question: question && { text: question.text, yes: sorted(question.yes), authors: sorted(question.authors) },
    inForce: inForce && [textOf(inForce), inForce.members, inForce.reporters],
    notices: inOrder(notices.all.map((notice) => [nameOf(notice), shownOfPlain(notice)])),
    alarms: sorted(campaign.alarms(now)),
  }
}

const shownOfPlain = ({ kind, state, due, says, until, out, because }: PlainNotice): string =>
  shown([state, due, says, until, out, because, TO[kind], kind === 'withdrawn'])

const shown = (parts: readonly (string | number | boolean | undefined)[]): string => parts.map((part) => String(part ?? '–')).join(' | ')
const millis = (stored: string | undefined): number | undefined => (stored === undefined ? undefined : Date.parse(stored))
const sorted = (names: Iterable<string>): readonly string[] => [...names].toSorted()
const inOrder = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
