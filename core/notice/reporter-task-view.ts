import * as z from 'zod'
import type { KnownReporter } from '../advisory/advisory.ts'
import { Fault } from '../shared/fault.ts'
import { changeForReporter, creditOf, isDateRow } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs, goneDate } from './notice-input.ts'
import type { Ending } from './notice-kind.ts'
import { placesOf } from './published.ts'
import { messageTo } from './reporter-message.ts'
import { When, whenOf } from './when-view.ts'

/** For a reporter who cannot be reached by mail, in place of each of their notices: whom the team tells, where, and in which words. */
export const ReporterTaskView = Frame.extend({
  heading: z.string(),
  /** What there is to tell, and how urgently. */
  lead: z.string(),
  /** What to look for, where there is no way to them. */
  search: z.array(z.string()),
  reporter: z.strictObject({
    name: z.string(),
    credit: z.string(),
    where: z.strictObject({ platform: z.string(), link: z.string() }).optional(),
  }),
  date: z.strictObject({
    /** Struck through: it no longer holds. */
    isGone: z.boolean(),
    team: When,
    /** The same in the reporter's zone, where that is another. */
    reporter: z.string().optional(),
    /** What was told before. */
    before: When.optional(),
  }),
  places: z.array(z.string()),
  /** Ready to paste; of several lines. */
  message: z.string(),
})
export type ReporterTaskView = z.infer<typeof ReporterTaskView>

/** @throws Fault `RENDER_FAILED` when the team is not asked for a reporter without an address */
export function reporterTaskView(input: NoticeInput): ReporterTaskView {
  const { reporter } = addresseeAs('team', input)
  if (reporter === undefined || reporter.contact.by === 'mail')
    throw new Fault('RENDER_FAILED', 'a reporter task needs a reporter who cannot be reached by mail', { retry: 'never' })
  const { contact } = reporter
  return {
    ...frameOf(input),
    heading: contact.by === 'platform' ? 'Tell the reporter' : 'Look for the reporter',
    lead: `${wayTo(contact)} ${NEWS[newsOf(reporter, input)]}`,
    search: contact.by === 'nobody' ? searchFor(contact.because, input.ending) : [],
    reporter: {
      name: reporter.name,
      credit: creditOf(reporter),
      ...(contact.by === 'platform' ? { where: { platform: contact.platform, link: contact.link } } : {}),
    },
    date: dateFor(reporter, input),
    places: input.ending === 'disclosed' || input.ending === 'collapse' ? placesOf(input) : [],
    message: messageTo(reporter, input),
  }
}

type News = Ending | 'date' | 'moved' | 'credit'

function newsOf(reporter: KnownReporter, input: NoticeInput): News {
  if (input.ending !== undefined) return input.ending
  const rows = changeForReporter(input, reporter)?.rows ?? []
  if (rows.some(isDateRow)) return 'moved'
  return rows.length > 0 ? 'credit' : 'date'
}

const NEWS: Readonly<Record<News, string>> = {
  date: 'The recipients are being told the date at this moment, so the reporter is to hear of it now too.',
  moved: 'The date has moved and the recipients are being told at this moment, so the reporter is to hear of it now too.',
  credit: 'How they are credited has changed, and they are to hear of it.',
  disclosed: 'The embargo is over, so they are to hear now that the advisory is public, and where.',
  collapse: 'The embargo is broken, so they are to hear now that the date no longer holds.',
  withdrawn: 'The advisory is withdrawn, so they are to hear now that the date no longer holds.',
}

type Contact = Exclude<KnownReporter['contact'], { by: 'mail' }>

function wayTo(contact: Contact): string {
  if (contact.by === 'platform') return `The reporter is reached on ${contact.platform} alone.`
  return contact.because === 'anonymous'
    ? 'The reporter is anonymous, so nobody is told by this.'
    : 'The reporter could not be reached so far, so nobody is told by this.'
}

const searchFor = (because: 'anonymous' | 'unreachable', ending: Ending | undefined): string[] => [
  because === 'anonymous'
    ? 'Look where the report came from: they may have written again, or left a way to answer.'
    : 'Try once more: answer their report, and look for another address in it, on their site or on a platform.',
  'If you find them, paste the words below. If not, there is nobody to tell and nothing else to do.',
  ...(ending === undefined ? ['A way to them that lasts belongs in the advisory, so that what follows reaches them by itself.'] : []),
]

function dateFor(reporter: KnownReporter, input: NoticeInput): ReporterTaskView['date'] {
  const { before, ending, addressee } = input
  const isGone = ending === 'collapse' || ending === 'withdrawn'
  const at = isGone ? goneDate(input) : input.disclosureAt
  const isMoved = newsOf(reporter, input) === 'moved'
  const { local } = whenOf(at, reporter.zone)
  return {
    isGone,
    team: whenOf(at, addressee.zone),
    ...(local === undefined || reporter.zone === addressee.zone ? {} : { reporter: local }),
    ...(isMoved && before !== undefined ? { before: whenOf(before.disclosureAt, addressee.zone) } : {}),
  }
}
