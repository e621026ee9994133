import type { SendOutcome } from '../../core/delivery/ports.ts'
import { readServiceError } from '../../core/shared/service-error.ts'

/** SES took nothing and will, later; a spent daily quota reads so too. Codes without their `Exception`, which some protocols add. */
const LATER = new Set([
  'Throttling',
  'TooManyRequests',
  'RequestThrottled',
  'LimitExceeded',
  'DailyQuotaExceeded',
  'MaxSendingRateExceeded',
])

/** SES took nothing, and will not until somebody mends the message, an identity, a setting or a right. */
const MENDING = new Set([
  'MessageRejected',
  'MailFromDomainNotVerified',
  'ConfigurationSetDoesNotExist',
  'ConfigurationSetSendingPaused',
  'AccountSendingPaused',
  'AccessDenied',
  'InvalidParameterValue',
  'AuthFailure',
  'ExpiredToken',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignature',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClient',
])

/**
 * What an error says about the mail, from its code alone: messages name addresses.
 * A word that a rule knows counts only with a 4xx, where SES says that it did not do it; all that is left is `unknown`.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html
 */
export function outcomeOf(error: unknown, neverConnected: boolean): Exclude<SendOutcome, { outcome: 'accepted' }> {
  const { code, status } = readServiceError(error)
  if (neverConnected) return { outcome: 'not-sent', code }
  // Thrown while the request is signed, before there is a connection.
  if (code === 'CredentialsProviderError') return { outcome: 'refused', code }
  const word = code.replace(/Exception$/, '')
  if (status === undefined || status < 400 || status > 499) return { outcome: 'unknown', code }
  if (LATER.has(word)) return { outcome: 'not-sent', code }
  if (MENDING.has(word)) return { outcome: 'refused', code }
  return { outcome: 'unknown', code }
}
