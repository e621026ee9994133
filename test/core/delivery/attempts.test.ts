import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as attempts from '../../../core/delivery/attempts.ts'
import { AttemptState, type Delivery, type DeliveryKey } from '../../../core/delivery/delivery.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { AddresseeId, CampaignId, DeliveryId, NoticeId } from '../../../core/shared/ids.ts'

const NOW = fromStored('2026-12-08T16:00:00Z')
const LEASE = NOW.plus({ seconds: 90 })
const key: DeliveryKey = {
  campaign: CampaignId.parse('c-4k2m9x7q1d8z5t3w'),
  notice: NoticeId.parse('advance-1'),
  chunk: 2,
  addressee: AddresseeId.parse('ab'.repeat(16)),
}
const claim = (contact: 'first' | 'second' = 'first') => ({ claim: 'a claim', contact, contacts: 1 as const, at: NOW, leaseUntil: LEASE })
const withStates = (...states: readonly AttemptState[]): Delivery => {
  const first = attempts.claimed(key, claim())
  const all = states.slice(1).reduce((delivery) => attempts.claimedAgain(delivery, claim()), first)
  return { ...all, attempts: all.attempts.map((attempt, n) => ({ ...attempt, state: states[n] ?? 'claimed' })) }
}
const withContacts = (delivery: Delivery, contacts: 1 | 2): Delivery => ({
  ...delivery,
  attempts: delivery.attempts.map((attempt) => ({ ...attempt, contacts })),
})
const withNewest = (delivery: Delivery, state: AttemptState): Delivery => ({
  ...delivery,
  attempts: delivery.attempts.map((attempt, n) => (n === delivery.attempts.length - 1 ? { ...attempt, state } : attempt)),
})
const without = ({ attempts: list }: Delivery) => list
const heard = (delivery: Delivery, news: readonly attempts.News[]) =>
  news.reduce((current, item) => attempts.withNews(current, 1, item) ?? current, delivery)

/** News of one attempt: it has one SES id, which some of the news bring. */
const anyNews: fc.Arbitrary<attempts.News> = fc.record({
  state: fc.constantFrom(...AttemptState.options),
  at: fc.nat(3600).map((seconds) => NOW.plus({ seconds })),
  sesId: fc.constantFrom(undefined, '0101-abc'),
  reason: fc.constantFrom(undefined, 'timeout', 'access-denied'),
})
const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 })

describe('news of an attempt', () => {
  test('in any order, and told twice, ends in the same state', () => {
    const both = fc.array(anyNews, { maxLength: 8 }).chain((news) => fc.tuple(fc.constant(news), shuffled(news)))
    fc.assert(
      fc.property(both, ([news, again]) => {
        const brief = (delivery: Delivery) => without(delivery).map(({ state, sesId }) => ({ state, sesId }))
        expect(brief(heard(withStates('claimed'), again))).toEqual(brief(heard(withStates('claimed'), news)))
      }),
    )
  })

  test('in any order leaves the same attempt, time and reason too, when no two of it say the same', () => {
    const distinct = fc.uniqueArray(anyNews, { selector: ({ state }) => state, maxLength: 8 })
    fc.assert(
      fc.property(
        distinct.chain((news) => fc.tuple(fc.constant(news), shuffled(news))),
        ([news, again]) => {
          expect(without(heard(withStates('claimed'), again))).toEqual(without(heard(withStates('claimed'), news)))
        },
      ),
    )
  })

  test('that was heard before is no change', () => {
    fc.assert(
      fc.property(fc.array(anyNews, { minLength: 1, maxLength: 8 }), (news) => {
        const end = heard(withStates('claimed'), news)
        expect(news.map((item) => attempts.withNews(end, 1, item))).toEqual(news.map(() => undefined))
      }),
    )
  })

  test('only raises it, by one revision each', () => {
    fc.assert(
      fc.property(fc.constantFrom(...AttemptState.options), anyNews, (state, news) => {
        const before = withStates(state)
        const after = attempts.withNews(before, 1, news)
        const rank = (delivery: Delivery) => AttemptState.options.indexOf(attempts.bestAttempt(delivery).state)
        expect(after === undefined || (rank(after) >= rank(before) && after.revision === before.revision + 1)).toBe(true)
      }),
    )
  })

  test('keeps the id by which SES knows it, and forgets the reason of what it was before', () => {
    const uncertain = heard(withStates('claimed'), [{ state: 'uncertain', at: NOW, reason: 'timeout' }])
    expect(attempts.bestAttempt(uncertain)).toMatchObject({ state: 'uncertain', reason: 'timeout' })
    const delivered = heard(uncertain, [{ state: 'delivered', at: LEASE, sesId: '0101-abc' }])
    expect(attempts.bestAttempt(delivered)).toMatchObject({ state: 'delivered', sesId: '0101-abc', changedAt: '2026-12-08T16:01:30Z' })
    expect(attempts.bestAttempt(delivered)).not.toHaveProperty('reason')
    expect(attempts.bestAttempt(heard(delivered, [{ state: 'complained', at: LEASE, sesId: 'another' }])).sesId).toBe('0101-abc')
    expect(attempts.bestAttempt(uncertain)).not.toHaveProperty('sesId')
  })

  test('of an attempt that does not exist is nothing, and of one leaves the others as they are', () => {
    const two = withStates('returned', 'claimed')
    expect(attempts.withNews(two, 3, { state: 'delivered', at: NOW })).toBeUndefined()
    expect(attempts.withNews(two, 2, { state: 'accepted', at: NOW })?.attempts.map(({ state }) => state)).toEqual(['returned', 'accepted'])
  })

  test.each([
    ['a bounce after a delivery', ['delivered', 'bounced'], 'bounced'],
    ['a delay that comes late', ['delivered', 'delayed'], 'delivered'],
    ['an answer after the lease ran out', ['uncertain', 'accepted'], 'accepted'],
    ['“refused without harm” after the lease ran out', ['uncertain', 'returned'], 'uncertain'],
    ['a complaint', ['complained', 'delivered', 'bounced'], 'complained'],
  ] as const)('%s counts for what it is', (_, states, end) => {
    expect(
      attempts.stateOf(
        heard(
          withStates('claimed'),
          states.map((state) => ({ state, at: NOW })),
        ),
      ),
    ).toBe(end)
  })
})

