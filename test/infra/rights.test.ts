import { describe, expect, test } from 'vitest'
import {
  deliveryKey,
  headKey,
  historyKey,
  recipientKey,
  addressKey,
  haltKey,
  sweepKey,
  troubleKey,
  contentKey,
  chunkKey,
  findingsKey,
  PACE,
  ADDRESS_SECRET,
  ACCESS,
  TABLE,
  TEAM_KEYS,
  teamSecretKey,
  alarmKey,
  roundKey,
  type Key,
} from '../../adapters/dynamodb/key.ts'
import type { Digest } from '../../core/shared/digest.ts'
import type { AddresseeId, CampaignId, NoticeId, RecipientId } from '../../core/shared/ids.ts'
import { FUNCTIONS, type FunctionName, referred, resource, resources, rightsOf, type Statement } from './template.ts'

const KEYS = 'dynamodb:LeadingKeys'
const acts = (statement: Statement, service: string): boolean => statement.Action.some((action) => action.startsWith(`${service}:`))
const DESCRIBE = 'dynamodb:DescribeTable'
const onTable = (name: FunctionName): readonly Statement[] =>
  rightsOf(name).filter((statement) => acts(statement, 'dynamodb') && !statement.Action.includes(DESCRIBE))
const keysOf = (statement: Statement): string[] => statement.Condition['ForAllValues:StringLike']?.[KEYS] as string[]
const who = (may: (statement: Statement) => boolean): FunctionName[] => FUNCTIONS.filter((name) => rightsOf(name).some(may))

/** Every key that a function may touch with one of these actions. */
function keys(name: FunctionName, ...actions: readonly string[]): string[] {
  const found = onTable(name).filter(({ Action }) => actions.some((action) => Action.includes(`dynamodb:${action}`)))
  return [...new Set(found.flatMap(keysOf))].toSorted()
}

