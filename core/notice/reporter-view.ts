import { z } from 'zod'
import type { KnownReporter } from '../advisory/advisory.ts'
import { Fault } from '../shared/fault.ts'
import { Change, changeOf } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'
import { When, whenOf } from './when-view.ts'

/** The id and the date, and nothing else of the advisory: a reporter learns nothing beyond what they reported. */
export const ReporterDateView = Frame.extend({ change: Change.optional(), credit: z.string() })
export type ReporterDateView = z.infer<typeof ReporterDateView>

export function reporterDateView(input: NoticeInput): ReporterDateView {
  const { reporter } = addresseeAs('reporter', input)
  const change = changeOf(input, 'date')
  return { ...frameOf(input), ...(change === undefined ? {} : { change }), credit: creditOf(reporter) }
}

/** For a reporter who is reached on a platform alone: whom the team tells, where, and in which words. */
export const ReporterTaskView = Frame.extend({
  reporter: z.strictObject({ name: z.string(), platform: z.string(), link: z.string(), date: When }),
  /** Ready to paste; of several lines. */
  message: z.string(),
})
export type ReporterTaskView = z.infer<typeof ReporterTaskView>

/** @throws Fault `RENDER_FAILED` when the team is not asked for a reporter on a platform */
export function reporterTaskView(input: NoticeInput): ReporterTaskView {
  const { reporter } = addresseeAs('team', input)
  if (reporter?.contact.by !== 'platform')
    throw new Fault('RENDER_FAILED', 'a reporter task needs a reporter on a platform', { retry: 'never' })
  const date = whenOf(input.disclosureAt, reporter.zone)
  const { platform, link } = reporter.contact
  return { ...frameOf(input), reporter: { name: reporter.name, platform, link, date }, message: messageTo(reporter, date, input) }
}

function messageTo(reporter: KnownReporter, date: When, input: NoticeInput): string {
  const { project } = input.policy
  const inTheirZone: NoticeInput = { ...input, addressee: { ...input.addressee, zone: reporter.zone } }
  const change = changeOf(inTheirZone, 'date')
  const changed = change === undefined ? [] : [`${change.heading}:`, ...change.why, ...change.rows.flatMap(dateMoves), '']
  return [
    `Hello ${reporter.name},`,
    '',
    ...changed,
    `we plan to disclose the issue you reported to ${project.name}, as ${input.content.advisory.id}, on:`,
    date.utc,
    ...(date.local === undefined ? [] : [`which is ${date.local}`]),
    '',
    'At that time we apply the patches in public, issue the releases and publish the advisory.',
    `In it we credit you as: ${creditOf(reporter)}`,
    'Please keep the issue and this date confidential until then, and tell us if you would like to be credited differently.',
    '',
    `Thank you for your help. The ${project.name} security team`,
  ].join('\n')
}

const dateMoves = (row: Change['rows'][number]): string[] => [
  `Planned before: ${row.before.join(', which is ')}`,
  `Planned now: ${row.now.join(', which is ')}`,
]
const creditOf = (reporter: KnownReporter): string => reporter.credit ?? reporter.name
