import { describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { AddresseeId, CampaignId, DeliveryId, NoticeId, PersonId, RecipientId } from '../../../core/shared/ids.ts'

const HEX = '0123456789abcdef0123456789abcdef'

describe.each<[name: string, Id: z.ZodType, good: readonly string[], bad: readonly string[], says: string]>([
  [
    'a campaign',
    CampaignId,
    ['c-4k2m9x7q1d8z5t3w', 'c-0123456789abcdef'],
    [
      '',
      'c-4k2m9x7q1d8z5t3',
      'c-4k2m9x7q1d8z5t3w0',
      ' c-4k2m9x7q1d8z5t3w',
      'c-4k2m9x7q1d8z5t3w\n',
      'c-4K2M9X7Q1D8Z5T3W',
      'c-il0ouil0ouil0oui',
      'c-4',
    ],
    'must be a campaign id, such as c-4k2m9x7q1d8z5t3w',
  ],
  [
    'a recipient',
    RecipientId,
    [HEX],
    ['', 'a', HEX.slice(1), `${HEX}0`, `g${HEX}`, HEX.toUpperCase(), `g${HEX.slice(1)}`],
    'must be a recipient id: 32 lower-case hex digits',
  ],
  [
    'an addressee',
    AddresseeId,
    [HEX, 'team', 'team-key-unusable'],
    ['', 'a', `${HEX}0`, `x${HEX}`, 'team-', 'team-1', 'team-x ', 'teams', 'the-team', HEX.replaceAll(/[0-9a-f]/g, 'g')],
    'must be an addressee id',
  ],
  [
    'a notice',
    NoticeId,
    ['advance-1', 'disclosure-day-10', 'x-9'],
    ['', 'advance', 'advance-', 'advance-0', 'advance-01', 'Advance-1', 'advance-1x', ' advance-1', '1-1', 'advance-1-'],
    'must be a notice id, such as advance-1',
  ],
  [
    'a delivery',
    DeliveryId,
    [`advance-1_0_${HEX}`, 'disclosure-day-10_12_team', 'rehearsal-2_1_team-day-ahead'],
    [
      '',
      `advance-1_0_${HEX}0`,
      `_advance-1_0_${HEX}`,
      `1-1_0_${HEX}`,
      `advance-0_0_${HEX}`,
      `advance-1x_0_${HEX}`,
      `advance-1_00_${HEX}`,
      `advance-1_x_${HEX}`,
      `advance-1_1x_${HEX}`,
      'advance-1_0_a',
      'advance-1_0_team-',
      'advance-1_0_team-1',
      `advance-1_0_${'g'.repeat(32)}`,
    ],
    'must be a delivery id',
  ],
  [
    'a person',
    PersonId,
    ['a', 'alice', 'mary-ann2', 'a'.repeat(32)],
    ['', '1alice', '-alice', 'Alice', 'ali_ce', 'alice ', ' alice', 'a'.repeat(33), 'al.ice'],
    'must be a short lower-case name, such as alice',
  ],
])('the id of %s', (...[, Id, good, bad, says]) => {
  test.each(good)('may be %j', (id) => {
    expect(Id.parse(id)).toBe(id)
  })
  test.each(bad)('cannot be %j, and the problem says what it should be', (id) => {
    expect(Id.safeParse(id).error?.issues.map(({ message }) => message)).toEqual([says])
  })
})
