import type { Campaign, Notice } from '../campaign/campaign.ts'
import type { Content } from '../campaign/content.ts'
import { type DeliveryState, mayKnowBy, saidBy, stateOf } from '../delivery/attempts.ts'
import type { Delivery, DeliveryKey } from '../delivery/delivery.ts'
import type { Ledger } from '../delivery/ports.ts'
import { REPORTERS_CHUNK, type Target } from '../delivery/targets.ts'
import { fromStored } from '../embargo/instant.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { Before } from '../notice/notice-input.ts'
import type { NoticeKind } from '../notice/notice-kind.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import { type Material, beforeOf } from './load-material.ts'

export interface ToldBeforeOf {
  readonly campaign: Campaign
  readonly notice: Notice
  readonly material: Material
  readonly target: Target
  /** Of this notice to this target. */
  readonly key: DeliveryKey
}

export interface ToldBefore {
  readonly before: Before | undefined
  /** Whether this notice is for them at all. */
  readonly isConcerned: boolean
}

/** From the ledger's earlier notices: what this addressee was told last, and whether this notice has anything for them. */
export async function toldBefore(ledger: Pick<Ledger, 'read'>, of: ToldBeforeOf): Promise<ToldBefore> {
  const { campaign, notice, material, target, key } = of
  if (!looksBack(notice)) return { before: undefined, isConcerned: true }
  for (const { id } of earlierThan(notice, campaign, key.chunk === REPORTERS_CHUNK ? ['reporter-date'] : ['advance', 'reminder'])) {
    const delivery = await ledger.read({ ...key, notice: id })
    if (!mayKnowBy(delivery)) continue
    const before = beforeOf(material, saidBy(delivery))
    return { before, isConcerned: notice.kind !== 'reporter-date' || hasNewsFor(target.addressee, before, { material, delivery }) }
  }
  return { before: undefined, isConcerned: !notice.mayKnowOnly }
}

/** Those that told the date and went out, newest first. */
function earlierThan(notice: Notice, { notices }: Campaign, kinds: readonly NoticeKind[]): readonly Notice[] {
  const released = notices.flatMap((other) =>
    kinds.includes(other.kind) && other.id !== notice.id && other.releasedAt !== undefined
      ? [{ other, at: fromStored(other.releasedAt).toMillis() }]
      : [],
  )
  return released.toSorted((a, b) => b.at - a.at || b.other.version - a.other.version).map(({ other }) => other)
}

/** Whether what a notice says turns on what its addressee was told before. */
const looksBack = ({ kind, version, mayKnowOnly }: Notice): boolean =>
  mayKnowOnly || kind === 'reminder' || kind === 'collapse' || ((kind === 'advance' || kind === 'reporter-date') && version > 1)

const REACHED: readonly DeliveryState[] = ['accepted', 'delayed', 'delivered', 'complained']

/** A reporter who was reached hears again only of another date, or of another way in which they are credited. */
function hasNewsFor(
  addressee: Addressee,
  before: Before | undefined,
  { material, delivery }: { material: Material; delivery: Delivery | undefined },
): boolean {
  if (!REACHED.includes(stateOf(delivery))) return true
  if (before === undefined) return false
  const { told } = material
  const id = addressee.kind === 'recipient' ? undefined : addressee.reporter?.id
  const isSame = canonicalJson(tellableOf(before.content, id)) === canonicalJson(tellableOf(told.content, id))
  return before.disclosureAt.toMillis() !== told.disclosureAt.toMillis() || !isSame
}

/** A reporter as a mail may tell of them: with what key it is sealed is no news. */
function tellableOf({ advisory }: Content, id: string | undefined) {
  const reporter = advisory.reporters.find((one) => one.id === id)
  if (reporter?.contact.by !== 'mail') return reporter ?? null
  const { by, address } = reporter.contact
  return { ...reporter, contact: { by, address } }
}
