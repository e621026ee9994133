import { Hono } from 'hono'
import { answerRefusal } from '../../adapters/http/answer.ts'
import { type OperatorContext, needsRole } from '../../adapters/http/operator-gate.ts'
import type { CampaignStore, DocumentStore } from '../../core/campaign/ports.ts'
import { collapseOf, dayOf } from '../../core/notice/day-plan.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { CampaignId } from '../../core/shared/ids.ts'
import { refuse } from '../../core/shared/refusal.ts'

export interface DayDeps {
  readonly policy: Policy
  readonly campaigns: Pick<CampaignStore, 'read'>
  readonly documents: Pick<DocumentStore, 'content'>
}

/** What the team does on the day, by what is in force; the same checklist as in its mails. */
export function dayApi({ policy, campaigns, documents }: DayDeps) {
  return new Hono<OperatorContext>().get('/campaigns/:id/day', needsRole('author', 'approver'), async (c) => {
    const id = CampaignId.safeParse(c.req.param('id'))
    const campaign = id.success ? await campaigns.read(id.data) : undefined
    if (!campaign) return answerRefusal(c, unknown)
    if (campaign.state === 'withdrawn') return answerRefusal(c, withdrawn)
    const content = await documents.content(campaign.id, campaign.content)
    const planned = { policy, content, campaign: campaign.id }
    return c.json({ checklist: campaign.state === 'collapsed' ? collapseOf(planned) : dayOf(planned) })
  })
}

const unknown = refuse('unknown-campaign', 'There is no such campaign.', 'See `campaign list`.')
const withdrawn = refuse('withdrawn', 'A campaign that is withdrawn has no day of disclosure.', 'See `campaign status`.')
