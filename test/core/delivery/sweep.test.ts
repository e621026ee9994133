import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SweepChunk, affordable, creditAt, doneAt, everyMillis, isStuck, leftToday, startMark } from '../../../core/delivery/sweep.ts'
import { fromStored } from '../../../core/embargo/instant.ts'

const NOW = fromStored('2026-12-08T16:00:00Z')
const CHUNK = 25

const anyChunks = fc
  .array(fc.integer({ min: 1, max: CHUNK }), { maxLength: 12 })
  .map((sizes): SweepChunk[] => sizes.map((members, chunk) => ({ chunk, members })))
const sum = (chunks: readonly SweepChunk[]) => chunks.reduce((total, { members }) => total + members, 0)

describe('what is queued', () => {
  test('is the next chunks in order, whole, as many as the credit pays for and not one fewer', () => {
    fc.assert(
      fc.property(anyChunks, fc.nat(12), fc.integer({ min: 0, max: 400 }), (chunks, from, credit) => {
        const picked = affordable(chunks, from, { credit, ahead: 0, perSecond: 10 })
        expect(picked.map(({ chunk, members }) => ({ chunk, members }))).toEqual(chunks.slice(from, from + picked.length))
        expect(sum(picked)).toBeLessThanOrEqual(credit)
        const next = chunks[from + picked.length]
        expect(next === undefined || sum(picked) + next.members > credit).toBe(true)
      }),
    )
  })

  test('is spread over the time that the account’s rate needs for what is before it', () => {
    const chunks = [25, 25, 10].map((members, chunk) => ({ chunk, members }))
    const delays = (ahead: number, perSecond: number) =>
      affordable(chunks, 0, { credit: 1000, ahead, perSecond }).map(({ delaySeconds }) => delaySeconds)
    expect(delays(0, 1)).toEqual([0, 25, 50])
    expect(delays(40, 10)).toEqual([4, 6, 9])
    expect(delays(0, 1000)).toEqual([0, 0, 0])
    expect(delays(5000, 1)).toEqual([900, 900, 900])
  })

  test('is nothing for a credit of less than a chunk: it waits, in its order', () => {
    const chunks = [
      { chunk: 2, members: 25 },
      { chunk: 3, members: 1 },
    ]
    expect(affordable(chunks, 0, { credit: 24.9, ahead: 0, perSecond: 1 })).toEqual([])
    expect(affordable(chunks, 0, { credit: 26, ahead: 0, perSecond: 1 })).toHaveLength(2)
  })
})

test('an account that may send nothing by the second gets no hint, whatever credit is left', () => {
  expect(affordable([{ chunk: 2, members: 1 }], 0, { credit: 25, ahead: 0, perSecond: 0 })).toEqual([])
  expect(affordable([{ chunk: 2, members: 1 }], 0, { credit: 25, ahead: 5, perSecond: 0 })).toEqual([])
})

test('hints’ delays never fall, and are whole seconds that SQS takes', () => {
  fc.assert(
    fc.property(anyChunks, fc.nat(5000), fc.double({ min: 0.1, max: 500, noNaN: true }), (chunks, ahead, perSecond) => {
      const delays = affordable(chunks, 0, { credit: 10_000, ahead, perSecond }).map(({ delaySeconds }) => delaySeconds)
      expect(delays.every((delay) => Number.isInteger(delay) && delay >= 0 && delay <= 900)).toBe(true)
      expect(delays).toEqual(delays.toSorted((a, b) => a - b))
    }),
  )
})

describe('the pace', () => {
  test.each([
    [1, 1000],
    [14, 72],
    [500, 2],
    [0.01, 60_000],
    [0, 60_000],
  ])('of %s mails a second is one every %s milliseconds', (perSecond, millis) => {
    expect(everyMillis({ daily: 200, sent: 0, perSecond })).toBe(millis)
  })

  test('leaves what of the day is not used', () => {
    expect(leftToday({ daily: 200, sent: 50, perSecond: 1 })).toBe(150)
    expect(leftToday({ daily: 200, sent: 250, perSecond: 1 })).toBe(0)
  })

  test.each([
    { when: 'at its rate', mails: 100, quota: { daily: 200, sent: 0, perSecond: 1 }, after: { seconds: 100 } },
    { when: 'in a part of a second', mails: 1, quota: { daily: 200, sent: 0, perSecond: 14 }, after: { seconds: 1 } },
    { when: 'when there is nothing', mails: 0, quota: { daily: 200, sent: 200, perSecond: 1 }, after: { seconds: 0 } },
    { when: 'the rest a day later', mails: 150, quota: { daily: 200, sent: 100, perSecond: 1 }, after: { days: 1, seconds: 50 } },
    { when: 'the rest two days later', mails: 350, quota: { daily: 200, sent: 100, perSecond: 1 }, after: { days: 2, seconds: 50 } },
    {
      when: 'without a limit by the day',
      mails: 1_000_000,
      quota: { daily: Number.MAX_SAFE_INTEGER, sent: 5, perSecond: 100 },
      after: { seconds: 10_000 },
    },
  ])('is done $when', ({ mails, quota, after }) => {
    expect(doneAt(mails, quota, NOW)).toEqual(NOW.plus(after))
  })

  test.each([
    { daily: 200, sent: 0, perSecond: 0 },
    { daily: 0, sent: 0, perSecond: 1 },
  ])('of an account that may send nothing is never done: %j', (quota) => {
    expect(doneAt(1, quota, NOW)).toBe('never')
  })

  test('is done later for more mails and for more that are sent already', () => {
    const anyQuota = fc.record({
      daily: fc.integer({ min: 200, max: 50_000 }),
      sent: fc.nat(60_000),
      perSecond: fc.integer({ min: 1, max: 100 }),
    })
    fc.assert(
      fc.property(anyQuota, fc.nat(20_000), fc.nat(500), (quota, mails, more) => {
        const done = doneAt(mails, quota, NOW)
        expect(doneAt(mails + more, quota, NOW) >= done).toBe(true)
        expect(doneAt(mails, { ...quota, sent: quota.sent + more }, NOW) >= done).toBe(true)
      }),
    )
  })
})

