import type {
  APIGatewayProxyEventV2WithIAMAuthorizer,
  APIGatewayProxyStructuredResultV2,
  SQSBatchResponse,
  SQSEvent,
  ScheduledEvent,
} from 'aws-lambda'
import type { Clock } from '../../core/shared/clock.ts'
import type { Log } from '../../core/shared/log.ts'

export type ApiEvent = APIGatewayProxyEventV2WithIAMAuthorizer
export type ApiHandler = (event: ApiEvent) => Promise<APIGatewayProxyStructuredResultV2>
export type ScheduledHandler = (event: ScheduledEvent) => Promise<void>
export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>

/** The five functions, as they are deployed. */
export interface Handlers {
  readonly campaigns: ApiHandler
  readonly recipients: ApiHandler
  readonly clock: ScheduledHandler
  /** The function `recipients` once more, as the schedule of the week calls it; absent where nothing is to be called. */
  readonly weekly?: ScheduledHandler
  readonly send: QueueHandler
  readonly feedback: QueueHandler
}

/** What `process.env` would hold for a deployed function; each takes what its `env.ts` asks for. */
export interface FunctionsEnv {
  readonly TABLE: string
  readonly BUCKET: string
  readonly KEY_ARN: string
  readonly SEND_QUEUE_URL: string
  readonly POLICY_FILE: string
  readonly HOLIDAYS_FILE: string
  readonly TEMPLATES_FILE: string
  readonly CONFIGURATION_SET: string
  readonly CONFIGURATION_SET_SEALED: string
  readonly TIMEOUT_SECONDS: string
  readonly TICK_SECONDS: string
}

/** Wires the functions. Called once, when every endpoint answers and the AWS variables are set. */
export type HandlersFactory = (env: FunctionsEnv, machine: { readonly clock: Clock; readonly log: Log }) => Handlers | Promise<Handlers>

/** The functions' time-outs, in seconds, as deployed: what runs longer has failed. */
export const timeoutSeconds = { api: 30, clock: 60, send: 60, feedback: 30 } as const
export const tickSeconds = 1
