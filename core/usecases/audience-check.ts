import type { AudienceBuild } from '../campaign/audience-build.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { recipientAddressee, reporterAddressee, templateOf } from '../delivery/targets.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { Policy } from '../policy/policy.ts'
import type { Member } from '../recipient/recipient.ts'
import type { RecipientId } from '../shared/ids.ts'
import type { Stock } from './load-material.ts'
import type { WriteMail } from './write-mail.ts'

export interface AudienceCheckDeps {
  readonly writeMail: WriteMail
  readonly policy: Policy
}

export type Checks = Pick<AudienceBuild, 'blocked' | 'largestMail' | 'unrenderableCount'> & {
  readonly unrenderable: readonly RecipientId[]
}

/** Writes each member's advance notice as the sender would, and keeps sizes and failures. */
export async function check(
  deps: AudienceCheckDeps,
  { campaign, stock, members }: { campaign: Campaign; stock: Stock; members: readonly Member[] },
): Promise<Checks> {
  const mails = members.map((member) => ({ id: member.id, addressee: recipientAddressee(member), kind: 'advance' as const }))
  return {
    ...(await written(deps, { campaign, stock, mails })),
    blocked: members.filter(({ encryption }) => encryption === 'required').length,
  }
}

/** The reporters' mails likewise: one that cannot be made must show before the approval, too. */
export async function checkReporters(deps: AudienceCheckDeps, campaign: Campaign, stock: Stock): Promise<Checks> {
  const { reporters } = stock.told.content.advisory
  const mails = reporters.map((reporter) => ({
    id: reporter.id,
    addressee: reporterAddressee(reporter, deps.policy),
    kind: 'reporter-date' as const,
  }))
  return { ...(await written(deps, { campaign, stock, mails })), blocked: 0 }
}

interface FirstMail {
  readonly id: RecipientId
  readonly addressee: Addressee
  readonly kind: 'advance' | 'reporter-date'
}

async function written(
  deps: AudienceCheckDeps,
  of: { campaign: Campaign; stock: Stock; mails: readonly FirstMail[] },
): Promise<Omit<Checks, 'blocked'>> {
  const unrenderable: RecipientId[] = []
  let largestMail = 0
  for (const { id, addressee, kind } of of.mails) {
    const template = templateOf(kind, addressee)
    const what = { campaign: of.campaign, material: of.stock, notice: { version: 1, kind } }
    const mail = template && (await deps.writeMail({ ...what, target: { addressee, template } }))
    if (!mail || 'blocked' in mail) unrenderable.push(id)
    else largestMail = Math.max(largestMail, mail.raw.reveal().byteLength)
  }
  return { largestMail, unrenderable, unrenderableCount: unrenderable.length }
}
