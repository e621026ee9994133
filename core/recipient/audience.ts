import type { AudienceRule } from '../campaign/content.ts'
import type { Recipient } from './recipient.ts'

/** Whether a recipient belongs to the audience: active, and in at least one of the groups if groups are named. */
export function matches(rule: AudienceRule, { state, details }: Recipient): boolean {
  if (state !== 'active') return false
  return rule.kind === 'all' || rule.groups.some((group) => details.groups.includes(group))
}
