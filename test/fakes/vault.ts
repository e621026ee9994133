import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { canonicalJson } from '../../core/shared/canonical-json.ts'
import { Fault } from '../../core/shared/fault.ts'
import type { Vault } from '../../core/shared/vault.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** Seals for real, with a key of its own; `down` makes its keys unavailable. */
export function memoryVault(): Vault & { down: boolean } {
  const key = randomBytes(32)
  const vault: Vault & { down: boolean } = {
    down: false,
    async seal({ purpose, place }, value) {
      refuseDown(vault)
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(canonicalJson({ purpose, place, value })), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    async open(at, sealed) {
      refuseDown(vault)
      const { purpose, place, value } = opened(key, sealed)
      if (purpose === at.purpose && place === at.place) return value
      throw new Fault('ITEM_SWAPPED', 'sealed bytes belong elsewhere', { retry: 'never', facts: { ...at } })
    },
  }
  return vault
}

function opened(key: Buffer, sealed: Uint8Array): { purpose: string; place: string; value: unknown } {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    return JSON.parse(text) as { purpose: string; place: string; value: unknown }
  } catch {
    throw new Fault('ITEM_MALFORMED', 'sealed bytes do not open', { retry: 'never' })
  }
}

function refuseDown(vault: { readonly down: boolean }): void {
  if (vault.down) throw new Fault('KEYS_UNAVAILABLE', 'the keys are away', { retry: 'later' })
}
