import type { ScheduledEvent } from 'aws-lambda'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Duration } from 'luxon'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Instant } from '../../../core/shared/clock.ts'
import { startScheduler } from '../../../operator/local/clock/scheduler.ts'
import { type ShiftedClock, openClock } from '../../../operator/local/clock/shifted-clock.ts'
import { handClock, instant, keptLog, temporaryFolder, until } from './machine.ts'

async function clockIn(folder: string, initial?: Instant): Promise<ShiftedClock> {
  const clock = await openClock(join(folder, 'clock.json'), initial)
  if ('outcome' in clock) throw new Error(clock.why)
  return clock
}

const secondsFrom = (clock: ShiftedClock, text: string) => Math.abs(clock.now().diff(instant(text)).as('seconds'))

describe('the clock', () => {
  test('shows real time until it is moved', async () => {
    const clock = await clockIn(await temporaryFolder())
    expect(Math.abs(clock.now().toMillis() - Date.now())).toBeLessThan(1000)
    expect(clock.now().zoneName).toBe('UTC')
  })

  test('starts where a fresh folder is told to, also in the past, and keeps its offset over a restart', async () => {
    const folder = await temporaryFolder()
    await clockIn(folder, instant('2022-03-01T09:00Z'))
    const again = await clockIn(folder)
    expect(secondsFrom(again, '2022-03-01T09:00Z')).toBeLessThan(2)
    await again.advance(Duration.fromISO('P7D'))
    expect(secondsFrom(await clockIn(folder), '2022-03-08T09:00Z')).toBeLessThan(2)
  })

  test('is not started a second time somewhere else', async () => {
    const folder = await temporaryFolder()
    await clockIn(folder, instant('2022-03-01T09:00Z'))
    expect(await openClock(join(folder, 'clock.json'), instant('2023-01-01T00:00Z'))).toMatchObject({
      outcome: 'refused',
      code: 'clock-already-set',
    })
  })

  test('goes forward, never back', async () => {
    const folder = await temporaryFolder()
    const clock = await clockIn(folder, instant('2026-12-01T12:00Z'))
    await clock.set(instant('2026-12-08T16:00Z'))
    expect(secondsFrom(clock, '2026-12-08T16:00Z')).toBeLessThan(2)
    const kept = await readFile(join(folder, 'clock.json'), 'utf8')
    expect(await clock.set(instant('2026-12-08T15:59Z'))).toMatchObject({ outcome: 'refused', code: 'clock-goes-forward' })
    expect(await clock.advance(Duration.fromISO('-PT1H'))).toMatchObject({ outcome: 'refused' })
    expect(secondsFrom(clock, '2026-12-08T16:00Z')).toBeLessThan(2)
    expect(await readFile(join(folder, 'clock.json'), 'utf8')).toBe(kept)
  })

  test('does not start from a file that it cannot read', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'clock.json'), '{"offset')
    await expect(openClock(join(folder, 'clock.json'), undefined)).rejects.toThrow('JSON')
  })
})

describe('the schedule', () => {
  function run(handler: (event: ScheduledEvent) => Promise<void>, timeoutSeconds = 5) {
    const log = keptLog()
    const scheduler = startScheduler({ clock: handClock('2026-12-08T16:00:00.700Z'), handler, everySeconds: 0.02, timeoutSeconds, log })
    onTestFinished(() => scheduler.stop())
    return { scheduler, log }
  }

  test('calls with the event of EventBridge, at the time of the clock', async () => {
    const events: ScheduledEvent[] = []
    const { scheduler } = run(async (event) => void events.push(event))
    await scheduler.tickNow()
    expect(events[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2026-12-08T16:00:00Z', detail: {} })
    await until(() => events.length >= 3)
  })

  test('never overlaps itself, whoever asks for a tick', async () => {
    let running = 0
    let most = 0
    const { scheduler } = run(async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 15))
      running--
    })
    await Promise.all(Array.from({ length: 5 }, () => scheduler.tickNow()))
    expect([most, running <= 1]).toEqual([1, true])
    await scheduler.between(async () => {
      expect(running).toBe(0)
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(running).toBe(0)
    })
  })

  test('goes on after a tick that fails, and reports it by its kind alone', async () => {
    let calls = 0
    const { log } = run(async () => {
      if (++calls === 1) throw new RangeError('a@one.example')
    })
    await until(() => calls >= 3)
    expect(log.errors).toEqual([{ event: 'function.failed', facts: { function: 'clock', code: 'RangeError' } }])
  })

  test('reports a tick that runs too long, and waits for it', async () => {
    let calls = 0
    const long = Promise.withResolvers<void>()
    const { log } = run(() => (++calls === 1 ? long.promise : Promise.resolve()), 0.05)
    await until(() => log.errors.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([calls, log.errors[0]?.event]).toEqual([1, 'function.timed-out'])
    long.resolve()
    await until(() => calls > 1)
  })
})

describe('the schedule of the week', () => {
  async function ticks(...instants: readonly string[]) {
    const clock = { at: instant(instants[0] ?? '') }
    const weekly: ScheduledEvent[] = []
    const log = keptLog()
    const scheduler = startScheduler({
      clock: { now: () => clock.at },
      handler: async () => undefined,
      weekly: async (event) => {
        weekly.push(event)
        if (weekly.length === 1) throw new RangeError('a@one.example')
      },
      everySeconds: 3600,
      timeoutSeconds: 5,
      log,
    })
    onTestFinished(() => scheduler.stop())
    for (const text of instants) {
      clock.at = instant(text)
      await scheduler.tickNow()
    }
    return { times: weekly.map(({ time }) => time), weekly, log }
  }

  test('begins on Monday at six, and calls once however many ticks there are', async () => {
    const { times } = await ticks('2026-12-06T23:00Z', '2026-12-07T05:59Z', '2026-12-07T06:00Z', '2026-12-07T06:01Z', '2026-12-13T00:00Z')
    expect(times).toEqual(['2026-12-07T06:00:00Z'])
  })

  test('is not called at the start, and once after a jump over several weeks', async () => {
    const { times } = await ticks('2026-12-07T06:00Z', '2027-01-13T12:00Z', '2027-01-13T12:01Z')
    expect(times).toEqual(['2027-01-13T12:00:00Z'])
  })

  test('comes again next week though it failed, as an event of its own rule', async () => {
    const { times, weekly, log } = await ticks('2026-12-06T00:00Z', '2026-12-07T07:00Z', '2026-12-14T07:00Z')
    expect(times).toHaveLength(2)
    expect(weekly[0]).toMatchObject({
      'detail-type': 'Scheduled Event',
      resources: [expect.stringContaining('rule/forewarn-recipients') as string],
    })
    expect(log.errors).toEqual([{ event: 'function.failed', facts: { function: 'recipients', code: 'RangeError' } }])
  })
})
