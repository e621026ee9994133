import { describe, expect, test } from 'vitest'
import { Purpose } from '../../core/shared/vault.ts'
import { FUNCTIONS, type FunctionName, ROLES, referred, resource, resources, rightsOf, type Statement, statements } from './template.ts'

const TABLE = 'kms:EncryptionContext:forewarn:table'
const PURPOSE = 'kms:EncryptionContext:forewarn:purpose'
const key = resource('AWS::KMS::Key', 'GroundSealing')
const keyPolicy = statements(key.properties['KeyPolicy'])
const ofFunctions = keyPolicy.filter(({ Condition }) => PURPOSE in (Condition['StringEquals'] ?? {}))

function roleOf(statement: Statement): string {
  return referred((statement.Principal as { AWS: unknown }).AWS)
}

function purposes(name: FunctionName, action: string): string[] {
  return ofFunctions
    .filter((statement) => roleOf(statement).startsWith(ROLES[name]) && statement.Action.includes(action))
    .flatMap(({ Condition }) => Condition['StringEquals']?.[PURPOSE] as string[])
    .toSorted()
}

const opens = (name: FunctionName): string[] => purposes(name, 'kms:Decrypt')
const seals = (name: FunctionName): string[] => purposes(name, 'kms:GenerateDataKey')

describe('the sealing key', () => {
  test.each([
    ['campaigns', ['content', 'halt', 'history', 'patch', 'team-public']],
    ['recipients', ['access', 'address-key', 'audience', 'content', 'patch', 'recipient', 'team-public']],
    ['clock', []],
    ['send', ['audience', 'content', 'patch', 'team-key', 'team-public']],
    ['feedback', []],
  ] as const)('lets %s open %j and nothing else', (name, expected) => {
    expect(opens(name)).toEqual(expected)
  })

  test.each([
    ['campaigns', ['content', 'halt', 'history', 'patch', 'team-key', 'team-public']],
    ['recipients', ['access', 'address-key', 'audience', 'recipient']],
    ['clock', ['history']],
    ['send', []],
    ['feedback', []],
  ] as const)('lets %s seal %j and nothing else', (name, expected) => {
    expect(seals(name)).toEqual(expected)
  })

  test('opens the list to recipients alone, and an approved audience to the sender besides', () => {
    expect(FUNCTIONS.filter((name) => opens(name).includes('recipient'))).toEqual(['recipients'])
    expect(FUNCTIONS.filter((name) => opens(name).includes('address-key'))).toEqual(['recipients'])
    expect(FUNCTIONS.filter((name) => opens(name).includes('audience'))).toEqual(['recipients', 'send'])
  })

  test('opens what the team signs with to the sender alone, and lets it make none; who keeps the keys cannot sign', () => {
    expect(FUNCTIONS.filter((name) => opens(name).includes('team-key'))).toEqual(['send'])
    expect(FUNCTIONS.filter((name) => seals(name).includes('team-key'))).toEqual(['campaigns'])
    expect(FUNCTIONS.filter((name) => seals(name).includes('team-public'))).toEqual(['campaigns'])
  })

  test('has someone for every purpose', () => {
    for (const purpose of Purpose.options) {
      expect(FUNCTIONS.filter((name) => seals(name).includes(purpose))).not.toEqual([])
      expect(FUNCTIONS.filter((name) => opens(name).includes(purpose))).not.toEqual([])
    }
  })

  test('serves this table only', () => {
    const table = resource('AWS::DynamoDB::Table', 'Ground').id
    expect(ofFunctions.map(({ Condition }) => referred(Condition['StringEquals']?.[TABLE]))).toEqual(ofFunctions.map(() => table))
  })

  test('is used by nobody but the functions: the account keeps it and cannot open anything with it', () => {
    const others = keyPolicy.filter((statement) => !ofFunctions.includes(statement))
    expect(others).toHaveLength(1)
    const using = /^kms:(Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant|\*)/
    expect(others.flatMap(({ Action }) => Action).filter((action) => using.test(action) || action.includes('*'))).toEqual([])
  })

  test('is in no IAM policy, so that its own policy is the only way to it', () => {
    const policies = resources('AWS::IAM::Policy').flatMap(({ properties }) => statements(properties['PolicyDocument']))
    expect(policies.filter(({ Resource }) => JSON.stringify(Resource).includes(key.id))).toEqual([])
  })
})

describe('every key', () => {
  test.each(resources('AWS::KMS::Key').map(({ id, ...rest }) => [id, rest] as const))('%s rotates and outlives the stack', (_id, found) => {
    expect(found.properties['EnableKeyRotation']).toBe(true)
    expect(found.deletionPolicy).toBe('Retain')
  })

  test.each(FUNCTIONS)('is used by %s through a service, with spelled-out actions', (name) => {
    const kms = rightsOf(name).filter(({ Action }) => Action.some((action) => action.startsWith('kms:')))
    expect(kms).not.toEqual([])
    for (const statement of kms) {
      expect(statement.Action.join()).not.toContain('*')
      expect(statement.Resource).not.toBe('*')
      expect(Object.keys(statement.Condition['StringEquals'] ?? {})).toEqual(['kms:ViaService'])
    }
  })
})
