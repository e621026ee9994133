/** Every way the service can fail on purpose. Add a code here before you throw it. */
export type FaultCode =
  | 'CAMPAIGN_NOT_FOUND'
  | 'ITEM_MALFORMED'
  | 'ITEM_MISSING'
  | 'ITEM_SWAPPED'
  | 'ITEM_TOO_LARGE'
  | 'DIGEST_MISMATCH'
  | 'KEYS_UNAVAILABLE'
  | 'MAIL_UNAVAILABLE'
  | 'MESSAGE_MALFORMED'
  | 'POLICY_UNUSABLE'
  | 'QUEUE_UNAVAILABLE'
  | 'RENDER_FAILED'
  | 'SCAN_FAILED'
  | 'STORE_CONTENDED'
  | 'STORE_UNAVAILABLE'
  | 'TEAM_KEY_UNUSABLE'
  | 'UNEXPECTED'

export type Facts = Readonly<Record<string, string | number | boolean>>

/**
 * A failure that an operator must be able to act on.
 *
 * `message` and `facts` reach logs and DLQs: they carry ids, counts, times and codes,
 * never an address, a subject, a body or a key. An SDK error is never the `cause`, since its
 * message can name addresses: adapters keep its code and request id in `facts`.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  /** Whether the same call can succeed later without anyone changing anything. */
  readonly retry: 'later' | 'never'
  readonly facts: Facts

  constructor(code: FaultCode, message: string, options: { retry: 'later' | 'never'; cause?: Fault; facts?: Facts }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retry = options.retry
    this.facts = options.facts ?? {}
  }
}

/** An error that is no fault may quote what it met: only its being there is kept. */
export const asFault = (error: unknown, facts: Facts = {}): Fault =>
  error instanceof Fault ? error : new Fault('UNEXPECTED', 'something failed that should not', { retry: 'later', facts })

/** What a log may keep of any error: its code and its facts, in which the code that another service gave is `service`. */
export function factsOfError(error: unknown): Facts {
  const fault = asFault(error)
  const { code: service, ...facts } = fault.facts
  return { ...facts, ...(service === undefined ? {} : { service }), code: fault.code }
}
