import type { ServerResponse } from 'node:http'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Refusal } from '../../../core/shared/refusal.ts'

export function replyJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
}

export interface ApiError {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export function replyError(response: ServerResponse, status: number, error: ApiError): void {
  replyJson(response, status, { error })
}

export const errorOf = ({ code, why, hint }: Refusal): ApiError => ({ code, message: why, hint })

/** As API Gateway answers with a function's result. */
export function replyResult(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const body = Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8')
  response.statusCode = result.statusCode ?? 200
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value))
  if (result.cookies !== undefined) response.setHeader('set-cookie', result.cookies)
  response.end(body)
}
