import type { WriteMail } from '../../core/usecases/write-mail.ts'
import { toStored } from '../../core/embargo/instant.ts'
import type { ComposeMime, Letter, TemplateEngine } from '../../core/notice/ports.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import { policy } from './policy.ts'

/** What a campaign says, by the salt of its content, and when it ends. */
export interface Version {
  readonly salt: string
  readonly disclosureAt: string
}

/** All that a mail is made of, in place of its words: what the invariants ask for, and nothing that takes time to render. */
export interface SimulatedMail {
  readonly to: string
  /** The addressee's own name and, of a recipient, the version that was approved. */
  readonly name: string
  readonly member: { readonly id: string; readonly version: number } | null
  readonly isEncryptionRequired: boolean
  readonly template: string
  readonly campaign: string
  readonly kind: string
  readonly version: number
  /** Stands for the advisory: random and of this content alone. */
  readonly salt: string
  readonly title: string
  readonly disclosureAt: string
  readonly bundle: string
  readonly patches: readonly string[]
  readonly mayKnow: boolean
  /** The version that its addressee was told last, if it tells what changed. */
  readonly since: Version | null
  /** By which calendars order what they get. */
  readonly moves: number
  readonly change: { readonly why: string; readonly previous: string | null } | null
}

/** Renders its own bytes, so that a mail shows by which bundle it was made. */
export const engine: TemplateEngine = {
  load: (bundle) => ({ render: () => ({ html: '', text: new TextDecoder().decode(bundle) }) }),
}

const letter = (to: Letter['to']): Letter => ({
  from: { name: policy.sender.name, address: policy.sender.address },
  replyTo: policy.sender.replyTo,
  to,
  subject: '',
  references: '',
  html: '',
  text: '',
  attachments: [],
})

export const writeMail: WriteMail = async ({ campaign, notice, material, target, before }) => {
  const { addressee, template } = target
  const { content, disclosureAt } = material.told
  const { change } = content
  const mail: SimulatedMail = {
    to: addressee.address,
    name: addressee.kind === 'recipient' ? addressee.member.organisation : (addressee.reporter?.name ?? 'the team'),
    member: addressee.kind === 'recipient' ? { id: addressee.member.id, version: addressee.member.version } : null,
    isEncryptionRequired: addressee.kind === 'recipient' && addressee.member.encryption === 'required',
    template,
    campaign: campaign.id,
    kind: notice.kind,
    version: notice.version,
    salt: content.salt,
    title: content.advisory.title,
    disclosureAt: toStored(disclosureAt),
    bundle: material.renderer.render(template, {}).text,
    patches: [...material.patches.keys()],
    mayKnow: before !== undefined,
    since: before ? { salt: before.content.salt, disclosureAt: toStored(before.disclosureAt) } : null,
    moves: content.moves ?? 0,
    change: change ? { why: change.why, previous: change.previous?.disclosureAt ?? null } : null,
  }
  return { letter: letter(addressee.address), raw: new Confidential(new TextEncoder().encode(JSON.stringify(mail))) }
}

/** Of the letters, only alarms are composed here: they are made without templates and content. */
export const composeMime: ComposeMime = async ({ to, subject }) =>
  new TextEncoder().encode(JSON.stringify({ ...ALARM, to, title: subject }))

const ALARM: Omit<SimulatedMail, 'to' | 'title'> = {
  name: 'the team',
  member: null,
  isEncryptionRequired: false,
  template: 'alarm',
  campaign: '',
  kind: 'alarm',
  version: 1,
  salt: '',
  disclosureAt: '',
  bundle: '',
  patches: [],
  mayKnow: false,
  since: null,
  moves: 0,
  change: null,
}

export const readMail = (raw: Uint8Array): SimulatedMail => JSON.parse(new TextDecoder().decode(raw)) as SimulatedMail
