import { z } from 'zod'
import { paragraphs } from './change-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import type { NoticeInput } from './notice-input.ts'

/** The date is the one that was planned and no longer holds. */
export const WithdrawnView = Frame.extend({
  toRecipient: z.boolean(),
  /** As far as it can be said. */
  why: z.array(z.string()),
  /** For the team: a reporter who is reached on a platform alone, and whom the team has to tell. */
  task: z.strictObject({ name: z.string(), platform: z.string(), link: z.string() }).optional(),
})
export type WithdrawnView = z.infer<typeof WithdrawnView>

export function withdrawnView(input: NoticeInput): WithdrawnView {
  const task = taskOf(input.addressee)
  return {
    ...frameOf(input),
    toRecipient: input.addressee.kind === 'recipient',
    why: paragraphs(input.content.change?.why ?? ''),
    ...(task === undefined ? {} : { task }),
  }
}

function taskOf(addressee: NoticeInput['addressee']): WithdrawnView['task'] {
  if (addressee.kind !== 'team' || addressee.reporter?.contact.by !== 'platform') return undefined
  const { name, contact } = addressee.reporter
  return { name, platform: contact.platform, link: contact.link }
}
