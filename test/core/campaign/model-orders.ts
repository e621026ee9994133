import type { Notices } from './model-notices.ts'

/** What is consented to: everything that goes out is made of it. */
export interface Words {
  readonly content: string
  readonly audience: string
  readonly bundle: string
  readonly date: number
}
export const textOf = ({ content, audience, bundle, date }: Words): string =>
  [content, audience, bundle, new Date(date).toISOString()].join(' ')

export type ChangeKind = 'approve' | 'revise' | 'reschedule' | 'shorten' | 'include' | 'collapse'

export interface Proposed {
  readonly do: 'propose'
  readonly by: string
  readonly kind: ChangeKind
  /** The parts of the words that it replaces; an approval names them all. */
  readonly words: Partial<Words>
  readonly members?: number | undefined
  readonly reporters?: number | undefined
  readonly isForReporters: boolean
  readonly hasReason: boolean
}

/** What somebody, or the clock, wants of a campaign. */
export type Order =
  | Proposed
  | { readonly do: 'edit'; readonly by: string; readonly content: string; readonly date: number }
  | { readonly do: 'consent'; readonly by: string; readonly to: string }
  | { readonly do: 'rehearse'; readonly words: Words }
  | { readonly do: 'disclose' | 'withdraw'; readonly content: string }
  | { readonly do: 'unhold' | 'resend' | 'unblock'; readonly notice: string }
  | { readonly do: 'release' | 'arrive' }
  | { readonly do: 'settle'; readonly notice: string; readonly says: string }
  | { readonly do: 'hold'; readonly notice: string; readonly because: string }

/** When it is, in milliseconds, and what the policy asks for. */
export interface Now {
  readonly at: number
  readonly lead: number
  readonly needed: Readonly<Record<ChangeKind, number>>
}

export interface Question {
  readonly order: Proposed
  readonly words: Words
  /** The words and the kind, as one text: what somebody says yes to. */
  readonly text: string
  /** What the campaign was when it was asked. */
  readonly from: string
  readonly yes: Set<string>
  /** Those whose yes does not count. */
  readonly authors: ReadonlySet<string>
}

export const FROM: Readonly<Record<ChangeKind | 'edit' | 'rehearse' | 'disclose' | 'withdraw', readonly string[]>> = {
  edit: ['draft', 'scheduled'],
  rehearse: ['draft', 'scheduled'],
  approve: ['draft'],
  revise: ['embargoed'],
  reschedule: ['scheduled', 'embargoed', 'due'],
  shorten: ['scheduled', 'embargoed'],
  include: ['scheduled', 'embargoed'],
  disclose: ['due'],
  collapse: ['embargoed', 'due'],
  withdraw: ['draft', 'scheduled', 'embargoed', 'due'],
}

/** What the paper says. */
export interface Sheet {
  state: string
  content: string
  date: number
  readonly writers: Set<string>
  readonly notices: Notices
  inForce: (Words & { readonly members: number; readonly reporters: number }) | undefined
  question: Question | undefined
}
