import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dynamoAccessLog } from '../../../adapters/dynamodb/access-log.ts'
import { dynamoAddresses } from '../../../adapters/dynamodb/addresses.ts'
import { dynamoAlarms } from '../../../adapters/dynamodb/alarms.ts'
import { toAttributes } from '../../../adapters/dynamodb/attribute-value.ts'
import { dynamoCampaigns } from '../../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../../adapters/dynamodb/documents.ts'
import { dynamoFences } from '../../../adapters/dynamodb/fences.ts'
import { dynamoHalts } from '../../../adapters/dynamodb/halts.ts'
import { dynamoLedger } from '../../../adapters/dynamodb/ledger.ts'
import { dynamoRecipients } from '../../../adapters/dynamodb/recipients.ts'
import { dynamoSweeps } from '../../../adapters/dynamodb/sweeps.ts'
import { dynamoTableGuard } from '../../../adapters/dynamodb/table-guard.ts'
import { dynamoTeamKeys, dynamoTeamSecrets } from '../../../adapters/dynamodb/team-keys.ts'
import { dynamoTroubles } from '../../../adapters/dynamodb/troubles.ts'
import { digestOfChunk } from '../../../core/campaign/audience.ts'
import { faultOf } from '../../contracts/faults.ts'
import {
  SECRETS,
  address,
  advance1,
  audienceIndex,
  build,
  campaignAt,
  campaignId,
  chunk,
  content,
  deliveryTo,
  entryAt,
  findings,
  recipientAt,
  recipientId,
} from '../../contracts/sample.ts'
import { teamKeysAt, teamSecret } from '../../contracts/team-key-store.ts'
import { type TestDynamo, startDynamo } from '../../endpoints/dynamodb.ts'
import { instant } from '../../fakes/clock.ts'
import { memoryVault } from '../../fakes/vault.ts'
import { makeScanner } from '../../leak/scanner.ts'

let dynamo: TestDynamo
let at: { db: TestDynamo['db']; table: string; vault: ReturnType<typeof memoryVault> }
beforeAll(async () => {
  dynamo = await startDynamo()
})
beforeEach(async () => {
  at = { db: dynamo.db, table: await dynamo.newTable(), vault: memoryVault() }
})
afterAll(() => dynamo.stop())

const halt = { scope: 'ALL', since: instant('2026-12-08T16:00:00Z'), by: 'alice', reason: 'seen in the wild' } as const
const put = (item: Parameters<typeof toAttributes>[0]) =>
  dynamo.db.send(new PutItemCommand({ TableName: at.table, Item: toAttributes(item) }))
const itemAt = async (prefix: string) => {
  const found = (await dynamo.dump(at.table)).find((item) => JSON.stringify(item['sk']).includes(prefix))
  return found as Record<string, { B?: Uint8Array; S?: string; N?: string }>
}

test('no secret stands in the table outside of sealed bytes', async () => {
  await dynamoCampaigns(at).write(campaignAt(1), entryAt(1))
  await dynamoCampaigns(at).write(campaignAt(2), entryAt(2))
  await dynamoDocuments(at).putContent(campaignId, content)
  await dynamoDocuments(at).putChunk(campaignId, chunk)
  await dynamoDocuments(at).putAudience(campaignId, audienceIndex)
  await dynamoHalts(at).halt(halt)
  await dynamoRecipients(at).write(recipientAt(1))
  await dynamoAddresses(at).claim(address('security@treefrog.example'), recipientId('a'))
  await dynamoAccessLog(at).record({ at: '2026-12-01T08:00:00Z', who: 'alice', what: 'seen in the wild', count: 1 })
  await dynamoDocuments(at).putFindings(campaignId, digestOfChunk(chunk), findings)
  await dynamoDocuments(at).putBuild(campaignId, build)
  await dynamoLedger(at).create(deliveryTo('team'))
  await dynamoAlarms(at).raise({ code: 'bounced', campaign: campaignId, notice: advance1 }, halt.since)
  await dynamoTableGuard({ ...at, ownId: async () => 'a-table' }).claim()
  await dynamoTroubles(at).report(campaignId, advance1, 'ses-MessageRejected')
  await dynamoSweeps(at).putMark(campaignId, advance1, { queued: 1, settled: 0, movedAt: halt.since })
  await dynamoTeamKeys(at).keepSecret(teamSecret)
  await dynamoTeamKeys(at).write(teamKeysAt(1))
  const items = await dynamo.dump(at.table)
  expect(items.length).toBeGreaterThanOrEqual(19)
  const scan = makeScanner([
    {
      kind: 'address',
      name: 'a secret',
      texts: ['security@treefrog.example', ...SECRETS, 'treefrog', 'rae@reporter', 'bugcrowd', 'private half', 'public half'],
    },
  ])
  expect(scan(JSON.stringify([chunk, content, halt])).length).toBeGreaterThan(0)
  expect(scan(JSON.stringify(items, (_, value: unknown) => (value instanceof Uint8Array ? '' : value)))).toEqual([])
  expect(items.flatMap(bytesIn).flatMap(scan)).toEqual([])
})

