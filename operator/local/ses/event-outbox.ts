import { closeSync, openSync, writeSync } from 'node:fs'
import { readFile, truncate } from 'node:fs/promises'
import type { Log } from '../../../core/shared/log.ts'
import { codeOf } from '../failure.ts'
import { isCode } from '../folder/secret-file.ts'
import { type SesEvent, sesEventsOf } from './events.ts'
import type { Envelope, Mailbox } from './mailbox.ts'

export interface EventOutbox {
  /** Tells of mail `number` soon, after this call. */
  tell(number: number, envelope: Envelope, raw: Uint8Array): void
  /** Waits until everything so far is told. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const retryMilliseconds = 1000

/**
 * Tells the bus what became of each accepted mail. The mails are the outbox: those whose number is not in the file of
 * what was told are told at the next start, so after a crash an event may repeat, but none is lost.
 */
export async function openEventOutbox(
  path: string,
  mailbox: Mailbox,
  deps: { publish: (event: SesEvent) => void; log: Log },
): Promise<EventOutbox> {
  const told = await readTold(path)
  const file = openSync(path, 'a', 0o600)
  const stopping = new AbortController()
  let tail: Promise<void> = Promise.resolve()

  const publishAll = async (number: number, events: () => Promise<readonly SesEvent[]>): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        for (const event of await events()) deps.publish(event)
        return void writeSync(file, line(number))
      } catch (error) {
        deps.log.error('ses.event-not-published', { mail: number, code: codeOf(error) })
        await new Promise((resolve) => setTimeout(resolve, retryMilliseconds))
      }
    }
  }
  const enqueue = (number: number, events: () => Promise<readonly SesEvent[]>): void => {
    tail = tail.then(() => publishAll(number, events))
  }
  for (const number of mailbox.numbers) {
    if (!told.has(number)) enqueue(number, async () => sesEventsOf(await mailbox.envelope(number), await mailbox.raw(number)))
  }
  return {
    tell: (number, envelope, raw) => enqueue(number, async () => sesEventsOf(envelope, raw)),
    idle: () => tail,
    stop: async () => {
      stopping.abort()
      await tail
      closeSync(file)
    },
  }
}

const line = (number: number): string => `${String(number).padStart(6, '0')}\n`

/** Whole lines only: a crash may have torn the last one, which is cut off before the next is written behind it. */
async function readTold(path: string): Promise<ReadonlySet<number>> {
  try {
    const text = await readFile(path, 'latin1')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) await truncate(path, whole.length)
    return new Set(whole.split('\n').filter(Boolean).map(Number))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return new Set()
    throw error
  }
}
