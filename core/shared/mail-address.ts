import { z } from 'zod'

/** Placeholder shape: replaced by the address parser. */
export const MailAddress = z.string().min(3).brand<'MailAddress'>()
/** One addr-spec as given for sending: 7-bit local part, A-label domain. Never a display name, a group or a list. */
export type MailAddress = z.infer<typeof MailAddress>