describe('a delivery', () => {
  test('is planned until it is claimed, and again when it was refused without harm', () => {
    expect(attempts.stateOf(undefined)).toBe('planned')
    const first = attempts.claimed(key, claim())
    expect(first).toMatchObject({
      key,
      revision: 1,
      attempts: [{ number: 1, contact: 'first', state: 'claimed', leaseUntil: '2026-12-08T16:01:30Z' }],
    })
    const returned = heard(first, [{ state: 'returned', at: NOW, reason: 'throttled' }])
    expect(attempts.stateOf(returned)).toBe('planned')
    const again = attempts.claimedAgain(returned, { ...claim('second'), claim: 'another' })
    expect(again).toMatchObject({
      revision: 3,
      attempts: [
        { number: 1, state: 'returned' },
        { number: 2, contact: 'second', claim: 'another', state: 'claimed' },
      ],
    })
    expect(attempts.stateOf(again)).toBe('claimed')
  })

  test('shows the attempt that did most for its addressee; of those that came to nothing, the newest', () => {
    const shown = (...states: AttemptState[]) => attempts.bestAttempt(withStates(...states))
    expect(shown('bounced', 'delivered').number).toBe(2)
    expect(shown('delivered', 'bounced')).toMatchObject({ number: 1, state: 'delivered' })
    expect([shown('bounced', 'blocked').number, shown('blocked', 'returned').number, shown('uncertain', 'bounced').number]).toEqual([
      2, 2, 1,
    ])
    expect(() => attempts.bestAttempt({ key, revision: 1, attempts: [] })).toThrow('a delivery has at least one attempt')
  })

  test('may be known if any of its attempts may, and is told if any of them was', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...AttemptState.options), { minLength: 1, maxLength: 5 }), (states) => {
        const whole = withStates(...states)
        const parts = states.map((state) => attempts.stateOf(withStates(state)))
        expect(attempts.mayKnowBy(whole)).toBe(parts.some(attempts.mayKnow))
        expect(attempts.isTold(attempts.stateOf(whole))).toBe(parts.some(attempts.isTold))
      }),
    )
  })

  /** DESIGN.md, section 1: “may know” and “delivered”; section 2: what a ledger accounts for. */
  test.each([
    ['planned', '-', '-', '-'],
    ['claimed', 'may know', '-', '-'],
    ['cancelled', '-', 'accounted', '-'],
    ['skipped', '-', 'accounted', '-'],
    ['blocked', '-', 'accounted', '-'],
    ['uncertain', 'may know', 'accounted', '-'],
    ['accepted', 'may know', 'accounted', '-'],
    ['delayed', 'may know', 'accounted', '-'],
    ['suppressed', '-', 'accounted', '-'],
    ['rejected', '-', 'accounted', '-'],
    ['delivered', 'may know', 'accounted', 'told'],
    ['bounced', 'may know', 'accounted', '-'],
    ['complained', 'may know', 'accounted', 'told'],
  ] as const)('that is %s: %s, %s, %s', (...row) => {
    const [state] = row
    const says = [attempts.mayKnow(state) && 'may know', attempts.isAccounted(state) && 'accounted', attempts.isTold(state) && 'told']
    expect([state, ...says.map((word) => word || '-')]).toEqual([...row])
  })

  test('of several that are under way or done, an open one counts for more, and whoever was told for most', () => {
    const state = (...states: AttemptState[]) => attempts.stateOf(withStates(...states))
    expect(state('bounced', 'returned')).toBe('planned')
    expect(state('bounced', 'claimed')).toBe('claimed')
    expect(state('uncertain', 'returned')).toBe('planned')
    expect([state('uncertain', 'claimed'), state('accepted', 'claimed')]).toEqual(['claimed', 'claimed'])
    expect(state('accepted', 'returned', 'claimed')).toBe('claimed')
    expect(state('delivered', 'returned')).toBe('delivered')
    expect(state('delivered', 'claimed')).toBe('delivered')
    expect(state('complained', 'returned')).toBe('complained')
  })

  test('loses its lease at its end, and only while nobody knows what became of it', () => {
    const two = withStates('accepted', 'claimed')
    expect(attempts.expired(two, LEASE.minus(1))).toEqual([])
    expect(attempts.expired(two, LEASE).map(({ number }) => number)).toEqual([2])
  })
})

