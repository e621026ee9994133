import { describe, expect, test } from 'vitest'
import { resource, resources } from './template.ts'

describe('the API', () => {
  const routes = resources('AWS::ApiGatewayV2::Route').map(({ properties }) => properties)

  test('answers signed requests only', () => {
    expect(routes.filter((route) => route['AuthorizationType'] !== 'AWS_IAM')).toEqual([])
  })

  test('has these routes and no other', () => {
    expect(routes.map((route) => String(route['RouteKey'])).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      ['/alarms', '/campaigns', '/halts', '/keys', '/recipients', '/table'].flatMap((path) => [`ANY ${path}`, `ANY ${path}/{proxy+}`]),
    )
  })

  test('limits the rate, and logs who called what, without paths, queries or bodies', () => {
    const stage = resource('AWS::ApiGatewayV2::Stage', 'Operators').properties
    expect(stage).toMatchObject({ DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 } })
    const { Format } = stage['AccessLogSettings'] as { Format: string }
    expect(Format).toContain('$context.identity.userArn')
    expect(Format).not.toMatch(/\$context\.(path|error\.message|authorizer)|querystring|body|header/i)
  })
})

describe('the functions', () => {
  test('run on Node 24 and ARM, each with a log that ends and stays', () => {
    for (const { properties } of resources('AWS::Lambda::Function'))
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] })
    for (const { properties, deletionPolicy } of resources('AWS::Logs::LogGroup')) {
      expect(properties['RetentionInDays']).toBeGreaterThan(0)
      expect(deletionPolicy).toBe('Retain')
    }
  })

  test('cannot be called by the world', () => {
    const principals = resources('AWS::Lambda::Permission').map(({ properties }) => [properties['Principal'], 'SourceArn' in properties])
    expect(new Set(principals.map(String))).toEqual(new Set(['apigateway.amazonaws.com,true', 'events.amazonaws.com,true']))
  })
})

describe('the week’s look at the keys of the list', () => {
  test('is on Monday at 06:00 UTC, by the function that alone can open it', () => {
    const rule = resource('AWS::Events::Rule', 'OperatorsKeyCheck').properties
    expect(rule['ScheduleExpression']).toBe('cron(0 6 ? * MON *)')
    const [target, ...others] = rule['Targets'] as { Arn: object; Input?: string }[]
    expect(others).toEqual([])
    expect(JSON.stringify(target?.Arn)).toContain(resource('AWS::Lambda::Function', 'OperatorsRecipients').id)
    // The handler knows it by what EventBridge says of a scheduled event.
    expect(target).not.toHaveProperty('Input')
  })
})
