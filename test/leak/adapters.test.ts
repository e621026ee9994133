import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dynamoAccessLog } from '../../adapters/dynamodb/access-log.ts'
import { dynamoAddresses } from '../../adapters/dynamodb/addresses.ts'
import { dynamoAlarms } from '../../adapters/dynamodb/alarms.ts'
import { dynamoCampaigns } from '../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../adapters/dynamodb/documents.ts'
import { dynamoFences } from '../../adapters/dynamodb/fences.ts'
import { dynamoHalts } from '../../adapters/dynamodb/halts.ts'
import { dynamoLedger } from '../../adapters/dynamodb/ledger.ts'
import { dynamoRecipients } from '../../adapters/dynamodb/recipients.ts'
import { dynamoSweeps } from '../../adapters/dynamodb/sweeps.ts'
import { dynamoTableGuard, ownTableId } from '../../adapters/dynamodb/table-guard.ts'
import { dynamoTroubles } from '../../adapters/dynamodb/troubles.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import { s3Blobs } from '../../adapters/s3/blobs.ts'
import { sesAccount } from '../../adapters/ses/account.ts'
import { sesMail } from '../../adapters/ses/mail.ts'
import { sqsHints } from '../../adapters/sqs/hints.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import { digestOfBytes } from '../../core/shared/digest.ts'
import { MailAddress } from '../../core/shared/mail-address.ts'
import { advance1, campaignAt, campaignId, chunk, content, deliveryTo, entryAt, recipientAt, recipientId } from '../contracts/sample.ts'
import { keyArn } from '../endpoints/kms.ts'
import { instant } from '../fakes/clock.ts'
import { memoryVault } from '../fakes/vault.ts'
import { secret } from './canaries.ts'
import type { Fault } from './doors.ts'
import { errorText } from './error-text.ts'
import { type Installation, install, policy } from './installation.ts'
import { makeScanner } from './scanner.ts'

const scan = makeScanner()
let at: Installation
let calls: Readonly<Record<string, () => Promise<unknown>>>
const address = MailAddress.parse(secret.firstContact)
const advisory = { ...content.advisory, title: secret.title, description: secret.description }
const secrets = { ...content, advisory }
const recipient = recipientAt(1, { details: { ...recipientAt(1).details, organisation: secret.organisation, contacts: [address] } })
const now = instant('2026-12-08T16:00:00Z')

beforeAll(async () => {
  at = await install()
  const place = { db: new DynamoDBClient(), table: at.table, vault: memoryVault() }
  const guarded = { ...place, ownId: ownTableId(place) }
  const blobs = s3Blobs({ s3: new S3Client(), bucket: 'bucket-1', vault: place.vault })
  const bytes = new TextEncoder().encode(secret.patch)
  const hints = sqsHints({ sqs: new SQSClient(), queueUrl: `${at.doors.urls.sqs}/000000000000/queue-1` })
  const vault = () => kmsVault({ keyArn, table: at.table })
  const sealed = await vault().seal({ purpose: 'recipient', place: 'a' }, secret.notes)
  calls = {
    'access log': () => dynamoAccessLog(place).record({ at: '2026-12-08T16:00:00Z', who: 'ada', what: secret.organisation, count: 1 }),
    'address index': () => dynamoAddresses(place).claim(address, recipientId('a')),
    alarms: () => dynamoAlarms(place).raise({ code: 'bounced', campaign: campaignId }, now),
    'campaigns, written': () => dynamoCampaigns(place).write(campaignAt(1), entryAt(1, { why: secret.halt })),
    'campaigns, listed': () => dynamoCampaigns(place).list(),
    'content, put': () => dynamoDocuments(place).putContent(campaignId, secrets),
    'chunk, put': () =>
      dynamoDocuments(place).putChunk(campaignId, {
        ...chunk,
        members: chunk.members.map((member) => ({ ...member, organisation: secret.organisation })),
      }),
    'content, read': () => dynamoDocuments(place).content(campaignId, digestOfBytes('x')),
    fences: () => dynamoFences(guarded).look(campaignId, recipientId('a')),
    halts: () => dynamoHalts(place).halt({ scope: 'ALL', since: now, by: 'ada', reason: secret.halt }),
    ledger: () => dynamoLedger(place).create(deliveryTo('team')),
    'ledger, counted': () => dynamoLedger(place).chunk(campaignId, advance1, 0),
    'recipients, written': () => dynamoRecipients(place).write(recipient),
    'recipients, paged': () => dynamoRecipients(place).page(undefined, 10),
    sweeps: () => dynamoSweeps(place).putBudget({ credit: 1, at: now }),
    'table guard': () => dynamoTableGuard({ ...place, ownId: ownTableId(place) }).claim(),
    troubles: () => dynamoTroubles(place).report(campaignId, advance1, 'ses-MessageRejected'),
    'patch, put': () => blobs.putPatch(bytes),
    'patch, read': () => blobs.patch(digestOfBytes(bytes)),
    'bundle, read': () => blobs.bundle(digestOfBytes(bytes)),
    hints: () =>
      hints.put([{ hint: { schema: 'chunk-hint/1', campaign: campaignId, notice: advance1, chunk: 0, everyMillis: 0 }, delaySeconds: 0 }]),
    'vault, sealing': () => vault().seal({ purpose: 'recipient', place: 'a' }, { organisation: secret.organisation }),
    'vault, opening': () => vault().open({ purpose: 'recipient', place: 'a' }, sealed),
    quota: () => sesAccount(new SESClient()).quota(),
    identities: () => sesAccount(new SESClient()).isVerified(address),
    mail: () =>
      sesMail({ configurationSets: { required: 'forewarn', optional: 'forewarn-sealed' }, source: policy.sender.address }).batch((send) =>
        send({
          destination: new Confidential(address),
          raw: new Confidential(Buffer.from(`To: ${address}\r\n\r\n${secret.description}`)),
          tls: 'required',
          tags: { campaign: campaignId, notice: advance1, delivery: 'd', attempt: '1' },
        }),
      ),
  }
})
afterAll(() => at.stop())

