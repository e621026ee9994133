import * as z from 'zod'

/** What the stack must supply. The clock opens nothing that is sealed; it seals the history that it adds to. */
export const ClockEnv = z.object({
  TABLE: z.string().min(1),
  KEY_ARN: z.string().min(1),
  SEND_QUEUE_URL: z.url(),
  POLICY_FILE: z.string().min(1),
  /** Seconds from one tick to the next: what the pace counts on. */
  TICK_SECONDS: z.coerce.number().int().positive(),
})
export type ClockEnv = z.infer<typeof ClockEnv>
