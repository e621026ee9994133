import type { Finding } from '../../core/campaign/findings.ts'
import type { Digest } from '../../core/shared/digest.ts'
import type { CampaignId } from '../../core/shared/ids.ts'
import type { PreflightReport } from '../../core/usecases/preflight.ts'
import { bodyOf, campaignsOf, recipientsOf } from './api-client.ts'
import { progressOf } from './progress.ts'
import type { Session } from './session.ts'
import { tableOf } from './table.ts'
import type { Terminal } from './terminal.ts'

export interface Preflighted {
  readonly report: PreflightReport
  /** What the report is about: an approval names it again. */
  readonly walked: { readonly audience: Digest; readonly bundle: Digest }
}

/** Walks the whole list, which renders every mail, and then checks everything that must hold before an approval. */
export async function preflight(session: Session, id: CampaignId, terminal: Terminal): Promise<Preflighted> {
  const campaigns = campaignsOf(session)
  const { bundle } = await bodyOf(campaigns.campaigns[':id'].bundle.$post({ param: { id } }))
  const audience = await walk(session, { id, bundle }, terminal)
  const walked = { audience, bundle }
  return { walked, report: await bodyOf(campaigns.campaigns[':id'].preflight.$post({ param: { id }, json: walked })) }
}

async function walk(session: Session, { id, bundle }: { id: CampaignId; bundle: Digest }, terminal: Terminal): Promise<Digest> {
  const recipients = recipientsOf(session)
  const progress = progressOf(terminal, 'mails rendered')
  try {
    for (let build: string | undefined; ;) {
      const page = await bodyOf(recipients.recipients.audiences.$post({ json: { campaign: id, bundle, build } }))
      progress.at(page.members)
      if (page.audience !== undefined) return page.audience
      build = page.build
    }
  } finally {
    progress.end()
  }
}

export function findingsText(findings: readonly Finding[]): string {
  return tableOf(findings, [
    { title: 'check', cell: ({ check }) => check },
    { title: 'result', cell: ({ level }) => (level === 'fail' ? 'FAIL' : level) },
    { title: 'what was found', cell: ({ says }) => says },
  ])
}
