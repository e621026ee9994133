import { z } from 'zod'
import { Frame, frameOf } from './frame-view.ts'
import type { NoticeInput } from './notice-input.ts'

/** The date is the one that was planned and no longer holds. */
export const WithdrawnView = Frame.extend({ toRecipient: z.boolean() })
export type WithdrawnView = z.infer<typeof WithdrawnView>

export function withdrawnView(input: NoticeInput): WithdrawnView {
  return { ...frameOf(input), toRecipient: input.addressee.kind === 'recipient' }
}
