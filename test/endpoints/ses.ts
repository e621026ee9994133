import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface TakenCopy {
  readonly sesId: string
  readonly destination: string
  readonly destinations: number
  readonly source: string | null
  readonly configurationSet: string | null
  readonly raw: Uint8Array
  readonly tags: Record<string, string>
}

/** How a SendRawEmail ends: with an error's status and code, or in one of these ways after the mail was taken. */
export type Ending = { readonly status: number; readonly code: string } | 'reset' | 'hang' | 'broken-xml' | 'no-id' | 'accept'

export interface TestSes {
  readonly url: string
  /** Every SendRawEmail that arrived whole, whatever its ending: copies show here. */
  readonly arrived: TakenCopy[]
  readonly connections: () => number
  /** Connections that are open now. */
  readonly open: () => Promise<number>
  readonly quotaCalls: () => number
  readonly verified: Set<string>
  quota: { daily: number; sent: number; perSecond: number }
  /** The endings of the next sends; after them all are accepted. */
  end(...endings: readonly Ending[]): void
  stop(): Promise<void>
}

/** SES's v1 Query protocol, as far as the adapter speaks it. With `tls` it shows that certificate. */
export async function startSes(tls?: { key: string; cert: string }): Promise<TestSes> {
  const arrived: TakenCopy[] = []
  const endings: Ending[] = []
  const verified = new Set<string>()
  const counts = { connections: 0, quota: 0 }

  const listener: RequestListener = (request, response) => void serve(request, response)
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request))
    const action = form.get('Action')
    if (action === 'SendRawEmail') {
      const copy = copyOf(form, `ses-${arrived.length + 1}`)
      arrived.push(copy)
      return finish(response, endings.shift() ?? 'accept', copy.sesId)
    }
    if (action === 'GetSendQuota') {
      counts.quota++
      const { daily, sent, perSecond } = ses.quota
      return reply(
        response,
        200,
        result(
          'GetSendQuota',
          `<Max24HourSend>${daily}</Max24HourSend><SentLast24Hours>${sent}</SentLast24Hours><MaxSendRate>${perSecond}</MaxSendRate>`,
        ),
      )
    }
    const asked = [...form].filter(([name]) => name.startsWith('Identities.member.')).map(([, identity]) => identity)
    const entries = asked.map(
      (identity) =>
        `<entry><key>${identity}</key><value><VerificationStatus>${verified.has(identity) ? 'Success' : 'Pending'}</VerificationStatus></value></entry>`,
    )
    return reply(
      response,
      200,
      result('GetIdentityVerificationAttributes', `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`),
    )
  }

  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.on('connection', () => counts.connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const ses: TestSes = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    verified,
    connections: () => counts.connections,
    open: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    quotaCalls: () => counts.quota,
    quota: { daily: 200, sent: 0, perSecond: 1 },
    end: (...next) => void endings.push(...next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return ses
}

function copyOf(form: URLSearchParams, sesId: string): TakenCopy {
  const destinations = [...form].filter(([name]) => name.startsWith('Destinations.member.'))
  const names = [...form].filter(([name]) => /^Tags\.member\.\d+\.Name$/.test(name))
  return {
    sesId,
    destination: destinations[0]?.[1] ?? '',
    destinations: destinations.length,
    source: form.get('Source'),
    configurationSet: form.get('ConfigurationSetName'),
    raw: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'),
    tags: Object.fromEntries(names.map(([name, tag]) => [tag, form.get(name.replace(/Name$/, 'Value')) ?? ''])),
  }
}

function finish(response: ServerResponse, ending: Ending, sesId: string): void {
  if (ending === 'hang') return
  if (ending === 'reset') return void response.socket?.resetAndDestroy()
  if (ending === 'broken-xml') return reply(response, 200, '<SendRawEmailResponse><SendRawEmailResult><MessageId>')
  if (ending === 'no-id') return reply(response, 200, result('SendRawEmail', ''))
  if (ending === 'accept') return reply(response, 200, result('SendRawEmail', `<MessageId>${sesId}</MessageId>`))
  // The message names an address, as SES's own do: it must not get into an outcome.
  const error = `<Type>Sender</Type><Code>${ending.code}</Code><Message>about security@treefrog.example</Message>`
  reply(
    response,
    ending.status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>request-1</RequestId></ErrorResponse>`,
  )
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/'

const result = (action: string, inner: string): string =>
  `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></${action}Response>`

function reply(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'request-1' }).end(xml)
}
