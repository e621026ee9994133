import { describe, expect, test } from 'vitest'
import type { Notice } from '../../../core/campaign/campaign.ts'
import type { Delivery, DeliveryKey } from '../../../core/delivery/delivery.ts'
import { REPORTERS_CHUNK } from '../../../core/delivery/targets.ts'
import { toStored } from '../../../core/embargo/instant.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { AddresseeId, NoticeId } from '../../../core/shared/ids.ts'
import type { Material } from '../../../core/usecases/load-material.ts'
import { toldBefore } from '../../../core/usecases/told-before.ts'
import { attempt, campaignAt, campaignId, recipientId } from '../../contracts/sample.ts'
import { content, instant, recipient } from '../notice/sample.ts'

const [friday, monday, tuesday] = ['2026-12-18', '2026-12-21', '2026-12-22'].map((day) => instant(`${day}T16:00:00Z`))
if (!friday || !monday || !tuesday) throw new Error('three days')
const digest = digestOfBytes('what is in force')

/** The date moved from Friday to Monday to Tuesday. */
const material = {
  pin: { content: digest, disclosureAt: toStored(tuesday), bundle: digest },
  lineage: [
    { content: digestOfBytes('monday'), told: { content, disclosureAt: monday }, why: 'it takes longer' },
    { content: digestOfBytes('friday'), told: { content, disclosureAt: friday }, why: 'it takes longer' },
  ],
  told: { content, disclosureAt: tuesday },
} as unknown as Material
const says = {
  friday: { content: digestOfBytes('friday'), disclosureAt: toStored(friday) },
  monday: { content: digestOfBytes('monday'), disclosureAt: toStored(monday) },
}

const notice = (kind: Notice['kind'], version: number, releasedAt?: string): Notice => ({
  id: NoticeId.parse(`${kind}-${version}`),
  kind,
  version,
  state: releasedAt === undefined ? 'planned' : 'released',
  to: 'recipients',
  mayKnowOnly: false,
  digest,
  dueAt: '2026-12-08T16:00:00Z',
  ...(releasedAt !== undefined && { releasedAt }),
})
const NOTICES = [
  notice('advance', 1, '2026-12-08T16:00:00Z'),
  notice('reporter-date', 1, '2026-12-08T16:00:00Z'),
  notice('advance', 2, '2026-12-09T16:00:00.250Z'),
  notice('reminder', 1, '2026-12-10T16:00:00Z'),
  notice('advance', 3),
]

/** What somebody is told to have been told, when these notices reached them with these words. */
async function known(end: Notice, reached: Readonly<Record<string, Partial<Delivery['attempts'][number]>>>, chunk = 0) {
  const key: DeliveryKey = { campaign: campaignId, notice: end.id, chunk, addressee: AddresseeId.parse(recipientId('a')) }
  const read = async (of: DeliveryKey): Promise<Delivery | undefined> => {
    const changes = reached[of.notice]
    return changes && { key: of, revision: 1, attempts: [{ ...attempt, state: 'delivered', ...changes }] }
  }
  const campaign = campaignAt(9, { notices: [...NOTICES, end] })
  const target = { id: key.addressee, addressee: recipient, template: 'collapse' } as const
  const { before, isConcerned } = await toldBefore({ read }, { campaign, notice: end, material, target, key })
  return { date: before?.disclosureAt.toISODate(), isConcerned }
}

describe.each(['collapse', 'withdrawn'] as const)('the date that a %s takes back', (kind) => {
  const end = { ...notice(kind, 1), mayKnowOnly: kind === 'withdrawn' }

  test('is that of the newest notice that reached its addressee, whichever kind told it', async () => {
    const both = { 'advance-1': { says: says.friday }, 'advance-2': { says: says.monday } }
    expect(await known(end, both)).toEqual({ date: '2026-12-21', isConcerned: true })
    expect(await known(end, { 'advance-1': { says: says.friday }, 'reminder-1': { says: says.monday } })).toEqual({
      date: '2026-12-21',
      isConcerned: true,
    })
  })

  test('is not that of one which never came, nor of a notice that is not for them', async () => {
    const blocked = { 'advance-1': { says: says.friday }, 'advance-2': { says: says.monday, state: 'blocked' as const } }
    expect(await known(end, blocked)).toEqual({ date: '2026-12-18', isConcerned: true })
    expect(await known(end, { 'advance-1': { says: says.friday }, 'reporter-date-1': { says: says.monday } })).toMatchObject({
      date: '2026-12-18',
    })
    const toReporter = { 'advance-2': { says: says.monday }, 'reporter-date-1': { says: says.friday } }
    expect(await known(end, toReporter, REPORTERS_CHUNK)).toMatchObject({ date: '2026-12-18' })
  })

  test('is the one in force for whoever was told nothing, whom a withdrawal does not concern', async () => {
    expect(await known(end, {})).toEqual({ date: undefined, isConcerned: kind === 'collapse' })
  })
})

test('a notice that went out first looks nowhere', async () => {
  expect(await known(notice('advance', 1), { 'reminder-1': { says: says.friday } })).toEqual({ date: undefined, isConcerned: true })
})
