import type { WrapLetter } from '../../core/usecases/seal-letter.ts'
import type { MailOf, WriteMail } from '../../core/usecases/write-mail.ts'
import { toStored } from '../../core/embargo/instant.ts'
import type { ComposeMime, Letter, TemplateEngine } from '../../core/notice/ports.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import { Fault } from '../../core/shared/fault.ts'
import { policy } from './policy.ts'
import type { SealedMail } from './sealing.ts'

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
  /** To which key, and by whom; nothing when everybody on the way can read it. */
  readonly sealed: Omit<SealedMail, 'entity'> | null
}

/** Renders its own bytes, so that a mail shows by which bundle it was made. */
export const engine: TemplateEngine = {
  load: (bundle) => ({ render: () => ({ html: '', text: new TextDecoder().decode(bundle) }) }),
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The mail itself is its text, sealed or not. */
const letterWith = (to: Letter['to'], mail: Written): Letter => ({
  from: { name: policy.sender.name, address: policy.sender.address },
  replyTo: policy.sender.replyTo,
  to,
  subject: '',
  references: '',
  html: '',
  text: JSON.stringify(mail),
  attachments: [],
})

type Written = Omit<SimulatedMail, 'sealed'>

/** A mail before it is sealed, or the code of why there is none. */
export type WriteLetter = (of: MailOf) => Promise<Letter | { readonly blocked: string }>

export const writeLetter: WriteLetter = async ({ campaign, notice, material, target, before }) => {
  const { addressee, template } = target
  const { content, disclosureAt } = material.told
  const { change } = content
  return letterWith(addressee.address, {
    to: addressee.address,
    name: addressee.kind === 'recipient' ? addressee.member.organisation : (addressee.reporter?.name ?? 'the team'),
    member: addressee.kind === 'recipient' ? { id: addressee.member.id, version: addressee.member.version } : null,
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
  })
}

/** As the real one: whatever of it fails for good blocks this mail, and only this one. */
export function makeWriteMail({ letter: write, wrap }: { readonly letter: WriteLetter; readonly wrap: WrapLetter }): WriteMail {
  return async (of) => {
    try {
      const letter = await write(of)
      if ('blocked' in letter) return letter
      const { teamKeys, mayBePlain = false } = of
      const wrapped = await wrap(letter, { addressee: of.target.addressee, teamKeys, mayBePlain })
      return 'blocked' in wrapped ? wrapped : { letter, raw: new Confidential(wrapped.raw), sealedTo: wrapped.sealedTo }
    } catch (error) {
      if (error instanceof Fault && error.retry === 'never') return { blocked: error.code.toLowerCase().replaceAll('_', '-') }
      throw error
    }
  }
}

export const composePlain: ComposeMime = async ({ text }) => bytes(text)

/** Alarms are made without templates and content. */
export const composeAlarm: ComposeMime = async ({ to, subject }) => bytes(JSON.stringify({ ...BARE, to, title: subject }))

/** So are words that a notice waits: every character that leaves is kept, to be looked through. */
export const composeWaiting: ComposeMime = async ({ to, subject, text, html }) =>
  bytes(JSON.stringify({ ...BARE, ...WAITING, to, title: [subject, text, html].join('\n') }))

const BARE: Omit<Written, 'to' | 'title'> = {
  name: 'the team',
  member: null,
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

const WAITING = { name: '', template: 'waiting', kind: 'waiting' } as const

export function readMail(raw: Uint8Array): SimulatedMail {
  const read = JSON.parse(new TextDecoder().decode(raw)) as Written | SealedMail
  if (!('entity' in read)) return { ...read, sealed: null }
  const { entity, ...sealed } = read
  return { ...(JSON.parse(entity) as Written), sealed }
}
