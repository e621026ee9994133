import type * as z from 'zod'
import { Checklist, dayAheadOf, dayOf } from './day-plan.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'

/** The day's steps for the team. */
export const TeamDayView = Frame.extend(Checklist.shape)
export type TeamDayView = z.infer<typeof TeamDayView>

export function teamDayView(input: NoticeInput): TeamDayView {
  addresseeAs('team', input)
  return { ...frameOf(input), ...(input.template === 'day-ahead' ? dayAheadOf(input) : dayOf(input)) }
}
