import { describe, expect, test } from 'vitest'
import type { Notice } from '../../../core/campaign/campaign.ts'
import { Digest } from '../../../core/shared/digest.ts'
import { NoticeId } from '../../../core/shared/ids.ts'
import { newestReleased } from '../../../operator/cli/newest-released.ts'

const releasedAt = '2026-12-08T16:00:00Z'
const advance = (version: number, rest: Partial<Notice>): Notice => ({
  id: NoticeId.parse(`advance-${version}`),
  kind: 'advance',
  version,
  state: 'released',
  to: 'recipients',
  mayKnowOnly: false,
  digest: Digest.parse('0'.repeat(64)),
  dueAt: releasedAt,
  ...rest,
})
const ids = (...notices: Notice[]) => newestReleased(notices).map(({ id }) => id)

describe('what says who is told', () => {
  test('is nothing before a notice went out', () => {
    expect(ids(advance(1, { state: 'planned' }))).toEqual([])
  })
  test('is the version before, while the next one is only planned', () => {
    expect(ids(advance(1, { releasedAt }), advance(2, { state: 'planned' }))).toEqual(['advance-1'])
  })
  test('is the version before, when the next one was called off', () => {
    expect(ids(advance(1, { releasedAt }), advance(2, { state: 'cancelled' }))).toEqual(['advance-1'])
  })
  test('is the next version alone, once it goes out', () => {
    expect(ids(advance(1, { releasedAt }), advance(2, { state: 'releasing', releasedAt }))).toEqual(['advance-2'])
  })
})
