import { type AdvisoryFile, Reporter } from '../../../core/advisory/advisory.ts'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import type { ChangeOutcome } from '../../../core/usecases/change-campaign.ts'
import { type Team, ada, ben, changed, cleo, read, run, scheduled, stored, toLead } from './team.ts'

/** What is proposed comes into force by the two who did not write it. */
export async function agreed(team: Team, outcome: ChangeOutcome): Promise<Campaign> {
  const { id, proposal } = changed(outcome)
  if (!proposal) throw new Error('nothing is proposed')
  changed(await team.steering.consent(ben, await stored(team, id), proposal.digest))
  return changed(await team.steering.consent(cleo, await stored(team, id), proposal.digest))
}

/** The advisory with these parts, which everybody agrees to. */
export async function revise(team: Team, id: CampaignId, of: Partial<AdvisoryFile> & { readonly why: string }): Promise<Campaign> {
  const { why, ...parts } = of
  const draft = { advisory: { ...team.advisory, ...parts }, patches: { 'fix-1.2.patch': team.patch } }
  return agreed(team, await team.steering.revise(ada, await stored(team, id), { draft, why }))
}

export async function moveLater(team: Team, id: CampaignId, of: { readonly days: number; readonly why: string }): Promise<Campaign> {
  const disclosureAt = team.clock.now().plus({ days: of.days }).startOf('hour')
  return agreed(team, await team.steering.move(ada, await stored(team, id), { kind: 'reschedule', disclosureAt, why: of.why }))
}

/** Everybody was told, a week before the date. */
export async function told(team: Team): Promise<CampaignId> {
  const { id } = await scheduled(team)
  toLead(team)
  await run(team)
  return id
}

/** Somebody who is reached by mail. */
export const reporterAt = (name: string, address: string): AdvisoryFile['reporters'][number] =>
  Reporter.parse({ name, zone: 'Asia/Tokyo', contact: { by: 'mail', address } })

/** The text of each mail of a notice, by its address. */
export async function textsOf(team: Team, notice: string): Promise<Readonly<Record<string, string>>> {
  const own = team.mail.taken.filter(({ tags }) => tags.notice === notice)
  return Object.fromEntries(
    await Promise.all(own.map(async ({ destination, raw }) => [destination, (await read(raw)).text ?? ''] as const)),
  )
}

export const contentOf = async (team: Team, id: CampaignId) => team.documents.content(id, (await stored(team, id)).content)
