import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net'
import { SESClient } from '@aws-sdk/client-ses'
import { afterEach, describe, expect, test } from 'vitest'
import { sesMail } from '../../../adapters/ses/mail.ts'
import type { SendOutcome } from '../../../core/delivery/ports.ts'
import { faultOf } from '../../contracts/faults.ts'
import { mailServiceContract, mailTo } from '../../contracts/mail-service.ts'
import { address } from '../../contracts/sample.ts'
import { credentials, region } from '../../endpoints/account.ts'
import { type Ending, type TestSes, startSes } from '../../endpoints/ses.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function freshSes(tls?: { key: string; cert: string }): Promise<TestSes> {
  const ses = await startSes(tls)
  stops.push(() => ses.stop())
  return ses
}

const mailAt = (endpoint: string, given: object = { credentials }) =>
  sesMail({
    configurationSets: { required: 'forewarn', optional: 'forewarn-sealed' },
    source: address('psirt@example.org'),
    newClient: (config) => new SESClient({ region, endpoint, ...given, ...config }),
    timeouts: { connectMillis: 300, answerMillis: 300 },
  })

const sendOne = (url: string, given?: object): Promise<SendOutcome> =>
  mailAt(url, given).batch((send) => send(mailTo('security@treefrog.example')))

const ENDINGS: Record<'not-sent' | 'refused' | 'unknown' | 'taken-but-unknown', Ending> = {
  'not-sent': { status: 400, code: 'Throttling' },
  refused: { status: 400, code: 'MessageRejected' },
  unknown: { status: 500, code: 'InternalFailure' },
  'taken-but-unknown': 'reset',
}

mailServiceContract('SES', async () => {
  const ses = await freshSes()
  const refusals = new Set<string>()
  return {
    mail: mailAt(ses.url),
    taken: () => ses.arrived.filter(({ sesId }) => !refusals.has(sesId)),
    answerNext: (outcome) => {
      if (outcome === 'not-sent' || outcome === 'refused') refusals.add(`ses-${ses.arrived.length + 1}`)
      ses.end(ENDINGS[outcome])
    },
    verify: (identity) => ses.verified.add(identity),
    quotaIs: (quota) => (ses.quota = quota),
  }
})

describe('one call, one copy', () => {
  const endings: readonly [string, Ending, SendOutcome][] = [
    ['accepts', 'accept', { outcome: 'accepted', sesId: 'ses-1' }],
    ['throttles', { status: 400, code: 'Throttling' }, { outcome: 'not-sent', code: 'Throttling' }],
    [
      'throttles in other words',
      { status: 429, code: 'TooManyRequestsException' },
      { outcome: 'not-sent', code: 'TooManyRequestsException' },
    ],
    ['rejects the message', { status: 400, code: 'MessageRejected' }, { outcome: 'refused', code: 'MessageRejected' }],
    ['denies access', { status: 403, code: 'AccessDenied' }, { outcome: 'refused', code: 'AccessDenied' }],
    ['finds the token expired', { status: 403, code: 'ExpiredToken' }, { outcome: 'refused', code: 'ExpiredToken' }],
    ['finds the token invalid', { status: 403, code: 'InvalidClientTokenId' }, { outcome: 'refused', code: 'InvalidClientTokenId' }],
    ['finds a parameter invalid', { status: 400, code: 'InvalidParameterValue' }, { outcome: 'refused', code: 'InvalidParameterValue' }],
    ['fails', { status: 500, code: 'InternalFailure' }, { outcome: 'unknown', code: 'InternalFailure' }],
    [
      'says a word that we know, but as a failure of its own',
      { status: 503, code: 'Throttling' },
      { outcome: 'unknown', code: 'Throttling' },
    ],
    ['says a word that nobody knows', { status: 400, code: 'Novelty' }, { outcome: 'unknown', code: 'Novelty' }],
    ['takes the mail and resets', 'reset', { outcome: 'unknown', code: 'ECONNRESET' }],
    ['takes the mail and hangs', 'hang', { outcome: 'unknown', code: 'ETIMEDOUT' }],
    ['takes the mail and answers without an id', 'no-id', { outcome: 'unknown', code: 'NoMessageId' }],
  ]
  test.each(endings)('SES %s', async (_, ending, outcome) => {
    const ses = await freshSes()
    ses.end(ending)
    expect(await sendOne(ses.url)).toEqual(outcome)
    expect(ses.arrived).toHaveLength(1)
    expect(ses.arrived[0]).toMatchObject({ destinations: 1, source: 'psirt@example.org', configurationSet: 'forewarn' })
  })

  test.each([
    ['required', 'forewarn'],
    ['optional', 'forewarn-sealed'],
  ] as const)('TLS is %s by the configuration set %s', async (tls, configurationSet) => {
    const ses = await freshSes()
    await mailAt(ses.url).batch((send) => send({ ...mailTo('security@treefrog.example'), tls }))
    expect(ses.arrived).toEqual([expect.objectContaining({ configurationSet })])
  })

  test.each([
    'MailFromDomainNotVerifiedException',
    'ConfigurationSetDoesNotExist',
    'ConfigurationSetSendingPausedException',
    'AccountSendingPausedException',
  ])('%s is refused', async (code) => {
    const ses = await freshSes()
    ses.end({ status: 400, code })
    expect(await sendOne(ses.url)).toMatchObject({ outcome: 'refused' })
    expect(ses.arrived).toHaveLength(1)
  })

  test('an answer that does not parse is unknown', async () => {
    const ses = await freshSes()
    ses.end('broken-xml')
    expect(await sendOne(ses.url)).toMatchObject({ outcome: 'unknown' })
    expect(ses.arrived).toHaveLength(1)
  })

  test('no outcome holds what SES said of an address', async () => {
    const ses = await freshSes()
    for (const ending of Object.values(ENDINGS)) {
      ses.end(ending)
      expect(JSON.stringify(await sendOne(ses.url))).not.toContain('treefrog')
    }
  })
})

