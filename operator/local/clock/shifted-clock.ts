import { readFile } from 'node:fs/promises'
import { DateTime, type Duration } from 'luxon'
import * as z from 'zod'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import type { Clock, Instant } from '../../../core/shared/clock.ts'
import { type Refusal, refuse } from '../../../core/shared/refusal.ts'
import { writeDurably } from '../folder/durable-file.ts'
import { isCode } from '../folder/secret-file.ts'

const Stored = z.strictObject({ offsetMilliseconds: z.int() })

/** Real time and an offset that is kept across restarts. It goes forward only, by itself and by hand. */
export interface ShiftedClock extends Clock {
  set(instant: Instant): Promise<Instant | Refusal>
  /** Calendar units count in UTC. */
  advance(span: Duration): Promise<Instant | Refusal>
}

/** `initial` may lie in the past, but is for a fresh folder only. */
export async function openClock(path: string, initial: Instant | undefined): Promise<ShiftedClock | Refusal> {
  const stored = await storedOffset(path)
  if (stored !== undefined && initial !== undefined) {
    return refuse('clock-already-set', 'this data folder has a clock already', 'start without an initial instant, or on a fresh folder')
  }
  let offset = stored ?? (initial === undefined ? 0 : initial.toMillis() - Date.now())
  const keep = () => writeDurably(path, JSON.stringify({ offsetMilliseconds: offset }))
  if (stored === undefined) await keep()

  let latest = Number.MIN_SAFE_INTEGER
  const now = (): Instant => {
    // The machine's own clock may be set back; what is recorded must not be.
    latest = Math.max(latest, Date.now() + offset)
    return instantAt(latest)
  }
  const set = async (instant: Instant): Promise<Instant | Refusal> => {
    const before = now()
    if (instant < before) {
      return refuse(
        'clock-goes-forward',
        `it is ${presentInstant(before, 'UTC').utc} already`,
        'what happened cannot unhappen: give a later instant, or start on a fresh folder',
      )
    }
    offset = instant.toMillis() - Date.now()
    await keep()
    return now()
  }
  return { now, set, advance: (span) => set(now().plus(span)) }
}

async function storedOffset(path: string): Promise<number | undefined> {
  try {
    return Stored.parse(JSON.parse(await readFile(path, 'utf8'))).offsetMilliseconds
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function instantAt(milliseconds: number): Instant {
  const instant = DateTime.fromMillis(milliseconds, { zone: 'utc' })
  if (!instant.isValid) throw new TypeError('the clock left the range of dates')
  return instant
}
