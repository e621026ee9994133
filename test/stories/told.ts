import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { Envelope } from '../../operator/local/ses/mailbox.ts'
import { type Header, headersOf } from '../../operator/local/ses/raw-message.ts'
import { takenNumbers } from '../operator/mail-folder.ts'
import { JOINER, REPORTER_ADDRESS, TEAM_ADDRESS, numberOf } from './cast.ts'

/** A mail as its addressee got it. */
export interface Mail {
  /** To whom SES was asked to take it. */
  readonly to: string
  readonly campaign: string
  /** Such as `advance-2`; by the tag, since no mail says it. */
  readonly notice: string
  readonly head: readonly Header[]
  readonly email: Email
}

/** Whose place a person may be in. */
export const PLACES = ['told-early', 'told-late', 'joined', 'reporter', 'team', 'team-alarms'] as const
export type Place = (typeof PLACES)[number]

/** Of one addressee, in the order in which SES took them. */
export interface Told {
  readonly address: string
  readonly mails: readonly Mail[]
}

/** By place, everybody who is in it. */
export type Company = Readonly<Record<Place, readonly Told[]>>

export async function mailsIn(folder: string): Promise<readonly Mail[]> {
  const numbers = takenNumbers(folder).toSorted()
  return Promise.all(
    numbers.map(async (number) => {
      const { destinations, tags } = Envelope.parse(JSON.parse(await readFile(join(folder, `${number}.json`), 'utf8')))
      const raw = await readFile(join(folder, `${number}.eml`))
      return {
        to: destinations.join(', '),
        campaign: tags['campaign'] ?? '',
        notice: tags['notice'] ?? '',
        head: headersOf(raw),
        email: await PostalMime.parse(raw),
      }
    }),
  )
}

/**
 * Everybody who got anything of a campaign, the lowest number first. A recipient is early who got the first notice. Alarms are
 * apart from the team's other mails, since at which of two ticks one is raised is chance; so is the order of one notice's tasks.
 */
export function companyOf(mails: readonly Mail[], campaign: string): Company {
  const own = mails.filter((mail) => mail.campaign === campaign)
  const addresses = [...new Set(own.map(({ to }) => to))].toSorted()
  const told = addresses.map((address): Told => ({ address, mails: own.filter(({ to }) => to === address) }))
  const isEarly = (one: Told) => one.mails.some(({ notice }) => notice === 'advance-1')
  const listed = told.filter(({ address }) => numberOf(address) !== undefined)
  const at = (wanted: string, of: (mail: Mail) => boolean = () => true) =>
    told.filter(({ address }) => address === wanted).map((one): Told => ({ ...one, mails: one.mails.filter(of) }))
  return {
    'told-early': listed.filter(isEarly),
    'told-late': listed.filter((one) => !isEarly(one)),
    joined: at(JOINER.contact),
    reporter: at(REPORTER_ADDRESS),
    team: at(TEAM_ADDRESS, (mail) => !isAlarm(mail)).map((team) => ({ ...team, mails: inOrder(team.mails) })),
    'team-alarms': at(TEAM_ADDRESS, isAlarm),
  }
}

const isAlarm = ({ notice }: Mail): boolean => notice.startsWith('alarm-')

/** Mails of one notice by their text, notices as they came. */
function inOrder(mails: readonly Mail[]): readonly Mail[] {
  const notices = [...new Set(mails.map(({ notice }) => notice))]
  return notices.flatMap((of) =>
    mails.filter(({ notice }) => notice === of).toSorted((a, b) => (a.email.text ?? '').localeCompare(b.email.text ?? '')),
  )
}
