import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { KmsKeyringNode, buildEncrypt } from '@aws-crypto/client-node'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { kmsClient } from '../../adapters/kms/client.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { BUNDLING } from '../../infra/constructs/bundling.ts'
import { vaultContract } from '../contracts/vault.ts'
import { credentials } from '../endpoints/account.ts'
import { type TestKms, keyArn, startKms } from '../endpoints/kms.ts'

const kmses: TestKms[] = []
let folder: string
let bundled: { readonly kmsVault: typeof kmsVault }

async function freshKms(): Promise<TestKms> {
  const kms = await startKms()
  kmses.push(kms)
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.url)
  return kms
}

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey)
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  folder = mkdtempSync(join(tmpdir(), 'forewarn-vault-'))
  buildSync({ ...BUNDLING, entryPoints: ['adapters/kms/vault.ts'], outdir: folder })
  bundled = (await import(pathToFileURL(join(folder, 'vault.mjs')).href)) as typeof bundled
})
afterAll(async () => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  await Promise.all(kmses.map((kms) => kms.stop()))
})

// The bundle is not the same code: it holds other files of the Encryption SDK, and one of our own.
vaultContract('KMS, as it is bundled', async () => {
  const kms = await freshKms()
  return { vault: bundled.kmsVault({ keyArn, table: 'forewarn' }), breakKeys: () => kms.refuse('KMSInternalException') }
})

test('a message of a signed suite, which the vault never writes, stays closed in a bundle', async () => {
  await freshKms()
  const at = { purpose: 'content', place: 'CAMPAIGN#c-1|CONTENT#1' } as const
  const keyring = new KmsKeyringNode({ generatorKeyId: keyArn, clientProvider: kmsClient(undefined).provider })
  const { result } = await buildEncrypt().encrypt(keyring, JSON.stringify({ place: at.place, value: 1 }), {
    encryptionContext: { 'forewarn:table': 'forewarn', 'forewarn:purpose': at.purpose },
  })
  expect(await kmsVault({ keyArn, table: 'forewarn' }).open(at, result)).toBe(1)
  const opened = bundled.kmsVault({ keyArn, table: 'forewarn' }).open(at, result)
  await expect(opened).rejects.toMatchObject({ name: 'Fault', retry: 'never' })
})
