import type { Campaign } from '../campaign/campaign.ts'
import { audienceOf } from '../delivery/targets.ts'
import type { TeamSecrets } from '../keys/ports.ts'
import { sampleAddressee } from '../notice/sample-addressee.ts'
import type { TemplateName } from '../notice/notice-kind.ts'
import type { Policy } from '../policy/policy.ts'
import type { Digest } from '../shared/digest.ts'
import type { LoadStock, StockPin } from './load-material.ts'
import type { WriteMail } from './write-mail.ts'

export interface PreviewedMail {
  readonly template: TemplateName
  readonly subject: string
  readonly html: string
  readonly text: string
  /** The whole message. */
  readonly raw: Uint8Array
}

export type Preview = (campaign: Campaign, template: TemplateName, bundle: Digest) => Promise<PreviewedMail | { readonly blocked: string }>

/** A mail as it would go out, made out to somebody who does not exist: no preview opens the list. */
export interface PreviewDeps {
  readonly loadStock: LoadStock
  readonly writeMail: WriteMail
  readonly teamKeys: Pick<TeamSecrets, 'keys'>
  readonly policy: Policy
}

export function makePreview(deps: PreviewDeps): Preview {
  return async (campaign, template, bundle) => {
    const { content, disclosureAt } = campaign
    const material = await deps.loadStock(campaign.id, { content, disclosureAt, bundle })
    const target = { template, addressee: sampleAddressee(deps.policy, audienceOf(template)) }
    const teamKeys = await deps.teamKeys.keys()
    const mail = await deps.writeMail({ campaign, notice: { version: 1, kind: template }, material, target, teamKeys })
    if ('blocked' in mail) return mail
    const { subject, html, text } = mail.letter
    return { template, subject, html, text, raw: mail.raw.reveal() }
  }
}

/** Why a first notice made of this could not be sent, if it could not. */
export type TryMails = (campaign: Campaign, pin: StockPin) => Promise<string | undefined>

/** Writes the mails of an advisory to somebody who does not exist: what cannot be written for them can be for nobody. */
export function makeTryMails(deps: PreviewDeps): TryMails {
  return async (campaign, pin) => {
    const material = await deps.loadStock(campaign.id, pin)
    const teamKeys = await deps.teamKeys.keys()
    for (const template of ['advance', 'reporter-date'] as const) {
      const target = { template, addressee: sampleAddressee(deps.policy, audienceOf(template)) }
      const mail = await deps.writeMail({ campaign, notice: { version: 1, kind: template }, material, target, teamKeys })
      if ('blocked' in mail) return mail.blocked
    }
    return undefined
  }
}
