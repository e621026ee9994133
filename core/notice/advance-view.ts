import type * as z from 'zod'
import { AdvisoryView, advisoryView } from './advisory-view.ts'
import { Change, changeOf } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'
import type { MarkdownRenderer } from './ports.ts'

/** In every version the whole advisory; from the second on, what changed stands above it. */
export const AdvanceView = Frame.extend({ change: Change.optional(), ...AdvisoryView.shape })
export type AdvanceView = z.infer<typeof AdvanceView>

export function advanceView(input: NoticeInput, markdown: MarkdownRenderer): AdvanceView {
  addresseeAs('recipient', input)
  const change = changeOf(input)
  return { ...frameOf(input), ...(change === undefined ? {} : { change }), ...advisoryView(input, markdown) }
}
