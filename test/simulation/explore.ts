import { type Single, nameOf, play, singles } from './exhaustive.ts'
import { tryOut } from './schedule.ts'
import type { Tried } from './tried.ts'

/** A schedule after which something does not hold. */
export interface Failure {
  /** How to run it again. */
  readonly name: string
  readonly invariant: string
  readonly where: readonly string[]
  readonly trace: string
}

/** What a run of schedules has seen, all together. */
export class Findings {
  schedules = 0
  mails = 0
  readonly counts = new Map<string, number>()
  readonly failures: Failure[] = []

  /** How often a fault, an act, a trouble or an end happened. */
  of(what: string): number {
    return this.counts.get(what) ?? 0
  }

  add({ witness }: Tried): void {
    this.schedules++
    this.mails += witness.sent.length
    for (const [what, count] of witness.counts) this.counts.set(what, this.of(what) + count)
  }

  join(other: Findings): void {
    this.schedules += other.schedules
    this.mails += other.mails
    this.failures.push(...other.failures)
    for (const [what, count] of other.counts) this.counts.set(what, this.of(what) + count)
  }
}

interface Watch {
  /** After each schedule. */
  readonly onSchedule?: (findings: Findings, tried: Tried) => void
  readonly isTraced?: boolean
  /** After so many failures nobody reads on. */
  readonly mostFailures?: number
}

/** Schedules with the seeds `seed`, `seed + 1`, … */
export function exploreSeeds({ seed, runs }: { readonly seed: number; readonly runs: number }, watch: Watch = {}): Promise<Findings> {
  const seeds = Array.from({ length: runs }, (_, index) => seed + index)
  return explore(seeds, { ...watch, name: (one) => `--seed ${one} --runs 1`, play: tryOut })
}

/** Everything that can go wrong once. */
export function exploreSingles(watch: Watch = {}): Promise<Findings> {
  return explore<Single>(singles(), { ...watch, name: nameOf, play })
}

interface Way<One> extends Watch {
  readonly name: (one: One) => string
  readonly play: (one: One, of: { readonly isTraced: boolean }) => Promise<Tried>
}

async function explore<One>(all: Iterable<One> | AsyncIterable<One>, way: Way<One>): Promise<Findings> {
  const findings = new Findings()
  const lost = unhandled()
  try {
    for await (const one of all) {
      const tried = await way.play(one, { isTraced: way.isTraced ?? false })
      await macrotask()
      findings.add(tried)
      const broken = lost.take() ?? tried.broken
      if (broken) findings.failures.push({ name: way.name(one), ...broken, trace: String((await way.play(one, { isTraced: true })).trace) })
      way.onSchedule?.(findings, tried)
      if (findings.failures.length >= (way.mostFailures ?? 1)) break
    }
  } finally {
    lost.end()
  }
  return findings
}

/** A rejection that nobody handles ends a process, with all that it was doing. */
function unhandled() {
  const reasons: string[] = []
  const listen = (reason: unknown): void => void reasons.push(String(reason))
  process.on('unhandledRejection', listen)
  return {
    take: () => {
      const where = reasons.splice(0)
      return where.length === 0 ? undefined : { invariant: 'no rejection is left unhandled', where }
    },
    end: () => void process.off('unhandledRejection', listen),
  }
}

/** Node tells of unhandled rejections when microtasks and ticks are done with. */
const macrotask = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

export function shown({ name, invariant, where, trace }: Failure): string {
  return [`broken: ${invariant}`, ...where.map((line) => `  ${line}`), trace, `again: node test/simulation/main.ts ${name} --trace`].join(
    '\n',
  )
}
