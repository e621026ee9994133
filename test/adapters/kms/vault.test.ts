import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { kmsVault } from '../../../adapters/kms/vault.ts'
import { faultOf } from '../../contracts/faults.ts'
import { vaultContract } from '../../contracts/vault.ts'
import { credentials } from '../../endpoints/account.ts'
import { type TestKms, keyArn, startKms } from '../../endpoints/kms.ts'

const at = { purpose: 'recipient', place: 'RECIPIENTS#a|a' } as const
const kmses: TestKms[] = []

async function freshKms(): Promise<TestKms> {
  const kms = await startKms()
  kmses.push(kms)
  // Where the SDK itself looks: the vault makes its own client.
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.url)
  return kms
}

const vaultOf = (table = 'forewarn') => kmsVault({ keyArn, table })

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey)
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all(kmses.map((kms) => kms.stop()))
})

vaultContract('KMS', async () => {
  const kms = await freshKms()
  return { vault: vaultOf(), breakKeys: () => kms.refuse('KMSInternalException') }
})

describe('calls to KMS', () => {
  const places = Array.from({ length: 400 }, (_, index) => ({ ...at, place: `RECIPIENTS#a|${index}` }))

  test('four hundred items sealed at once take one data key, and one Decrypt elsewhere', async () => {
    const kms = await freshKms()
    const vault = vaultOf()
    const sealed = await Promise.all(places.map((place, index) => vault.seal(place, { index })))
    expect(kms.calls).toEqual({ GenerateDataKey: 1, Decrypt: 0 })
    const elsewhere = vaultOf()
    const opened = await Promise.all(sealed.map((bytes, index) => elsewhere.open(places[index] ?? at, bytes)))
    expect(opened).toEqual(places.map((_, index) => ({ index })))
    expect(kms.calls).toEqual({ GenerateDataKey: 1, Decrypt: 1 })
  })

  test('each purpose has its own data key, and the context names table and purpose alone', async () => {
    const kms = await freshKms()
    const vault = vaultOf()
    await vault.seal(at, 1)
    await vault.seal({ ...at, purpose: 'history' }, 1)
    expect(kms.contexts).toEqual([
      { 'forewarn:table': 'forewarn', 'forewarn:purpose': 'recipient' },
      { 'forewarn:table': 'forewarn', 'forewarn:purpose': 'history' },
    ])
  })
})

describe('what does not open', () => {
  test('bytes of another table are swapped', async () => {
    await freshKms()
    await expect(vaultOf('restored').open(at, await vaultOf().seal(at, 1))).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
  })

  test('bytes under the key of another account are malformed: no later call will open them', async () => {
    await freshKms()
    const sealed = await vaultOf().seal(at, 1)
    await freshKms()
    await expect(vaultOf().open(at, sealed)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MALFORMED' })
  })

  test('bytes under another key of ours are refused without a call', async () => {
    const kms = await freshKms()
    const sealed = await vaultOf().seal(at, 1)
    const other = kmsVault({ keyArn: keyArn.replace(/5{12}$/, '666666666666'), table: 'forewarn' })
    const fault = await faultOf(other.open(at, sealed), 'KEYS_UNAVAILABLE')
    expect(fault.retry).toBe('never')
    expect(kms.calls.Decrypt).toBe(0)
  })

  test.each(['AccessDeniedException', 'ThrottlingException', 'DisabledException'])(
    '%s keeps its code and request id, and no word of the message',
    async (code) => {
      const kms = await freshKms()
      const vault = vaultOf()
      const sealed = await vault.seal(at, 'Tree Frog Linux')
      kms.refuse(code)
      const faults = await Promise.all([
        faultOf(vaultOf().open(at, sealed), 'KEYS_UNAVAILABLE'),
        faultOf(vaultOf().seal(at, 'Tree Frog Linux'), 'KEYS_UNAVAILABLE'),
      ])
      for (const fault of faults) {
        expect(fault.facts).toMatchObject({ code, requestId: 'request-1' })
        expect(inspect(fault, { depth: 9 })).not.toContain('cannot serve')
      }
    },
  )

  test('opens again when KMS is back', async () => {
    const kms = await freshKms()
    const sealed = await vaultOf().seal(at, 1)
    const vault = vaultOf()
    kms.refuse('KMSInternalException')
    await expect(vault.open(at, sealed)).rejects.toMatchObject({ name: 'Fault', code: 'KEYS_UNAVAILABLE' })
    kms.refuse(undefined)
    expect(await vault.open(at, sealed)).toBe(1)
  })
})
