import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { ProposalKind } from '../../../core/campaign/campaign.ts'
import { Walk } from './model-walk.ts'
import { type Try, anyLead, anyQuorum, anyTry } from './tries.ts'
import * as w from './world.ts'

const SEQUENCES = z.coerce
  .number()
  .min(1)
  .parse(process.env['MODEL_SEQUENCES'] ?? 10_000)
const MOST_MILLIS = 3 * 60 * 1000

const approve: Try = { kind: 'operator', what: 'approve', who: 1, content: 'stay', days: 1, pick: 1 }
const consents: Try = { kind: 'consent of all', who: 2 }
const next: Try = { kind: 'wait', until: 'next', minutes: 0 }
const tick: Try = { kind: 'tick', isHalted: false, accounted: 0 }

/** How far a campaign has come before anything is tried: most of what can be done is done while the advance notice is out. */
const anyStart = fc.constantFrom<readonly Try[]>([], [approve, consents], [approve, consents, next, tick], [approve, consents, next, tick])

const journey = fc.record({
  quorum: anyQuorum,
  lead: anyLead,
  start: anyStart,
  /** Number of the first step: what is tried turns on it, such as whether there are reporters. */
  first: fc.nat(5),
  tries: fc.array(anyTry, { minLength: 5, maxLength: 24, size: 'max' }),
})

/** What each command came to, by the plain model's words. */
const outcomes = new Map<string, number>()
const note = (what: string): void => void outcomes.set(what, (outcomes.get(what) ?? 0) + 1)

test(
  `the core and a plain model agree after every command of ${SEQUENCES} sequences`,
  () => {
    fc.assert(
      fc.property(journey, ({ quorum, lead, start, first, tries }) => {
        const walk = new Walk(w.at(w.CREATED, quorum, lead), note)
        for (const [step, attempt] of [...start, ...tries].entries()) walk.attempt(attempt, first + step)
      }),
      { numRuns: SEQUENCES },
    )
  },
  MOST_MILLIS,
)
const PROPOSED = ProposalKind.options.map((kind) => `propose ${kind}`)

test.each([
  'arrive',
  'consent',
  'disclose',
  'edit',
  'hold',
  'rehearse',
  'release',
  'resend',
  'settle',
  'unblock',
  'unhold',
  'withdraw',
  ...PROPOSED,
])('%s was done, and refused', (what) => {
  const ofIt = [...outcomes].filter(([outcome]) => outcome.startsWith(`${what}: `))
  expect(ofIt.filter(([outcome]) => outcome.endsWith(': done'))).toHaveLength(1)
  expect(ofIt.length).toBeGreaterThan(1)
})

test.each([
  'proposal-void',
  'own-work',
  'already-consented',
  'other-digest',
  'superseded',
  'not-in-force',
  'past-not-after',
  'nobody-knows',
])('something was refused as %s', (reason) => {
  expect([...outcomes.keys()].filter((outcome) => outcome.endsWith(`: ${reason}`))).not.toEqual([])
})
