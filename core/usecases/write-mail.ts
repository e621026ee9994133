import type { Target } from '../delivery/targets.ts'
import { calendarEntryOf } from '../notice/calendar-entry.ts'
import { letterOf } from '../notice/letter.ts'
import type { Before, NoticeInput } from '../notice/notice-input.ts'
import { Ending } from '../notice/notice-kind.ts'
import type { KeyKind } from '../keys/mail-key.ts'
import type { TeamKeys } from '../keys/team-key.ts'
import type { Letter, MarkdownRenderer, WriteCalendar } from '../notice/ports.ts'
import { allowedIn, scanLetter } from '../notice/scan.ts'
import { viewOf } from '../notice/views.ts'
import type { Policy } from '../policy/policy.ts'
import { Confidential } from '../shared/confidential.ts'
import { Fault } from '../shared/fault.ts'
import type { CampaignId } from '../shared/ids.ts'
import type { Clock } from '../shared/clock.ts'
import type { Stock } from './load-material.ts'
import type { WrapLetter } from './seal-letter.ts'

/** SES takes this much, counted after its own encoding of our bytes. @see https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const LARGEST_MAIL_BYTES = 10 * 1024 * 1024

export interface WriteMailDeps {
  readonly markdown: MarkdownRenderer
  readonly calendar: WriteCalendar
  readonly wrap: WrapLetter
  readonly policy: Policy
  readonly clock: Clock
}

export interface MailOf {
  readonly campaign: { readonly id: CampaignId }
  readonly notice: { readonly version: number; readonly kind: string }
  readonly material: Stock
  readonly target: Pick<Target, 'addressee' | 'template'>
  /** What this addressee was told last, if that was something else. */
  readonly before?: Before | undefined
  readonly teamKeys: TeamKeys
  /** An operator let this very delivery go out in plain, although it should be sealed. */
  readonly mayBePlain?: boolean
}

export interface WrittenMail {
  readonly letter: Letter
  readonly raw: Confidential<Uint8Array>
  readonly sealedTo: KeyKind | undefined
}

/** The mail for one target, or the code of why it must not go: it is for one addressee, so only that delivery is blocked. */
export type WriteMail = (of: MailOf) => Promise<WrittenMail | { readonly blocked: string }>

export function makeWriteMail(deps: WriteMailDeps): WriteMail {
  return async (of) => {
    try {
      const input = inputOf(deps.policy, of)
      const body = of.material.renderer.render(input.template, viewOf(input, deps.markdown))
      const at = deps.clock.now()
      const entry = calendarEntryOf(input, at)
      const letter = letterOf({ input, body, patches: of.material.patches, at, calendar: entry && deps.calendar(entry) })
      if (scanLetter(letter, allowedIn(input, deps.markdown)) !== 'clean') return { blocked: 'foreign-address' }
      const { addressee } = of.target
      const wrapped = await deps.wrap(letter, { addressee, teamKeys: of.teamKeys, mayBePlain: of.mayBePlain ?? false })
      if ('blocked' in wrapped) return wrapped
      const { raw, sealedTo } = wrapped
      return raw.byteLength > LARGEST_MAIL_BYTES ? { blocked: 'too-large' } : { letter, raw: new Confidential(raw), sealedTo }
    } catch (error) {
      if (error instanceof Fault && error.retry === 'never') return { blocked: error.code.toLowerCase().replaceAll('_', '-') }
      throw error
    }
  }
}

function inputOf(policy: Policy, { campaign, notice, material, target, before, teamKeys }: MailOf): NoticeInput {
  const isRehearsal = notice.kind === 'rehearsal'
  const ending = Ending.safeParse(notice.kind)
  return {
    ...material.told,
    ...(before === undefined ? {} : { before }),
    ...(ending.success ? { ending: ending.data } : {}),
    campaign: campaign.id,
    template: target.template,
    // A rehearsal shows what will go out first, however often it is rehearsed.
    version: isRehearsal ? 1 : notice.version,
    addressee: target.addressee,
    policy,
    rehearsal: isRehearsal,
    signedWith: teamKeys.current.map(({ kind, fingerprint }) => ({ kind, fingerprint })),
  }
}
