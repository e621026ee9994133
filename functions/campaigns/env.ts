import * as z from 'zod'

/** What the stack must supply. `infra/` imports only the type, so a missing variable is a compile error there. */
export const CampaignsEnv = z.object({
  TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  KEY_ARN: z.string().min(1),
  /** Where what an operator opened again is hinted at. */
  SEND_QUEUE_URL: z.url(),
  POLICY_FILE: z.string().min(1),
  /** The holidays of the policy's countries, made when it was deployed. */
  HOLIDAYS_FILE: z.string().min(1),
  TEMPLATES_FILE: z.string().min(1),
})
export type CampaignsEnv = z.infer<typeof CampaignsEnv>
