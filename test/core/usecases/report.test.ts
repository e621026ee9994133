import { describe, expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import { CampaignReporting } from '../../../core/usecases/report-campaign.ts'
import { type Team, ada, advance, ben, countsOf, createDraft, eventOf, makeTeam, noticeOf, run, scheduled, stored, toLead } from './team.ts'

/** An advance notice that is releasing, of which nothing has been sent yet. */
async function releasing() {
  const team = await makeTeam({ recipients: 30 })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  return { team, id }
}

const reportOf = async (team: Team, id: Awaited<ReturnType<typeof releasing>>['id']) => team.reporting.report(await stored(team, id))

describe('while a notice goes out, a report', () => {
  test('says how much is left, how fast it goes and when the last will have gone', async () => {
    const { team, id } = await releasing()
    team.mail.quotaIs({ daily: 1000, sent: 400, perSecond: 2 })
    const { pace } = await reportOf(team, id)
    // 30 recipients and a reporter, two a second.
    const doneAt = team.clock.now().plus({ seconds: 16 })
    expect(pace).toEqual({ left: 31, perSecond: 2, leftToday: 600, doneAt: doneAt.toISO({ suppressMilliseconds: true }) })
  })

  test('says that it is not known when SES does not say', async () => {
    const { team, id } = await releasing()
    const silent = async () => Promise.reject(new Fault('MAIL_UNAVAILABLE', 'no quota', { retry: 'later' }))
    const reporting = new CampaignReporting({ ...team, mail: { quota: silent } })
    await expect(reporting.report(await stored(team, id))).resolves.toMatchObject({ pace: 'unknown' })
  })

  test('says nothing of it once everything is out', async () => {
    const { team, id } = await releasing()
    await run(team)
    expect(await reportOf(team, id)).not.toHaveProperty('pace')
  })
})

test('of a superseded notice nobody is planned any more', async () => {
  const { team, id } = await releasing()
  const { disclosureAt } = await stored(team, id)
  expect(await countsOf(team, id, 'advance-1')).toEqual({ planned: 30 })
  await team.steering.move(ada, await stored(team, id), {
    kind: 'shorten',
    disclosureAt: team.clock.now().plus({ days: 3 }),
    why: 'seen in the wild',
  })
  expect((await stored(team, id)).disclosureAt).not.toBe(disclosureAt)
  expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('cancelled')
  expect(await countsOf(team, id, 'advance-1')).toEqual({})
})

test('a report names the alarms of its campaign, and who lifted the last halt and why', async () => {
  const { team, id } = await releasing()
  const other = await createDraft(team)
  await team.steering.halt(ada, id, 'a doubt')
  await team.steering.resume(id, { by: ben, reason: 'no doubt any more' })
  await run(team, { deliver: false })
  const [taken] = team.mail.taken
  if (!taken) throw new Error('nothing was sent')
  await team.feedback(eventOf(team, taken, 'Bounce'))
  const raised = { code: 'bounced', campaign: id, notice: taken.tags.notice, occurrence: 1 }
  expect(await reportOf(team, id)).toMatchObject({ alarms: [raised], lifts: [{ scope: id, by: ben, reason: 'no doubt any more' }] })
  expect(await reportOf(team, other.id)).toMatchObject({ alarms: [], lifts: [] })
})

describe('a row', () => {
  test('counts tries, not openings, and says why it is on its way again', async () => {
    const { team, id } = await releasing()
    await run(team, { deliver: false })
    advance(team, { hours: 5 })
    const campaign = await stored(team, id)
    const rows = async () => {
      const notice = noticeOf(await stored(team, id), 'advance-1')
      return team.reporting.rows(campaign, notice, await team.reporting.chunks(campaign, notice))
    }
    const [before] = await rows()
    expect(before).toMatchObject({ state: 'accepted', attempts: 1 })
    const delivery = team.mail.taken.find(({ tags }) => tags.delivery === before?.delivery)
    if (!before || !delivery) throw new Error('no delivery')
    const parsed = eventOf(team, delivery, 'Send').delivery
    await team.reopen(ada, campaign, { delivery: parsed, how: 'resend', why: 'not there' })
    const opened = (await rows()).find((row) => row.delivery === before.delivery)
    expect(opened).toMatchObject({ state: 'planned', reason: 'resent', attempts: 1 })
  })
})

test('a campaign whose content cannot be opened is listed with the others', async () => {
  const team = await makeTeam({ recipients: 1 })
  const [sound, broken] = [await createDraft(team), await createDraft(team)]
  const reporting = new CampaignReporting({
    ...team,
    documents: {
      ...team.documents,
      content: async (id, digest) => {
        if (id === broken.id) throw new Fault('ITEM_MISSING', 'no content', { retry: 'never' })
        return team.documents.content(id, digest)
      },
    },
  })
  const listed = await reporting.list()
  expect(listed.map(({ id, advisoryId }) => [id, advisoryId])).toEqual([
    [sound.id, 'ADV-2026-0007'],
    [broken.id, undefined],
  ])
})
