import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

/** Who called what and how it ended. No path, query or body: a route says enough, and they could say too much. */
const ACCESS = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  caller: '$context.identity.userArn',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  integration: '$context.integrationStatus',
})

export interface OperatorApiProps {
  readonly campaigns: IFunction
  readonly recipients: IFunction
}

/** The operators' door: requests signed with AWS credentials, or none. */
export class OperatorApi extends Construct {
  constructor(scope: Construct, id: string, props: OperatorApiProps) {
    super(scope, id)
    const api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      defaultAuthorizer: new HttpIamAuthorizer(),
      description: 'Forewarn: operators',
    })
    const campaigns = new HttpLambdaIntegration('Campaigns', props.campaigns)
    const recipients = new HttpLambdaIntegration('Recipients', props.recipients)
    for (const [path, integration] of [
      ['/alarms', campaigns],
      ['/campaigns', campaigns],
      ['/halts', campaigns],
      ['/keys', campaigns],
      ['/table', campaigns],
      ['/recipients', recipients],
    ] as const) {
      api.addRoutes({ path, methods: [HttpMethod.ANY], integration })
      api.addRoutes({ path: `${path}/{proxy+}`, methods: [HttpMethod.ANY], integration })
    }
    const log = new LogGroup(this, 'Access', { retention: RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN })
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      // A handful of people and an import in pages; more than this is somebody else.
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: AccessLogFormat.custom(ACCESS) },
    })
    new CfnOutput(this, 'Url', { value: stage.url, description: 'forewarn --url' })
    new CfnOutput(this, 'Invoke', { value: api.arnForExecuteApi(), description: 'What an operator needs execute-api:Invoke on' })
  }
}
