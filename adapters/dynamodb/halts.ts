import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { Halt, HaltScope, HaltStore, Lift } from '../../core/campaign/ports.ts'
import { StoredInstant, fromStored, toStored } from '../../core/embargo/instant.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'
import { HALT, type Key, haltKey, liftKey, placeOf } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import { dynamoTable } from './table.ts'

const HaltItem = z.object({ since: StoredInstant, sealed: Bytes.optional() })
const LiftItem = z.object({ at: StoredInstant, sealed: Bytes })
const Details = z.object({ by: z.string(), reason: z.string() })

/** What a halt says of itself when its details cannot be opened. It stands all the same. */
const UNREADABLE = { by: 'unknown', reason: 'not readable: it could not be sealed or opened' }

/**
 * Halts under `HALT`. A halt stands as soon as `since` is written, before anything is sealed: keys that cannot be reached,
 * or a KMS that hangs, must neither prevent nor delay it.
 */
export function dynamoHalts({ db, table, vault }: { db: DynamoDBClient; table: string; vault: Vault }): HaltStore {
  const items = dynamoTable(db, table)
  const sealedAt = (key: Key): SealedPlace => ({ purpose: 'halt', place: placeOf(key) })

  /** Adds who and why, unless the halt was lifted or replaced meanwhile. */
  async function addDetails({ scope, since, by, reason }: Halt): Promise<void> {
    const stamp = toStored(since)
    const sealed = await vault.seal(sealedAt(haltKey(scope)), { by, reason })
    await items.put(haltKey(scope), { since: stamp, sealed }, { expression: '#since = :since', names: ['since'], values: { since: stamp } })
  }

  async function detailsOf(key: Key, sealed: Uint8Array | undefined) {
    if (!sealed) return UNREADABLE
    const opened = await vault.open(sealedAt(key), sealed).catch(() => undefined)
    return Details.safeParse(opened).data ?? UNREADABLE
  }

  async function keepLift({ scope, at, by, reason }: Lift): Promise<void> {
    await items.put(liftKey(scope), { at: toStored(at), sealed: await vault.seal(sealedAt(liftKey(scope)), { by, reason }) })
  }

  return {
    async halt(halt) {
      await items.put(haltKey(halt.scope), { since: toStored(halt.since) })
      await addDetails(halt).catch(() => undefined)
    },
    async resume(scope, lift) {
      await items.remove(haltKey(scope))
      if (lift) await keepLift({ scope, ...lift }).catch(() => undefined)
    },
    async lifts(id) {
      const scopes: readonly HaltScope[] = ['ALL', id]
      const stored = await items.look(scopes.map(liftKey), ['at', 'sealed'])
      return Promise.all(
        stored.map(async (item): Promise<Lift> => {
          const scope = item['sk'] === liftKey('ALL').sk ? 'ALL' : id
          const { at, sealed } = parseStored(LiftItem, item, liftKey(scope))
          return { scope, at: fromStored(at), ...(await detailsOf(liftKey(scope), sealed)) }
        }),
      )
    },
    async standing(id) {
      const stored = await items.look([haltKey('ALL'), haltKey(id)], ['since', 'sealed'])
      return Promise.all(
        stored.map(async (item): Promise<Halt> => {
          const scope = item['sk'] === 'ALL' ? 'ALL' : id
          const { since, sealed } = parseStored(HaltItem, item, { pk: HALT, sk: scope })
          return { scope, since: fromStored(since), ...(await detailsOf(haltKey(scope), sealed)) }
        }),
      )
    },
  }
}