/** What it brings, or all that can be printed of what it throws. */
const told = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    (value) => `brings ${errorText(value)}`,
    (error: unknown) => `throws ${errorText(error)}`,
  )

/** What each of the calls brings or throws when the first of its requests goes wrong. */
async function toldOfEach(fault: Fault): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>()
  for (const [name, call] of Object.entries(calls)) {
    at.doors.break(0, fault)
    all.set(name, await told(call))
    if (at.doors.count() === 0) throw new Error(`${name} asked for nothing`)
  }
  return all
}
const leaksIn = (all: ReadonlyMap<string, string>) => [...all].flatMap(([name, text]) => scan(text).map((leak) => ({ name, ...leak })))
const broken = (all: ReadonlyMap<string, string>) =>
  [...all].filter(([, text]) => /^throws Fault|^brings .*'(refused|unknown)'/s.test(text)).map(([name]) => name)

test('an error of a service that quotes every secret makes no adapter hand one on, in whatever part of what it throws', async () => {
  const all = await toldOfEach('refused')
  expect(leaksIn(all)).toEqual([])
  expect(broken(all)).toEqual(Object.keys(calls))
})

test('nor does an answer that does not parse', async () => {
  const all = await toldOfEach('garbled')
  expect(leaksIn(all)).toEqual([])
  // Of a write that S3 and SQS say nothing of, nobody can tell that it went wrong.
  expect(broken(all).length).toBeGreaterThan(15)
})

test('what parses bytes, or refuses an address, quotes neither', async () => {
  const letter = {
    from: { name: 'Team', address: policy.sender.address },
    replyTo: policy.sender.address,
    to: `${secret.firstContact}, ${secret.newContact}` as MailAddress,
    subject: secret.title,
    references: '<a@b.example>',
    text: secret.description,
    html: secret.description,
    attachments: [],
  }
  const works: readonly (() => Promise<unknown>)[] = [
    async () => templateEngine().load(Buffer.from(`{"schema": ${secret.description}`)),
    async () =>
      templateEngine().load(Buffer.from(JSON.stringify({ schema: 'bundle/1', templates: { [secret.title]: secret.description } }))),
    () => composeMime(letter),
    async () => MailAddress.parse(`${secret.firstContact}, ${secret.newContact}`),
  ]
  for (const work of works) {
    const text = await told(work)
    expect(text).toMatch(/^throws /)
    expect(scan(text)).toEqual([])
  }
})
