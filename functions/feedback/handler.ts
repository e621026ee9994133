import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { factsOfError } from '../../core/shared/fault.ts'
import { jsonIn } from '../../core/shared/json-text.ts'
import type { Log } from '../../core/shared/log.ts'
import { fieldsOf, parseWith } from '../../core/shared/parsed.ts'
import type { TakeFeedback } from '../../core/usecases/take-feedback.ts'

/** Each event stands alone: one that is malformed or cannot be written is reported back to SQS, the rest go through. */
export function makeHandler({ takeFeedback, log }: { readonly takeFeedback: TakeFeedback; readonly log: Log }) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = []
    for (const { messageId, body } of event.Records) {
      const parsed = parseWith(FeedbackEvent, jsonIn(body))
      if (!parsed.ok) {
        log.error('feedback.malformed', { messageId, fields: fieldsOf(parsed.problems) })
        failed.push(messageId)
        continue
      }
      const { campaign, delivery, type } = parsed.value
      try {
        const outcome = await takeFeedback(parsed.value)
        log.info('feedback.taken', { campaign, delivery, type, outcome })
      } catch (error) {
        log.error('feedback.failed', { campaign, delivery, type, ...factsOfError(error) })
        failed.push(messageId)
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }
}
