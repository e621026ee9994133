import type { ScheduledEvent } from 'aws-lambda'
import { beforeEach, describe, expect, test } from 'vitest'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import { jsonLog } from '../../adapters/system/log.ts'
import { TeamKeyKeeper } from '../../core/usecases/keep-team-keys.ts'
import { makeSendAlarm } from '../../core/usecases/send-alarm.ts'
import { campaignsApi } from '../../functions/campaigns/api.ts'
import { makeHandler as makeCampaigns } from '../../functions/campaigns/handler.ts'
import { makeHandler as makeClock } from '../../functions/clock/handler.ts'
import { makeHandler as makeFeedback } from '../../functions/feedback/handler.ts'
import { recipientsApi } from '../../functions/recipients/api.ts'
import { makeHandler as makeRecipients } from '../../functions/recipients/handler.ts'
import { makeHandler as makeSend } from '../../functions/send/handler.ts'
import { apiEvent } from '../../operator/local/gateway/api-event.ts'
import { sqsEvent } from '../../operator/local/queues/sqs-event.ts'
import { type Team, addRecipient, eventOf, makeTeam, run, scheduled, toLead } from '../core/usecases/team.ts'
import { memorySealing, privateKeyFile } from '../fakes/sealing.ts'
import { errorText } from './error-text.ts'
import { hostileError, whileHostile } from './hostile.ts'
import { people, policy } from './installation.ts'
import { makeScanner } from './scanner.ts'

const scan = makeScanner()
let team: Team
let campaign: Awaited<ReturnType<typeof scheduled>>
let waiting: readonly string[]

beforeEach(async () => {
  team = await makeTeam()
  await addRecipient(team.keeper, 9, { contacts: ['first@nine.example', 'second@nine.example'] })
  campaign = await scheduled(team)
  toLead(team)
  await run(team, { ticks: 1, deliver: false })
  waiting = ['reporter-date-1', 'advance-1'].map((notice) =>
    JSON.stringify({ schema: 'chunk-hint/1', campaign: campaign.id, notice, chunk: 2, everyMillis: 0 }),
  )
})