describe('a connection that never stood', () => {
  const pem = (name: string) => readFileSync(createRequire(import.meta.url).resolve(`dynalite/ssl/${name}.pem`), 'utf8')

  /** A server that does only this with a connection. */
  async function rawServer(onConnection: (socket: Socket) => void): Promise<string> {
    const sockets = new Set<Socket>()
    const server: Server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined))
      onConnection(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    stops.push(() => {
      sockets.forEach((socket) => socket.destroy())
      return new Promise((resolve) => server.close(resolve))
    })
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test('refused: not sent', async () => {
    expect(await sendOne('http://127.0.0.1:9')).toEqual({ outcome: 'not-sent', code: 'ECONNREFUSED' })
  })

  test('to a name that does not resolve: not sent', async () => {
    expect((await sendOne('http://ses.invalid')).outcome).toBe('not-sent')
  })

  test('to a certificate that nobody vouches for: not sent, and not a byte of it arrives', async () => {
    const ses = await freshSes({ key: pem('server-key'), cert: pem('server-crt') })
    expect((await sendOne(ses.url)).outcome).toBe('not-sent')
    expect(ses.arrived).toEqual([])
  })

  test('to a server that does not speak TLS: not sent', async () => {
    const place = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect((await sendOne(`https://${place}`)).outcome).toBe('not-sent')
  })

  test('reset in mid-handshake: not sent', async () => {
    const place = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect((await sendOne(`https://${place}`)).outcome).toBe('not-sent')
  })

  test('to a server that never ends the handshake: not sent', async () => {
    const place = await rawServer(() => undefined)
    expect(await sendOne(`https://${place}`)).toEqual({ outcome: 'not-sent', code: 'CONNECT_TIMEOUT' })
  })

  test('reset after the request, without TLS: unknown, as the mail may have left', async () => {
    const place = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect((await sendOne(`http://${place}`)).outcome).toBe('unknown')
  })

  test('a reset of a connection that stood is unknown, though another never did', async () => {
    const ses = await freshSes()
    ses.end('accept', 'reset')
    const outcomes = await mailAt(ses.url).batch(async (send) => [await send(mailTo('a@b.example')), await send(mailTo('c@d.example'))])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'unknown'])
    expect(ses.arrived).toHaveLength(2)
  })
})

test('without credentials a mail is refused before there is a connection', async () => {
  const ses = await freshSes()
  const broken = { credentials: () => Promise.reject(Object.assign(new Error('about a path'), { name: 'CredentialsProviderError' })) }
  expect(await sendOne(ses.url, broken)).toEqual({ outcome: 'refused', code: 'CredentialsProviderError' })
  expect(ses.arrived).toEqual([])
})

test('a batch shares its connection, and the next batch has a fresh one', async () => {
  const ses = await freshSes()
  const mail = mailAt(ses.url)
  const three = () =>
    mail.batch(async (send) => {
      for (const name of ['a', 'b', 'c']) await send(mailTo(`${name}@treefrog.example`))
    })
  await three()
  expect(ses.connections()).toBe(1)
  await three()
  expect(ses.connections()).toBe(2)
  expect(ses.arrived).toHaveLength(6)
})

test('after a batch its connections are closed, also when its work failed', async () => {
  const ses = await freshSes()
  const failing = mailAt(ses.url).batch(async (send) => {
    await send(mailTo('a@treefrog.example'))
    expect(await ses.open()).toBe(1)
    throw new RangeError('of the work')
  })
  await expect(failing).rejects.toThrow('of the work')
  await expect.poll(() => ses.open()).toBe(0)
})

test('the quota is asked for once a second at most', async () => {
  const ses = await freshSes()
  const mail = mailAt(ses.url)
  await Promise.all([mail.quota(), mail.quota(), mail.quota()])
  expect(ses.quotaCalls()).toBe(1)
})

test('a quota without limit is a large number', async () => {
  const ses = await freshSes()
  ses.quota = { daily: -1, sent: 3, perSecond: 14 }
  expect((await mailAt(ses.url).quota()).daily).toBe(Number.MAX_SAFE_INTEGER)
})

test('an SES that cannot be asked is a fault with a code', async () => {
  const mail = mailAt('http://127.0.0.1:9', { credentials, maxAttempts: 1 })
  expect((await faultOf(mail.quota(), 'MAIL_UNAVAILABLE')).facts).toEqual({ code: 'ECONNREFUSED' })
  await expect(mail.isVerified(address('psirt@example.org'))).rejects.toMatchObject({ name: 'Fault', code: 'MAIL_UNAVAILABLE' })
})
