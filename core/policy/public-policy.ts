import { type Refusal, refuse } from '../shared/refusal.ts'
import type { Policy, Reporting } from './policy.ts'

/** A policy that says how to report, so that it can be told in public. */
export type PublicPolicy = Policy & { readonly reporting: Reporting }

/** The team's OpenPGP key as it is told in public. */
export interface PublishedKey {
  /** Upper-case hex. */
  readonly fingerprint: string
  /** Whether anything can be encrypted to it; a key that only signs notices takes no report. */
  readonly canEncrypt: boolean
}

export function publicPolicy(policy: Policy): PublicPolicy | Refusal {
  const { reporting } = policy
  if (reporting !== undefined) return { ...policy, reporting }
  return refuse(
    'reporting-missing',
    'The policy does not say how to report a vulnerability: its field `reporting` is missing.',
    'Add `reporting` to the policy, with an address, a url or both.',
  )
}
