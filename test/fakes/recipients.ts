import type { AccessLog, AccessRecord, AddressIndex, RecipientStore } from '../../core/recipient/ports.ts'
import type { Recipient } from '../../core/recipient/recipient.ts'
import type { RecipientId } from '../../core/shared/ids.ts'
import { normalisedAddress } from '../../core/shared/mail-address.ts'
import { copyOf } from './copy.ts'
import { memoryTable } from './table.ts'

export function memoryRecipients(table = memoryTable()): RecipientStore {
  const recipients = table.items<Recipient>('recipients')
  return {
    read: async (id) => copyOf(recipients.get(id)),
    page: async (after, limit) =>
      [...recipients.values()]
        .filter(({ id }) => after === undefined || id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map((recipient) => copyOf(recipient)),
    async write(recipient) {
      if ((recipients.get(recipient.id)?.version ?? 0) !== recipient.version - 1) return 'conflict'
      recipients.set(recipient.id, copyOf(recipient))
      return 'written'
    },
  }
}

export function memoryAddresses(table = memoryTable()): AddressIndex {
  const owners = table.items<RecipientId>('addresses')
  return {
    owner: async (address) => owners.get(normalisedAddress(address)),
    async claim(address, recipient) {
      const by = owners.get(normalisedAddress(address)) ?? recipient
      if (by !== recipient) return { outcome: 'taken', by }
      owners.set(normalisedAddress(address), recipient)
      return { outcome: 'claimed' }
    },
    async adopt(address, from, to) {
      if (owners.get(normalisedAddress(address)) !== from) return 'conflict'
      owners.set(normalisedAddress(address), to)
      return 'adopted'
    },
    async release(address, recipient) {
      if (owners.get(normalisedAddress(address)) === recipient) owners.delete(normalisedAddress(address))
    },
  }
}

export function memoryAccessLog(): AccessLog {
  const entries: AccessRecord[] = []
  return {
    record: async (entry) => void entries.push({ ...entry }),
    entries: async (limit) => entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, limit),
  }
}
