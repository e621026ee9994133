import type { Notice } from '../../core/campaign/campaign.ts'

interface Audience {
  readonly members: number
  readonly reporters: number
}

/** To whom a notice goes, in words, with how many they are. */
export function toText({ to, mayKnowOnly }: Pick<Notice, 'to' | 'mayKnowOnly'>, audience: Audience): string {
  const recipients = counted(audience.members, 'recipient')
  const reporters = counted(audience.reporters, 'reporter')
  const who = {
    recipients,
    reporters,
    team: 'the team',
    'recipients-and-reporters': `${recipients}, ${reporters}`,
    all: `${recipients}, ${reporters}, the team`,
  }[to]
  return mayKnowOnly ? `those who may know, of ${who}` : who
}

/** As `toText`, of a notice that is only planned: who of them hears what changed, and who hears of it first. */
export function planToText(
  notice: Pick<Notice, 'kind' | 'version' | 'to' | 'mayKnowOnly'>,
  audience: Audience & { readonly mayKnow: { readonly recipients: number; readonly reporters: number } },
): string {
  const { members, reporters, mayKnow } = audience
  if (notice.mayKnowOnly) return `${counted(mayKnow.recipients, 'recipient')}, ${counted(mayKnow.reporters, 'reporter')} who may know`
  const [total, known] = notice.kind === 'advance' ? [members, mayKnow.recipients] : [reporters, mayKnow.reporters]
  const isUpdate = notice.version > 1 && (notice.kind === 'advance' || notice.kind === 'reporter-date')
  if (!isUpdate) return toText(notice, audience)
  const first = Math.max(0, total - known)
  return first === 0
    ? `${toText(notice, audience)}, with what changed`
    : `${toText(notice, audience)}: ${known} with what changed, ${first} for the first time`
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Why a notice is held or cancelled; a code that is not known here is shown as it is. */
const BECAUSE: Readonly<Record<string, string>> = {
  'past-not-after': 'it was due too late to go out any more',
  'close-to-advance': 'it would follow the advance notice within a day',
  superseded: 'a newer one takes its place',
  edited: 'the campaign was edited',
  withdrawn: 'the campaign was withdrawn',
  disclosed: 'the advisory is public',
  collapse: 'the embargo is broken',
}

export function becauseText(code: string): string {
  if (code.startsWith('ses-')) return `SES refused it (${code.slice('ses-'.length)})`
  if (code.startsWith('pin-broken-')) return `what is stored is not what was approved (${code.slice('pin-broken-'.length)})`
  return BECAUSE[code] ?? code
}