const bytesIn = (item: Readonly<Record<string, unknown>>): readonly Uint8Array[] =>
  Object.values(item).flatMap((value) =>
    typeof value === 'object' && value !== null && 'B' in value && value.B instanceof Uint8Array ? [value.B] : [],
  )

describe('a history', () => {
  test.each([1, 2])('with entry %i removed does not open', async (seq) => {
    const campaigns = dynamoCampaigns(at)
    for (const version of [1, 2, 3]) await campaigns.write(campaignAt(version), entryAt(version))
    const key = toAttributes({ pk: `CAMPAIGN#${campaignId}`, sk: `HISTORY#00000${seq}` })
    await dynamo.db.send(new DeleteItemCommand({ TableName: at.table, Key: key }))
    await expect(campaigns.history(campaignId)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
  })

  test('with an entry sealed anew does not open', async () => {
    const campaigns = dynamoCampaigns(at)
    for (const version of [1, 2, 3]) await campaigns.write(campaignAt(version), entryAt(version))
    const place = `CAMPAIGN#${campaignId}|HISTORY#000001`
    const entry = await at.vault.seal({ purpose: 'history', place }, entryAt(1, { who: 'mallory' }))
    await put({ pk: `CAMPAIGN#${campaignId}`, sk: 'HISTORY#000001', seq: 1, entry })
    await expect(campaigns.history(campaignId)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
  })

  test('longer than the megabyte that DynamoDB gives at once reads whole', async () => {
    const campaigns = dynamoCampaigns(at)
    const versions = Array.from({ length: 12 }, (_, index) => index + 1)
    for (const version of versions) await campaigns.write(campaignAt(version), entryAt(version, { why: 'x'.repeat(120_000) }))
    expect((await campaigns.history(campaignId)).map(({ seq }) => seq)).toEqual(versions)
  })

  test('copied out by a writer that then died reads as before, and grows on', async () => {
    const campaigns = dynamoCampaigns(at)
    for (const version of [1, 2]) await campaigns.write(campaignAt(version), entryAt(version))
    const head = await itemAt(campaignId)
    await put({
      pk: `CAMPAIGN#${campaignId}`,
      sk: 'HISTORY#000002',
      seq: 2,
      entry: head['entry']?.B,
      previousHash: head['previousHash']?.S,
    })
    expect(await campaigns.history(campaignId)).toEqual([entryAt(1), entryAt(2)])
    expect(await campaigns.write(campaignAt(3), entryAt(3))).toBe('written')
    expect(await campaigns.history(campaignId)).toEqual([entryAt(1), entryAt(2), entryAt(3)])
  })
})

describe('a document', () => {
  test('sealed in its place but not what its digest names does not open', async () => {
    const digest = digestOfChunk(chunk)
    const sealed = await at.vault.seal(
      { purpose: 'audience', place: `CAMPAIGN#${campaignId}|CHUNK#${digest}` },
      { ...chunk, schema: 'chunk/2' },
    )
    await put({ pk: `CAMPAIGN#${campaignId}`, sk: `CHUNK#${digest}`, sealed })
    await expect(dynamoDocuments(at).chunk(campaignId, digest)).rejects.toMatchObject({ name: 'Fault', code: 'DIGEST_MISMATCH' })
  })

  test('whose clear index was changed does not open', async () => {
    const documents = dynamoDocuments(at)
    const digest = await documents.putAudience(campaignId, audienceIndex)
    await put({ pk: `CAMPAIGN#${campaignId}`, sk: `AUDIENCE#${digest}`, index: { schema: 'audience/1', chunks: [] } })
    await expect(documents.audience(campaignId, digest)).rejects.toMatchObject({ name: 'Fault', code: 'DIGEST_MISMATCH' })
  })

  test('of more than 400 KB is refused before it is sent, without a word of it', async () => {
    const large = { ...content, advisory: { ...content.advisory, description: 'crafted permission request '.repeat(20_000) } }
    const fault = await faultOf(dynamoDocuments(at).putContent(campaignId, large), 'ITEM_TOO_LARGE')
    expect(JSON.stringify(fault)).not.toContain('crafted')
    expect(await dynamo.dump(at.table)).toEqual([])
  })
})

describe('a halt', () => {
  test('stands when nothing can be sealed', async () => {
    at.vault.down = true
    await dynamoHalts(at).halt(halt)
    expect(await dynamoHalts(at).standing(campaignId)).toMatchObject([{ scope: 'ALL', since: halt.since, by: 'unknown' }])
    expect((await dynamoFences({ ...at, ownId: async () => 'own' }).look(campaignId, undefined)).halted).toBe(true)
  })

  test('stands when its details cannot be opened', async () => {
    await dynamoHalts(at).halt(halt)
    at.vault.down = true
    expect(await dynamoHalts(at).standing(campaignId)).toMatchObject([{ scope: 'ALL', since: halt.since, by: 'unknown' }])
  })

  test('that is lifted while it is being sealed stays lifted', async () => {
    const halts = dynamoHalts({
      ...at,
      vault: {
        ...at.vault,
        seal: async (place, value) => {
          await halts.resume('ALL')
          return at.vault.seal(place, value)
        },
      },
    })
    await halts.halt(halt)
    expect(await halts.standing(campaignId)).toEqual([])
  })
})

describe('a recipient', () => {
  const set = (attribute: string, value: Parameters<typeof toAttributes>[0]) =>
    dynamo.db.send(
      new UpdateItemCommand({
        TableName: at.table,
        Key: toAttributes({ pk: 'RECIPIENTS#a', sk: recipientId('a') }),
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': attribute },
        ExpressionAttributeValues: toAttributes(value),
      }),
    )

  test('whose clear state was changed does not open', async () => {
    const recipients = dynamoRecipients(at)
    await recipients.write(recipientAt(1, { state: 'removed' }))
    await set('state', { ':value': 'active' })
    await expect(recipients.read(recipientId('a'))).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
  })

  test('whose sealed bytes are those of another does not open', async () => {
    const recipients = dynamoRecipients(at)
    await recipients.write(recipientAt(1, { id: recipientId('b') }))
    await recipients.write(recipientAt(1))
    await set('sealed', { ':value': (await itemAt(recipientId('b')))['sealed']?.B })
    await expect(recipients.page(undefined, 10)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
  })

  test('that does not parse is told by its fields alone', async () => {
    const recipients = dynamoRecipients(at)
    await recipients.write(recipientAt(1))
    await set('state', { ':value': 'treefrog' })
    const fault = await faultOf(recipients.read(recipientId('a')), 'ITEM_MALFORMED')
    expect(fault.facts).toEqual({ place: `RECIPIENTS#a|${recipientId('a')}`, fields: 'state' })
  })
})

describe('a key of the team', () => {
  test('whose secret is that of another fingerprint does not open', async () => {
    await dynamoTeamKeys(at).keepSecret(teamSecret)
    const sealed = (await itemAt(teamSecret.fingerprint))['sealed']?.B
    await put({ pk: 'TEAM-SECRETS', sk: 'CD'.repeat(20), sealed })
    expect((await faultOf(dynamoTeamSecrets(at).secret('CD'.repeat(20)), 'ITEM_SWAPPED')).retry).toBe('never')
  })

  test('that was replaced does not come back under a new version', async () => {
    const keys = dynamoTeamKeys(at)
    await keys.write(teamKeysAt(1))
    const sealed = (await itemAt('TEAM-KEYS'))['sealed']?.B
    await keys.write(teamKeysAt(2, { current: [] }))
    await put({ pk: 'TEAM-KEYS', sk: 'TEAM-KEYS', version: 2, sealed })
    expect((await faultOf(keys.keys(), 'ITEM_SWAPPED')).retry).toBe('never')
  })

  test('that does not parse is told by its fields alone', async () => {
    const key = { purpose: 'team-key', place: `TEAM-SECRETS|${teamSecret.fingerprint}` } as const
    await put({ pk: 'TEAM-SECRETS', sk: teamSecret.fingerprint, sealed: await at.vault.seal(key, { ...teamSecret, kind: 'private half' }) })
    const fault = await faultOf(dynamoTeamSecrets(at).secret(teamSecret.fingerprint), 'ITEM_MALFORMED')
    expect(fault.facts).toEqual({ place: key.place, fields: 'kind' })
  })
})

describe('the address index', () => {
  test('finds its secret again, and two that make it at once agree', async () => {
    const mailbox = address('security@treefrog.example')
    const [one, two] = [dynamoAddresses(at), dynamoAddresses(at)]
    const outcomes = await Promise.all([one.claim(mailbox, recipientId('a')), two.claim(mailbox, recipientId('b'))])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['claimed', 'taken'])
    expect(await dynamoAddresses(at).owner(mailbox)).toBeDefined()
  })

  test('asks for its secret again after a failure', async () => {
    const index = dynamoAddresses(at)
    at.vault.down = true
    await expect(index.owner(address('security@treefrog.example'))).rejects.toMatchObject({ name: 'Fault', code: 'KEYS_UNAVAILABLE' })
    at.vault.down = false
    expect(await index.owner(address('security@treefrog.example'))).toBeUndefined()
  })
})
