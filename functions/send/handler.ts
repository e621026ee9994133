import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { ChunkHint } from '../../core/delivery/delivery.ts'
import { Fault } from '../../core/shared/fault.ts'
import { jsonIn } from '../../core/shared/json-text.ts'
import type { Log } from '../../core/shared/log.ts'
import { parseWith } from '../../core/shared/parsed.ts'
import type { SendChunk } from '../../core/usecases/send-chunk.ts'

export interface SendDeps {
  readonly sendChunk: SendChunk
  readonly log: Log
  readonly timeoutSeconds: number
}

/**
 * A hint is done with when it was looked at, whatever came of it: the sweep queues again what is not accounted for.
 * What is no hint at all goes back, and so to the dead letters.
 */
export function makeHandler({ sendChunk, log, timeoutSeconds }: SendDeps) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const startedAt = performance.now()
    const timeLeftMillis = () => timeoutSeconds * 1000 - (performance.now() - startedAt)
    const poison: string[] = []
    for (const { messageId, body } of event.Records) {
      const hint = parseWith(ChunkHint, jsonIn(body))
      if (!hint.ok) {
        log.error('send.poison', { messageId, fields: hint.problems.map(({ field }) => field).join(', ') })
        poison.push(messageId)
        continue
      }
      const { campaign, notice, chunk } = hint.value
      try {
        const outcome = await sendChunk(hint.value, timeLeftMillis)
        log.info('send.done', {
          campaign,
          notice,
          chunk,
          ...(outcome.outcome === 'worked' ? outcome.states : { because: outcome.because }),
        })
      } catch (error) {
        log.error('send.failed', {
          campaign,
          notice,
          chunk,
          code: error instanceof Fault ? error.code : 'UNEXPECTED',
          ...(error instanceof Fault ? error.facts : {}),
        })
      }
    }
    return { batchItemFailures: poison.map((itemIdentifier) => ({ itemIdentifier })) }
  }
}
