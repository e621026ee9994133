import * as z from 'zod'
import { systemClock } from '../../adapters/system/clock.ts'
import { ChunkHint } from '../../core/delivery/delivery.ts'
import type { Facts } from '../../core/shared/fault.ts'
import type { Log } from '../../core/shared/log.ts'
import { SendEnv } from '../../functions/send/env.ts'
import { wireSend } from '../../functions/send/wire.ts'
import { sqsEvent } from '../../operator/local/queues/sqs-event.ts'
import { answerParent } from '../child.ts'
import { type Effort, WARM_UP, effortOf } from '../effort.ts'

/** The sender as it is deployed, one chunk after the other, as one instance of the function works. */
await answerParent(async ([hints = '[]']): Promise<Effort> => {
  const chunks = z.array(ChunkHint).parse(JSON.parse(hints))
  const log = countingLog()
  const handler = wireSend(SendEnv.parse(process.env), { clock: systemClock(), log })
  const send = async (some: readonly ChunkHint[]): Promise<number> => {
    const before = log.accepted()
    for (const hint of some) await handler(sqsEvent([{ MessageId: 'bench', Body: JSON.stringify(hint) }], 'arn:aws:sqs:local'))
    return log.accepted() - before
  }
  const warm = Math.ceil(chunks.length * WARM_UP)
  await send(chunks.slice(0, warm))
  return effortOf(() => send(chunks.slice(warm)))
})

/** Counts what the sender says was accepted, and ends the measurement with the first error. */
function countingLog(): Log & { accepted(): number } {
  let accepted = 0
  return {
    info: (_event: string, facts: Facts) => void (accepted += Number(facts['accepted'] ?? 0)),
    error: (event, facts) => {
      throw new Error(`${event} ${JSON.stringify(facts)}`)
    },
    accepted: () => accepted,
  }
}
