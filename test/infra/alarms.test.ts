import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { makeStack, referred, resource, resources } from './template.ts'

const alarms = resources('AWS::CloudWatch::Alarm')
const topic = resource('AWS::SNS::Topic', 'Ground').id
const functions = resources('AWS::Lambda::Function').map(({ id }) => id)

const watching = (metric: string): string[] =>
  alarms.flatMap(({ properties }) =>
    properties['MetricName'] === metric ? [JSON.stringify(properties['Dimensions'] ?? properties['Namespace'])] : [],
  )

describe('an alarm', () => {
  test.each(alarms.map(({ id, properties }) => [id, properties] as const))(
    '%s says who is not told and what to do, and reaches the team',
    (_id, properties) => {
      expect(properties['AlarmDescription']).toMatch(/^\S.{30,}\. To do: \S.{20,}\.$/s)
      expect((properties['AlarmActions'] as unknown[]).map(referred)).toEqual([topic])
    },
  )

  test('goes off when the clock stands still, also when there is no figure at all', () => {
    expect(resource('AWS::CloudWatch::Alarm', 'GroundAlarmsHeartbeat').properties).toMatchObject({
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: resource('AWS::Lambda::Function', 'ClockworkClockFn').id } }],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 60,
      TreatMissingData: 'breaching',
    })
  })

  test.each(functions)('goes off when %s fails', (id) => {
    expect(watching('Errors').filter((dimensions) => dimensions.includes(id))).toHaveLength(1)
  })

  test('goes off for every dead letter, and for every message that waits', () => {
    const all = resources('AWS::SQS::Queue').map(({ id }) => id)
    const watched = [...watching('ApproximateNumberOfMessagesVisible'), ...watching('ApproximateAgeOfOldestMessage')]
    expect(all.filter((id) => !watched.some((dimensions) => dimensions.includes(id)))).toEqual([])
  })

  test('goes off when SES rejects a mail', () => {
    expect(watching('Reject')).toEqual(['"AWS/SES"'])
  })

  test.each(['ClockworkClock', 'SenderSend', 'Feedback'])('goes off for what %s raises itself', (name) => {
    const filter = resource('AWS::Logs::MetricFilter', name)
    expect(filter.properties['FilterPattern']).toBe('"alarm.raised"')
    expect(referred(filter.properties['LogGroupName'])).toBe(resource('AWS::Logs::LogGroup', name).id)
    const [transformation] = filter.properties['MetricTransformations'] as { MetricName: string }[]
    expect(alarms.filter(({ properties }) => properties['MetricName'] === transformation?.MetricName)).toHaveLength(1)
  })

  test('is mailed to the contact when it is wanted, and to nobody when not', () => {
    const subscribed = resources('AWS::SNS::Subscription').map(({ properties }) => [properties['Protocol'], properties['Endpoint']])
    expect(subscribed).toEqual([['email', 'security@larch.example']])
    expect(Template.fromStack(makeStack().stack).findResources('AWS::SNS::Subscription')).toEqual({})
  })
})

test('the clock ticks every minute, and counts on it', () => {
  expect(resource('AWS::Events::Rule', 'Clockwork').properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' })
  expect(resource('AWS::Lambda::Function', 'ClockworkClockFn').properties['Environment']).toMatchObject({
    Variables: { TICK_SECONDS: '60' },
  })
})
