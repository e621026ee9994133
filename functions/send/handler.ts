import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { AlarmHint } from '../../core/delivery/alarm.ts'
import { ChunkHint } from '../../core/delivery/delivery.ts'
import { factsOfError } from '../../core/shared/fault.ts'
import { jsonIn } from '../../core/shared/json-text.ts'
import type { Log } from '../../core/shared/log.ts'
import { fieldsOf, parseWith } from '../../core/shared/parsed.ts'
import type { SendAlarm } from '../../core/usecases/send-alarm.ts'
import type { SendChunk } from '../../core/usecases/send-chunk.ts'

export interface SendDeps {
  readonly sendChunk: SendChunk
  readonly sendAlarm: SendAlarm
  readonly log: Log
  readonly timeoutSeconds: number
}

const Hint = z.discriminatedUnion('schema', [ChunkHint, AlarmHint])
type Hint = z.infer<typeof Hint>

/**
 * A hint is done with when it was looked at, whatever came of it: the sweep queues again what is not accounted for.
 * What is no hint at all goes back, and so to the dead letters.
 */
export function makeHandler(deps: SendDeps) {
  const { log, timeoutSeconds } = deps
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const startedAt = performance.now()
    const timeLeftMillis = () => timeoutSeconds * 1000 - (performance.now() - startedAt)
    const poison: string[] = []
    for (const { messageId, body } of event.Records) {
      const hint = parseWith(Hint, jsonIn(body))
      if (hint.ok) await workOn(deps, hint.value, timeLeftMillis)
      else {
        log.error('send.poison', { messageId, fields: fieldsOf(hint.problems) })
        poison.push(messageId)
      }
    }
    return { batchItemFailures: poison.map((itemIdentifier) => ({ itemIdentifier })) }
  }
}

async function workOn({ sendChunk, sendAlarm, log }: SendDeps, hint: Hint, timeLeftMillis: () => number): Promise<void> {
  const of = namesIn(hint)
  try {
    if (hint.schema === 'alarm-hint/1') {
      log.info('send.alarm', { ...of, state: (await sendAlarm(hint)) ?? 'nothing-to-do' })
      return
    }
    const outcome = await sendChunk(hint, timeLeftMillis)
    log.info('send.done', { ...of, ...(outcome.outcome === 'worked' ? outcome.states : { because: outcome.because }) })
  } catch (error) {
    log.error('send.failed', { ...of, ...factsOfError(error) })
  }
}

function namesIn(hint: Hint): Readonly<Record<string, string | number>> {
  if (hint.schema === 'chunk-hint/1') return { campaign: hint.campaign, notice: hint.notice, chunk: hint.chunk }
  const { code, campaign, notice } = hint.cause
  return { alarm: code, ...(campaign === undefined ? {} : { campaign }), ...(notice === undefined ? {} : { notice }) }
}