describe('the table', () => {
  test.each(FUNCTIONS)('gives %s items by their keys, never a scan', (name) => {
    expect(onTable(name)).not.toEqual([])
    const known = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'].map((action) => `dynamodb:${action}`)
    for (const statement of onTable(name)) {
      expect(known).toEqual(expect.arrayContaining(statement.Action))
      expect(keysOf(statement)).not.toEqual([])
      expect(keysOf(statement)).not.toContain('*')
    }
  })

  test('lets recipients alone write the list and who looked at it', () => {
    const secret = ['RECIPIENTS#*', 'ADDRESS#*', 'ACCESS']
    expect(FUNCTIONS.filter((name) => keys(name, 'PutItem', 'DeleteItem').some((key) => secret.includes(key)))).toEqual(['recipients'])
    expect(FUNCTIONS.filter((name) => keys(name, 'GetItem', 'Query').some((key) => secret.includes(key)))).toEqual(['recipients'])
  })

  test.each([
    ['campaigns', ['CAMPAIGN#*', 'CAMPAIGNS', 'HALT', 'NOTICE#*', 'TABLE', 'TEAM-KEYS', 'TEAM-SECRETS']],
    ['recipients', ['ACCESS', 'ADDRESS#*', 'ALARMS', 'CAMPAIGN#*', 'CONTROL', 'RECIPIENTS#*']],
    ['clock', ['ALARMS', 'CAMPAIGN#*', 'CAMPAIGNS', 'NOTICE#*', 'PACE', 'TROUBLE#*']],
    ['send', ['ALARMS', 'NOTICE#*', 'TROUBLE#*']],
    ['feedback', ['ALARMS', 'NOTICE#*']],
  ] as const)('lets %s write %j and nothing else', (name, expected) => {
    expect(keys(name, 'PutItem', 'DeleteItem')).toEqual(expected)
  })

  test('lets feedback see deliveries and alarms, one at a time, and nothing else', () => {
    expect(keys('feedback', 'GetItem')).toEqual(['ALARMS', 'NOTICE#*'])
    expect(keys('feedback', 'BatchGetItem', 'Query')).toEqual([])
  })

  test('says which one it is to those who decide and those who send, and lets only an operator’s word rename it', () => {
    const describing = FUNCTIONS.filter((name) => rightsOf(name).some(({ Action }) => Action.includes(DESCRIBE)))
    expect(describing).toEqual(['campaigns', 'clock', 'send'])
    for (const name of describing) {
      const rights = rightsOf(name).filter(({ Action }) => Action.includes(DESCRIBE))
      expect(rights.map(({ Action }) => Action)).toEqual([[DESCRIBE]])
      expect(rights.map(({ Resource }) => referred(Resource))).toEqual([resource('AWS::DynamoDB::Table', '').id])
    }
    expect(FUNCTIONS.filter((name) => keys(name, 'PutItem', 'DeleteItem').includes('TABLE'))).toEqual(['campaigns'])
    expect(FUNCTIONS.filter((name) => keys(name, 'GetItem', 'BatchGetItem', 'Query').includes('TABLE'))).toEqual([
      'campaigns',
      'clock',
      'send',
    ])
  })

  test('lists alarms to operators and the clock, and lets nobody delete one', () => {
    expect(FUNCTIONS.filter((name) => keys(name, 'Query').includes('ALARMS'))).toEqual(['campaigns', 'clock'])
    expect(FUNCTIONS.filter((name) => keys(name, 'PutItem').includes('ALARMS'))).toEqual(['recipients', 'clock', 'send', 'feedback'])
    expect(FUNCTIONS.filter((name) => keys(name, 'DeleteItem').includes('ALARMS'))).toEqual([])
  })

  test('gives the secret halves of the team’s keys to the sender, one at a time, and lets campaigns put them there', () => {
    expect(FUNCTIONS.filter((name) => keys(name, 'GetItem', 'BatchGetItem', 'Query').includes('TEAM-SECRETS'))).toEqual(['send'])
    expect(keys('send', 'BatchGetItem', 'Query')).not.toContain('TEAM-SECRETS')
    expect(FUNCTIONS.filter((name) => keys(name, 'PutItem', 'DeleteItem').includes('TEAM-SECRETS'))).toEqual(['campaigns'])
    expect(FUNCTIONS.filter((name) => keys(name, 'DeleteItem').some((key) => key.startsWith('TEAM-')))).toEqual([])
  })

  test('shows the sender no more of a recipient than whether and in which version they are there', () => {
    const seeing = onTable('send').filter((statement) => keysOf(statement).includes('RECIPIENTS#*'))
    expect(seeing).toHaveLength(1)
    expect(seeing[0]?.Action).toEqual(['dynamodb:BatchGetItem'])
    expect(seeing[0]?.Condition['ForAllValues:StringEquals']).toEqual({
      'dynamodb:Attributes': ['pk', 'sk', 'campaign', 'state', 'version', 'tableId', 'acceptedAt'],
    })
    expect(seeing[0]?.Condition['StringEqualsIfExists']).toEqual({ 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' })
  })
})

describe('the keys that the adapters use', () => {
  const id = 'c-4k2m9x7q1d8z5t3w' as CampaignId
  const notice = 'advance-1' as NoticeId
  const digest = 'ab'.repeat(32) as Digest
  const someone = 'ab'.repeat(16)
  const delivery = deliveryKey({ campaign: id, notice, chunk: 0, addressee: someone as AddresseeId })
  const recipient = recipientKey(someone as RecipientId)
  const alarm = alarmKey({ code: 'blocked', campaign: id, notice })
  const teamSecret = teamSecretKey('AB'.repeat(20))
  const access: Key = { pk: ACCESS, sk: '2026-12-08T16:00:00.000Z#0' }

  const may = (name: FunctionName, action: string, { pk }: Key): boolean =>
    keys(name, action).some((key) => key === pk || (key.endsWith('*') && pk.startsWith(key.slice(0, -1))))

  test.each([
    ['campaigns', 'PutItem', headKey(id)],
    ['campaigns', 'PutItem', contentKey(id, digest)],
    ['campaigns', 'PutItem', historyKey(id, 1)],
    ['campaigns', 'GetItem', findingsKey(id, digest)],
    ['campaigns', 'BatchGetItem', haltKey(id)],
    ['campaigns', 'PutItem', haltKey('ALL')],
    ['campaigns', 'DeleteItem', haltKey('ALL')],
    ['campaigns', 'Query', delivery],
    ['campaigns', 'PutItem', delivery],
    ['campaigns', 'GetItem', delivery],
    ['campaigns', 'PutItem', sweepKey(id, notice)],
    ['campaigns', 'Query', headKey(id)],
    ['campaigns', 'Query', historyKey(id, 1)],
    ['campaigns', 'Query', alarm],
    ['campaigns', 'GetItem', TABLE],
    ['campaigns', 'PutItem', TABLE],
    ['campaigns', 'GetItem', TEAM_KEYS],
    ['campaigns', 'PutItem', TEAM_KEYS],
    ['campaigns', 'PutItem', teamSecret],
    ['recipients', 'PutItem', recipient],
    ['recipients', 'Query', recipient],
    ['recipients', 'DeleteItem', addressKey(digest)],
    ['recipients', 'PutItem', ADDRESS_SECRET],
    ['recipients', 'PutItem', access],
    ['recipients', 'GetItem', headKey(id)],
    ['recipients', 'GetItem', contentKey(id, digest)],
    ['recipients', 'GetItem', TEAM_KEYS],
    ['recipients', 'Query', access],
    ['recipients', 'PutItem', chunkKey(id, digest)],
    ['recipients', 'PutItem', findingsKey(id, digest)],
    ['recipients', 'GetItem', alarm],
    ['recipients', 'PutItem', alarm],
    ['clock', 'Query', headKey(id)],
    ['clock', 'PutItem', headKey(id)],
    ['clock', 'PutItem', historyKey(id, 1)],
    ['clock', 'PutItem', sweepKey(id, notice)],
    ['clock', 'PutItem', PACE],
    ['clock', 'GetItem', roundKey(id, notice)],
    ['clock', 'PutItem', roundKey(id, notice)],
    ['clock', 'BatchGetItem', headKey(id)],
    ['clock', 'BatchGetItem', haltKey(id)],
    ['clock', 'BatchGetItem', TABLE],
    ['clock', 'GetItem', TABLE],
    ['clock', 'GetItem', troubleKey(id, notice)],
    ['clock', 'DeleteItem', troubleKey(id, notice)],
    ['clock', 'GetItem', delivery],
    ['clock', 'Query', delivery],
    ['clock', 'PutItem', delivery],
    ['clock', 'Query', alarm],
    ['clock', 'GetItem', alarm],
    ['clock', 'PutItem', alarm],
    ['send', 'BatchGetItem', headKey(id)],
    ['send', 'BatchGetItem', haltKey('ALL')],
    ['send', 'BatchGetItem', recipient],
    ['send', 'BatchGetItem', TABLE],
    ['send', 'GetItem', chunkKey(id, digest)],
    ['send', 'GetItem', TEAM_KEYS],
    ['send', 'GetItem', teamSecret],
    ['send', 'GetItem', delivery],
    ['send', 'Query', delivery],
    ['send', 'PutItem', delivery],
    ['send', 'PutItem', troubleKey(id, notice)],
    ['send', 'GetItem', alarm],
    ['send', 'PutItem', alarm],
    ['feedback', 'GetItem', delivery],
    ['feedback', 'PutItem', delivery],
    ['feedback', 'GetItem', alarm],
    ['feedback', 'PutItem', alarm],
  ] as const)('let %s %s %j', (name, action, key) => {
    expect(may(name, action, key)).toBe(true)
  })

  test.each([
    ['campaigns', 'GetItem', recipient],
    ['campaigns', 'GetItem', ADDRESS_SECRET],
    ['campaigns', 'GetItem', teamSecret],
    ['campaigns', 'DeleteItem', teamSecret],
    ['recipients', 'PutItem', TEAM_KEYS],
    ['recipients', 'PutItem', headKey(id)],
    ['recipients', 'Query', alarm],
    ['recipients', 'PutItem', delivery],
    ['recipients', 'DeleteItem', recipient],
    ['clock', 'GetItem', recipient],
    ['campaigns', 'PutItem', alarm],
    ['campaigns', 'DeleteItem', TABLE],
    ['clock', 'PutItem', haltKey(id)],
    ['clock', 'PutItem', TABLE],
    ['send', 'Query', alarm],
    ['send', 'GetItem', TABLE],
    ['feedback', 'Query', alarm],
    ['feedback', 'GetItem', TABLE],
    ['clock', 'DeleteItem', contentKey(id, digest)],
    ['send', 'GetItem', recipient],
    ['send', 'PutItem', contentKey(id, digest)],
    ['send', 'PutItem', headKey(id)],
    ['send', 'PutItem', TEAM_KEYS],
    ['send', 'PutItem', teamSecret],
    ['send', 'DeleteItem', haltKey('ALL')],
    ['feedback', 'GetItem', headKey(id)],
  ] as const)('do not let %s %s %j', (name, action, key) => {
    expect(may(name, action, key)).toBe(false)
  })
})

describe('SES', () => {
  test('is called to send by one function, raw, as the sender, through one identity and one configuration set', () => {
    const sends = (statement: Statement): boolean => statement.Action.some((action) => action.startsWith('ses:Send'))
    expect(who(sends)).toEqual(['send'])
    const [sending, ...others] = rightsOf('send').filter(sends)
    expect(others).toEqual([])
    expect(sending?.Action).toEqual(['ses:SendRawEmail'])
    expect(sending?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'notices@mail.larch.example' } })
    expect(JSON.stringify(sending?.Resource)).toContain(':identity/')
    expect(JSON.stringify(sending?.Resource)).toContain(':configuration-set/')
  })

  test('is asked for the quota by those who pace and who check', () => {
    expect(who(({ Action }) => Action.includes('ses:GetSendQuota'))).toEqual(['campaigns', 'clock'])
  })
})

