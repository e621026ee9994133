import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { Cause } from '../../core/delivery/alarm.ts'
import type { AlarmStore } from '../../core/delivery/ports.ts'
import { StoredInstant, fromStored, toStored } from '../../core/embargo/instant.ts'
import { ALARMS, alarmKey } from './key.ts'
import { parseStored } from './stored.ts'
import { ABSENT, dynamoTable } from './table.ts'

const AlarmItem = z.object({
  cause: Cause,
  raisedAt: StoredInstant,
  occurrence: z.int().positive(),
  isStanding: z.boolean(),
})

/** Alarms under `ALARMS`, one item a cause, which stays when it is cleared: the next one of the same cause has the next number. */
export function dynamoAlarms({ db, table }: { db: DynamoDBClient; table: string }): AlarmStore {
  const items = dynamoTable(db, table)

  async function stored(cause: Cause) {
    const item = await items.get(alarmKey(cause))
    return item && parseStored(AlarmItem, item, alarmKey(cause))
  }

  return {
    async raise(cause, at) {
      const before = await stored(cause)
      if (before?.isStanding) return 'standing'
      const next = { cause, raisedAt: toStored(at), occurrence: (before?.occurrence ?? 0) + 1, isStanding: true }
      const outcome = await items.put(alarmKey(cause), next, before ? unchangedSince(before) : ABSENT)
      return outcome === 'written' ? 'raised' : 'standing'
    },
    async clear(cause) {
      const before = await stored(cause)
      if (before?.isStanding) await items.put(alarmKey(cause), { ...before, isStanding: false }, unchangedSince(before))
    },
    async standing() {
      const all = await items.query({ pk: ALARMS })
      return all
        .map((item) => parseStored(AlarmItem, item, { pk: ALARMS, sk: String(item['sk']) }))
        .filter(({ isStanding }) => isStanding)
        .map(({ cause, raisedAt, occurrence }) => ({ cause, raisedAt: fromStored(raisedAt), occurrence }))
    },
  }
}

const unchangedSince = ({ occurrence, isStanding }: z.infer<typeof AlarmItem>) => ({
  expression: '#occurrence = :occurrence AND #isStanding = :isStanding',
  names: ['occurrence', 'isStanding'],
  values: { occurrence, isStanding },
})
