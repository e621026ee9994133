import type { Campaign } from '../campaign/campaign.ts'
import { audienceOf } from '../delivery/targets.ts'
import type { KeyKind } from '../keys/mail-key.ts'
import type { LoadSealing, MakeThrowawayKey, TeamSecrets } from '../keys/ports.ts'
import type { Letter, SealedMime } from '../notice/ports.ts'
import { sampleAddressee } from '../notice/sample-addressee.ts'
import type { TemplateName } from '../notice/notice-kind.ts'
import type { Policy } from '../policy/policy.ts'
import type { Clock } from '../shared/clock.ts'
import { Confidential } from '../shared/confidential.ts'
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
  readonly letter: Letter
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
    return { template, subject, html, text, raw: mail.raw.reveal(), letter: mail.letter }
  }
}

/** A mail sealed to a key of nobody: as its addressee sees it, and as everybody on the way does. */
export interface SealedPreview {
  readonly template: TemplateName
  readonly kind: KeyKind
  /** The whole message, as it travels. */
  readonly raw: Uint8Array
  /** What its addressee opens: header fields and body. */
  readonly opened: Uint8Array
  readonly isSigned: boolean
}

export interface SealedPreviewDeps extends PreviewDeps {
  readonly mime: SealedMime
  readonly loadSealing: LoadSealing
  readonly loadThrowaway: (kind: KeyKind) => Promise<MakeThrowawayKey>
  readonly clock: Clock
}

export type PreviewSealed = (
  campaign: Campaign,
  of: { readonly template: TemplateName; readonly bundle: Digest; readonly kind: KeyKind },
) => Promise<SealedPreview | { readonly blocked: string }>

/** Seals and opens as it will be done, with keys that were made for it: the team's own cannot be used by whoever only looks. */
export function makePreviewSealed(deps: SealedPreviewDeps): PreviewSealed {
  const preview = makePreview(deps)
  return async (campaign, { template, bundle, kind }) => {
    const mail = await preview(campaign, template, bundle)
    if ('blocked' in mail) return mail
    const at = deps.clock.now()
    const [{ seal, team }, makeThrowaway] = await Promise.all([deps.loadSealing(kind), deps.loadThrowaway(kind)])
    const { name, address } = deps.policy.sender
    const [signer, addressee] = await Promise.all([team.create({ name, address }, at), makeThrowaway(mail.letter.to, at)])
    const entity = deps.mime.entity(mail.letter)
    const body = await seal({ key: addressee.key, team: new Confidential(signer.secret), entity, at })
    if ('unusable' in body) return { blocked: body.unusable }
    const { entity: opened, isSigned } = await addressee.open(body, signer.made)
    return { template, kind, raw: deps.mime.message(mail.letter, body), opened, isSigned }
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
