import type { IncomingHttpHeaders } from 'node:http'
import { randomUUID } from 'node:crypto'
import type { Instant } from '../../../core/shared/clock.ts'
import { accountId } from '../account.ts'
import type { ApiEvent } from '../functions.ts'

export interface ApiRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The IAM principal that would have signed it. */
  readonly principal: string
  readonly at: Instant
}

/** Only the gateway's business: the token opens it, so no function may see it. */
const ownHeaders = new Set(['authorization', 'x-forewarn-as', 'cookie', 'connection', 'transfer-encoding'])

/** The event an HTTP API with IAM authorisation makes. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function apiEvent({ method, url, headers, body, principal, at }: ApiRequest): ApiEvent {
  const isText = /^(text\/|application\/(.+\+)?json)/.test(headers['content-type'] ?? '')
  const query = [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')] as const)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: singleHeaders(headers),
    ...(query.length === 0 ? {} : { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      ...contextOf(at, headers),
      http: { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: headers['user-agent'] ?? '' },
      authorizer: { iam: identityOf(principal) },
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !ownHeaders.has(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]))
}

function contextOf(at: Instant, headers: IncomingHttpHeaders) {
  return {
    accountId,
    apiId: 'local',
    domainName: headers.host ?? '127.0.0.1',
    domainPrefix: 'local',
    requestId: randomUUID(),
    routeKey: '$default',
    stage: '$default',
    time: at.toFormat('dd/LLL/yyyy:HH:mm:ss ZZZ', { locale: 'en-US' }),
    timeEpoch: at.toMillis(),
  }
}

/** `principal` is what a signed request of that user, or of that role's session, carries. */
function identityOf(principal: string): ApiEvent['requestContext']['authorizer']['iam'] {
  return {
    accessKey: 'LOCAL',
    accountId: principal.split(':')[4] ?? accountId,
    callerId: 'LOCAL',
    cognitoIdentity: null,
    principalOrgId: 'aws:PrincipalOrgID',
    userArn: principal,
    userId: 'LOCAL',
  }
}
