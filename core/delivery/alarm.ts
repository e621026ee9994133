import * as z from 'zod'
import type { Instant } from '../shared/clock.ts'
import { AddresseeId, CampaignId, NoticeId } from '../shared/ids.ts'
import { type DeliveryKey, TEAM_CHUNK } from './delivery.ts'

/** What an alarm says of deliveries, as opposed to campaigns and the account. */
export const DELIVERY_CODES = [
  'blocked',
  'key-unusable',
  'uncertain',
  'unconfirmed',
  'bounced',
  'suppressed',
  'rejected',
  'complained',
] as const
export type DeliveryCode = (typeof DELIVERY_CODES)[number]

/** What the team must hear of: who is not told, or what will not happen. The runbook has a page for each. */
export const AlarmCode = z.enum([
  'nobody-was-told',
  'not-disclosed',
  'past-not-after',
  'notice-held',
  ...DELIVERY_CODES,
  'quota-reached',
  'too-slow',
  'unknown-delivery',
  'keys-ending',
  'table-restored',
])
export type AlarmCode = z.infer<typeof AlarmCode>

/** What an alarm is raised for, once: while it stands, the same cause is no second alarm. */
export const Cause = z.strictObject({ code: AlarmCode, campaign: CampaignId.optional(), notice: NoticeId.optional() })
export type Cause = z.infer<typeof Cause>

/** Said again after this many hours while it stands, since every hour counts; anything else is said once. */
export const REPEATED_AFTER_HOURS: Readonly<Partial<Record<AlarmCode, number>>> = { 'not-disclosed': 1 }

export interface StandingAlarm {
  readonly cause: Cause
  readonly raisedAt: Instant
  /** From 1: how often this cause has been raised, cleared and raised again. */
  readonly occurrence: number
}

export const AlarmHint = z.strictObject({ schema: z.literal('alarm-hint/1'), cause: Cause, occurrence: z.int().positive() })
/** Names an alarm whose mail may still have to go. Only a hint, as a chunk's. */
export type AlarmHint = z.infer<typeof AlarmHint>

/** Alarms of the machine as a whole stand in the ledger under this id, which no campaign can have by chance. */
const NO_CAMPAIGN = CampaignId.parse('c-0000000000000000')

/** The mail of an alarm is a delivery to the team like any other, so it goes once. */
export function alarmDeliveryKey({ code, campaign, notice }: Cause, occurrence: number): DeliveryKey {
  return {
    campaign: campaign ?? NO_CAMPAIGN,
    notice: NoticeId.parse(notice === undefined ? `alarm-${code}-${occurrence}` : `alarm-${code}-on-${notice}`),
    chunk: notice === undefined ? TEAM_CHUNK : occurrence,
    addressee: AddresseeId.parse('team'),
  }
}

/** Whether a notice is the mail of an alarm: no campaign has one of that name. */
export const isAlarmNotice = (notice: NoticeId): boolean => notice.startsWith('alarm-')

/** Whether the rounds over its notice raise it and clear it. */
export const isOfRounds = ({ code }: Cause): boolean => (DELIVERY_CODES as readonly AlarmCode[]).includes(code)

export const isSameCause = (a: Cause, b: Cause): boolean => a.code === b.code && a.campaign === b.campaign && a.notice === b.notice
