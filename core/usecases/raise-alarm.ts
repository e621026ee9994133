import type { AlarmCode } from '../campaign/decision.ts'
import type { CampaignId, NoticeId } from '../shared/ids.ts'
import type { Log } from '../shared/log.ts'

/** What happens to deliveries, beside what happens to campaigns. */
export type DeliveryAlarmCode = 'blocked' | 'uncertain' | 'bounced' | 'complained' | 'rejected' | 'suppressed'

export interface RaisedAlarm {
  readonly campaign: CampaignId
  readonly code: AlarmCode | DeliveryAlarmCode
  readonly notice?: NoticeId | string | undefined
  /** Deliveries concerned. */
  readonly count?: number
}

/** An alarm in the log: the stack's metric filters count these lines, and the runbook has a page for each code. */
export function raiseAlarm(log: Log, { campaign, code, notice, count }: RaisedAlarm): void {
  log.error('alarm.raised', { campaign, code, ...(notice === undefined ? {} : { notice }), ...(count === undefined ? {} : { count }) })
}
