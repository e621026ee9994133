import type { IncomingMessage } from 'node:http'
import type { CallCounter } from '../wire/call-counter.ts'
import { type LocalCredentials, isOwnCaller } from '../wire/caller.ts'
import { type LoopbackServer, readBody, serveOnLoopback } from '../wire/loopback.ts'
import { type SesAnswer, asXml, element, members, sesError } from './query-protocol.ts'
import { type SendDeps, sendRawEmail } from './send-raw-email.ts'
import type { SendingAccount } from './sending-account.ts'

/** 10 MB of message in base64, percent-encoded, and its parameters. */
const bodyLimit = 20 * 1024 * 1024

/** SES's Query protocol (version 1), as far as Forewarn speaks it, for callers with this process's credentials. */
export function serveSes(deps: SendDeps, credentials: LocalCredentials, calls: CallCounter): Promise<LoopbackServer> {
  return serveOnLoopback((request, response) => {
    const respond = async () => {
      const { action, result } = await answer(deps, request, isOwnCaller(request, credentials))
      calls.add('ses', action, result.ok)
      const { status, body } = asXml(action, result)
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
    }
    // The caller went away in mid-request, or the disk failed: as with SES's own accidents, nobody is told which.
    respond().catch(() => response.destroy())
  })
}

async function answer(deps: SendDeps, request: IncomingMessage, known: boolean): Promise<{ action: string; result: SesAnswer }> {
  const body = await readBody(request, bodyLimit)
  if (body === 'too-large') return { action: 'unknown', result: sesError('RequestEntityTooLarge', 'The request is too large.') }
  const form = new URLSearchParams(body.toString('latin1'))
  const action = /^[A-Za-z]{1,64}$/.exec(form.get('Action') ?? '')?.[0] ?? 'unknown'
  if (!known) return { action, result: sesError('InvalidClientTokenId', 'The security token included in the request is invalid.') }
  return { action, result: await perform(deps, action, form) }
}

async function perform(deps: SendDeps, action: string, form: URLSearchParams): Promise<SesAnswer> {
  switch (action) {
    case 'SendRawEmail':
      return sendRawEmail(deps, form)
    case 'GetSendQuota':
      return sendQuota(deps.account)
    case 'GetIdentityVerificationAttributes':
      return verification(deps.account, members(form, 'Identities'))
    case 'GetAccountSendingEnabled':
      return { ok: true, result: element('Enabled', true) }
    default:
      return sesError('InvalidAction', `Could not find operation ${action} for version 2010-12-01`)
  }
}

function sendQuota(account: SendingAccount): SesAnswer {
  const { rate, daily } = account.limits()
  return {
    ok: true,
    result: `${element('Max24HourSend', daily)}${element('MaxSendRate', rate)}${element('SentLast24Hours', account.sent())}`,
  }
}

/** Only what is verified has an entry; like SES, an address does not inherit its domain's. */
function verification(account: SendingAccount, asked: readonly string[]): SesAnswer {
  const { verified } = account.limits()
  const entries = asked
    .filter((identity) => verified.includes(identity))
    .map((identity) => `<entry>${element('key', identity)}<value>${element('VerificationStatus', 'Success')}</value></entry>`)
  return { ok: true, result: `<VerificationAttributes>${entries.join('')}</VerificationAttributes>` }
}
