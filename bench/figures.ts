import { tableOf } from '../operator/cli/table.ts'
import type { GrownList } from './grown-list.ts'
import { type Measurement, cpuPerMail, mailsPerSecond } from './measurement.ts'

/** One line of the table: a figure for each size of the list. */
export interface Figure {
  readonly what: string
  readonly of: (measured: Measurement) => string
}

export interface Section {
  readonly title: string
  readonly figures: readonly Figure[]
}

const figure = (what: string, of: Figure['of']): Figure => ({ what, of })

const MEGABYTE = 1e6
const whole = (value: number): string => value.toFixed(0)
const fine = (value: number): string => value.toFixed(value < 10 ? 2 : 1)
const perMail = (value: number): string => value.toFixed(3)
const times = (value: number): string => `${value.toFixed(1)} x`
const megabytes = (bytes: number): string => `${whole(bytes / MEGABYTE)} MB`
const kilobytes = (bytes: number): string => `${whole(bytes / 1000)} KB`

export const SECTIONS: readonly Section[] = [
  {
    title: 'The whole path, on one machine in one process',
    figures: [
      ...(['import', 'approve', 'release', 'feedback'] as const).map((phase) =>
        figure(`${phase}, seconds`, ({ wholePath }) => fine(wholePath.seconds[phase])),
      ),
      figure('import, recipients/s', ({ recipients, wholePath }) => whole(recipients / wholePath.seconds.import)),
      figure('approve (twice), mails checked/s', ({ recipients, wholePath }) => whole((2 * recipients) / wholePath.seconds.approve)),
      figure('release, mails/s', ({ wholePath }) => whole(wholePath.mails / wholePath.seconds.release)),
      figure('peak memory (RSS)', ({ wholePath }) => megabytes(wholePath.peakBytes.feedback)),
    ],
  },
  {
    title: 'Calls a mail, from the release to the last feedback',
    figures: [
      figure('SES, sends', ({ wholePath }) => perMail(wholePath.calls.sesSends)),
      figure('SES, other', ({ wholePath }) => perMail(wholePath.calls.sesOther)),
      figure('KMS', ({ wholePath }) => perMail(wholePath.calls.kms)),
      figure('SQS', ({ wholePath }) => perMail(wholePath.calls.sqs)),
      figure('DynamoDB', ({ wholePath }) => perMail(wholePath.calls.dynamodb)),
      figure('  of these, successful writes', ({ wholePath }) => perMail(wholePath.calls.writes)),
      figure('    of the delivery itself', ({ wholePath }) => perMail(wholePath.ownWrites)),
      figure('  and writes whose condition failed', ({ wholePath }) => perMail(wholePath.calls.conflicts)),
    ],
  },
  {
    title: 'The sender alone, in a process of its own',
    figures: [
      figure('CPU ms a mail', ({ sender }) => fine(cpuPerMail(sender))),
      figure('mails/s, one instance', ({ sender }) => whole(mailsPerSecond(sender))),
      figure('mail size', ({ sender }) => kilobytes(sender.mailBytes)),
    ],
  },
  {
    title: 'Plain loops over nodemailer, nothing kept, nothing sent',
    figures: [
      figure('MJML for every recipient, CPU ms a mail', ({ rivals }) => fine(cpuPerMail(rivals.mjmlEach))),
      figure('MJML for every recipient, mails/s', ({ rivals }) => whole(mailsPerSecond(rivals.mjmlEach))),
      figure('  its CPU to the sender’s', ({ sender, rivals }) => times(cpuPerMail(rivals.mjmlEach) / cpuPerMail(sender))),
      figure('MJML once, CPU ms a mail', ({ rivals }) => fine(cpuPerMail(rivals.mjmlOnce))),
      figure('MJML once, mails/s', ({ rivals }) => whole(mailsPerSecond(rivals.mjmlOnce))),
      figure('  its CPU to the sender’s', ({ sender, rivals }) => times(cpuPerMail(rivals.mjmlOnce) / cpuPerMail(sender))),
      figure('mail size', ({ rivals }) => kilobytes(rivals.mjmlEach.mailBytes)),
    ],
  },
]

/** The peak at the longest list as a multiple of the peak at the shortest. */
export function memoryGrowth(measured: readonly Measurement[]): number {
  const peaks = measured.map(({ wholePath }) => wholePath.peakBytes.feedback)
  return (peaks.at(-1) ?? 0) / (peaks.at(0) ?? 1)
}

/** KMS calls where each recipient is sealed under a data key of its own, beside those of a list that was imported at once. */
export function grownText({ recipients, grown, imported }: GrownList): string {
  const rows = [
    { what: 'approve (twice)', grown: whole(grown.approve), imported: whole(imported.approve) },
    { what: 'release', grown: whole(grown.release), imported: whole(imported.release) },
  ]
  const table = tableOf(rows, [
    { title: `${recipients} recipients in ${grown.chunks} chunks`, cell: ({ what }) => what },
    { title: 'grown one at a time', cell: (row) => row.grown },
    { title: 'imported at once', cell: (row) => row.imported },
  ])
  return `KMS calls of a whole campaign\n\n${table}`
}
