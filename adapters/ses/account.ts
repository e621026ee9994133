import { GetIdentityVerificationAttributesCommand, GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses'
import type { MailService } from '../../core/delivery/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { readServiceError } from '../../core/shared/service-error.ts'

/** SES takes GetSendQuota once a second at most; who asks more often gets the last answer. */
const QUOTA_AGE_MILLIS = 1_000

/** What SES says of the account, for those who do not send. */
export function sesAccount(asking: SESClient): Pick<MailService, 'quota' | 'isVerified'> {
  let lastQuota: { readonly answer: ReturnType<MailService['quota']>; readonly askedAt: number } | undefined
  return {
    quota() {
      if (lastQuota === undefined || performance.now() - lastQuota.askedAt >= QUOTA_AGE_MILLIS) {
        lastQuota = { answer: askQuota(asking), askedAt: performance.now() }
      }
      return lastQuota.answer
    },
    async isVerified(address) {
      const Identities = [address, address.slice(address.lastIndexOf('@') + 1)]
      const { VerificationAttributes = {} } = await ask('verified identities', () =>
        asking.send(new GetIdentityVerificationAttributesCommand({ Identities })),
      )
      return Identities.some((identity) => VerificationAttributes[identity]?.VerificationStatus === 'Success')
    },
  }
}

async function askQuota(ses: SESClient): ReturnType<MailService['quota']> {
  const { Max24HourSend, SentLast24Hours, MaxSendRate } = await ask('the send quota', () => ses.send(new GetSendQuotaCommand({})))
  if (Max24HourSend === undefined || SentLast24Hours === undefined || MaxSendRate === undefined) {
    throw new Fault('MAIL_UNAVAILABLE', 'SES did not say the whole quota', { retry: 'later' })
  }
  // SES says -1 for "without limit".
  return { daily: Max24HourSend < 0 ? Number.MAX_SAFE_INTEGER : Max24HourSend, sent: SentLast24Hours, perSecond: MaxSendRate }
}

async function ask<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw new Fault('MAIL_UNAVAILABLE', `SES did not say ${what}`, { retry: 'later', facts: { ...readServiceError(error) } })
  }
}
