import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { bundledCode } from './bundled-code.ts'
import type { BundledFile } from './bundled-files.ts'
import type { Meaning, TeamAlarms } from './team-alarms.ts'

export interface WiredFunctionProps<Env> {
  /** The folder in `functions/`. */
  readonly name: string
  /** Every variable that the function's own `env.ts` parses. */
  readonly environment: { readonly [Name in keyof Env]: string }
  readonly timeout: Duration
  readonly memoryMiB: number
  /** Puts files beside the bundle. */
  readonly files?: readonly BundledFile[]
  readonly alarms: TeamAlarms
  /** It threw, timed out or ran out of memory. */
  readonly whenItFails: Meaning
  /** It logged `alarm.raised`. Absent for a function that raises none. */
  readonly whenItRaises?: Meaning
}

/** A Lambda with a role of its own that may do nothing yet but log, its log, and the alarms on it. */
export class WiredFunction<Env> extends Construct {
  readonly fn: Function
  readonly role: Role
  readonly log: LogGroup

  constructor(scope: Construct, id: string, props: WiredFunctionProps<Env>) {
    super(scope, id)
    this.log = new LogGroup(this, 'Log', { retention: RetentionDays.SIX_MONTHS, removalPolicy: RemovalPolicy.RETAIN })
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.log.logGroupArn] }),
    )
    this.fn = new Function(this, 'Fn', {
      code: bundledCode(props.name, props.files ?? []),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      role: this.role,
      logGroup: this.log,
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      environment: props.environment,
    })
    this.#watch(id, props)
  }

  #watch(id: string, props: WiredFunctionProps<Env>): void {
    props.alarms.raise(`${id}Errors`, {
      metric: this.fn.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      whenItFails: props.whenItFails,
    })
    if (!props.whenItRaises) return
    const raised = this.log.addMetricFilter('Raised', {
      metricNamespace: 'Forewarn',
      metricName: `${id}AlarmRaised`,
      // A term, not a JSON selector: the runtime may put a time and a request id before the JSON.
      filterPattern: FilterPattern.allTerms('alarm.raised'),
      metricValue: '1',
    })
    props.alarms.raise(`${id}Raised`, {
      metric: raised.metric({ period: Duration.minutes(1), statistic: 'Sum' }),
      whenItFails: props.whenItRaises,
    })
  }
}