describe('what else a function may', () => {
  test('hints are queued by the clock, by what opens a delivery again, and into the one queue of the sender', () => {
    const puts = ({ Action }: Statement): boolean => Action.includes('sqs:SendMessage')
    expect(who(puts)).toEqual(['campaigns', 'clock', 'feedback'])
    const queues = FUNCTIONS.flatMap((name) => rightsOf(name).filter(puts)).map(({ Resource }) => referred(Resource))
    expect(new Set(queues)).toEqual(new Set([resource('AWS::SQS::Queue', 'SenderHintsQueue').id]))
  })

  test('only campaigns writes to the bucket, and nobody deletes', () => {
    expect(who(({ Action }) => Action.includes('s3:PutObject'))).toEqual(['campaigns'])
    expect(who(({ Action }) => Action.some((action) => /^s3:(Delete|\*)/.test(action)))).toEqual([])
  })

  test('is nothing on every resource, but two questions to SES that know none', () => {
    const everywhere = FUNCTIONS.flatMap((name) => rightsOf(name).filter(({ Resource }) => Resource === '*'))
    expect(new Set(everywhere.flatMap(({ Action }) => Action))).toEqual(
      new Set(['ses:GetIdentityVerificationAttributes', 'ses:GetSendQuota']),
    )
    expect(
      FUNCTIONS.flatMap((name) => rightsOf(name))
        .flatMap(({ Action }) => Action)
        .filter((action) => action.includes('*')),
    ).toEqual([])
  })

  test('each has a role of its own, without a managed policy', () => {
    expect(resources('AWS::IAM::Role').filter(({ properties }) => 'ManagedPolicyArns' in properties)).toEqual([])
    const roles = resources('AWS::Lambda::Function').map(({ properties }) => JSON.stringify(properties['Role']))
    expect(new Set(roles).size).toBe(FUNCTIONS.length)
    expect(resource('AWS::IAM::Role', 'SenderSend')).toBeDefined()
  })
})
