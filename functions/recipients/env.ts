import * as z from 'zod'

/** What the stack must supply. Only this function opens the list's items. */
export const RecipientsEnv = z.object({
  TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  KEY_ARN: z.string().min(1),
  POLICY_FILE: z.string().min(1),
})
export type RecipientsEnv = z.infer<typeof RecipientsEnv>
