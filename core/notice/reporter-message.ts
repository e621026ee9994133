import type { KnownReporter } from '../advisory/advisory.ts'
import { type Change, changeForReporter, creditOf, isDateRow, paragraphs } from './change-view.ts'
import { type NoticeInput, goneDate } from './notice-input.ts'
import { placesOf } from './published.ts'
import { type When, whenOf } from './when-view.ts'

/** What the team pastes on a platform in place of a notice to a reporter: plain lines, with each time also in the reporter's zone. */
export function messageTo(reporter: KnownReporter, input: NoticeInput): string {
  const isNamed = reporter.contact.by !== 'nobody' || reporter.contact.because !== 'anonymous'
  return [
    isNamed ? `Hello ${reporter.name},` : 'Hello,',
    '',
    ...bodyOf(reporter, input),
    '',
    `Thank you for your help. The ${input.policy.project.name} security team`,
  ].join('\n')
}

function bodyOf(reporter: KnownReporter, input: NoticeInput): string[] {
  const { ending } = input
  if (ending === undefined) return dateBody(reporter, input)
  switch (ending) {
    case 'disclosed':
      return [
        `the advisory on ${issueIn(input)}, is public:`,
        ...placesOf(input),
        '',
        'The embargo is over, and you may talk and write about the issue.',
        `In the advisory we credit you as: ${creditOf(reporter)}`,
      ]
    case 'collapse':
      return [
        `${issueIn(input)}, has become known before we could disclose it. The embargo is over, and this date no longer holds:`,
        ...whenLines({ disclosureAt: goneDate(input) }, reporter),
        ...whyOf(input),
        '',
        'We publish the fix and the advisory as fast as we can, here:',
        ...placesOf(input),
        `In the advisory we credit you as: ${creditOf(reporter)}`,
        '',
        'Until it is there, please keep to yourself what would help to exploit the issue. If you know how it became known, tell us.',
      ]
    case 'withdrawn':
      return [
        `we will not go ahead with the advisory on ${issueIn(input)}. This date no longer holds:`,
        ...whenLines({ disclosureAt: goneDate(input) }, reporter),
        ...whyOf(input),
        '',
        'Please keep the issue confidential, as before. If there is to be a new date, you will hear from us again.',
      ]
  }
}

function dateBody(reporter: KnownReporter, input: NoticeInput): string[] {
  const inTheirZone: NoticeInput = { ...input, addressee: { ...input.addressee, zone: reporter.zone } }
  const change = changeForReporter(inTheirZone, reporter)
  const changed = change === undefined ? [] : [`${change.heading}:`, ...change.why, ...change.rows.flatMap(sides), '']
  return [
    ...changed,
    `${changed.length === 0 ? 'we' : 'We'} plan to disclose ${issueIn(input)}, on:`,
    ...whenLines(input, reporter),
    '',
    'At that time we apply the patches in public, issue the releases and publish the advisory.',
    `In it we credit you as: ${creditOf(reporter)}`,
    'Please keep the issue and this date confidential until then, and tell us if you would like to be credited differently.',
  ]
}

const issueIn = ({ policy, content }: NoticeInput): string =>
  `the issue that you reported to ${policy.project.name}, ${content.advisory.id}`

const whenLines = ({ disclosureAt }: Pick<NoticeInput, 'disclosureAt'>, { zone }: KnownReporter): string[] => {
  const { utc, local }: When = whenOf(disclosureAt, zone)
  return local === undefined ? [utc] : [utc, `which is ${local}`]
}

function whyOf({ content }: NoticeInput): string[] {
  const why = paragraphs(content.change?.why ?? '')
  return why.length === 0 ? [] : ['', ...why]
}

function sides(row: Change['rows'][number]): string[] {
  const what = isDateRow(row) ? 'Planned' : 'Credited'
  return [`${what} before: ${row.before.join(', which is ')}`, `${what} now: ${row.now.join(', which is ')}`]
}