/** The functions' handlers on the team's ports, called as AWS would; what they log, answer and throw. */
async function everythingSaid(): Promise<{ readonly said: readonly string[]; readonly failures: number }> {
  const said: string[] = []
  const log = jsonLog((line) => void said.push(line))
  const noted = async (work: () => Promise<unknown>) => {
    try {
      said.push(JSON.stringify((await work()) ?? 'done'))
    } catch (error) {
      said.push(`thrown ${errorText(error)}`)
    }
  }
  const installed = {
    ...team,
    policy,
    log,
    table: team.guard,
    currentBundle: async () => team.bundle,
    keyKeeper: new TeamKeyKeeper({
      store: team.teamKeys,
      loadSealing: async (kind) => memorySealing(kind),
      policy,
      clock: team.clock,
      log,
    }),
    preview: async () => ({ blocked: 'sample' }),
    previewSealed: async () => ({ blocked: 'sample' }),
  }
  const campaignsHandler = makeCampaigns(campaignsApi(installed))
  const building = { buildAudience: team.build, widenAudience: team.widen }
  const keys = { takeKeys: team.takeKeys, takeDetails: team.takeDetails, checkKeys: team.checkKeys }
  const recipientsHandler = makeRecipients({
    api: recipientsApi({ policy, log, keeper: team.keeper, campaigns: team.campaigns, documents: team.documents, ...building, ...keys }),
    watchKeys: async () => ({ ending: 0 }),
  })
  const ask = (as: string, request: string, body?: object) => {
    const [method = '', path = ''] = request.split(' ')
    const url = new URL(path, 'https://api.example')
    const principal = `arn:aws:iam::123456789012:user/${as}`
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const event = apiEvent({
      method,
      url,
      headers,
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      principal,
      at: team.clock.now(),
    })
    return noted(() => (path.startsWith('/recipients') ? recipientsHandler(event) : campaignsHandler(event)))
  }
  const sendHandler = makeSend({
    sendChunk: team.sendChunk,
    sendAlarm: makeSendAlarm({ ...team.sending, compose: composeMime, policy }),
    log,
    timeoutSeconds: 60,
  })
  const feedbackHandler = makeFeedback({ takeFeedback: team.feedback, log })
  const batch = (Body: string) => sqsEvent([{ MessageId: 'm', ReceiptHandle: 'r', Body }], 'arn:aws:sqs:eu-central-1:0:q')
  await noted(() => makeClock({ tick: team.tick })({} as ScheduledEvent))
  for (const hint of [...waiting, JSON.stringify({ schema: 'alarm-hint/1', cause: { code: 'blocked' }, occurrence: 1 })])
    await noted(() => sendHandler(batch(hint)))
  for (const mail of team.mail.taken.filter(({ destination }) => destination === 'first@nine.example')) {
    const { attempt, ...event } = eventOf(team, mail, 'Bounce')
    await noted(() => feedbackHandler(batch(JSON.stringify({ ...event, attempt: String(attempt) }))))
  }
  const one = `/campaigns/${campaign.id}`
  const [member = ''] = team.members
  for (const path of [
    '/campaigns',
    one,
    `${one}/history`,
    `${one}/verify`,
    `${one}/deliveries?notice=advance-1`,
    `${one}/preview/advance`,
    '/alarms',
    '/keys/team',
  ])
    await ask(people.author, `GET ${path}`)
  const privateKey = privateKeyFile('openpgp', policy.sender.address).toString('base64')
  await ask(people.approver, 'POST /keys/team/import', { kind: 'openpgp', privateKey })
  await ask(people.approver, 'POST /keys/team/create', { kind: 's-mime' })
  await ask(people.author, 'PUT /halts/ALL', { reason: 'a drill' })
  await ask(people.author, 'DELETE /halts/ALL', { reason: 'it is over' })
  await ask(people.author, `POST ${one}/withdraw`, {})
  await ask(people.author, 'POST /campaigns/patches', { base64: 'cGF0Y2g=' })
  await ask(
    people.approver,
    `POST ${one}/preflight`,
    campaign.approved?.pin && { audience: campaign.approved.pin.audience, bundle: team.bundle },
  )
  await ask(people.approver, 'POST /recipients/audiences', { campaign: campaign.id, bundle: team.bundle })
  await ask(people.keeper, 'POST /recipients', { organisation: 'New', contacts: ['new@new.example'] })
  await ask(people.keeper, 'POST /recipients/check', { rows: [{ organisation: 'New', contacts: ['new@new.example'] }] })
  for (const path of [
    '/recipients',
    `/recipients/${member}`,
    `/recipients/audiences/${campaign.id}/members?position=0`,
    '/recipients/access',
  ])
    await ask(people.keeper, `GET ${path}`)
  await ask(people.keeper, 'POST /recipients/reveal', {})
  // The use cases of the team have a log of their own.
  said.push(...team.log.events.map((event) => JSON.stringify(event)))
  return { said, failures: said.filter((text) => /UNEXPECTED|\.failed/.test(text)).length }
}

const ports = [
  'campaigns',
  'documents',
  'halts',
  'ledger',
  'recipients',
  'addresses',
  'blobs',
  'sweeps',
  'troubles',
  'alarms',
  'guard',
  'mail',
  'hints',
  'teamKeys',
] as const satisfies readonly (keyof Team)[]

test('without a broken port nothing fails', async () => {
  expect((await everythingSaid()).failures).toBe(0)
})

test('neither a log nor an answer holds a private half of the team’s keys', async () => {
  const { said } = await everythingSaid()
  const { current } = await team.teamKeys.keys()
  expect(current.map(({ kind }) => kind)).toEqual(['openpgp', 's-mime'])
  for (const { fingerprint } of current) expect(said.some((text) => text.includes(`public`) && text.includes(fingerprint))).toBe(true)
  expect(said.filter((text) => /private (openpgp|s-mime)/.test(text))).toEqual([])
})

describe('a port whose every error quotes every secret', () => {
  test.each(ports)('%s: neither a log nor an answer nor what is thrown hands it on', async (port) => {
    let heard: Awaited<ReturnType<typeof everythingSaid>> | undefined
    await whileHostile(team[port], async () => {
      heard = await everythingSaid()
    })
    expect(heard?.failures).toBeGreaterThan(0)
    expect(heard?.said.flatMap(scan)).toEqual([])
  })

  test('would show itself if it were handed on', () => {
    const found = new Set(scan(errorText(hostileError())).map(({ kind }) => kind))
    expect(found.size).toBe(7)
  })
})
