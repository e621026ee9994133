import { describe, expect, test } from 'vitest'
import type { Notice } from '../../../core/campaign/campaign.ts'
import { AttemptState, type Delivery } from '../../../core/delivery/delivery.ts'
import { type DeliveryState, stateOf } from '../../../core/delivery/attempts.ts'
import { DELIVERY_CODES } from '../../../core/delivery/alarm.ts'
import { isWatched, nextRound, troubleOf } from '../../../core/delivery/round.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { advance1, attempt, deliveryTo, recipientId } from '../../contracts/sample.ts'
import { instant } from '../../fakes/clock.ts'

const PATIENCE = { uncertainAfter: 'PT15M', unconfirmedAfter: 'PT4H' }
const at = instant('2026-12-08T16:00:00Z')
const ago = (minutes: number) => at.minus({ minutes }).toISO({ suppressMilliseconds: true })

const inState = (state: AttemptState, changes: Partial<Delivery['attempts'][number]> = {}): Delivery =>
  deliveryTo(recipientId('a'), { attempts: [{ ...attempt, state, claimedAt: ago(1), changedAt: ago(1), ...changes }] })

describe('what the team must hear of a delivery', () => {
  test.each(['blocked', 'bounced', 'suppressed', 'rejected', 'complained'] as const)('is at once that it is %s', (state) => {
    expect(troubleOf(inState(state), at, PATIENCE)).toBe(state)
  })

  test.each(['claimed', 'returned', 'cancelled', 'skipped', 'delivered'] as const)('is nothing while it is %s, however long', (state) => {
    const old = { claimedAt: ago(100_000), changedAt: ago(100_000) }
    expect(troubleOf(inState(state, old), at, PATIENCE)).toBeUndefined()
  })

  test('is that it is uncertain, from fifteen minutes after it became so', () => {
    const since = (minutes: number) => troubleOf(inState('uncertain', { claimedAt: ago(600), changedAt: ago(minutes) }), at, PATIENCE)
    expect([since(14), since(15)]).toEqual([undefined, 'uncertain'])
  })

  test.each(['accepted', 'delayed'] as const)('is that it is unconfirmed when it is %s, from four hours after its claim', (state) => {
    const since = (minutes: number) => troubleOf(inState(state, { claimedAt: ago(minutes), changedAt: ago(1) }), at, PATIENCE)
    expect([since(239), since(240)]).toEqual([undefined, 'unconfirmed'])
  })

  test('says nothing of a first contact that bounced while the second is tried or was told', () => {
    const two = (state: AttemptState): Delivery => ({
      ...inState('bounced'),
      attempts: [
        { ...attempt, state: 'bounced' },
        { ...attempt, number: 2, contact: 'second', state, claimedAt: ago(1), changedAt: ago(1) },
      ],
    })
    const told = (['returned', 'claimed', 'accepted', 'delivered'] as const).map((state) => troubleOf(two(state), at, PATIENCE))
    expect(told).toEqual([undefined, undefined, undefined, undefined])
    expect(troubleOf(two('bounced'), at, PATIENCE)).toBe('bounced')
  })

  test('has a code for every state in which somebody who is not told may be waited for', () => {
    const old = { claimedAt: ago(100_000), changedAt: ago(100_000) }
    const silent = AttemptState.options.filter((state) => troubleOf(inState(state, old), at, PATIENCE) === undefined)
    const shown = silent.map((state): DeliveryState => stateOf(inState(state)))
    expect(shown.toSorted()).toEqual(['cancelled', 'claimed', 'delivered', 'planned', 'skipped'])
    const codes = AttemptState.options.map((state) => troubleOf(inState(state, old), at, PATIENCE)).filter((code) => code !== undefined)
    expect(codes.filter((code) => code === 'key-unusable')).toEqual([])
    expect([...new Set(codes), 'key-unusable'].toSorted()).toEqual([...DELIVERY_CODES].toSorted())
  })
  test.each(['key-expired', 'required-key-missing'])(
    'tells what is blocked by a key, as %s is, from what is blocked by anything else',
    (reason) => {
      expect(troubleOf(inState('blocked', { reason }), at, PATIENCE)).toBe('key-unusable')
      expect(troubleOf(inState('blocked', { reason: 'key-lost' }), at, PATIENCE)).toBe('blocked')
    },
  )
})

describe('rounds', () => {
  const notice: Notice = {
    id: advance1,
    kind: 'advance',
    version: 1,
    state: 'released',
    to: 'recipients',
    mayKnowOnly: false,
    digest: digestOfBytes('what was approved'),
    dueAt: '2026-12-08T16:00:00Z',
    releasedAt: '2026-12-08T16:00:00Z',
  }

  test('are made over what goes out or went out, for fourteen days', () => {
    const states = ['planned', 'releasing', 'released', 'held', 'cancelled'] as const
    expect(states.filter((state) => isWatched({ ...notice, state }, at))).toEqual(['releasing', 'released'])
    expect([isWatched(notice, at.plus({ days: 14 }).minus(1)), isWatched(notice, at.plus({ days: 14 }))]).toEqual([true, false])
    const { releasedAt: _, ...never } = notice
    expect(isWatched({ ...never, state: 'releasing' }, at)).toBe(false)
  })

  test('begin when what is unclear has had its time, at the first chunk, with nothing found', () => {
    expect(nextRound(at, PATIENCE)).toEqual({ next: 0, found: [], from: at.plus({ minutes: 15 }) })
  })
})
