import { describe, expect, test } from 'vitest'
import type { Notice } from '../../../core/campaign/campaign.ts'
import { type Claimed, lastLook } from '../../../core/delivery/last-look.ts'
import type { Fence } from '../../../core/delivery/ports.ts'
import { type Digest, digestOfBytes } from '../../../core/shared/digest.ts'
import { Member } from '../../../core/recipient/recipient.ts'
import { AddresseeId } from '../../../core/shared/ids.ts'
import { advance1, campaignAt, recipientId } from '../../contracts/sample.ts'
import { instant } from '../../fakes/clock.ts'

const digest = digestOfBytes('what was approved')
const at = instant('2026-12-08T17:00:00Z')
const ACCEPTED = '2026-12-09T08:00:00Z'
const member = Member.parse({
  id: recipientId('a'),
  version: 3,
  organisation: 'Tree Frog Linux',
  contacts: ['security@treefrog.example'],
  zone: 'UTC',
  encryption: 'none',
})
const [address] = member.contacts
if (address === undefined) throw new Error('a contact')

const releasing: Notice = {
  id: advance1,
  kind: 'advance',
  version: 1,
  state: 'releasing',
  to: 'recipients',
  mayKnowOnly: false,
  digest,
  dueAt: '2026-12-08T17:00:00Z',
  notAfter: '2026-12-15T17:00:00Z',
}
const claimed: Claimed = {
  notice: advance1,
  digest,
  isRehearsal: false,
  openedAt: undefined,
  target: { id: AddresseeId.parse(member.id), template: 'advance', addressee: { kind: 'recipient', member, address, zone: 'UTC' } },
}
const approvedAs = (digest: Digest) => {
  const pin = { content: digest, audience: digest, disclosureAt: '2026-12-15T17:00:00Z', bundle: digest }
  return { approved: { digest, pin, at: '2026-12-01T09:00:00Z', members: 1, reporters: 0 } }
}
const withNotice = (changes: Partial<Notice>) =>
  campaignAt(4, { state: 'embargoed', ...approvedAs(digest), notices: [{ ...releasing, ...changes }] })
const fence: Fence = {
  table: 'ours',
  doubtUntil: undefined,
  campaign: withNotice({}),
  halted: false,
  recipient: { state: 'active', version: 3 },
}

