import { alarmDeliveryKey } from '../../core/delivery/alarm.ts'
import { bestAttempt, deliveryIdOf, stateOf } from '../../core/delivery/attempts.ts'
import type { Delivery } from '../../core/delivery/delivery.ts'
import type { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { troubleIn } from '../../core/keys/ladder.ts'
import { SECRETS } from './advisory.ts'
import type { Outcome } from './outcome.ts'
import { isApproved, pinOf } from './pins.ts'
import { approvedMember } from './approved.ts'
import { KEY_INVARIANTS } from './key-invariants.ts'
import { PLAN_INVARIANTS } from './plan-invariants.ts'
import { policy } from './policy.ts'
import type { Notice } from '../../core/campaign/campaign.ts'
import type { Sent, Witness } from './witness.ts'

/** A process may be on the way from its last look to the service for as long as it may run. */
const TIMEOUT_MILLIS = 60_000

/** What is wrong, one line each: ids and codes. */
type Invariant = (outcome: Outcome) => readonly string[]

const millis = (at: string): number => Date.parse(at)
const idOf = ({ tags }: Sent): string => `${tags.delivery} attempt ${tags.attempt}`
const notices = ({ witness }: Outcome): readonly Sent[] =>
  witness.sent.filter(({ mail }) => mail.kind !== 'alarm' && mail.kind !== 'waiting')
const outside = (outcome: Outcome): readonly Sent[] => notices(outcome).filter(({ mail }) => mail.kind !== 'rehearsal')
const wrong = (sent: readonly Sent[], isWrong: (one: Sent) => boolean): readonly string[] => sent.filter(isWrong).map(idOf)
const noticeSeen = ({ look, tags }: Sent) => look?.fence.campaign?.notices.find(({ id }) => id === tags.notice)

/** DESIGN.md, section 9, of what was sent, what is stored and what was said. Numbers are its numbers. */
export const INVARIANTS = {
  ...PLAN_INVARIANTS,
  ...KEY_INVARIANTS,

  '1 only what was approved leaves': (outcome) => wrong(notices(outcome), (sent) => !isApprovedMail(outcome, sent)),

  '1 alarms go to the team': ({ witness }) =>
    wrong(witness.sent, ({ mail, destination }) => mail.kind === 'alarm' && destination !== policy.project.contact),

  '2 one destination': ({ witness }) =>
    wrong(witness.sent, ({ destination, mail }) => destination !== mail.to || /[,;\s]/.test(destination)),

  '3 at most one mail for a notice and addressee': ({ witness }) => {
    const counts = new Map<string, number>()
    const over: string[] = []
    const add = (key: string, allowed: number): void => {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if ((counts.get(key) ?? 0) > allowed) over.push(key)
    }
    for (const { tags, destination, mail } of witness.sent) {
      // Whoever restores an old table hears once more what was wrong at that time.
      if (mail.kind === 'alarm' && witness.isRestored) continue
      if (mail.kind === 'waiting') continue
      // What was decided after the copy was made is not in it: its mails have other bytes than those of a campaign that goes on from the copy.
      const bytes = witness.isRestored ? mail.salt : ''
      const resends = witness.resends.get(tags.delivery) ?? 0
      const included = witness.included.filter((id) => id === mail.member?.id).length
      add(`${tags.campaign} ${tags.delivery} ${bytes} to ${destination}`, 1 + resends)
      if (mail.kind !== 'alarm')
        add(`${tags.campaign} ${tags.notice} ${mail.template} ${mail.name} ${bytes} to ${destination}`, 1 + resends + included)
    }
    return over
  },

  '3 everything comes to rest': ({ isAtRest }) => (isAtRest ? [] : ['a notice is still under way']),

  '3 every member ends, or the team is told': ({ accounts, alarms }) =>
    accounts
      .filter(({ campaign, notice, delivery }) => {
        const state = stateOf(delivery)
        if (!isOver(state)) return true
        const trouble = isTrouble(state) ? codeOf(delivery, state) : state === 'accepted' || state === 'delayed' ? 'unconfirmed' : undefined
        return trouble !== undefined && !stands(alarms, { code: trouble, campaign: campaign.id, notice: notice.id })
      })
      .map(({ notice, addressee, delivery }) => `${notice.id} ${addressee} is ${stateOf(delivery)}`),

  '3 what is held is told to the team': ({ heads, alarms }) =>
    heads.flatMap(({ id, notices }) =>
      notices
        .filter((notice) => notice.state === 'held')
        .filter((notice) => !['notice-held', 'past-not-after'].some((code) => stands(alarms, { code, campaign: id, notice: notice.id })))
        .map((notice) => notice.id),
    ),

  '3 a date that nobody was told of is told to the team': ({ heads, alarms }) =>
    heads
      .filter(({ state, notices }) => state === 'due' && !notices.some(({ kind, releasedAt }) => kind === 'advance' && releasedAt))
      .filter(({ id }) => !stands(alarms, { code: 'nobody-was-told', campaign: id }))
      .map(({ id }) => id),

  '3 each alarm has its mail': ({ alarms, deliveries }) =>
    alarms
      .filter(({ cause, occurrence }) => {
        const name = JSON.stringify(alarmDeliveryKey(cause, occurrence))
        return !isOver(stateOf(deliveries.find(({ key }) => JSON.stringify(key) === name)))
      })
      .map(({ cause }) => cause.code),

  '3 the ledger says what happened': ({ deliveries, witness }) => {
    if (witness.isRestored) return []
    const taken = new Set(witness.sent.map(({ tags }) => `${tags.campaign} ${tags.delivery} ${tags.attempt}`))
    return deliveries.flatMap((delivery) =>
      delivery.attempts
        .filter(({ number, state }) => {
          const isTaken = taken.has(`${delivery.key.campaign} ${deliveryIdOf(delivery.key)} ${number}`)
          return isTaken ? NOT_SENT.includes(state) : SENT.includes(state)
        })
        .map(({ number, state }) => `${deliveryIdOf(delivery.key)} attempt ${number} is ${state}`),
    )
  },

  '3 the ledger forgets nothing that it heard, and believes nothing else': (outcome) =>
    outcome.witness.isRestored ? [] : outcome.deliveries.flatMap((delivery) => misheard(outcome, delivery)),

  '4 nothing is released when it is too late': ({ witness }) =>
    witness.heads.flatMap(({ campaign: { notices, version } }) =>
      notices
        .filter(({ notAfter, releasedAt }) => notAfter !== undefined && releasedAt !== undefined && millis(releasedAt) >= millis(notAfter))
        .map(({ id }) => `${id} in version ${version}`),
    ),

  '4 nothing before its time': (outcome) =>
    wrong(outside(outcome), (sent) => sent.at + outcome.skewMillis < millis(noticeSeen(sent)?.dueAt ?? '2000-01-01')),

  '4 nothing that tells of a coming date after it': (outcome) =>
    wrong(outside(outcome), (sent) => {
      const notAfter = noticeSeen(sent)?.notAfter
      return notAfter !== undefined && sent.at - outcome.skewMillis - TIMEOUT_MILLIS >= millis(notAfter)
    }),

  '5 recipients and reporters by the same write': ({ witness }) => {
    // What was held goes on when an operator says so, one notice at a time.
    const held = new Set(witness.heads.flatMap(({ campaign: { id, notices } }) => heldIn(notices).map((notice) => `${id} ${notice}`)))
    return witness.heads
      .filter(({ campaign: { id, notices } }) =>
        notices.some(
          ({ id: notice, kind, releasedAt }) =>
            kind === 'reporter-date' &&
            !held.has(`${id} ${notice}`) &&
            !notices.some(
              (advance) => advance.kind === 'advance' && (advance.releasedAt === releasedAt || held.has(`${id} ${advance.id}`)),
            ),
        ),
      )
      .map(({ campaign }) => `version ${campaign.version}`)
  },

  '6 the date is the one at the claim': (outcome) =>
    wrong(outside(outcome), ({ mail, claim }) => mail.disclosureAt !== claim?.head?.disclosureAt),

  'a head is written once in each version': ({ witness }) => {
    const written = witness.heads.map(({ table, campaign: { id, version } }) => `${table} ${id} version ${version}`)
    return written.filter((name, index) => written.indexOf(name) !== index)
  },

  '7 no secret outside of mails': ({ witness, heads, deliveries }) => {
    const said = JSON.stringify([witness.logs, witness.queued, heads, deliveries, witness.sent.map(({ tags }) => tags)])
    return SECRETS.filter((secret) => said.includes(secret))
  },

  '8 nothing of another addressee': ({ witness }) =>
    wrong(witness.sent, ({ mail }) => {
      const text = JSON.stringify(mail)
      const names = text.match(/Organisation <\d+>|Canary finder/g) ?? []
      const addresses = text.match(/[\w.]+@[\w.]+/g) ?? []
      const isTeams = (address: string) => mail.kind === 'waiting' && address === policy.project.contact
      return names.some((name) => name !== mail.name) || addresses.some((address) => address !== mail.to && !isTeams(address))
    }),

  '10 each mail had a claim, and then a last look that let it go': (outcome) => wrong(notices(outcome), (sent) => !isLetGo(sent)),

  '10 an alarm had a claim': ({ witness }) => wrong(witness.sent, ({ mail, claim }) => mail.kind === 'alarm' && !claim),

  'who may know is told what changed': (outcome) => {
    const sent = outside(outcome).filter((one) => !isRejected(outcome, one))
    if (outcome.witness.isRestored) return []
    return wrong(
      // The team made the change itself: its steps of the day are told anew.
      sent.filter(
        ({ mail, tags }) => mail.change?.previous && tags.notice !== 'withdrawn-1' && !/^(day-ahead|disclosure-day)-/.test(tags.notice),
      ),
      (one) => !one.mail.mayKnow && sent.some((before) => isBefore(before, one)),
    )
  },

  'who may know hears of the end': (outcome) =>
    outcome.deliveries
      .filter((delivery) => !outcome.witness.isRestored && bestAttempt(delivery).reason === 'not-concerned')
      .filter(({ key }) =>
        outside(outcome).some(
          (sent) =>
            sent.tags.campaign === key.campaign &&
            /^(advance|reporter-date)-/.test(sent.tags.notice) &&
            sent.tags.delivery.endsWith(`_${key.chunk}_${key.addressee}`) &&
            !isRejected(outcome, sent),
        ),
      )
      .map(({ key }) => deliveryIdOf(key)),
} as const satisfies Readonly<Record<string, Invariant>>

/** The first invariant that does not hold, and where. */
export function brokenBy(outcome: Outcome): { readonly invariant: string; readonly where: readonly string[] } | undefined {
  for (const [invariant, holds] of Object.entries(INVARIANTS)) {
    const where = holds(outcome)
    if (where.length > 0) return { invariant, where }
  }
  return undefined
}

const stands = (alarms: Outcome['alarms'], cause: { code: string; campaign: string; notice?: string }): boolean =>
  alarms.some((alarm) => alarm.cause.code === cause.code && alarm.cause.campaign === cause.campaign && alarm.cause.notice === cause.notice)

/** An end, or what an operator is told of: what the core says of it is what is to be judged. */
const isOver = (state: string): boolean => [...ENDS, ...TROUBLES].includes(state)
const ENDS: readonly string[] = ['accepted', 'delayed', 'delivered', 'cancelled', 'skipped']
const TROUBLES: readonly string[] = ['blocked', 'uncertain', 'bounced', 'suppressed', 'rejected', 'complained']
/** Whoever is blocked by a key hears that a notice waits, and the team is told of them by an alarm of its own. */
const codeOf = (delivery: Delivery | undefined, state: string): string =>
  state === 'blocked' && delivery && troubleIn(bestAttempt(delivery).reason) ? 'key-unusable' : state
const isTrouble = (state: string): boolean => TROUBLES.includes(state)

/** What each event makes of an attempt, the least first: nothing that was heard is undone by what comes after it. */
const HEARD: readonly (readonly [FeedbackEvent['type'], string])[] = [
  ['Send', 'accepted'],
  ['DeliveryDelay', 'delayed'],
  ['Reject', 'rejected'],
  ['Delivery', 'delivered'],
  ['Bounce', 'bounced'],
  ['Complaint', 'complained'],
]

function misheard({ witness }: Outcome, { key, attempts }: Delivery): readonly string[] {
  const delivery = deliveryIdOf(key)
  const of = (events: readonly FeedbackEvent[], number: number): readonly number[] =>
    events
      .filter((event) => event.campaign === key.campaign && event.delivery === delivery && event.attempt === number)
      .map(({ type }) => HEARD.findIndex(([known]) => known === type))
  return attempts
    .filter(({ number, state }) => {
      const rank = HEARD.findIndex(([, heard]) => heard === state)
      const isBelieved = rank > 0 && !of(witness.events, number).includes(rank)
      return isBelieved || Math.max(-1, ...of(witness.heard, number)) > rank
    })
    .map(({ number, state }) => `${delivery} attempt ${number} is ${state}`)
}

const heldIn = (notices: readonly Notice[]): readonly string[] => notices.filter(({ state }) => state === 'held').map(({ id }) => id)

const NOT_SENT: readonly string[] = ['returned', 'cancelled', 'skipped', 'blocked']
const SENT: readonly string[] = ['accepted', 'delayed', 'suppressed', 'rejected', 'delivered', 'bounced', 'complained']

/** SES took it, and then threw it away: nobody has read it. */
const isRejected = ({ witness }: Outcome, { sesId }: Sent): boolean =>
  witness.events.some((event) => event.sesId === sesId && event.type === 'Reject')

const isBefore = (before: Sent, one: Sent): boolean =>
  before.mail.kind === one.mail.kind &&
  before.mail.version < one.mail.version &&
  before.tags.campaign === one.tags.campaign &&
  before.tags.delivery.split('_').slice(1).join() === one.tags.delivery.split('_').slice(1).join() &&
  before.at < (one.claim?.at ?? 0)

function isApprovedMail({ world, witness }: Outcome, sent: Sent): boolean {
  const { mail, look, destination, tags } = sent
  const campaign = look?.fence.campaign
  const notice = campaign?.notices.find(({ id }) => id === tags.notice)
  const pin = campaign && notice && pinOf(campaign, notice)
  if (!pin) return false
  const content = witness.contents.get(pin.content)
  const isSame =
    mail.salt === content?.salt &&
    mail.title === content.advisory.title &&
    mail.disclosureAt === pin.disclosureAt &&
    mail.patches.join() === content.advisory.patches.map(({ sha256 }) => sha256).join() &&
    world.start.bundles[Number(mail.bundle.slice('bundle-'.length)) - 1] === pin.bundle
  if (!isSame) return false
  if (notice.kind === 'rehearsal') return destination === policy.project.contact
  return isApproved(witness, campaign.id, pin) && (mail.member === null || isInAudience(witness, sent))
}

function isInAudience(witness: Witness, sent: Sent): boolean {
  const member = approvedMember(witness, sent)
  const { id, version } = sent.mail.member ?? {}
  return member?.id === id && member?.version === version && (member?.contacts.some((one) => one === sent.destination) ?? false)
}

function isLetGo(sent: Sent): boolean {
  const { look, claim, mail } = sent
  const notice = noticeSeen(sent)
  if (!look || !claim || look.at < claim.at || look.fence.halted || look.fence.table !== 'ours') return false
  if (notice?.state !== 'releasing' && notice?.state !== 'released') return false
  if (mail.member === null || mail.kind === 'rehearsal') return true
  return look.fence.recipient?.state === 'active' && look.fence.recipient.version === mail.member.version
}
