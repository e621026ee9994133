import type { CallCounts } from './stack-client.ts'

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem']

/** Calls of one release, each as a number a mail. */
export interface CallFigures {
  readonly sesSends: number
  readonly sesOther: number
  readonly kms: number
  readonly sqs: number
  readonly dynamodb: number
  /** Of those to DynamoDB, writes that took place. */
  readonly writes: number
  /** Writes whose condition did not hold. */
  readonly conflicts: number
}

export function callFigures(before: CallCounts, after: CallCounts, mails: number): CallFigures {
  const calls = (service: string, wanted: (operation: string) => boolean = () => true, ended: 'ok' | 'failed' | 'all' = 'all') => {
    const made = Object.entries(after[service] ?? {}).filter(([operation]) => wanted(operation))
    const sum = made.reduce((total, [operation, now]) => {
      const then = before[service]?.[operation] ?? { ok: 0, failed: 0 }
      const ok = ended === 'failed' ? 0 : now.ok - then.ok
      const failed = ended === 'ok' ? 0 : now.failed - then.failed
      return total + ok + failed
    }, 0)
    return sum / mails
  }
  const isSend = (operation: string) => operation === 'SendRawEmail'
  const isWrite = (operation: string) => WRITES.includes(operation)
  return {
    sesSends: calls('ses', isSend),
    sesOther: calls('ses', (operation) => !isSend(operation)),
    kms: calls('kms'),
    sqs: calls('sqs'),
    dynamodb: calls('dynamodb'),
    writes: calls('dynamodb', isWrite, 'ok'),
    conflicts: calls('dynamodb', isWrite, 'failed'),
  }
}
