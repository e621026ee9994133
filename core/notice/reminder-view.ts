import type { z } from 'zod'
import { Change, changeOf } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'

/** A day before: the date, and what changed since, if anything did. */
export const ReminderView = Frame.extend({ change: Change.optional() })
export type ReminderView = z.infer<typeof ReminderView>

export function reminderView(input: NoticeInput): ReminderView {
  addresseeAs('recipient', input)
  const change = changeOf(input, 'everything')
  return { ...frameOf(input), ...(change === undefined ? {} : { change }) }
}
