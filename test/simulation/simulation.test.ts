import { beforeAll, describe, expect, test } from 'vitest'
import { FAULT_NAMES } from './faults.ts'
import { Findings, exploreSeeds, exploreSingles, shown } from './explore.ts'
import { ACTS } from './acts.ts'
import { FATES } from './post.ts'
import { TROUBLES } from './troubles.ts'

/** Fixed, so that a run that was green is green again. Others are tried with `node test/simulation/main.ts`. */
const SEED = 1
const RUNS = 1500
const LEAST_SCHEDULES = 10_000
const MOST_MILLIS = 10 * 60 * 1000

/** What the schedule itself does to messages and clocks. */
const OWN = ['hint twice', 'event twice', 'clock is off', 'ran too long']

/** Ways in which deliveries, notices and alarms end that a campaign in good weather never sees. */
const ENDS = [
  ...['blocked', 'bounced', 'cancelled', 'complained', 'delivered', 'rejected', 'skipped', 'uncertain'].map((state) => `ended ${state}`),
  ...[
    'close-to-advance',
    'past-not-after',
    'pin-broken-digest-mismatch',
    'ses-MessageRejected',
    'superseded',
    'withdrawn',
    'collapse',
    'released',
  ].map((state) => `notice ${state}`),
  ...[
    'blocked',
    'bounced',
    'complained',
    'nobody-was-told',
    'not-disclosed',
    'notice-held',
    'past-not-after',
    'rejected',
    'uncertain',
    'unconfirmed',
    'unknown-delivery',
    'key-unusable',
  ].map((code) => `alarm ${code}`),
  ...[
    'item-missing',
    'key-expired',
    'key-of-other-mailbox',
    'key-revoked',
    'required-key-expired',
    'required-key-missing',
    'required-key-of-other-mailbox',
    'team-key-missing',
    'team-key-unusable',
  ].map((reason) => `blocked: ${reason}`),
  ...['a word that a notice waits', 'in plain', 'in plain on a word', 'sealed by openpgp', 'sealed by s-mime'].map((how) => `went ${how}`),
]

describe('a campaign on a machine where everything breaks', () => {
  const all = new Findings()
  const [singles, seeds]: [Findings, Findings] = [new Findings(), new Findings()]

  beforeAll(async () => {
    singles.join(await exploreSingles())
    seeds.join(await exploreSeeds({ seed: SEED, runs: RUNS }))
    all.join(singles)
    all.join(seeds)
  }, MOST_MILLIS)

  test('keeps every invariant whatever goes wrong once, at whichever call', () => {
    expect(singles.failures.map(shown)).toEqual([])
  })
  test('keeps every invariant when much goes wrong at once', () => {
    expect(seeds.failures.map(shown)).toEqual([])
  })
  test('is explored widely', () => {
    expect(all.schedules).toBeGreaterThanOrEqual(LEAST_SCHEDULES)
  })
  test.each([...FAULT_NAMES, ...Object.keys(TROUBLES), ...OWN])('met: %s', (what) => {
    expect(seeds.of(what)).toBeGreaterThan(0)
  })
  test.each(Object.keys(ACTS))('had an operator %s', (act) => {
    expect(seeds.of(`act: ${act}`)).toBeGreaterThan(0)
  })
  test.each(Object.keys(FATES))('had a mail %s', (fate) => {
    expect(seeds.of(`mail ${fate}`)).toBeGreaterThan(0)
  })
  test.each(ENDS)('came to %s', (end) => {
    expect(seeds.of(end)).toBeGreaterThan(0)
  })
})
