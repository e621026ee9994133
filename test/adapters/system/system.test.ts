import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/system/clock.ts'
import { randomIds } from '../../../adapters/system/ids.ts'
import { jsonLog } from '../../../adapters/system/log.ts'
import { CampaignId, RecipientId } from '../../../core/shared/ids.ts'

test('the clock says the time of the machine, in UTC', () => {
  const before = Date.now()
  const now = systemClock().now()
  expect(now.zoneName).toBe('UTC')
  expect(now.toMillis()).toBeGreaterThanOrEqual(before)
  expect(now.toMillis()).toBeLessThanOrEqual(Date.now())
})

test('each event is one line of JSON, whatever its facts hold', () => {
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line))
  log.info('notice.released', { campaign: 'c-1', members: 12, late: false })
  log.error('notice.failed', { code: 'line\nfeed' })
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(/^[^\n]+\n$/)
  const events = lines.map((line) => JSON.parse(line) as { time: string })
  for (const { time } of events) expect(new Date(time).toISOString()).toBe(time)
  expect(events).toMatchObject([
    { level: 'info', event: 'notice.released', facts: { campaign: 'c-1', members: 12, late: false } },
    { level: 'error', event: 'notice.failed', facts: { code: 'line\nfeed' } },
  ])
})

test('ids have the form of ids, use their whole alphabet, and never come twice', () => {
  const ids = randomIds()
  const campaigns = Array.from({ length: 500 }, () => ids.campaignId())
  const recipients = Array.from({ length: 500 }, () => ids.recipientId())
  const tokens = Array.from({ length: 500 }, () => ids.token())
  for (const id of campaigns) expect(CampaignId.safeParse(id).success).toBe(true)
  for (const id of [...recipients, ...tokens]) expect(RecipientId.safeParse(id).success).toBe(true)
  expect(new Set([...campaigns, ...recipients, ...tokens]).size).toBe(1_500)
  for (let place = 2; place < 18; place++) expect(new Set(campaigns.map((id) => id.charAt(place))).size).toBe(32)
})
