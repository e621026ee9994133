import * as z from 'zod'

/** What the stack must supply. It sees tags, types, times and ids; it opens nothing. */
export const FeedbackEnv = z.object({
  TABLE: z.string().min(1),
  /** Where an attempt to a second contact is hinted at. */
  SEND_QUEUE_URL: z.url(),
})
export type FeedbackEnv = z.infer<typeof FeedbackEnv>
