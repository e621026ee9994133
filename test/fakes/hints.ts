import type { ChunkHint } from '../../core/delivery/delivery.ts'
import type { HintQueue } from '../../core/delivery/ports.ts'
import { Fault } from '../../core/shared/fault.ts'

export interface MemoryHints extends HintQueue {
  /** Takes everything that is queued. */
  drain(): readonly ChunkHint[]
  down: boolean
}

export function memoryHints(): MemoryHints {
  const queued: ChunkHint[] = []
  const queue: MemoryHints = {
    down: false,
    async put(hints) {
      if (queue.down) throw new Fault('QUEUE_UNAVAILABLE', 'the queue is away', { retry: 'later' })
      queued.push(...structuredClone(hints))
    },
    drain: () => queued.splice(0),
  }
  return queue
}
