import * as z from 'zod'
import { releasesOf } from './advisory-view.ts'
import { creditOf } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import type { NoticeInput } from './notice-input.ts'
import { placesOf } from './published.ts'

/** The end that was planned. What each kind of addressee gets besides the links is absent for the others. */
export const DisclosedView = Frame.extend({
  places: z.array(z.string()),
  forRecipient: z.strictObject({ title: z.string(), releases: z.array(z.string()) }).optional(),
  forReporter: z.strictObject({ credit: z.string() }).optional(),
})
export type DisclosedView = z.infer<typeof DisclosedView>

export function disclosedView(input: NoticeInput): DisclosedView {
  const { addressee, content } = input
  return {
    ...frameOf(input),
    places: placesOf(input),
    ...(addressee.kind === 'recipient' ? { forRecipient: { title: content.advisory.title, releases: releasesOf(content.advisory) } } : {}),
    ...(addressee.kind === 'reporter' ? { forReporter: { credit: creditOf(addressee.reporter) } } : {}),
  }
}
