import { Policy } from '../../core/policy/policy.ts'
import { policy as sample } from '../core/notice/sample.ts'

/** Two consents, a lead of seven days, counted in hours: what calendars and zones do to a lead is shown elsewhere, and takes time. */
export const policy: Policy = Policy.parse({ ...sample, embargo: { ...sample.embargo, lead: 'PT168H', zone: 'UTC' } })
