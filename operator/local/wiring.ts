import { CampaignsEnv } from '../../functions/campaigns/env.ts'
import { wireCampaigns } from '../../functions/campaigns/wire.ts'
import { ClockEnv } from '../../functions/clock/env.ts'
import { wireClock } from '../../functions/clock/wire.ts'
import { FeedbackEnv } from '../../functions/feedback/env.ts'
import { wireFeedback } from '../../functions/feedback/wire.ts'
import { RecipientsEnv } from '../../functions/recipients/env.ts'
import { wireRecipients } from '../../functions/recipients/wire.ts'
import { SendEnv } from '../../functions/send/env.ts'
import { wireSend } from '../../functions/send/wire.ts'
import type { HandlersFactory } from './functions.ts'

/** The functions as each `main.ts` wires them, but for the clock and the log, which are this machine's. */
export const wireFunctions: HandlersFactory = (env, machine) => {
  const recipients = wireRecipients(RecipientsEnv.parse(env), machine)
  return {
    campaigns: wireCampaigns(CampaignsEnv.parse(env), machine),
    recipients,
    clock: wireClock(ClockEnv.parse(env), machine),
    weekly: recipients,
    send: wireSend(SendEnv.parse(env), machine),
    feedback: wireFeedback(FeedbackEnv.parse(env), machine),
  }
}
