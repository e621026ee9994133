import { type Refusal, refuse } from '../shared/refusal.ts'
import type { Policy, Reporting } from './policy.ts'

/** A policy that says how to report, so that it can be told in public. */
export type PublicPolicy = Policy & { readonly reporting: Reporting }

export function publicPolicy(policy: Policy): PublicPolicy | Refusal {
  const { reporting } = policy
  if (reporting !== undefined) return { ...policy, reporting }
  return refuse(
    'reporting-missing',
    'The policy does not say how to report a vulnerability: its field `reporting` is missing.',
    'Add `reporting` to the policy, with an address, a url or both.',
  )
}
