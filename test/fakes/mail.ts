import type { MailService, OutgoingMail, SendOutcome } from '../../core/delivery/ports.ts'
import type { MailAddress } from '../../core/shared/mail-address.ts'

/** A mail as the service took it. */
export interface TakenMail {
  readonly sesId: string
  readonly destination: MailAddress
  readonly raw: Uint8Array
  readonly tags: OutgoingMail['tags']
}

export type Unsent = Exclude<SendOutcome, { outcome: 'accepted' }>

export interface MemoryMail extends MailService {
  /** Everything that was taken, oldest first. */
  readonly taken: readonly TakenMail[]
  /** The outcomes of the next sends, in order; after them everything is accepted. */
  answer(...outcomes: readonly (Unsent | 'accepted' | 'taken-but-unknown')[]): void
  verify(...identities: readonly string[]): void
  /** Nobody is verified any more. */
  forget(): void
  quotaIs(quota: { daily: number; sent: number; perSecond: number }): void
  /** Batches that were begun and ended. */
  readonly batches: { begun: number; ended: number }
}

/**
 * Verifies nobody and has the sandbox's quota until told otherwise.
 *
 * @param taken - what it took before
 */
export function memoryMail(taken: TakenMail[] = []): MemoryMail {
  const verified = new Set<string>()
  const script: (Unsent | 'accepted' | 'taken-but-unknown')[] = []
  const batches = { begun: 0, ended: 0 }
  let quota = { daily: 200, sent: 0, perSecond: 1 }

  async function send({ destination, raw, tags }: OutgoingMail): Promise<SendOutcome> {
    const next = script.shift() ?? 'accepted'
    if (typeof next === 'object') return next
    const sesId = `ses-${taken.length + 1}`
    taken.push({ sesId, destination: destination.reveal(), raw: raw.reveal().slice(), tags: { ...tags } })
    return next === 'accepted' ? { outcome: 'accepted', sesId } : { outcome: 'unknown', code: 'ECONNRESET' }
  }

  return {
    taken,
    batches,
    answer: (...outcomes) => void script.push(...outcomes),
    verify: (...identities) => identities.forEach((identity) => verified.add(identity)),
    forget: () => verified.clear(),
    quotaIs: (next) => void (quota = { ...next }),
    async batch(work) {
      batches.begun++
      try {
        return await work(send)
      } finally {
        batches.ended++
      }
    },
    quota: async () => ({ ...quota }),
    isVerified: async (address) => verified.has(address) || verified.has(address.slice(address.lastIndexOf('@') + 1)),
  }
}
