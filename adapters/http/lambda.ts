import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Hono } from 'hono'
import { type LambdaEvent, handle } from 'hono/aws-lambda'
import type { OperatorContext } from './operator-gate.ts'

/** An app as a Lambda: the HTTP API's events, payload format 2.0, with IAM authorisation. */
export type ApiFunction = (event: APIGatewayProxyEventV2WithIAMAuthorizer) => Promise<APIGatewayProxyStructuredResultV2>

export function lambdaOf(app: Pick<Hono<OperatorContext>, 'fetch'>): ApiFunction {
  const answer = handle(app as Hono<OperatorContext>)
  return async (event) => {
    const { statusCode, headers, body, isBase64Encoded, cookies = [] } = await answer(event as unknown as LambdaEvent)
    return {
      statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body,
      isBase64Encoded,
      cookies,
    }
  }
}
