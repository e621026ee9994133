import type { HintQueue } from '../delivery/ports.ts'
import type { CampaignId, NoticeId } from '../shared/ids.ts'

/** Hints at a chunk in which something was opened again. */
export type QueueChunk = (campaign: CampaignId, notice: NoticeId, chunk: number) => Promise<void>

/** One mail a second is SES's slowest pace, and fast enough for the few that are opened again. */
const EVERY_MILLIS = 1000

export function makeQueueChunk(queue: HintQueue): QueueChunk {
  return (campaign, notice, chunk) =>
    queue.put([{ hint: { schema: 'chunk-hint/1', campaign, notice, chunk, everyMillis: EVERY_MILLIS }, delaySeconds: 0 }])
}
