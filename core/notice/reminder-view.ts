import * as z from 'zod'
import { releasesOf } from './advisory-view.ts'
import { Change, changeOf } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'

/** A day before: the date and the day's steps. What changed shows only to who missed the newest advance notice. */
export const ReminderView = Frame.extend({ change: Change.optional(), releases: z.array(z.string()) })
export type ReminderView = z.infer<typeof ReminderView>

export function reminderView(input: NoticeInput): ReminderView {
  addresseeAs('recipient', input)
  const change = changeOf(input)
  return { ...frameOf(input), ...(change === undefined ? {} : { change }), releases: releasesOf(input.content.advisory) }
}
