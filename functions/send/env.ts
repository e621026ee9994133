import * as z from 'zod'

/** What the stack must supply. The only function that may call SES to send. */
export const SendEnv = z.object({
  TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  KEY_ARN: z.string().min(1),
  POLICY_FILE: z.string().min(1),
  CONFIGURATION_SET: z.string().min(1),
  /** For what is sealed, where the policy lets it go without TLS; else the same. */
  CONFIGURATION_SET_SEALED: z.string().min(1),
  /** The function's own time-out: a claim's lease is this and a minute. */
  TIMEOUT_SECONDS: z.coerce.number().int().positive(),
})
export type SendEnv = z.infer<typeof SendEnv>
