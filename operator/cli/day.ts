import { fromStored } from '../../core/embargo/instant.ts'
import type { Checklist } from '../../core/notice/day-plan.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { relativeTo } from './age.ts'
import { newestReleased } from './newest-released.ts'
import type { NoticeStatus, Status } from './status.ts'
import { toldIn } from './told.ts'

export interface DayStep {
  readonly does: string
  readonly commands: readonly string[]
  /** `unknown`: it is done where Forewarn does not see it. */
  readonly state: 'done' | 'to-do' | 'unknown'
}

/** How far a notice to people outside the team has come. */
interface Told {
  readonly notice: string
  readonly told: number
  readonly notTold: number
}

export interface Day {
  readonly told: readonly Told[]
  readonly steps: readonly DayStep[]
  readonly patches: Checklist['patches']
}

/** The checklist of the day, with how far each step has come as far as it is known. */
export function dayOfCampaign(status: Status, { steps, patches }: Checklist, now: Instant): Day {
  const told = newestReleased(status.notices.filter(({ to }) => to !== 'team')).map(toldBy)
  return { told, steps: [dateStep(status, now), toldStep(status, told), ...steps.map((step) => withState(step, status))], patches }
}

function dateStep({ campaign: { state, disclosureAt } }: Status, now: Instant): DayStep {
  if (state === 'collapsed') return { does: 'The embargo is over: it was broken.', commands: [], state: 'done' }
  const at = fromStored(disclosureAt)
  return at <= now
    ? { does: 'The date has come.', commands: [], state: 'done' }
    : { does: `The date comes ${relativeTo(now, at)}. Push, build and publish nothing before.`, commands: [], state: 'to-do' }
}

function toldStep({ campaign: { id } }: Status, told: readonly Told[]): DayStep {
  if (told.length === 0) return { does: 'Nobody is told yet.', commands: [`./forewarn campaign status ${id}`], state: 'to-do' }
  const counts = told.map((one) => `${one.notice} told ${one.told} of ${one.told + one.notTold}`).join(', ')
  return told.every(({ notTold }) => notTold === 0)
    ? { does: `Everybody is told: ${counts}.`, commands: [], state: 'done' }
    : { does: `Not everybody is told: ${counts}.`, commands: [`./forewarn deliveries ${id} --not-told`], state: 'to-do' }
}

function toldBy({ id, members, deliveries }: NoticeStatus): Told {
  const told = toldIn(deliveries)
  return { notice: id, told, notTold: Math.max(0, members - told) }
}

/** Of all that a team does on the day, Forewarn sees the confirmation alone. */
function withState({ does, commands }: Checklist['steps'][number], { campaign: { state } }: Status): DayStep {
  const isConfirmation = commands.some((command) => command.startsWith('./forewarn campaign disclose '))
  if (!isConfirmation) return { does, commands, state: 'unknown' }
  return { does, commands, state: state === 'disclosed' ? 'done' : 'to-do' }
}