describe('a sweep', () => {
  const mark = { queued: 4, settled: 3, movedAt: NOW }
  const later = NOW.plus({ seconds: 60 })

  test('is stuck when all is queued, something is not accounted for, and nothing has moved for a minute', () => {
    expect(isStuck(mark, 4, later)).toBe(true)
    expect(isStuck(mark, 4, later.minus(1))).toBe(false)
    expect(isStuck({ ...mark, settled: 4 }, 4, later)).toBe(false)
    expect(isStuck({ ...mark, queued: 3 }, 4, later)).toBe(false)
  })

  test('begins at the first chunk, moving now', () => {
    expect(startMark(NOW)).toEqual({ queued: 0, settled: 0, movedAt: NOW })
    expect(isStuck(startMark(NOW), 0, later)).toBe(false)
  })
})

describe('the credit', () => {
  const anyQuota = fc.record({
    perSecond: fc.integer({ min: 1, max: 200 }),
    daily: fc.integer({ min: 200, max: 100_000 }),
    sent: fc.nat(120_000),
  })
  const anyBudget = fc.option(
    fc.record({ credit: fc.nat(20_000), at: fc.integer({ min: -600, max: 5 }).map((seconds) => NOW.plus({ seconds })) }),
    { nil: undefined },
  )
  const anyTick = fc.constantFrom(1, 60)
  const at = (tickSeconds: number, seconds = 0) => ({ at: NOW.plus({ seconds }), tickSeconds, chunkSize: CHUNK })

  test('is never more than a tick’s worth or a chunk’s, nor than what is left of the day, nor less than nothing', () => {
    fc.assert(
      fc.property(anyBudget, anyQuota, anyTick, (budget, quota, tick) => {
        const credit = creditAt(budget, quota, at(tick))
        expect(credit).toBeLessThanOrEqual(Math.max(quota.perSecond * tick, CHUNK))
        expect(credit).toBeLessThanOrEqual(Math.max(0, quota.daily - quota.sent))
        expect(credit).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('grows with time, with what was left and with the account’s rate, and shrinks with what was sent', () => {
    fc.assert(
      fc.property(anyBudget, anyQuota, fc.nat(600), (budget, quota, more) => {
        const credit = creditAt(budget, quota, at(60))
        expect(creditAt(budget, quota, at(60, more))).toBeGreaterThanOrEqual(credit)
        const richer = budget && { ...budget, credit: budget.credit + more }
        expect(creditAt(richer, quota, at(60))).toBeGreaterThanOrEqual(credit)
        expect(creditAt(budget, { ...quota, perSecond: quota.perSecond + more }, at(60))).toBeGreaterThanOrEqual(credit)
        expect(creditAt(budget, { ...quota, sent: quota.sent + more }, at(60))).toBeLessThanOrEqual(credit)
      }),
    )
  })

  test('that is spent at every tick comes to no more than the account’s rate over the time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        (gaps, perSecond) => {
          const quota = { perSecond, daily: 1_000_000, sent: 0 }
          let now = NOW
          let spent = 0
          for (const gap of gaps) {
            const before = { credit: 0, at: now }
            now = now.plus({ seconds: gap })
            spent += creditAt(before, quota, { at: now, tickSeconds: 60, chunkSize: CHUNK })
          }
          expect(spent).toBeLessThanOrEqual(perSecond * now.diff(NOW).as('seconds'))
        },
      ),
    )
  })

  test('of a slow account still pays for a chunk in time', () => {
    const slow = { perSecond: 1, daily: 200, sent: 0 }
    expect(creditAt({ credit: 0, at: NOW }, slow, at(1, 24))).toBe(24)
    expect(creditAt({ credit: 0, at: NOW }, slow, at(1, 60))).toBe(CHUNK)
  })
})