describe('the version that an addressee may know', () => {
  const [older, newer] = ['1', '2'].map((name) => ({ content: digestOfBytes(name), disclosureAt: '2026-12-15T17:00:00Z' }))
  const told = (...states: readonly AttemptState[]): Delivery => {
    const versions = [older, newer]
    const all = withStates(...states)
    return { ...all, attempts: all.attempts.map((attempt, n) => ({ ...attempt, ...(versions[n] && { says: versions[n] }) })) }
  }

  test.each<[states: readonly AttemptState[], says: typeof older]>([
    [['delivered'], older],
    [['bounced', 'delivered'], newer],
    [['uncertain', 'blocked'], older],
    [['accepted', 'returned'], older],
    [['accepted', 'claimed'], newer],
    [['blocked', 'returned'], undefined],
    [['skipped'], undefined],
  ])('is that of the newest attempt that they may have read: %j', (states, says) => {
    expect(attempts.saidBy(told(...states))).toEqual(says)
    expect(attempts.mayKnowBy(told(...states))).toBe(says !== undefined)
  })

  test('is none without a delivery, nor where the attempt said none', () => {
    expect(attempts.saidBy(undefined)).toBeUndefined()
    expect(attempts.mayKnowBy(undefined)).toBe(false)
    expect(attempts.saidBy(withStates('delivered'))).toBeUndefined()
  })

  test('is kept by the claim that says it', () => {
    const says = older
    expect(without(attempts.claimed(key, { ...claim(), says }))).toMatchObject([{ says }])
    expect(without(attempts.claimed(key, claim())).map((attempt) => 'says' in attempt)).toEqual([false])
  })
})

