import { Duration } from 'luxon'
import { inWords } from '../embargo/presentation.ts'
import type { AdvisoryView } from '../notice/advisory-view.ts'
import { type Frame, MARKINGS } from '../notice/frame-view.ts'
import { bullets, linkTo, listed, plainText } from './markdown.ts'
import type { PublicPolicy } from './public-policy.ts'

/** How a disclosure date is chosen, and who approves it. */
export function datesText({ embargo, dates, approvals }: PublicPolicy): readonly string[] {
  const { from, to } = dates.day
  const among = dates.countries.length === 0 ? '' : ` public holidays of ${listed(dates.countries)} and the days before them,`
  return [
    'A vulnerability is confidential until its disclosure date: an instant that we fix beforehand and always tell with its time zone.',
    `A date that we approve is at most ${inWords(Duration.fromISO(embargo.maximum))} away.`,
    `${dates.poor === 'refuse' ? 'We approve no date on' : 'As far as we can we avoid'} weekends, Mondays and Fridays,${among} the ends of quarters and years, and hours outside of ${from} to ${to} (${embargo.zone}).`,
    `No advance notice goes out before ${approvals === 1 ? 'a member' : `${approvals} members`} of the team, ${approvals === 1 ? 'who has not written it, has' : 'none of whom has written it, have'} approved its exact content, recipients and date.`,
    'A date later than the approved one takes the same approval, and a reason; it may lie outside of these limits.',
  ]
}

/** Who is told beforehand, when, and on which terms. */
export function listText({ project, embargo, marking }: PublicPolicy): readonly string[] {
  const { label, means } = MARKINGS[marking]
  return [
    `The security team of ${plainText(project.name)} keeps a list of downstream users who are told before a vulnerability is made public.`,
    `The advance notice goes to them ${inWords(Duration.fromISO(embargo.lead))} before the disclosure date, counted on the calendar of ${embargo.zone}.`,
    'At the same moment whoever reported the vulnerability is told the date, and both are told of every change to it.',
    '',
    'The list is confidential: we show it to nobody outside of the team, and tell no recipient of another.',
    `Notices are marked ${label} of the [Traffic Light Protocol](https://www.first.org/tlp/): ${lowerFirst(means)}`,
    'Until the disclosure date a recipient may prepare and test an update, and must not publish, commit or deploy what gives the vulnerability away, beyond what the notice itself allows, or say in public that there is an embargo.',
    '',
    `To ask for a place on the list, write to <${project.contact}>.`,
  ]
}

/** One line a field of what is mailed: whoever adds one there says so here. */
const HOLDS: Readonly<Record<keyof AdvisoryView, string>> = {
  title: 'what it is about, in one line',
  description: 'a full description of the vulnerability',
  vulnerabilities: 'the affected versions, with severity and CVE id as far as there is one',
  branches: 'for each supported branch, whether it is affected and whether a patch comes for it',
  remediation: 'the steps that we will take to remedy it, and what recipients can do',
  patches: 'the patches, if there are any, each with its SHA-256',
  releases: 'the releases that we will issue',
  references: 'references, if there are any',
}

const FRAME_HOLDS: Readonly<Record<keyof Pick<Frame, 'disclosure' | 'marking' | 'contact'>, string>> = {
  disclosure: 'the date on which we will apply the patches, issue the releases and disclose, in UTC and in the recipient’s time zone',
  marking: 'its marking, and what may be done with it before that date',
  contact: 'whom to ask',
}

export function advanceNoticeText({ project }: PublicPolicy): readonly string[] {
  return [
    'It comes by mail, whole, and holds:',
    '',
    ...bullets([...Object.values(HOLDS), ...Object.values(FRAME_HOLDS)]),
    '',
    'If anything of it changes, the next version comes whole as well, with what changed on top.',
    `Its subject describes nothing. Questions go to <${project.contact}>.`,
  ]
}

/** In the order of the team's own checklist, `dayOf`. */
export function dayText({ project }: PublicPolicy): readonly string[] {
  return [
    'Recipients are reminded 24 hours before the date, unless their advance notice is not a day older than that.',
    'On the date, in this order:',
    '',
    '1. The patches land on the public branches, under commit messages that say that it is a security fix, describe nothing, and warn that disclosure is near.',
    '2. The releases are issued.',
    `3. The advisory is published, and can be found from ${linkTo(project.url)}.`,
    '4. Recipients and whoever reported it are told that the embargo is over, and where the advisory is.',
  ]
}

/** When less time is left than was promised, and who may decide that. */
export function shortenedText({ override: { approvals } }: PublicPolicy): readonly string[] {
  const who = approvals === 1 ? 'one member of the team may decide it alone' : `it takes ${approvals} members of the team`
  return [
    'When time presses, the timeline is shortened: when the vulnerability is exploited or an exploit is known, say, or when details are about to be public.',
    `Before its notice is approved, a shorter timeline takes the approval above and a reason; after it, ${who}, and the reason is recorded.`,
    'Whoever was told the date before is then told the new one at once; an advance notice whose time has passed by the move goes out at once, with the time that is left.',
    'When details are public already, the embargo is over: recipients and whoever reported it are told so at once, and we land the patches, issue the releases and publish the advisory without delay.',
  ]
}

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
