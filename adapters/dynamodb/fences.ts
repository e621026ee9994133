import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { Campaign } from '../../core/campaign/campaign.ts'
import type { Fences } from '../../core/delivery/ports.ts'
import { RecipientState } from '../../core/recipient/recipient.ts'
import { HALT, type Key, TABLE, haltKey, headKey, recipientKey } from './key.ts'
import { parseStored } from './stored.ts'
import type { StoredItem } from './range.ts'
import { type OwnTableId, ownerOf } from './table-guard.ts'
import { dynamoTable } from './table.ts'

const HeadItem = z.object({ campaign: Campaign })
const RecipientItem = z.object({ state: RecipientState, version: z.int().positive() })

/** One read of the head, both halts, the table's own name and the recipient. Sealed bytes are not even fetched: who looks here opens nothing. */
export function dynamoFences({ db, table, ownId }: { db: DynamoDBClient; table: string; ownId: OwnTableId }): Fences {
  const items = dynamoTable(db, table)
  return {
    async look(campaign, recipient) {
      const head = headKey(campaign)
      const live = recipient === undefined ? undefined : recipientKey(recipient)
      const keys = [head, haltKey('ALL'), haltKey(campaign), TABLE, ...(live ? [live] : [])]
      const stored = await items.look(keys, ['campaign', 'state', 'version', 'tableId', 'acceptedAt'])
      const storedHead = itemAt(stored, head)
      const storedRecipient = live && itemAt(stored, live)
      return {
        ...ownerOf(itemAt(stored, TABLE), await ownId()),
        campaign: storedHead && parseStored(HeadItem, storedHead, head).campaign,
        halted: stored.some((item) => item['pk'] === HALT),
        recipient: storedRecipient && parseStored(RecipientItem, storedRecipient, live),
      }
    },
  }
}

const itemAt = (stored: readonly StoredItem[], { pk, sk }: Key): StoredItem | undefined =>
  stored.find((item) => item['pk'] === pk && item['sk'] === sk)
