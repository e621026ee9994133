import { describe, expect, test } from 'vitest'
import { deliveryIdOf } from '../../../core/delivery/attempts.ts'
import type { Attempt, Delivery } from '../../../core/delivery/delivery.ts'
import { toStored } from '../../../core/embargo/instant.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { type CampaignId, NoticeId, RecipientId } from '../../../core/shared/ids.ts'
import { CampaignReporting } from '../../../core/usecases/report-campaign.ts'
import { attempt, deliveryTo } from '../../contracts/sample.ts'
import { type Team, ada, changed, createDraft, makeTeam, noticeOf, run, scheduled, stored, toLead } from './team.ts'

async function released(recipients = 2) {
  const team = await makeTeam({ recipients })
  const { id } = await scheduled(team)
  toLead(team)
  await run(team, { deliver: false })
  return { team, id }
}

const someone = RecipientId.parse('e'.repeat(32))
const at = (minute: number) => `2026-12-08T09:0${minute}:00Z`
/** A delivery of the advance notice, with attempts in these states, one a minute. */
const delivered = (campaign: CampaignId, attempts: readonly Partial<Attempt>[]): Delivery => {
  const sample = deliveryTo(someone)
  return {
    ...sample,
    key: { ...sample.key, campaign, chunk: 2 },
    attempts: attempts.map((changes, index) => {
      const { claim } = attempt
      return { ...attempt, number: index + 1, claim, claimedAt: at(index), changedAt: at(index + 1), ...changes }
    }),
  }
}

async function rowOf(attempts: readonly Partial<Attempt>[]) {
  const { team, id } = await released()
  const delivery = delivered(id, attempts)
  await team.ledger.create(delivery)
  const campaign = await stored(team, id)
  const notice = noticeOf(campaign, 'advance-1')
  const rows = await team.reporting.rows(campaign, notice, await team.reporting.chunks(campaign, notice))
  expect(rows).toHaveLength(3)
  const {
    delivery: name,
    addressee,
    notice: of,
    chunk,
    ...rest
  } = rows.find((row) => row.addressee === someone) ?? rows[0] ?? ({} as never)
  expect([name, addressee, of, chunk]).toEqual([deliveryIdOf(delivery.key), someone, 'advance-1', 2])
  return rest
}

describe('a row of the ledger', () => {
  test('shows what became of a mail', async () => {
    expect(await rowOf([{ state: 'accepted' }])).toStrictEqual({
      state: 'accepted',
      revision: 1,
      mayKnow: true,
      contact: 'first',
      attempts: 1,
      claimedAt: at(0),
      changedAt: at(1),
    })
  })

  test('says why it is blocked, and that nobody knows by it', async () => {
    expect(await rowOf([{ state: 'blocked', reason: 'recipient-changed' }])).toMatchObject({
      state: 'blocked',
      mayKnow: false,
      reason: 'recipient-changed',
    })
  })

  test('shows the attempt that counts, and beside it a newer one that came to nothing', async () => {
    const [first, resent] = [
      { state: 'uncertain', reason: 'timeout' } as const,
      { state: 'returned', claim: 'open', reason: 'resent' } as const,
    ]
    expect(await rowOf([first, resent, { state: 'blocked', reason: 'ses-MessageRejected', contact: 'second' }])).toStrictEqual({
      state: 'uncertain',
      revision: 1,
      mayKnow: true,
      contact: 'first',
      attempts: 2,
      claimedAt: at(0),
      changedAt: at(1),
      reason: 'timeout',
      newest: { state: 'blocked', reason: 'ses-MessageRejected' },
    })
    expect(await rowOf([first, resent, { state: 'cancelled' }])).toHaveProperty('newest', { state: 'cancelled' })
  })

  test('shows the newest attempt while it is on its way', async () => {
    const claimed = await rowOf([{ state: 'bounced' }, { state: 'claimed', contact: 'second' }])
    expect(claimed).toMatchObject({ state: 'claimed', contact: 'second', claimedAt: at(1), mayKnow: true })
    expect(claimed).not.toHaveProperty('newest')
  })
})