describe('a delivery that is opened again', () => {
  const LATER = NOW.plus({ hours: 5 })
  const open = (delivery: Delivery, contact: 'first' | 'second' = 'first') =>
    attempts.reopened(delivery, { at: LATER, contact, reason: 'resent' })

  test('has one attempt more, which anybody may claim, and the next claim goes where it says', () => {
    const opened = open(withStates('uncertain'), 'second')
    expect(opened).toMatchObject({ revision: 2, attempts: [{ state: 'uncertain' }, { number: 2, contact: 'second', reason: 'resent' }] })
    expect([attempts.stateOf(opened), attempts.isToSend(opened), attempts.nextContact(opened)]).toEqual(['planned', true, 'second'])
    expect(attempts.claimedAgain(opened, claim()).attempts.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('keeps how many contacts there are, and goes to the first where nobody has said another', () => {
    expect(open(withContacts(withStates('bounced'), 2)).attempts.map(({ contacts }) => contacts)).toEqual([2, 2])
    expect(attempts.nextContact(undefined)).toBe('first')
    expect(attempts.nextContact(open(open(withStates('bounced')), 'second'))).toBe('second')
  })

  test('is open since the word of it, also when a claim on it came back unsent, and no more once one was used', () => {
    expect(attempts.openSince(undefined)).toBeUndefined()
    expect(attempts.openSince(withStates('returned'))).toBeUndefined()
    const opened = open(withStates('blocked'))
    expect(attempts.openSince(opened)?.toISO()).toBe(LATER.toISO())
    const used = attempts.claimedAgain(opened, claim())
    expect(attempts.openSince(used)).toBeUndefined()
    const news = (state: AttemptState) => attempts.withNews(used, 3, { state, at: LATER, reason: 'Throttling' })
    expect(attempts.openSince(news('returned'))?.toISO()).toBe(LATER.toISO())
    expect(attempts.openSince(news('accepted'))).toBeUndefined()
    expect(attempts.openSince(attempts.withNews(opened, 1, { state: 'delivered', at: LATER }))).toBeUndefined()
    // SES took what it said it had refused: the word was used, whatever came back after that.
    const taken = attempts.withNews(attempts.claimedAgain(news('returned') ?? used, claim()), 3, { state: 'accepted', at: LATER })
    expect(attempts.openSince(taken && withNewest(taken, 'returned'))).toBeUndefined()
  })

  test('may go in plain where whoever opened it last said so, and only then', () => {
    const plainly = (delivery: Delivery) => attempts.reopened(delivery, { at: LATER, contact: 'first', reason: 'unblocked', plain: true })
    expect(attempts.mayBePlain(withStates('blocked'))).toBe(false)
    expect(attempts.mayBePlain(open(withStates('blocked')))).toBe(false)
    const said = plainly(withStates('blocked'))
    expect(attempts.mayBePlain(said)).toBe(true)
    expect(attempts.mayBePlain(attempts.claimedAgain(said, claim()))).toBe(true)
    expect(attempts.mayBePlain(open(said))).toBe(false)
    expect(without(open(said)).map((attempt) => 'plain' in attempt)).toEqual([false, true, false])
  })

  test('was tried as often as a sender took it up', () => {
    expect(attempts.triesOf(withStates('returned', 'claimed'))).toBe(2)
    expect(attempts.triesOf(open(withStates('returned', 'blocked')))).toBe(2)
    expect(attempts.triesOf(attempts.claimedAgain(open(withStates('blocked')), claim()))).toBe(2)
  })

  test('knows that it was, which one that was merely claimed again was not', () => {
    expect(attempts.wasOpened(open(withStates('blocked')))).toBe(true)
    expect(attempts.wasOpened(withStates('returned', 'claimed'))).toBe(false)
  })

  test('has left twice when SES took it again although it had it, and nobody said so in between', () => {
    expect(attempts.leftTwice(withStates('accepted', 'accepted'))).toBe(true)
    expect(attempts.leftTwice(withStates('bounced', 'returned', 'delivered'))).toBe(true)
    expect(attempts.leftTwice(withStates('returned', 'accepted', 'claimed'))).toBe(false)
    expect(attempts.leftTwice(withStates('uncertain', 'accepted'))).toBe(false)
    const resent = withNewest(attempts.claimedAgain(open(withStates('accepted')), claim()), 'delivered')
    expect(attempts.leftTwice(resent)).toBe(false)
    expect(attempts.leftTwice(withNewest(attempts.claimedAgain(resent, claim()), 'accepted'))).toBe(true)
  })
})

describe('a bounce off the first of two contacts', () => {
  const two = withContacts(withStates('accepted'), 2)
  const news = (state: AttemptState): attempts.News => ({ state, at: NOW })

  test.each(['bounced', 'suppressed'] as const)('opens an attempt to the second in the same write: %s', (state) => {
    const after = attempts.withNews(two, 1, news(state))
    expect(after).toMatchObject({
      revision: two.revision + 1,
      attempts: [{ state }, { number: 2, contact: 'second', contacts: 2, state: 'returned', reason: 'first-contact-bounced' }],
    })
    expect([attempts.stateOf(after), attempts.nextContact(after)]).toEqual(['planned', 'second'])
  })

  test('opens it also when it was tried before in vain', () => {
    const tried = withContacts(withStates('returned', 'accepted'), 2)
    expect(attempts.nextContact(attempts.withNews(tried, 2, news('bounced')))).toBe('second')
  })

  test.each(['rejected', 'delayed', 'delivered', 'complained', 'blocked'] as const)('alone does: not %s', (state) => {
    expect(heard(two, [news(state)]).attempts).toHaveLength(1)
  })

  test('opens nothing for who has one contact, nor off the second', () => {
    expect(heard(withStates('accepted'), [news('bounced')]).attempts).toHaveLength(1)
    const second = { ...two, attempts: two.attempts.map((attempt) => ({ ...attempt, contact: 'second' as const })) }
    expect(heard(second, [news('bounced')]).attempts).toHaveLength(1)
  })

  test('opens one attempt, however often and in whatever order it is told', () => {
    const anyStates = fc.uniqueArray(fc.constantFrom(...AttemptState.options), { maxLength: 8 })
    fc.assert(
      fc.property(
        anyStates.chain((states) => fc.tuple(fc.constant(states), shuffled(states))),
        ([states, again]) => {
          const [one, other] = [states, again].map((list) => heard(two, list.map(news)))
          expect(attempts.stateOf(other)).toBe(attempts.stateOf(one))
          expect((other?.attempts ?? []).filter(({ contact }) => contact === 'second').length).toBeLessThan(2)
        },
      ),
    )
  })

  test('shows the same in the end, in whatever order both attempts’ events come', () => {
    const events = fc.uniqueArray(
      fc.tuple(fc.constantFrom(1, 3), fc.constantFrom<AttemptState>('accepted', 'delayed', 'delivered', 'bounced', 'complained')),
      { maxLength: 8, selector: ([number, state]) => `${number} ${state}` },
    )
    const sent = withNewest(
      attempts.claimedAgain(attempts.withNews(two, 1, news('bounced')) ?? two, { ...claim('second'), contacts: 2 }),
      'accepted',
    )
    fc.assert(
      fc.property(
        events.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, again]) => {
          const [one, other] = [list, again].map((told) =>
            told.reduce((current, [number, state]) => attempts.withNews(current, number, news(state)) ?? current, sent),
          )
          expect(attempts.stateOf(other)).toBe(attempts.stateOf(one))
          expect(other?.attempts).toHaveLength(3)
        },
      ),
    )
  })

  test('does not undo that somebody was told: a delivery to either contact counts', () => {
    const told = heard(two, [news('delivered')])
    expect(attempts.stateOf(told)).toBe('delivered')
    const resent = withNewest(
      attempts.claimedAgain(
        attempts.reopened(withContacts(withStates('uncertain'), 2), { at: NOW, contact: 'first', reason: 'resent' }),
        claim(),
      ),
      'delivered',
    )
    const late = attempts.withNews(resent, 1, news('bounced'))
    expect(late?.attempts.map(({ contact }) => contact)).not.toContain('second')
    expect(attempts.stateOf(late)).toBe('delivered')
  })
})

describe('a delivery’s id', () => {
  const anyKey: fc.Arbitrary<DeliveryKey> = fc.record({
    campaign: fc.constant(key.campaign),
    notice: fc
      .tuple(fc.constantFrom('advance', 'reporter-date', 'disclosure-day'), fc.integer({ min: 1, max: 999 }))
      .map((parts) => NoticeId.parse(parts.join('-'))),
    chunk: fc.nat(10_000),
    addressee: fc
      .oneof(
        fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
        fc.constantFrom('team', 'team-advance', 'team-reporter-date'),
      )
      .map((id) => AddresseeId.parse(id)),
  })

  test('is its key, there and back', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const id = attempts.deliveryIdOf(key)
        expect(DeliveryId.parse(id)).toBe(id)
        expect(attempts.deliveryKeyOf(key.campaign, id)).toEqual(key)
      }),
    )
  })

  test.each([
    'advance-1_0_stranger',
    'advance-1_007_team',
    'advance-0_0_team',
    'advance-1_0_',
    'advance-1__team',
    'advance-1_0_team_x',
    `advance-1_0_${'AB'.repeat(16)}`,
  ])('is not %s', (text) => {
    expect(DeliveryId.safeParse(text).success).toBe(false)
  })
})
