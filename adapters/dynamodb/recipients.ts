import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { RecipientStore } from '../../core/recipient/ports.ts'
import { type Recipient, RecipientDetails, RecipientState } from '../../core/recipient/recipient.ts'
import { Fault } from '../../core/shared/fault.ts'
import { RecipientId } from '../../core/shared/ids.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'
import { SHARDS, placeOf, recipientKey, recipientPartition } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import type { StoredItem } from './range.ts'
import { ABSENT, dynamoTable } from './table.ts'

const Clear = z.object({ state: RecipientState, version: z.int().positive() })
const RecipientItem = Clear.extend({ sealed: Bytes })
/** State and version stand inside too, so that nobody without the key can bring back who was removed. */
const Plaintext = Clear.extend({ details: RecipientDetails })

/** The list under `RECIPIENTS#<first hex digit>`: state and version clear, everything else sealed. */
export function dynamoRecipients({ db, table, vault }: { db: DynamoDBClient; table: string; vault: Vault }): RecipientStore {
  const items = dynamoTable(db, table)

  async function opened(id: RecipientId, stored: StoredItem): Promise<Recipient> {
    const key = recipientKey(id)
    const { state, version, sealed } = parseStored(RecipientItem, stored, key)
    const inside = parseStored(Plaintext, await vault.open(sealedAt(id), sealed), key)
    if (inside.state === state && inside.version === version) return { id, ...inside }
    throw new Fault('ITEM_SWAPPED', 'a recipient is not what was sealed', { retry: 'never', facts: { recipient: id } })
  }

  return {
    async read(id) {
      const stored = await items.get(recipientKey(id))
      return stored && opened(id, stored)
    },
    async page(after, limit) {
      const found: StoredItem[] = []
      for (const shard of SHARDS.filter((digit) => after === undefined || digit >= after.charAt(0))) {
        if (found.length >= limit) break
        const rest = { pk: recipientPartition(shard), limit: limit - found.length }
        found.push(...(await items.query(after === undefined ? rest : { ...rest, after })))
      }
      return Promise.all(found.map((item) => opened(RecipientId.parse(item['sk']), item)))
    },
    async write({ id, state, version, details }) {
      const sealed = await vault.seal(sealedAt(id), { state, version, details })
      const condition = version === 1 ? ABSENT : { expression: '#version = :version', names: ['version'], values: { version: version - 1 } }
      return items.put(recipientKey(id), { state, version, sealed }, { ...condition, ours: 'sealed' })
    },
  }
}

const sealedAt = (id: RecipientId): SealedPlace => ({ purpose: 'recipient', place: placeOf(recipientKey(id)) })
