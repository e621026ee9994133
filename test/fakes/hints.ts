import type { ChunkHint } from '../../core/delivery/delivery.ts'
import type { HintQueue, QueuedHint } from '../../core/delivery/ports.ts'
import { Fault } from '../../core/shared/fault.ts'

export interface MemoryHints extends HintQueue {
  /** Takes everything that is queued. */
  drain(): readonly QueuedHint['hint'][]
  /** The same, of chunks alone. */
  drainChunks(): readonly ChunkHint[]
  down: boolean
}

export function memoryHints(): MemoryHints {
  const queued: QueuedHint[] = []
  const queue: MemoryHints = {
    down: false,
    async put(hints) {
      if (queue.down) throw new Fault('QUEUE_UNAVAILABLE', 'the queue is away', { retry: 'later' })
      queued.push(...structuredClone(hints))
    },
    drain: () => queued.splice(0).map(({ hint }) => hint),
    drainChunks: () => queue.drain().filter((hint) => hint.schema === 'chunk-hint/1'),
  }
  return queue
}
