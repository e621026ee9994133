import type { Clock } from '../../../core/shared/clock.ts'

/** What SES lets an account do; each may change while it runs. */
export interface SesLimits {
  /** Mails a second; for one second's worth a burst is let through. */
  readonly rate: number
  /** Mails in any 24 hours. */
  readonly daily: number
  /** Addresses and domains that may be a sender. */
  readonly verified: readonly string[]
}

export interface SendingAccount {
  limits(): SesLimits
  change(limits: Partial<SesLimits>): void
  /** Of the last 24 hours. */
  sent(): number
  /** Takes `mails` from the budget, or says which part of it is spent and takes nothing. */
  spend(mails: number): 'ok' | 'rate-exceeded' | 'quota-exceeded'
  isVerified(address: string): boolean
}

const day = 24 * 3600 * 1000

/** `sentAt`: when each earlier mail was sent, in milliseconds, ascending; one entry a destination. */
export function makeSendingAccount(initial: SesLimits, clock: Clock, sentAt: readonly number[]): SendingAccount {
  let limits = initial
  let window = [...sentAt]
  let credit = initial.rate
  let creditAt = clock.now().toMillis()

  const sent = (now: number): number => {
    const first = window.findIndex((at) => at > now - day)
    if (first !== 0) window = first === -1 ? [] : window.slice(first)
    return window.length
  }
  return {
    limits: () => limits,
    change: (changes) => {
      limits = { ...limits, ...changes }
    },
    sent: () => sent(clock.now().toMillis()),
    spend(mails) {
      const now = clock.now().toMillis()
      if (sent(now) + mails > limits.daily) return 'quota-exceeded'
      credit = Math.min(limits.rate, credit + ((now - creditAt) / 1000) * limits.rate)
      creditAt = now
      if (credit < mails) return 'rate-exceeded'
      credit -= mails
      for (let mail = 0; mail < mails; mail++) window.push(now)
      return 'ok'
    },
    isVerified: (address) => isVerified(limits.verified, address),
  }
}

/** A domain stands for all its addresses, not for those of its subdomains. */
function isVerified(identities: readonly string[], address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return identities.some((identity) => identity === address || identity.toLowerCase() === domain)
}
