import fc from 'fast-check'
import type { ClockCommand, Quorum } from '../../../core/campaign/command.ts'

/** What an operator tries. `fitting`: one of those that the state allows. */
const WHATS = [
  'approve',
  'revise',
  'reschedule',
  'shorten',
  'include',
  'collapse',
  'edit',
  'consent',
  'rehearse',
  'disclose',
  'withdraw',
  'unhold',
  'resend',
  'unblock',
] as const
export type What = (typeof WHATS)[number]

const CONTENTS = ['fresh', 'stay', 'as proposed'] as const
const UNTIL = ['a while', 'next', 'just before next', 'date'] as const
const CLOCK: readonly ClockCommand['kind'][] = ['release', 'arrive', 'settle', 'hold', 'hold']

/** What happens next. Nothing here knows whether it is allowed. */
export type Try =
  | { readonly kind: 'wait'; readonly until: (typeof UNTIL)[number]; readonly minutes: number }
  /** `accounted`: a bit for each notice. */
  | { readonly kind: 'tick'; readonly isHalted: boolean; readonly accounted: number }
  | {
      readonly kind: 'operator'
      readonly what: What | 'fitting'
      readonly who: number
      readonly content: (typeof CONTENTS)[number]
      readonly days: number
      readonly pick: number
    }
  /** Everybody consents, one after the other, beginning with the n-th. */
  | { readonly kind: 'consent of all'; readonly who: number }
  | { readonly kind: 'clock'; readonly what: ClockCommand['kind']; readonly which: number }
export type Kind<K extends Try['kind']> = Extract<Try, { kind: K }>

const ALL_BITS = 0xff_ff
const often = <T>(value: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other })

const wait: fc.Arbitrary<Kind<'wait'>> = fc.record({
  kind: fc.constant('wait'),
  until: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a while', 'next', 'just before next') },
    { weight: 1, arbitrary: fc.constant('date') },
  ),
  minutes: often(7, fc.integer({ min: 0, max: 14 * 24 * 60 })),
})
const tick: fc.Arbitrary<Kind<'tick'>> = fc.record({
  kind: fc.constant('tick'),
  isHalted: often(false, fc.constant(true)),
  accounted: fc.oneof(fc.constant(ALL_BITS), fc.nat(ALL_BITS)),
})
const operator = (what: fc.Arbitrary<What | 'fitting'>): fc.Arbitrary<Kind<'operator'>> =>
  fc.record({
    kind: fc.constant('operator'),
    what,
    who: fc.nat(3),
    content: fc.constantFrom('fresh', ...CONTENTS),
    days: fc.integer({ min: -12 * 24, max: 20 * 24 }).map((hours) => hours / 24),
    pick: fc.nat(999),
  })
const agreement: fc.Arbitrary<Kind<'consent of all'>> = fc.record({ kind: fc.constant('consent of all'), who: fc.nat(3) })
const clock: fc.Arbitrary<Kind<'clock'>> = fc.record({ kind: fc.constant('clock'), what: fc.constantFrom(...CLOCK), which: fc.nat(15) })

// Without fast-check's bias to extremes: a walk that jumps to the ends of time sees little on its way.
export const anyTry: fc.Arbitrary<Try> = fc.noBias(
  fc.oneof(
    { weight: 4, arbitrary: wait },
    { weight: 6, arbitrary: tick },
    { weight: 8, arbitrary: operator(fc.constant('fitting')) },
    { weight: 1, arbitrary: operator(fc.constantFrom(...WHATS)) },
    { weight: 2, arbitrary: operator(fc.constant('consent')) },
    { weight: 6, arbitrary: agreement },
    { weight: 3, arbitrary: clock },
  ),
)

const needed = often(1, fc.constantFrom(2, 3))
export const anyQuorum: fc.Arbitrary<Quorum> = fc.record({
  approve: needed,
  revise: needed,
  reschedule: needed,
  include: needed,
  shorten: needed,
  collapse: needed,
})
export const anyLead = fc.constantFrom('P7D', 'P7D', 'P14D', 'P2D', 'P1D', 'PT6H')
