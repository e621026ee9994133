import type { Digest } from '../../core/shared/digest.ts'
import type { Outcome } from './outcome.ts'
import type { Claim, Sent } from './witness.ts'

const FINAL: readonly string[] = ['disclosed', 'collapsed', 'withdrawn']
const ENDS: readonly string[] = ['disclosed', 'collapse', 'withdrawn']

const idOf = ({ tags }: Sent): string => `${tags.delivery} attempt ${tags.attempt}`
/** Mails of a campaign to those outside of the team. */
const told = ({ witness }: Outcome): readonly Sent[] =>
  witness.sent.filter(({ mail, tags }) => !['alarm', 'rehearsal', 'waiting'].includes(mail.kind) && chunkOf(tags.delivery) > 0)
const chunkOf = (delivery: string): number => Number(delivery.split('_')[1])
/** Whom a delivery of a campaign is for, in whichever notice. */
const addresseeOf = (campaign: string, delivery: string): string => [campaign, ...delivery.split('_').slice(1)].join(' ')

/** What holds of every change of plan, and of the end. */
export const PLAN_INVARIANTS = {
  'after the end nobody gets anything but the word of it': (outcome) =>
    told(outcome)
      .filter(({ look, mail }) => FINAL.includes(look?.fence.campaign?.state ?? '') && !ENDS.includes(mail.kind))
      .map(idOf),

  'what changed is told since a version that its addressee may know, and none before the one they were told last': (outcome) => {
    if (outcome.witness.isRestored) return []
    const { claims, byAddressee } = claimsOf(outcome)
    return told(outcome)
      .filter(({ mail, tags, claim }) => {
        const { since } = mail
        if (!since || !claim) return false
        const before = (byAddressee.get(addresseeOf(tags.campaign, tags.delivery)) ?? []).filter(
          // A second contact, or who is sent it again, is told it from the same place as at first.
          ({ at, delivery }) => at < claim.at && delivery !== tags.delivery,
        )
        const newest = before.findLastIndex(({ name }) => claims.has(name))
        return !before
          .slice(Math.max(0, newest))
          .some(({ says }) => says?.disclosureAt === since.disclosureAt && saltOf(outcome, says.content) === since.salt)
      })
      .map(idOf)
  },

  'of two that one addressee gets, the later decision has moved as often or more; as often, for the same date': (outcome) => {
    if (outcome.witness.isRestored) return []
    const newest = new Map<string, Sent['mail']>()
    return told(outcome)
      .toSorted((a, b) => (a.look?.at ?? 0) - (b.look?.at ?? 0))
      .filter(({ mail, tags }) => {
        const addressee = addresseeOf(tags.campaign, tags.delivery)
        const before = newest.get(addressee)
        newest.set(addressee, mail)
        if (!before) return false
        return before.moves > mail.moves || (before.moves === mail.moves && before.disclosureAt !== mail.disclosureAt)
      })
      .map(idOf)
  },
} as const satisfies Readonly<Record<string, (outcome: Outcome) => readonly string[]>>

const saltOf = ({ witness }: Outcome, content: Digest): string | undefined => witness.contents.get(content)?.salt

type NamedClaim = Claim & { readonly name: string; readonly delivery: string }

/** Claims of first and next versions by addressee, oldest first, and the names of those of which a mail went that was not thrown away. */
function claimsOf({ witness }: Outcome): { claims: ReadonlySet<string>; byAddressee: ReadonlyMap<string, readonly NamedClaim[]> } {
  const rejected = new Set(witness.events.filter(({ type }) => type === 'Reject').map(({ sesId }) => sesId))
  const claims = new Set(
    witness.sent.filter(({ sesId }) => !rejected.has(sesId)).map(({ tags }) => `${tags.campaign} ${tags.delivery} ${tags.attempt}`),
  )
  const byAddressee = new Map<string, NamedClaim[]>()
  for (const [name, claim] of witness.claims) {
    const [campaign = '', delivery = ''] = name.split(' ')
    if (!/^(advance|reporter-date)-/.test(delivery)) continue
    const addressee = addresseeOf(campaign, delivery)
    byAddressee.set(
      addressee,
      [...(byAddressee.get(addressee) ?? []), { ...claim, name, delivery }].toSorted((a, b) => a.at - b.at),
    )
  }
  return { claims, byAddressee }
}
