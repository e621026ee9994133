import * as z from 'zod'
import { releasesOf } from './advisory-view.ts'
import type { NoticeInput } from './notice-input.ts'
import { PatchLine, patchesOf } from './patch-view.ts'

/** One step of a checklist, and the command for it where there is one. */
const Step = z.strictObject({ does: z.string(), commands: z.array(z.string()) })
type Step = z.infer<typeof Step>

/** A patch as the team lands it, with a commit message ready to paste. */
const PatchToLand = PatchLine.extend({ commitMessage: z.string() })

/** A checklist for the team, in the order in which it is worked through. */
export const Checklist = z.strictObject({ steps: z.array(Step), patches: z.array(PatchToLand) })
export type Checklist = z.infer<typeof Checklist>

/** What a checklist is made of. */
export type Planned = Pick<NoticeInput, 'content' | 'policy' | 'campaign'>

/** What is made ready before the date, and must not be seen until then. */
export function dayAheadOf(planned: Planned): Checklist {
  const id = idIn(planned)
  const patches = patchesToLand(planned)
  const steps = [
    step('See that everybody is told.', `./forewarn campaign status ${id}`, `./forewarn deliveries ${id} --not-told`),
    ...(patches.length === 0
      ? []
      : [
          step('Check that the patches still apply to their branches, and that their hashes are those below.'),
          step('Prepare the commits with the messages below. Push nothing, also to no fork, and let no public machine build them.'),
        ]),
    step(`Prepare the releases without publishing them${releasesIn(planned)}.`),
    step('Prepare the public advisory, and the CVE records if you issue them.'),
    step('Agree who is at hand at the date and who does what. The checklist of the day:', `./forewarn campaign day ${id}`),
  ]
  return { steps, patches }
}

/** What is done once the date has come. */
export function dayOf(planned: Planned): Checklist {
  const id = idIn(planned)
  const confirm = step(
    'Confirm it, with every address where it is public. Recipients and reporters are told by this, and until then you are reminded.',
    `./forewarn campaign disclose ${id} --public-at LINK`,
  )
  return { steps: [...landing(planned), confirm], patches: patchesToLand(planned) }
}

/** What is done at once when the embargo is broken. */
export function collapseOf(planned: Planned): Checklist {
  const id = idIn(planned)
  const isTask = planned.content.advisory.reporters.some(({ contact }) => contact.by !== 'mail')
  const told = [
    step('See that everybody is told that it is over.', `./forewarn campaign status ${id}`, `./forewarn deliveries ${id} --not-told`),
    ...(isTask ? [step('Tell the reporters who cannot be reached by mail: each comes as a task of its own.')] : []),
    step(`Say in public where the advisory is. Recipients and reporters were told to look at ${planned.policy.project.url}`),
  ]
  return { steps: [...landing(planned), ...told], patches: patchesToLand(planned) }
}

function landing(planned: Planned): Step[] {
  const isPatched = planned.content.advisory.patches.length > 0
  return [
    ...(isPatched ? [step('Apply each patch to its public branch with the message below, and push.')] : []),
    ...(isPatched ? [step('Prove that what landed is what was mailed.', `./forewarn patches verify ${idIn(planned)} --repo DIR`)] : []),
    step(`Issue the releases${releasesIn(planned)}.`),
    step('Publish the advisory, and the CVE records if you issue them.'),
  ]
}

const step = (does: string, ...commands: string[]): Step => ({ does, commands })
const idIn = ({ campaign }: Planned): string => campaign ?? 'ID'

function releasesIn({ content }: Planned): string {
  const releases = releasesOf(content.advisory)
  return releases.length === 0 ? '' : `: ${releases.join(', ')}`
}

const patchesToLand = (planned: Planned): Checklist['patches'] =>
  patchesOf(planned.content.advisory).map((patch) => ({ ...patch, commitMessage: commitMessage(planned) }))

/**
 * Says that it is a security fix and describes nothing. It names no date: a commit that is seen too early would tell how long there is,
 * and one that was prepared would tell a date that has moved since. Nor a branch, whose name may give the issue away.
 */
function commitMessage({ content, policy }: Planned): string {
  return [
    `Security fix (${content.advisory.id})`,
    '',
    'This is a security fix. What it mends will be disclosed',
    'shortly, with the releases that hold it, at',
    policy.project.url,
    'Please update as soon as they are out.',
  ].join('\n')
}
