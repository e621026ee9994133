import { type Wish, troubleIn } from '../../core/keys/ladder.ts'
import type { MailKey } from '../../core/keys/mail-key.ts'
import { waitingKeyOf } from '../../core/delivery/waiting.ts'
import type { DeliveryKey } from '../../core/delivery/delivery.ts'
import { bestAttempt, deliveryIdOf, deliveryKeyOf, isToSend, stateOf } from '../../core/delivery/attempts.ts'
import type { CampaignId, DeliveryId } from '../../core/shared/ids.ts'
import { type MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'
import { approvedMember, approvedWish, noticeOf } from './approved.ts'
import type { Outcome } from './outcome.ts'
import type { Sent } from './witness.ts'

/** From the look at the key to the service, a sender may take as long as it may run. */
const TIMEOUT_MILLIS = 60_000

const idOf = ({ tags }: Sent): string => `${tags.delivery} attempt ${tags.attempt}`
const told = ({ witness }: Outcome): readonly Sent[] =>
  witness.sent.filter(({ mail }) => !['alarm', 'rehearsal', 'waiting'].includes(mail.kind))
const waiting = ({ witness }: Outcome): readonly Sent[] => witness.sent.filter(({ mail }) => mail.kind === 'waiting')

/** What holds of keys: of notices that are sealed or not, and of words that one waits. */
export const KEY_INVARIANTS = {
  '9 nothing in plain to whoever requires encryption': (outcome) =>
    told(outcome)
      .filter((sent) => sent.mail.sealed === null && wishOf(outcome, sent)?.encryption !== 'none')
      .filter((sent) => wishOf(outcome, sent)?.encryption !== 'preferred')
      .map(idOf),

  '9 in plain to whoever gave a key only on a word, and for the one opening that it was said of': (outcome) =>
    told(outcome)
      .filter((sent) => sent.mail.sealed === null && (wishOf(outcome, sent)?.keys.length ?? 0) > 0 && !isOnAWord(outcome, sent))
      .map(idOf),

  '9 what is sealed is sealed to a key of its addressee that names this mailbox and has not ended': (outcome) =>
    told(outcome)
      .filter((sent) => {
        const { sealed } = sent.mail
        if (sealed === null) return false
        const key = wishOf(outcome, sent)?.keys.find(({ fingerprint, kind }) => fingerprint === sealed.to && kind === sealed.kind)
        return !key || !names(key, sent) || endOf(key) <= sent.at - outcome.skewMillis - TIMEOUT_MILLIS
      })
      .map(idOf),

  '9 what is sealed is signed by a key that the team had': (outcome) =>
    told(outcome)
      .filter(({ at, mail: { sealed } }) => sealed !== null && !((outcome.witness.teamKeys.get(sealed.by) ?? Infinity) < at))
      .map(idOf),

  '9 what is not sealed goes by TLS or not at all': ({ witness }) =>
    witness.sent.filter(({ mail, tls }) => mail.sealed === null && tls !== 'required').map(idOf),

  '9 that a notice waits is said once': (outcome) => {
    // What was said since the copy was made, no ledger knows.
    if (outcome.witness.isRestored) return []
    const counts = new Map<string, number>()
    const over: string[] = []
    const add = (name: string, allowed: number): void => {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if ((counts.get(name) ?? 0) > allowed) over.push(name)
    }
    for (const sent of waiting(outcome)) {
      const { tags, destination } = sent
      const [, , addressee = ''] = tags.delivery.split('_')
      add(`${tags.campaign} ${tags.delivery}`, 1)
      // Who is included again stands in another chunk, as somebody whom it was not said to yet.
      add(`${tags.campaign} ${tags.notice} ${destination}`, 1 + outcome.witness.included.filter((id) => id === addressee).length)
    }
    return over
  },

  '9 who is blocked by a key was told that a notice waits, as far as anybody knows': ({ deliveries, witness }) => {
    if (witness.isRestored) return []
    const byName = new Map(deliveries.map((delivery) => [nameOf(delivery.key), delivery]))
    return deliveries
      .filter((delivery) => stateOf(delivery) === 'blocked' && troubleIn(bestAttempt(delivery).reason))
      .filter(({ key }) => isToSend(byName.get(nameOf(waitingKeyOf(key)))))
      .map(({ key }) => deliveryIdOf(key))
  },

  '9 that a notice waits is said to whoever it cannot be sealed to, by a name of its own': (outcome) =>
    waiting(outcome)
      .filter((sent) => !isOfItsOwn(sent) || !isInTrouble(outcome, sent) || wasSent(outcome, sent))
      .map(idOf),

  '9 that a notice waits is said at the mailbox that was approved, after a look that let the notice go': (outcome) =>
    waiting(outcome)
      .filter((sent) => {
        const { look, destination, claim } = sent
        const fence = look?.fence
        const notice = fence?.campaign?.notices.find(({ id }) => id === noticeOf(sent))
        const isGoing = notice?.state === 'releasing' || notice?.state === 'released'
        if (!claim || !fence || fence.halted || fence.table !== 'ours' || !isGoing) return true
        const member = approvedMember(outcome.witness, sent)
        if (!member) return destination !== 'finder@research.example' && destination !== 'second@research.example'
        const { recipient } = fence
        return !member.contacts.some((one) => one === destination) || recipient?.state !== 'active' || recipient.version !== member.version
      })
      .map(idOf),

  '9 that a notice waits tells nothing of the notice': (outcome) => {
    const contents = [...outcome.witness.contents.values()]
    const words = contents.flatMap(({ salt, threadKey, advisory }) => [salt, threadKey, advisory.id, advisory.title])
    return waiting(outcome)
      .filter((sent) => {
        const { title } = sent.mail
        const own = [sent.tags.campaign, noticeOf(sent), sent.tags.delivery, sent.look?.fence.campaign?.disclosureAt ?? 'Canary']
        return [...words, ...own, 'Canary', 'Organisation <', 'ADV-'].some((word) => title.includes(word))
      })
      .map(idOf)
  },
} as const satisfies Readonly<Record<string, (outcome: Outcome) => readonly string[]>>

const nameOf = (key: DeliveryKey): string => `${key.campaign} ${deliveryIdOf(key)}`
const wishOf = ({ witness }: Outcome, sent: Sent): Wish | undefined => approvedWish(witness, sent)
const names = ({ addresses }: MailKey, { destination }: Sent): boolean => addresses.includes(normalisedAddress(destination as MailAddress))
const endOf = ({ usableUntil }: MailKey): number => (usableUntil === undefined ? Infinity : Date.parse(usableUntil))

function isOnAWord({ witness }: Outcome, { tags }: Sent): boolean {
  const name = `${tags.campaign} ${tags.delivery}`
  const openings = witness.openings.get(name) ?? []
  const words = witness.words.get(name) ?? 0
  if (words === 0 || openings.filter(({ isPlain }) => isPlain).length > words) return false
  // Attempts are counted anew in an old table.
  return witness.isRestored || openings.findLast(({ number }) => number < Number(tags.attempt))?.isPlain === true
}

/** A key that no clock can have taken for good, or one that was found bad when it was used. */
function isInTrouble(outcome: Outcome, sent: Sent): boolean {
  const wish = wishOf(outcome, sent)
  if (!wish || wish.encryption === 'none') return false
  const key = wish.keys.find((one) => names(one, sent))
  if (!key) return wish.encryption === 'required' || wish.keys.length > 0
  return endOf(key) <= sent.at + outcome.skewMillis || outcome.witness.counts.has('the key is found bad')
}

/** Under a name that no notice has, so that nothing that is heard of it is taken for news of the notice. */
const isOfItsOwn = ({ tags: { campaign, notice, delivery } }: Sent): boolean =>
  notice.startsWith('waiting-on-') && delivery === deliveryIdOf(waitingKeyOf(deliveryKeyOf(campaign as CampaignId, behind(delivery))))

const behind = (delivery: string): DeliveryId => delivery.replace('waiting-on-', '') as DeliveryId

/** Whether the notice itself went by the attempt that made somebody say that it waits. */
function wasSent({ witness }: Outcome, { at, tags }: Sent): boolean {
  // Claims are counted anew in an old table.
  if (witness.isRestored) return false
  const start = `${tags.campaign} ${behind(tags.delivery)} `
  const claims = [...witness.claims].filter(([name, claim]) => name.startsWith(start) && claim.at < at)
  const [newest] = claims.toSorted(([, a], [, b]) => b.at - a.at)
  return newest === undefined || witness.sent.some((one) => `${one.tags.campaign} ${one.tags.delivery} ${one.tags.attempt}` === newest[0])
}
