import { createMessage, encrypt, generateKey, readKey } from 'openpgp'
import type { Seals } from './seals.ts'

/** As its documentation shows it: a recipient's key is read for their mail, the team's once. */
export async function openpgpSeals({ name, address }: { name: string; address: string }): Promise<Seals> {
  const userIDs = [{ name, email: address }]
  const { privateKey } = await generateKey({ type: 'ecc', curve: 'curve25519Legacy', userIDs, format: 'object' })
  return {
    seal: async (inner, key) => {
      const encryptionKeys = await readKey({ binaryKey: Buffer.from(key.bytes, 'base64') })
      const message = await createMessage({ binary: inner })
      const armored: unknown = await encrypt({ message, encryptionKeys, signingKeys: privateKey, format: 'armored' })
      if (typeof armored !== 'string') throw new TypeError('it is armoured')
      return armored
    },
    childrenCpuMillis: () => 0,
    end: async () => undefined,
  }
}
