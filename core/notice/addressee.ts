import type { KnownReporter } from '../advisory/advisory.ts'
import type { Member } from '../recipient/recipient.ts'
import type { MailAddress } from '../shared/mail-address.ts'

/** Whom a delivery is for, with all that a mail may say of them, and of nobody else. */
export type Addressee =
  | { readonly kind: 'recipient'; readonly member: Member; readonly address: MailAddress; readonly zone: string }
  | { readonly kind: 'reporter'; readonly reporter: KnownReporter; readonly address: MailAddress; readonly zone: string }
  | {
      readonly kind: 'team'
      readonly address: MailAddress
      readonly zone: string
      /** for a `reporter-task` */ readonly reporter?: KnownReporter
    }
