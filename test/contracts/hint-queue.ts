import { describe, expect, test } from 'vitest'
import type { HintQueue, QueuedHint } from '../../core/delivery/ports.ts'
import { advance1, campaignId } from './sample.ts'

export interface WatchedQueue {
  readonly queue: HintQueue
  /** Everything that is queued, in any order. */
  readonly queued: () => Promise<readonly unknown[]>
  readonly breakQueue: () => void
}

const hintFor = (chunk: number): QueuedHint => ({
  hint: { schema: 'chunk-hint/1', campaign: campaignId, notice: advance1, chunk, everyMillis: 20 },
  delaySeconds: 0,
})

/** What every hint queue does. `make` gives a new, empty one. */
export function hintQueueContract(name: string, make: () => Promise<WatchedQueue>): void {
  describe(`${name} as a hint queue`, () => {
    test.each([0, 1, 10, 11, 25])('queues %i hints, each once', async (count) => {
      const { queue, queued } = await make()
      const hints = Array.from({ length: count }, (_, chunk) => hintFor(chunk))
      await queue.put(hints)
      const found = await queued()
      expect(found).toHaveLength(count)
      expect(found).toEqual(expect.arrayContaining(hints.map(({ hint }) => hint)))
    })

    test('queues the hint of an alarm too', async () => {
      const { queue, queued } = await make()
      const hint = { schema: 'alarm-hint/1' as const, cause: { code: 'bounced' as const, campaign: campaignId }, occurrence: 2 }
      await queue.put([{ hint, delaySeconds: 0 }])
      expect(await queued()).toEqual([hint])
    })

    test('says when the queue takes nothing', async () => {
      const { queue, breakQueue } = await make()
      breakQueue()
      await expect(queue.put([hintFor(0)])).rejects.toMatchObject({ name: 'Fault', code: 'QUEUE_UNAVAILABLE' })
    })
  })
}
