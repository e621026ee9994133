import type { Content } from '../campaign/content.ts'
import type { TeamKey } from '../keys/team-key.ts'
import type { Policy } from '../policy/policy.ts'
import type { Instant } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { CampaignId } from '../shared/ids.ts'
import type { Addressee } from './addressee.ts'
import type { Ending, TemplateName } from './notice-kind.ts'

/** A state of the campaign: what it says and when it ends. */
export interface Told {
  readonly content: Content
  readonly disclosureAt: Instant
}

/** What somebody was told, and why each version since then came about, oldest first. */
export interface Before extends Told {
  readonly whys: readonly Why[]
}

/** Why a version came about; one that moved no date is nothing to a reporter. */
export interface Why {
  readonly text: string
  readonly isMove: boolean
}

/** Everything that a mail is made of. Two equal inputs make equal views. */
export interface NoticeInput extends Told {
  readonly template: TemplateName
  /** Named in the command that the team's mails give; nowhere else. */
  readonly campaign?: CampaignId
  /** What this addressee was told last, when that was something else; others get the current state alone. */
  readonly before?: Before
  /** How the embargo ends, when this notice tells of its end. */
  readonly ending?: Ending
  /** Of the notice, from 1. */
  readonly version: number
  readonly addressee: Addressee
  readonly policy: Policy
  /** The team's current keys, in the order in which they are shown; absent where it has none. */
  readonly signedWith?: readonly Pick<TeamKey, 'kind' | 'fingerprint'>[]
  /** To the team alone, marked as such. */
  readonly rehearsal: boolean
}

/** The date that falls away with the embargo: the one that the addressee knows, and the one in force for whoever was told none. */
export const goneDate = ({ before, disclosureAt }: Pick<NoticeInput, 'before' | 'disclosureAt'>): Instant =>
  before?.disclosureAt ?? disclosureAt

type Of<K extends Addressee['kind']> = Extract<Addressee, { kind: K }>

/** The addressee, who must be of this kind: a reporter never gets what is for recipients. @throws Fault `RENDER_FAILED` */
export function addresseeAs<K extends Addressee['kind']>(kind: K, input: NoticeInput): Of<K> {
  if (input.addressee.kind !== kind) {
    throw new Fault('RENDER_FAILED', 'this notice is not for this kind of addressee', {
      retry: 'never',
      facts: { template: input.template, kind: input.addressee.kind },
    })
  }
  return input.addressee as Of<K>
}
