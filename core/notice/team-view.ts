import { z } from 'zod'
import { releasesOf } from './advance-view.ts'
import { Frame, frameOf } from './frame-view.ts'
import { type NoticeInput, addresseeAs } from './notice-input.ts'
import { PatchLine, patchesOf } from './patch-view.ts'

/** The day's steps for the team. */
export const TeamDayView = Frame.extend({
  patches: z.array(PatchLine),
  releases: z.array(z.string()),
  /** Says that it is a security fix and describes nothing. */
  commitMessage: z.string(),
  command: z.string(),
})
export type TeamDayView = z.infer<typeof TeamDayView>

export function teamDayView(input: NoticeInput): TeamDayView {
  addresseeAs('team', input)
  const { advisory } = input.content
  return {
    ...frameOf(input),
    patches: patchesOf(advisory),
    releases: releasesOf(advisory),
    commitMessage: `Security fix; details follow with the advisory (${advisory.id}).`,
    command: input.campaign === undefined ? './forewarn campaign list' : `./forewarn campaign status ${input.campaign}`,
  }
}