describe('a report', () => {
  test('counts whom an advance notice may have told, and which reporters, each once', async () => {
    const { team, id } = await released()
    const disclosureAt = team.clock.now().plus({ days: 3 })
    expect(await team.reporting.report(await stored(team, id))).toMatchObject({ mayKnow: { recipients: 2, reporters: 1 } })
    changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: 'exploited' }))
    await run(team, { deliver: false })
    expect(noticeOf(await stored(team, id), 'advance-2').state).toBe('released')
    expect(await team.reporting.report(await stored(team, id))).toMatchObject({ mayKnow: { recipients: 2, reporters: 1 } })
  })

  test('counts nobody before anything went out, and whom each notice is for', async () => {
    const team = await makeTeam({ recipients: 2 })
    const { id } = await scheduled(team)
    const { mayKnow, notices, advisoryId, campaign } = await team.reporting.report(await stored(team, id))
    expect([mayKnow, advisoryId, campaign.id]).toEqual([{ recipients: 0, reporters: 0 }, 'ADV-2026-0007', id])
    expect(notices.map(({ id: notice, members, deliveries }) => [notice, members, deliveries])).toEqual([
      ['advance-1', 2, {}],
      ['reporter-date-1', 1, {}],
      ['reminder-1', 2, {}],
      ['day-ahead-1', 1, {}],
      ['disclosure-day-1', 1, {}],
    ])
  })

  test('says that it will never be done where SES allows nothing', async () => {
    const team = await makeTeam({ recipients: 2 })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    team.mail.quotaIs({ daily: 1000, sent: 1000, perSecond: 0 })
    expect(await team.reporting.report(await stored(team, id))).toMatchObject({
      pace: { left: 3, perSecond: 0, leftToday: 0, doneAt: 'never' },
    })
  })

  test('names the alarms of the machine as a whole too, oldest first, and not those of other campaigns', async () => {
    const { team, id } = await released()
    const other = await createDraft(team)
    const raisedAt = team.clock.now()
    await team.alarms.raise({ code: 'table-restored' }, raisedAt.plus({ minutes: 2 }))
    await team.alarms.raise({ code: 'blocked', campaign: id, notice: NoticeId.parse('advance-1') }, raisedAt.plus({ minutes: 1 }))
    await team.alarms.raise({ code: 'not-disclosed', campaign: other.id }, raisedAt)
    const { alarms } = await team.reporting.report(await stored(team, id))
    expect(alarms).toEqual([
      { code: 'blocked', campaign: id, notice: 'advance-1', raisedAt: toStored(raisedAt.plus({ minutes: 1 })), occurrence: 1 },
      { code: 'table-restored', raisedAt: toStored(raisedAt.plus({ minutes: 2 })), occurrence: 1 },
    ])
    expect((await team.reporting.alarms()).map(({ code }) => code)).toEqual(['not-disclosed', 'blocked', 'table-restored'])
  })

  test('gives the history as it is', async () => {
    const { team, id } = await released()
    const campaign = await stored(team, id)
    const history = await team.reporting.history(campaign)
    expect(history.map(({ seq }) => seq)).toEqual(Array.from({ length: campaign.version }, (_, index) => index + 1))
    expect(history[0]).toMatchObject({ what: 'create' })
  })

  test('does not hide an error that is no fault', async () => {
    const { team, id } = await released()
    const broken = async () => Promise.reject(new TypeError('a slip'))
    const reporting = new CampaignReporting({ ...team, documents: { ...team.documents, content: broken } })
    await expect(reporting.list()).rejects.toThrow('a slip')
    await expect(reporting.report(await stored(team, id))).rejects.toThrow('a slip')
    const away = async () => Promise.reject(new Fault('STORE_UNAVAILABLE', 'away', { retry: 'later' }))
    const unnamed = new CampaignReporting({ ...team, documents: { ...team.documents, content: away } })
    expect((await unnamed.list()).map((campaign) => 'advisoryId' in campaign)).toEqual([false])
  })
})

describe('the chunks of a notice', () => {
  const toWhom = async (team: Team, id: CampaignId, notice: string) => {
    const campaign = await stored(team, id)
    return team.reporting.chunks(campaign, noticeOf(campaign, notice))
  }

  test('are its recipients, its reporters or the team', async () => {
    const team = await makeTeam({ recipients: 27 })
    const { id } = await scheduled(team)
    expect(await toWhom(team, id, 'advance-1')).toEqual([
      { chunk: 2, members: 25 },
      { chunk: 3, members: 2 },
    ])
    expect(await toWhom(team, id, 'reporter-date-1')).toEqual([{ chunk: 1, members: 1 }])
    expect(await toWhom(team, id, 'day-ahead-1')).toEqual([{ chunk: 0, members: 1 }])
  })
})
