import * as z from 'zod'
import { Change, changeForReporter, creditOf, isDateRow } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'

/** The id and the date, and nothing else of the advisory: a reporter learns nothing beyond what they reported. */
export const ReporterDateView = Frame.extend({
  change: Change.optional(),
  /** Since this very reporter was told it. */
  isMoved: z.boolean(),
  credit: z.string(),
})
export type ReporterDateView = z.infer<typeof ReporterDateView>

export function reporterDateView(input: NoticeInput): ReporterDateView {
  const { reporter } = addresseeAs('reporter', input)
  const change = changeForReporter(input, reporter)
  return {
    ...frameOf(input),
    ...(change === undefined ? {} : { change }),
    isMoved: change?.rows.some(isDateRow) ?? false,
    credit: creditOf(reporter),
  }
}
