import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { referred, resource, resources, statements } from './template.ts'

const AT_REST = { 'Fn::GetAtt': [resource('AWS::KMS::Key', 'GroundStore').id, 'Arn'] }

const deniesPlainHttp = (document: unknown): boolean =>
  statements(document).some(({ Effect, Condition }) => Effect === 'Deny' && Condition['Bool']?.['aws:SecureTransport'] === 'false')

test('the table keeps what was, is encrypted under our key, and goes with nobody', () => {
  const table = resource('AWS::DynamoDB::Table', 'Ground')
  expect(table.deletionPolicy).toBe('Retain')
  expect(table.properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: AT_REST },
  })
})

describe('the bucket', () => {
  test('is private, versioned, encrypted under our key, and stays', () => {
    const bucket = resource('AWS::S3::Bucket', 'Ground')
    expect(bucket.deletionPolicy).toBe('Retain')
    expect(bucket.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: AT_REST } }],
      },
    })
  })

  test('is reached by TLS only', () => {
    const policies = resources('AWS::S3::BucketPolicy')
    expect(policies.map(({ properties }) => referred(properties['Bucket']))).toEqual(resources('AWS::S3::Bucket').map(({ id }) => id))
    expect(policies.filter(({ properties }) => !deniesPlainHttp(properties['PolicyDocument']))).toEqual([])
  })
})

describe('a queue', () => {
  const queues = resources('AWS::SQS::Queue')
  const Redrive = z.object({ deadLetterTargetArn: z.unknown() })
  const deadLetters = queues.flatMap(({ properties }) =>
    'RedrivePolicy' in properties ? [referred(Redrive.parse(properties['RedrivePolicy']).deadLetterTargetArn)] : [],
  )

  test.each(queues.map(({ id, properties }) => [id, properties] as const))(
    '%s is encrypted, by TLS only, and is or has a DLQ',
    (id, properties) => {
      expect(properties['KmsMasterKeyId']).toEqual(AT_REST)
      expect('RedrivePolicy' in properties || deadLetters.includes(id)).toBe(true)
      const guards = resources('AWS::SQS::QueuePolicy').filter((policy) =>
        z.array(z.unknown()).parse(policy.properties['Queues']).map(referred).includes(id),
      )
      expect(guards.some((policy) => deniesPlainHttp(policy.properties['PolicyDocument']))).toBe(true)
    },
  )

  test('hides a message for six times as long as its function may take, and gets back only what failed', () => {
    const sources = resources('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties)
    expect(sources).toHaveLength(2)
    for (const source of sources) {
      const queue = queues.find(({ id }) => id === referred(source['EventSourceArn']))
      const worker = resources('AWS::Lambda::Function').find(({ id }) => id === referred(source['FunctionName']))
      expect(Number(queue?.properties['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * Number(worker?.properties['Timeout']))
      expect(source['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures'])
    }
  })

  test('of hints is worked on by two senders at the most, a chunk at a time', () => {
    expect(resource('AWS::Lambda::EventSourceMapping', 'Sender').properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [resource('AWS::SQS::Queue', 'SenderHintsQueue').id, 'Arn'] },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
    })
  })
})

test('the lease that the sender gives is counted from its real time-out', () => {
  const { properties } = resource('AWS::Lambda::Function', 'SenderSendFn')
  expect(properties['Environment']).toMatchObject({ Variables: { TIMEOUT_SECONDS: String(properties['Timeout']) } })
})

test('alarms travel encrypted and by TLS only', () => {
  expect(resource('AWS::SNS::Topic', 'Ground').properties['KmsMasterKeyId']).toEqual(AT_REST)
  expect(resources('AWS::SNS::TopicPolicy').filter(({ properties }) => !deniesPlainHttp(properties['PolicyDocument']))).toEqual([])
})
