import type { EncryptedDataKey, NodeMaterialsManager } from '@aws-crypto/client-node'
import { Fault } from '../../core/shared/fault.ts'

/**
 * Lets one request for a data key go to KMS where many ask for the same at once: the others wait for it and then find it in the cache
 * behind. Without this, opening a page of a hundred recipients in parallel is a hundred calls for one key.
 *
 * @param failureOf the Fault to throw when a data key did not open
 */
export function sharedMaterials(
  cached: NodeMaterialsManager,
  failureOf: (keys: readonly EncryptedDataKey[]) => Fault | undefined,
): NodeMaterialsManager {
  const share = sharedFlights()
  return {
    getEncryptionMaterials: (request) =>
      share(`seal ${JSON.stringify(request.encryptionContext)}`, () => cached.getEncryptionMaterials(request)),
    decryptMaterials: async (request) => {
      try {
        return await share(`open ${textOf(request.encryptedDataKeys)}`, () => cached.decryptMaterials(request))
      } catch (error) {
        if (error instanceof Fault) throw error
        throw failureOf(request.encryptedDataKeys) ?? new Fault('KEYS_UNAVAILABLE', 'sealed under another key', { retry: 'never' })
      }
    },
  }
}

/** Those who come while a flight with their key is on its way wait, share its failure, and do their own work after its success. */
function sharedFlights(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const before = flights.get(key)
    if (before !== undefined) {
      await before
      return work()
    }
    const flight = work()
    flights.set(key, flight)
    try {
      return await flight
    } finally {
      flights.delete(key)
    }
  }
}

const textOf = (keys: readonly EncryptedDataKey[]): string =>
  keys.map((key) => Buffer.from(key.encryptedDataKey).toString('base64')).join(' ')
