import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { makeStack, policy, referred, resource, resources } from './template.ts'

describe('SES', () => {
  test('sends as the domain of the sender, aligned, or not at all', () => {
    expect(resource('AWS::SES::EmailIdentity', 'Ground').properties).toMatchObject({
      EmailIdentity: 'mail.larch.example',
      DkimAttributes: { SigningEnabled: true },
      FeedbackAttributes: { EmailForwardingEnabled: false },
      MailFromAttributes: { MailFromDomain: 'bounce.mail.larch.example', BehaviorOnMxFailure: 'REJECT_MESSAGE' },
    })
  })

  test('delivers over TLS only, and drops nothing on its own account', () => {
    const set = resource('AWS::SES::ConfigurationSet', 'GroundMailConfigurationSet').properties
    expect(set).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: [], ValidationOptions: { ConditionThreshold: { ConditionThresholdEnabled: 'DISABLED' } } },
      VdmOptions: { DashboardOptions: { EngagementMetrics: 'DISABLED' } },
    })
    expect(set).not.toHaveProperty('TrackingOptions')
  })

  test('lets a sealed mail go without TLS only where the policy says so', () => {
    expect(resources('AWS::SES::ConfigurationSet')).toHaveLength(1)
    const { stack } = makeStack({ policy: { ...policy, sealing: { ...policy.sealing, tls: 'optional' } } })
    const other = Template.fromStack(stack)
    for (const TlsPolicy of ['REQUIRE', 'OPTIONAL'])
      other.resourcePropertiesCountIs('AWS::SES::ConfigurationSet', { DeliveryOptions: { TlsPolicy } }, 1)
    expect(Object.keys(other.findResources('AWS::SES::ConfigurationSetEventDestination'))).toHaveLength(2)
  })

  test('reports what becomes of a mail, and never who opened or clicked', () => {
    const destinations = resources('AWS::SES::ConfigurationSetEventDestination').map(({ properties }) => properties['EventDestination'])
    expect(destinations).toHaveLength(1)
    expect(destinations[0]).toMatchObject({ MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay'] })
  })
})

const Target = z.object({
  Arn: z.unknown(),
  DeadLetterConfig: z.unknown().optional(),
  InputTransformer: z.object({ InputPathsMap: z.record(z.string(), z.string()), InputTemplate: z.string() }),
})
const SesRule = z.object({
  EventPattern: z.object({
    source: z.tuple([z.literal('aws.ses')]),
    'detail-type': z.array(z.string()),
    detail: z.object({ mail: z.object({ tags: z.object({ 'ses:configuration-set': z.tuple([z.unknown()]) }) }) }),
  }),
  Targets: z.tuple([Target]),
})
const rules = resources('AWS::Events::Rule').flatMap(({ properties }) => ('EventPattern' in properties ? [SesRule.parse(properties)] : []))

/** An event as SES puts it on the bus, with what must stay behind. */
function sesEvent(detailType: string, eventType: string) {
  return {
    version: '0',
    'detail-type': detailType,
    source: 'aws.ses',
    time: '2026-12-08T16:00:07Z',
    detail: {
      eventType,
      ...(eventType === 'Bounce' && {
        bounce: { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: [{ emailAddress: 'secret@downstream.example' }] },
      }),
      mail: {
        messageId: '0100018f0c1e2d3c-4b5a6978-8796-4a5b-9c8d-7e6f5a4b3c2d-000000',
        destination: ['secret@downstream.example'],
        headers: [{ name: 'Subject', value: 'secret' }],
        tags: {
          'ses:configuration-set': ['forewarn'],
          campaign: ['c-4k2m9x7q1d8z5t3w'],
          notice: ['advance-1'],
          delivery: [`advance-1_0_${'ab'.repeat(16)}`],
          attempt: ['1'],
        },
      },
    },
  }
}

/** What EventBridge makes of a template: each `<name>` is the JSON of what its path finds. */
function transformed({ InputPathsMap, InputTemplate }: z.infer<typeof Target>['InputTransformer'], event: object): string {
  return InputTemplate.replaceAll(/<([^>]+)>/g, (_, name: string) => {
    const steps = (InputPathsMap[name] ?? '')
      .slice(2)
      .split(/[.[\]]+/)
      .filter(Boolean)
    return JSON.stringify(steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], event))
  })
}

describe('the feedback rules', () => {
  test.each([
    ['Email Sent', 'Send'],
    ['Email Delivered', 'Delivery'],
    ['Email Bounced', 'Bounce'],
    ['Email Complaint Received', 'Complaint'],
    ['Email Rejected', 'Reject'],
    ['Email Delivery Delayed', 'DeliveryDelay'],
  ])('%s: hand on ids that the feedback function understands, and nothing else', (detailType, eventType) => {
    const matching = rules.filter(({ EventPattern }) => EventPattern['detail-type'].includes(detailType))
    expect(matching).toHaveLength(1)
    const text = matching.map(({ Targets: [target] }) => transformed(target.InputTransformer, sesEvent(detailType, eventType))).join()
    expect(text).not.toContain('secret')
    expect(FeedbackEvent.parse(JSON.parse(text))).toMatchObject({ type: eventType, attempt: 1, at: '2026-12-08T16:00:07Z' })
  })

  test('listen to no opens and no clicks', () => {
    expect(rules.flatMap(({ EventPattern }) => EventPattern['detail-type']).filter((type) => /open|click|subscri/i.test(type))).toEqual([])
  })

  test('listen to our own mails only, and put them into the feedback queue', () => {
    for (const { EventPattern, Targets } of rules) {
      const [set] = EventPattern.detail.mail.tags['ses:configuration-set']
      expect(referred(set)).toBe(resource('AWS::SES::ConfigurationSet', 'Ground').id)
      expect(referred(Targets[0].Arn)).toBe(resource('AWS::SQS::Queue', 'FeedbackEventsQueue').id)
    }
  })

  test('keep no dead letters, which would hold the whole event with its addresses', () => {
    expect(rules.flatMap(({ Targets }) => Targets).filter((target) => target.DeadLetterConfig !== undefined)).toEqual([])
  })
})
