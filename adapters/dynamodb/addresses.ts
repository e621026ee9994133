import { createHmac, randomBytes } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { AddressIndex } from '../../core/recipient/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { RecipientId } from '../../core/shared/ids.ts'
import { type MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'
import { ADDRESS_SECRET, type Key, addressKey, placeOf } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import { ABSENT, type Table, dynamoTable } from './table.ts'

const AddressItem = z.object({ recipient: RecipientId })
const SecretItem = z.object({ sealed: Bytes })
/** 32 bytes in base64. */
const Secret = z.base64().length(44)

/** An address that is given up and taken again between our write and our read, this often in a row, is an argument and not a race. */
const TRIES = 3

/** Addresses under `ADDRESS#<HMAC of the normalised address>`: an index that confirms a guess to nobody without the secret. */
export function dynamoAddresses({ db, table, vault }: { db: DynamoDBClient; table: string; vault: Vault }): AddressIndex {
  const items = dynamoTable(db, table)
  const secret = addressSecret(items, vault)

  async function keyOf(address: MailAddress): Promise<Key> {
    return addressKey(
      createHmac('sha256', await secret())
        .update(normalisedAddress(address))
        .digest('hex'),
    )
  }

  async function ownerAt(key: Key): Promise<RecipientId | undefined> {
    const stored = await items.get(key)
    return stored && parseStored(AddressItem, stored, key).recipient
  }

  return {
    owner: async (address) => ownerAt(await keyOf(address)),
    async claim(address, recipient) {
      const key = await keyOf(address)
      for (let i = 0; i < TRIES; i++) {
        if ((await items.put(key, { recipient }, ABSENT)) === 'written') return { outcome: 'claimed' }
        const by = await ownerAt(key)
        if (by === recipient) return { outcome: 'claimed' }
        if (by !== undefined) return { outcome: 'taken', by }
      }
      throw new Fault('STORE_CONTENDED', 'an address is taken and freed all the time', { retry: 'later', facts: { recipient } })
    },
    async adopt(address, from, to) {
      const outcome = await items.put(await keyOf(address), { recipient: to }, heldBy(from))
      return outcome === 'written' ? 'adopted' : 'conflict'
    },
    async release(address, recipient) {
      await items.remove(await keyOf(address), heldBy(recipient))
    },
  }
}

const heldBy = (recipient: RecipientId) => ({ expression: '#recipient = :recipient', names: ['recipient'], values: { recipient } })

/** The secret of the index, made at its first use and kept in memory. Whoever makes it second takes the first one's. */
function addressSecret(items: Table, vault: Vault): () => Promise<Buffer> {
  const at: SealedPlace = { purpose: 'address-key', place: placeOf(ADDRESS_SECRET) }
  let known: Promise<Buffer> | undefined

  async function stored(): Promise<Buffer | undefined> {
    const item = await items.get(ADDRESS_SECRET)
    if (!item) return undefined
    const opened = await vault.open(at, parseStored(SecretItem, item, ADDRESS_SECRET).sealed)
    return Buffer.from(parseStored(Secret, opened, ADDRESS_SECRET), 'base64')
  }

  async function make(): Promise<Buffer> {
    const sealed = await vault.seal(at, randomBytes(32).toString('base64'))
    await items.put(ADDRESS_SECRET, { sealed }, ABSENT)
    const made = await stored()
    if (made) return made
    throw new Fault('ITEM_MISSING', 'the secret of the address index is not there', { retry: 'never' })
  }

  return () => {
    known ??= stored().then((secret) => secret ?? make())
    // A failure is not kept: the next call asks again.
    known.catch(() => (known = undefined))
    return known
  }
}
