import * as z from 'zod'
import { AdvisoryView, advisoryView } from './advisory-view.ts'
import { creditOf, paragraphs } from './change-view.ts'
import { Checklist, collapseOf } from './day-plan.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, goneDate } from './notice-input.ts'
import type { MarkdownRenderer } from './ports.ts'
import { placesOf } from './published.ts'
import { When, whenOf } from './when-view.ts'

/**
 * The embargo is broken, and everybody may act. Each kind of addressee gets one of the last three; recipients the whole advisory,
 * since some of them may hear of it for the first time.
 */
export const CollapseView = Frame.extend({
  planned: When,
  /** As far as it can be said. */
  why: z.array(z.string()),
  /** Where the advisory is public, or will be. */
  places: z.array(z.string()),
  forRecipient: AdvisoryView.optional(),
  forReporter: z.strictObject({ credit: z.string() }).optional(),
  forTeam: Checklist.optional(),
})
export type CollapseView = z.infer<typeof CollapseView>

export function collapseView(input: NoticeInput, markdown: MarkdownRenderer): CollapseView {
  return {
    ...frameOf(input),
    planned: whenOf(goneDate(input), input.addressee.zone),
    why: paragraphs(input.content.change?.why ?? ''),
    places: placesOf(input),
    ...partFor(input, markdown),
  }
}

function partFor(input: NoticeInput, markdown: MarkdownRenderer): Pick<CollapseView, 'forRecipient' | 'forReporter' | 'forTeam'> {
  switch (input.addressee.kind) {
    case 'recipient':
      return { forRecipient: advisoryView(input, markdown) }
    case 'reporter':
      return { forReporter: { credit: creditOf(input.addressee.reporter) } }
    case 'team':
      return { forTeam: collapseOf(input) }
  }
}
