import * as z from 'zod'
import { paragraphs } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, goneDate } from './notice-input.ts'
import { When, whenOf } from './when-view.ts'

export const WithdrawnView = Frame.extend({
  toRecipient: z.boolean(),
  planned: When,
  /** As far as it can be said. */
  why: z.array(z.string()),
})
export type WithdrawnView = z.infer<typeof WithdrawnView>

export function withdrawnView(input: NoticeInput): WithdrawnView {
  return {
    ...frameOf(input),
    toRecipient: input.addressee.kind === 'recipient',
    planned: whenOf(goneDate(input), input.addressee.zone),
    why: paragraphs(input.content.change?.why ?? ''),
  }
}
