import type { Fault, Request } from './doors.ts'
import { errorText } from './error-text.ts'
import type { Installation } from './installation.ts'
import { type Step, type Told, hintsIn, story } from './story.ts'

/** How often a kind of request is broken in both ways before it takes turns. */
const BOTH_WAYS = 2

/** One request of one step that went wrong. */
export interface Breakage {
  readonly step: string
  readonly request: string
  readonly fault: Fault
}

export interface BrokenStory {
  readonly told: Told
  readonly breakages: readonly Breakage[]
  /** All that could be printed of what functions threw. */
  readonly thrown: readonly string[]
}

/**
 * Plays the story. Each step runs once as it should, and then again from where it began with one of its requests
 * broken.
 */
export async function breakStory(at: Installation): Promise<BrokenStory> {
  let told: Told = { ids: {}, hints: [], heardOf: 0 }
  const seen = new Map<string, number>()
  const [breakages, thrown]: [Breakage[], string[]] = [[], []]
  for (const step of story) {
    step.before?.(at)
    const began = await at.snapshot()
    const next = structuredClone(told)
    const requests = await clean(at, { step, told: next })
    const [ended, mails] = [await at.snapshot(), at.ses.arrived.length]
    for (const { number, fault } of step.isLikeBefore ? [] : breakagesOf(requests, seen)) {
      await at.restore(began)
      at.doors.break(number, fault)
      await step.run(at, structuredClone(told)).catch((error: unknown) => thrown.push(errorText(error)))
      breakages.push({ step: step.name, request: nameOf(requests[number]), fault })
    }
    await at.restore(ended)
    at.ses.arrived.splice(mails)
    told = { ...next, hints: [...(step.takesHints ? [] : told.hints), ...hintsIn(requests)] }
  }
  return { told, breakages, thrown }
}

/** Without anything broken; a step that does not do what it is for would prove nothing. */
async function clean(at: Installation, { step, told }: { step: Step; told: Told }): Promise<readonly Request[]> {
  const before = at.doors.requests.length
  at.doors.break(-1, 'refused')
  if (!(await step.run(at, told))) throw new Error(`the step "${step.name}" did nothing: ${at.answers.at(-1)?.text}`)
  return at.doors.requests.slice(before)
}

/** Of each kind of request the first and the last, in turn refused and garbled; of a kind that is rare in the story, both. */
function breakagesOf(
  requests: readonly Request[],
  seen: Map<string, number>,
): readonly { readonly number: number; readonly fault: Fault }[] {
  return [...Map.groupBy(requests.keys(), (number) => nameOf(requests[number]))].flatMap(([kind, numbers]) => {
    const turn = seen.get(kind) ?? 0
    seen.set(kind, turn + 1)
    const first = { number: numbers[0] ?? 0, fault: 'refused' as const }
    const last = { number: numbers.at(-1) ?? 0, fault: 'garbled' as const }
    if (turn < BOTH_WAYS) return [first, last]
    return turn % 2 === 0 ? [first] : [last]
  })
}

const nameOf = (request: Request | undefined): string => `${request?.service} ${request?.operation}`
