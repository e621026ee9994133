export type Service = 'dynamodb' | 's3' | 'sqs' | 'kms' | 'ses'

/** Answered with success, and with an error. */
export interface Calls {
  ok: number
  failed: number
}

export type CallCounts = Readonly<Record<Service, Readonly<Record<string, Calls>>>>

/** Counts the calls that each service answered, by operation: `counts.dynamodb.PutItem.ok`. */
export interface CallCounter {
  add(service: Service, operation: string, ok: boolean): void
  counts(): CallCounts
}

export function makeCallCounter(): CallCounter {
  const counts: Record<Service, Record<string, Calls>> = { dynamodb: {}, s3: {}, sqs: {}, kms: {}, ses: {} }
  return {
    add(service, operation, ok) {
      const calls = (counts[service][operation] ??= { ok: 0, failed: 0 })
      calls[ok ? 'ok' : 'failed'] += 1
    },
    counts: () => structuredClone(counts),
  }
}
