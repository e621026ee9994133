import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { HintQueue, QueuedHint } from '../../core/delivery/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { readServiceError } from '../../core/shared/service-error.ts'

/** As many messages as SQS takes in one call. */
const BATCH = 10

/** Hints as JSON messages. What of a batch was not taken is tried once more; a hint that went twice costs one read. */
export function sqsHints({ sqs, queueUrl }: { sqs: SQSClient; queueUrl: string }): HintQueue {
  /** @returns those that the queue did not take */
  async function send(hints: readonly QueuedHint[]): Promise<readonly QueuedHint[]> {
    const Entries = hints.map(({ hint, delaySeconds }, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(hint),
      DelaySeconds: delaySeconds,
    }))
    try {
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      const failed = new Set(Failed.map((failure) => failure.Id))
      return hints.filter((_, index) => failed.has(String(index)))
    } catch (error) {
      throw new Fault('QUEUE_UNAVAILABLE', 'could not queue hints', { retry: 'later', facts: { ...readServiceError(error) } })
    }
  }

  return {
    async put(hints) {
      for (let start = 0; start < hints.length; start += BATCH) {
        const left = await send(hints.slice(start, start + BATCH))
        const lost = left.length > 0 ? await send(left) : left
        if (lost.length > 0) {
          throw new Fault('QUEUE_UNAVAILABLE', 'the queue did not take every hint', { retry: 'later', facts: { lost: lost.length } })
        }
      }
    },
  }
}
