import type { Advisory, KnownReporter } from '../advisory/advisory.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Content } from '../campaign/content.ts'
import { hasBegun } from '../campaign/plan.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import type { Digest } from '../shared/digest.ts'
import { normalisedAddress } from '../shared/mail-address.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import { type Draft, type DraftDeps, pinAdvisory } from './draft-campaign.ts'

type NextDeps = Pick<DraftDeps, 'documents' | 'blobs' | 'ids' | 'takeKeys'>

export interface NextContent {
  /**
   * The same, and above it why the plan changed, where there is somebody to tell. `isMove`: the date that was told no longer
   * holds, so calendars must follow.
   */
  because(campaign: Campaign, why: string | undefined, isMove: boolean): Promise<Digest>
  /** Another advisory, and why. Reporters who stay keep their ids, since deliveries know them by those. */
  revised(
    campaign: Campaign,
    draft: Draft,
    why: string,
  ): Promise<{ readonly content: Digest; readonly reporters: number; readonly isForReporters: boolean } | Refusal>
  /** The embargo is broken, for this reason, and the advisory may be public already. */
  ended(campaign: Campaign, why: string, urls: readonly string[]): Promise<Digest>
  /** The same, and where it is public. */
  published(campaign: Campaign, urls: readonly string[]): Promise<Digest>
}

/** Contents that follow one another: each is stored before a head names it, so a crash leaves a document that nobody names. */
export function makeNextContent(deps: NextDeps): NextContent {
  const { documents, ids } = deps
  const before = (campaign: Campaign) => documents.content(campaign.id, campaign.content)
  const put = ({ id }: Campaign, content: Content) => documents.putContent(id, { ...content, salt: ids.token() })
  return {
    async because(campaign, why, isMove) {
      const { change: _former, ...content } = await before(campaign)
      const change = why === undefined ? {} : { change: changeOf(campaign, why) }
      return put(campaign, { ...content, ...(isMove ? movesAfter(campaign, content) : {}), ...change })
    },
    async ended(campaign, why, urls) {
      const content = await before(campaign)
      const published = urls.length === 0 ? {} : { published: [...urls] }
      return put(campaign, { ...content, ...movesAfter(campaign, content), ...published, change: changeOf(campaign, why) })
    },
    async revised(campaign, draft, why) {
      const content = await before(campaign)
      const pinned = await pinAdvisory(deps, draft)
      if ('outcome' in pinned) return pinned
      const known = content.advisory.reporters
      const advisory: Advisory = { ...pinned, reporters: withKnownIds(pinned.reporters, known) }
      if (known.some(({ id }) => advisory.reporters.every((reporter) => reporter.id !== id))) return reporterGone()
      const isForReporters = canonicalJson(advisory.reporters) !== canonicalJson(content.advisory.reporters)
      const digest = await put(campaign, { ...content, advisory, change: changeOf(campaign, why) })
      return { content: digest, reporters: advisory.reporters.length, isForReporters }
    },
    async published(campaign, urls) {
      return put(campaign, { ...(await before(campaign)), published: [...urls] })
    },
  }
}

/** Nobody's calendar has a date of which nobody was told. */
const movesAfter = (campaign: Campaign, { moves = 0 }: Content): Pick<Content, 'moves'> => (hasBegun(campaign) ? { moves: moves + 1 } : {})

/** Those who know nothing yet need no before. */
function changeOf(campaign: Campaign, why: string): NonNullable<Content['change']> {
  const { content, disclosureAt } = campaign
  return hasBegun(campaign) ? { why, previous: { content, disclosureAt } } : { why }
}

/** Whoever was told the date must hear how it goes on and how it ends. */
const reporterGone = (): Refusal =>
  refuse(
    'reporter-gone',
    'A reporter of the advisory as it was is not in this one, and they may know of it.',
    'Keep them in the advisory; how they are named there says `credit`.',
  )

/** By the way to them, and by name when that is what changed. Each is the same as one at the most. */
function withKnownIds(reporters: readonly KnownReporter[], known: readonly KnownReporter[]): KnownReporter[] {
  const byWay = reporters.map((reporter) => known.find((other) => wayTo(other) === wayTo(reporter)))
  const rest = known.filter((other) => !byWay.includes(other))
  return reporters.map((reporter, index) => {
    const same = byWay[index] ?? takeNamed(rest, reporter.name)
    return same === undefined ? reporter : { ...reporter, id: same.id }
  })
}

function takeNamed(rest: KnownReporter[], name: string): KnownReporter | undefined {
  const at = rest.findIndex((other) => other.name === name)
  return at < 0 ? undefined : rest.splice(at, 1)[0]
}

function wayTo({ contact, name }: KnownReporter): string {
  switch (contact.by) {
    case 'mail':
      return normalisedAddress(contact.address)
    case 'platform':
      return `${contact.link} ${name}`
    case 'nobody':
      return name
  }
}
