import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../../core/shared/clock.ts'
import { configurationSet, sealedConfigurationSet } from '../account.ts'
import type { Envelope, Mailbox } from './mailbox.ts'
import { type SesAnswer, element, members, sesError } from './query-protocol.ts'
import { addressOf, headersOf } from './raw-message.ts'
import type { SendingAccount } from './sending-account.ts'

/** SES's own limit, after base64. */
const messageLimit = 10 * 1024 * 1024
const destinationLimit = 50

interface Request {
  readonly raw: Buffer
  readonly source: string
  readonly destinations: readonly string[]
  readonly set: string
  readonly tags: Readonly<Record<string, string>>
}

export interface SendDeps {
  readonly account: SendingAccount
  readonly mailbox: Mailbox
  readonly clock: Clock
  /** Called once a mail is accepted, before the caller learns it. */
  readonly onAccepted: (number: number, envelope: Envelope, raw: Uint8Array) => void
}

/** Checks, spends, keeps, and only then answers. @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html */
export async function sendRawEmail(deps: SendDeps, form: URLSearchParams): Promise<SesAnswer> {
  const request = requestOf(form)
  const objection = objectionTo(request, deps.account) ?? overBudget(deps.account, request.destinations.length)
  if (objection !== undefined) return objection
  const envelope: Envelope = {
    destinations: [...request.destinations],
    source: request.source,
    configurationSet: request.set,
    tags: request.tags,
    messageId: `${randomBytes(8).toString('hex')}-${randomUUID()}-000000`,
    acceptedAt: deps.clock.now().toISO(),
  }
  const number = await deps.mailbox.keep(request.raw, envelope)
  deps.onAccepted(number, envelope, request.raw)
  return { ok: true, result: element('MessageId', envelope.messageId) }
}

function requestOf(form: URLSearchParams): Request {
  const tags: Record<string, string> = {}
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n++) {
    tags[form.get(`Tags.member.${n}.Name`) ?? ''] = form.get(`Tags.member.${n}.Value`) ?? ''
  }
  return {
    raw: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'),
    source: form.get('Source') ?? '',
    destinations: members(form, 'Destinations'),
    set: form.get('ConfigurationSetName') ?? '',
    tags,
  }
}

/** Texts name no address, unlike those of SES. */
function objectionTo(request: Request, account: SendingAccount): SesAnswer | undefined {
  const { raw, source, destinations, set, tags } = request
  if (set !== configurationSet && set !== sealedConfigurationSet) {
    const detail = element('ConfigurationSetName', set)
    return { ok: false, status: 400, code: 'ConfigurationSetDoesNotExist', message: `Configuration set <${set}> does not exist.`, detail }
  }
  if (destinations.length === 0) return sesError('InvalidParameterValue', 'Destinations are required here; none are taken from headers.')
  if (destinations.length > destinationLimit) return sesError('MessageRejected', `Recipient count exceeds ${destinationLimit}.`)
  if (!destinations.every(isAddress))
    return sesError('InvalidParameterValue', 'A destination has a local part or a domain that is not 7-bit.')
  if (!Object.entries(tags).flat().every(isTagText))
    return sesError('InvalidParameterValue', 'A tag has a name or a value that is not allowed.')
  if (raw.length === 0) return sesError('MissingParameter', 'RawMessage.Data is required.')
  if (raw.length > messageLimit)
    return sesError('MessageRejected', `Message length is more than ${messageLimit} bytes long: '${raw.length}'.`)
  const from = headersOf(raw).find(({ name }) => name.toLowerCase() === 'from')
  if (from === undefined) return sesError('InvalidParameterValue', "Missing required header 'From'.")
  if (![source, from.value].map(addressOf).every((address) => account.isVerified(address))) {
    return sesError('MessageRejected', 'Email address is not verified. The sender failed the check in this region.')
  }
  return undefined
}

/** One addr-spec in 7 bits, quoted local parts included; neither a list nor a display name. */
const isAddress = (text: string): boolean => /^("[ -!#-[\]-~\\"]*"|[!#-'*+\-/-9=?A-Z^-~.]+)@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text)
const isTagText = (text: string): boolean => /^[A-Za-z0-9_.@-]{1,256}$/.test(text)

function overBudget(account: SendingAccount, mails: number): SesAnswer | undefined {
  const verdict = account.spend(mails)
  if (verdict === 'ok') return undefined
  return sesError('Throttling', verdict === 'rate-exceeded' ? 'Maximum sending rate exceeded.' : 'Daily message quota exceeded.')
}
