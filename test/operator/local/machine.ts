import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { onTestFinished } from 'vitest'
import type { Clock, Instant } from '../../../core/shared/clock.ts'
import type { Facts } from '../../../core/shared/fault.ts'
import type { Log } from '../../../core/shared/log.ts'

/** A data folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function instant(text: string): Instant {
  const parsed = DateTime.fromISO(text, { zone: 'utc' })
  if (!parsed.isValid) throw new TypeError(`not an instant: ${text}`)
  return parsed
}

/** Stands still until it is moved. */
export function handClock(text = '2026-12-08T16:00:00Z'): Clock & { pass(milliseconds: number): void } {
  let at = instant(text)
  return {
    now: () => at,
    pass: (milliseconds) => {
      at = at.plus({ milliseconds })
    },
  }
}

export interface Line {
  readonly event: string
  readonly facts: Facts
}

export function keptLog(): Log & { readonly errors: Line[] } {
  const errors: Line[] = []
  return { errors, info: () => undefined, error: (event, facts) => void errors.push({ event, facts }) }
}

/** Waits for what happens by itself. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not come to pass in time')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
