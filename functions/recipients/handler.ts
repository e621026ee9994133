import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2, ScheduledEvent } from 'aws-lambda'
import { lambdaOf } from '../../adapters/http/lambda.ts'
import { asFault } from '../../core/shared/fault.ts'
import type { WatchKeys } from '../../core/usecases/check-keys.ts'
import type { RecipientsApi } from './api.ts'

type ApiEvent = APIGatewayProxyEventV2WithIAMAuthorizer

/** Asked by operators, and once a week by the schedule: nobody else may open the list, so the week's look at its keys is here. */
export interface RecipientsFunction {
  (event: ApiEvent): Promise<APIGatewayProxyStructuredResultV2>
  (event: ScheduledEvent): Promise<undefined>
}

export function makeHandler({ api, watchKeys }: { readonly api: RecipientsApi; readonly watchKeys: WatchKeys }): RecipientsFunction {
  const answer = lambdaOf(api)
  async function handler(event: ApiEvent): Promise<APIGatewayProxyStructuredResultV2>
  async function handler(event: ScheduledEvent): Promise<undefined>
  async function handler(event: ApiEvent | ScheduledEvent): Promise<APIGatewayProxyStructuredResultV2 | undefined> {
    if (!('detail-type' in event)) return answer(event)
    try {
      await watchKeys()
    } catch (error) {
      // The runtime prints what is thrown here, message and stack and all.
      throw asFault(error)
    }
    return undefined
  }
  return handler
}
