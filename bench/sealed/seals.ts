import type { MailKey } from '../../core/keys/mail-key.ts'

/** A way to sign and encrypt a mail to one key. */
export interface Seals {
  /** @returns ASCII armour */
  seal(inner: Buffer, key: MailKey): Promise<string>
  /** Of processes that were started for it and have ended. */
  childrenCpuMillis(): number
  end(): Promise<void>
}
