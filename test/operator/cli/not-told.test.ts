import { describe, expect, test } from 'vitest'
import type { DeliveryRow } from '../../../operator/cli/delivery-rows.ts'
import { summaryOf, tellingOf } from '../../../operator/cli/not-told.ts'

const row = (changes: Partial<DeliveryRow>): DeliveryRow => ({
  notice: 'advance-1',
  addressee: 'a',
  to: 'recipient',
  state: 'planned',
  attempts: 0,
  ...changes,
})

describe('who is not told', () => {
  test.each<[string, Partial<DeliveryRow>, string]>([
    ['delivered', { state: 'delivered' }, 'told'],
    ['read, and called spam', { state: 'complained' }, 'told'],
    ['taken by SES and no more', { state: 'accepted' }, 'not-told'],
    ['not sent yet', { state: 'planned' }, 'not-told'],
    ['of whom nobody knows', { state: 'uncertain' }, 'not-told'],
    ['suspended meanwhile', { state: 'skipped', reason: 'recipient-suspended' }, 'not-told'],
    ['never told what is withdrawn', { state: 'skipped', reason: 'not-concerned' }, 'not-for-them'],
    ['not reached before the withdrawal', { state: 'cancelled', reason: 'withdrawn' }, 'not-for-them'],
    ['not reached before a newer version', { state: 'cancelled', reason: 'superseded' }, 'not-told'],
  ])('%s', (_name, changes, telling) => {
    const one = row(changes)
    expect(tellingOf([one])(one)).toBe(telling)
  })

  test('one who was told at another contact, after they were included again, is told', () => {
    const rows = [row({ state: 'bounced' }), row({ state: 'delivered' }), row({ state: 'bounced', notice: 'reminder-1' })]
    expect(summaryOf(rows)).toEqual({ counts: { bounced: 2, delivered: 1 }, told: 1, notTold: 1, notForThem: 1 })
  })

  test('members who are not named are not each other', () => {
    const unnamed = { notice: 'advance-1', to: 'recipient', attempts: 0 } as const
    const rows: DeliveryRow[] = [
      { ...unnamed, state: 'delivered' },
      { ...unnamed, state: 'planned' },
    ]
    expect(summaryOf(rows)).toMatchObject({ told: 1, notTold: 1 })
  })
})