describe('the last look before a send', () => {
  test('lets a mail go when nothing has changed', () => {
    expect(lastLook(claimed, fence, at)).toEqual({ go: true })
  })
  test.each<[string, Partial<Fence>, { state: string; reason: string }]>([
    ['the campaign is gone', { campaign: undefined }, { state: 'blocked', reason: 'campaign-missing' }],
    ['the notice is gone', { campaign: campaignAt(4, { notices: [] }) }, { state: 'blocked', reason: 'notice-missing' }],
    [
      'the notice is out, and something newer is in force',
      { campaign: { ...withNotice({ state: 'released' }), ...approvedAs(digestOfBytes('what is newer')) } },
      { state: 'blocked', reason: 'not-in-force' },
    ],
    ['the table is a restored copy', { table: 'foreign' }, { state: 'returned', reason: 'table-restored' }],
    ['nobody knows whose table it is', { table: 'unclaimed' }, { state: 'returned', reason: 'table-restored' }],
    ['a halt stands', { halted: true }, { state: 'returned', reason: 'halted' }],
    [
      'the notice was superseded',
      { campaign: withNotice({ state: 'cancelled', because: 'superseded' }) },
      { state: 'cancelled', reason: 'superseded' },
    ],
    ['the notice was cancelled', { campaign: withNotice({ state: 'cancelled' }) }, { state: 'cancelled', reason: 'cancelled' }],
    [
      'nothing was ever approved',
      { campaign: campaignAt(4, { approved: undefined, notices: [releasing] }) },
      { state: 'blocked', reason: 'not-in-force' },
    ],
    ['the notice is held', { campaign: withNotice({ state: 'held' }) }, { state: 'returned', reason: 'notice-held' }],
    ['the notice is planned again', { campaign: withNotice({ state: 'planned' }) }, { state: 'returned', reason: 'notice-planned' }],
    [
      'other bytes are in force',
      { campaign: withNotice({ digest: digestOfBytes('something else') }) },
      { state: 'returned', reason: 'pin-changed' },
    ],
    ['the recipient is unknown', { recipient: undefined }, { state: 'skipped', reason: 'recipient-removed' }],
    ['the recipient was removed', { recipient: { state: 'removed', version: 4 } }, { state: 'skipped', reason: 'recipient-removed' }],
    ['the recipient was suspended', { recipient: { state: 'suspended', version: 4 } }, { state: 'skipped', reason: 'recipient-suspended' }],
    ['the recipient was changed', { recipient: { state: 'active', version: 4 } }, { state: 'blocked', reason: 'recipient-changed' }],
  ])('says no when %s', (_, changes, instead) => {
    expect(lastLook(claimed, { ...fence, ...changes }, at)).toEqual({ go: false, ...instead })
  })
  test('says no from the instant on after which the notice must not go', () => {
    expect(lastLook(claimed, fence, instant('2026-12-15T16:59:59Z'))).toEqual({ go: true })
    expect(lastLook(claimed, fence, instant('2026-12-15T17:00:00Z'))).toMatchObject({ go: false, reason: 'past-not-after' })
  })
  test('lets what was opened again of a released notice go', () => {
    expect(lastLook(claimed, { ...fence, campaign: withNotice({ state: 'released' }) }, at)).toEqual({ go: true })
  })
  test.each<{ what: string; notice: Partial<Notice>; openedAt?: string; isInDoubt: boolean }>([
    { what: 'was going out', notice: { releasedAt: '2026-12-08T17:00:00Z' }, isInDoubt: true },
    { what: 'was due at that very instant', notice: { dueAt: ACCEPTED, releasedAt: ACCEPTED }, isInDoubt: true },
    { what: 'was due, and is released only now', notice: { releasedAt: '2026-12-09T09:00:00Z' }, isInDoubt: true },
    {
      what: 'was out, and was planned again since',
      notice: { releasedAt: '2026-12-08T17:00:00Z', dueAt: '2026-12-09T09:00:00Z' },
      isInDoubt: true,
    },
    {
      what: 'was opened before that',
      notice: { releasedAt: '2026-12-08T17:00:00Z' },
      openedAt: '2026-12-08T18:00:00Z',
      isInDoubt: true,
    },
    { what: 'was opened since', notice: { releasedAt: '2026-12-08T17:00:00Z' }, openedAt: '2026-12-09T08:00:01Z', isInDoubt: false },
    {
      what: 'became due ten minutes later',
      notice: { dueAt: '2026-12-09T08:10:00Z', releasedAt: '2026-12-09T08:10:00Z' },
      isInDoubt: true,
    },
    {
      what: 'became due after that, and was let go before anybody wrote when',
      notice: { dueAt: '2026-12-09T08:10:01Z' },
      isInDoubt: false,
    },
    {
      what: 'became due after that',
      notice: { dueAt: '2026-12-09T08:10:01Z', releasedAt: '2026-12-09T08:10:01Z' },
      isInDoubt: false,
    },
  ])('of a restored table, doubts or not what $what', ({ notice, openedAt, isInDoubt }) => {
    const restored = { ...fence, doubtUntil: instant(ACCEPTED), campaign: withNotice(notice) }
    const held = { ...claimed, openedAt: openedAt === undefined ? undefined : instant(openedAt) }
    expect(lastLook(held, restored, instant('2026-12-09T09:00:00Z'))).toEqual(
      isInDoubt ? { go: false, state: 'uncertain', reason: 'table-restored' } : { go: true },
    )
  })
  test('doubts a rehearsal too, and nothing in a table that was never restored', () => {
    const restored = { ...fence, doubtUntil: instant(ACCEPTED) }
    expect(lastLook({ ...claimed, isRehearsal: true }, restored, at)).toMatchObject({ state: 'uncertain' })
    expect(lastLook(claimed, { ...restored, doubtUntil: undefined }, at)).toEqual({ go: true })
  })
  test('does not ask for the recipient of a rehearsal, who does not exist', () => {
    expect(lastLook({ ...claimed, isRehearsal: true }, { ...fence, recipient: undefined }, at)).toEqual({ go: true })
  })
})
