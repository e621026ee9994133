import { fromStored } from '../../core/embargo/instant.ts'
import type { Instant } from '../../core/shared/clock.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { PersonId } from '../../core/shared/ids.ts'
import type { Terms as PolicyTerms } from '../../core/usecases/change-campaign.ts'
import { type Campaigns, bodyOf } from './api-client.ts'

/** Under what a command would be decided now, and who is asking. */
export interface Terms {
  /** The stack's time, which need not be this machine's. */
  readonly now: Instant
  readonly you: PersonId
  readonly policy: PolicyTerms & Pick<Policy, 'uncertainAfter' | 'unconfirmedAfter'>
}

export async function termsOf(campaigns: Campaigns): Promise<Terms> {
  const { now, you, policy } = await bodyOf(campaigns.campaigns.terms.$get())
  return { now: fromStored(now), you, policy }
}
