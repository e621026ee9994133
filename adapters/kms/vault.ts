import {
  AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  KmsKeyringNode,
  NodeCachingMaterialsManager,
  type NodeMaterialsManager,
  buildClient,
  getLocalCryptographicMaterialsCache,
} from '@aws-crypto/client-node'
import * as z from 'zod'
import { canonicalJson } from '../../core/shared/canonical-json.ts'
import { Fault } from '../../core/shared/fault.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'
import { kmsClient } from './client.ts'
import { sharedMaterials } from './materials.ts'

const TABLE = 'forewarn:table'
const PURPOSE = 'forewarn:purpose'

// A data key is forgotten after five minutes or ten thousand messages: the import of a whole list needs one or two, and what was
// sealed with one opens with one Decrypt.
const MAX_AGE_MILLIS = 300_000
const MAX_MESSAGES = 10_000
const CACHED_KEYS = 500

const Plaintext = z.strictObject({ place: z.string(), value: z.unknown() })

/**
 * Seals with the AWS Encryption SDK under `keyArn`. The encryption context names table and purpose only, so that data keys are shared
 * by all items of a purpose; the item's own place is inside the plaintext and compared on opening.
 * KMS is reached where, and tried as often as, the AWS SDK's own settings say; `region` defaults to the key's.
 */
export function kmsVault({ keyArn, table, region }: { keyArn: string; table: string; region?: string }): Vault {
  const materials = cachedMaterials(keyArn, region)
  return {
    async seal({ purpose, place }, value) {
      const plaintext = Buffer.from(canonicalJson({ place, value }))
      const encryptionContext = { [TABLE]: table, [PURPOSE]: purpose }
      try {
        const sealed = await sdk.encrypt(materials, plaintext, { suiteId, encryptionContext, plaintextLength: plaintext.byteLength })
        return sealed.result
      } catch (error) {
        throw error instanceof Fault ? error : new Fault('KEYS_UNAVAILABLE', 'could not seal', { retry: 'later', facts: { purpose } })
      }
    },
    async open(at, sealed) {
      const { plaintext, context } = await unseal(materials, sealed)
      if (context[TABLE] !== table || context[PURPOSE] !== at.purpose) throw swapped(at)
      return valueAt(at, plaintext)
    },
  }
}

// Unsigned, because whoever seals also opens; committing, so that no bytes open under two keys.
const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY
const sdk = buildClient({ commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT, maxEncryptedDataKeys: 1 })

function cachedMaterials(keyArn: string, region: string | undefined): NodeMaterialsManager {
  const kms = kmsClient(region)
  const cached = new NodeCachingMaterialsManager({
    backingMaterials: new KmsKeyringNode({ generatorKeyId: keyArn, clientProvider: kms.provider }),
    cache: getLocalCryptographicMaterialsCache(CACHED_KEYS),
    maxAge: MAX_AGE_MILLIS,
    maxMessagesEncrypted: MAX_MESSAGES,
  })
  return sharedMaterials(cached, (keys) => keys.map((key) => kms.takeFailure(key.encryptedDataKey)).find((fault) => fault !== undefined))
}

async function unseal(
  materials: NodeMaterialsManager,
  sealed: Uint8Array,
): Promise<{ plaintext: Buffer; context: Readonly<Record<string, string>> }> {
  try {
    const { plaintext, messageHeader } = await sdk.decrypt(materials, sealed)
    return { plaintext, context: messageHeader.encryptionContext }
  } catch (error) {
    // The SDK's own errors say that the bytes are not what it wrote.
    throw error instanceof Fault ? error : malformed()
  }
}

function valueAt(at: SealedPlace, plaintext: Buffer): unknown {
  const parsed = Plaintext.safeParse(decodeJson(plaintext))
  if (!parsed.success) throw malformed()
  if (parsed.data.place !== at.place) throw swapped(at)
  return parsed.data.value
}

function decodeJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

const malformed = () => new Fault('ITEM_MALFORMED', 'sealed bytes do not open', { retry: 'never' })
const swapped = ({ purpose, place }: SealedPlace) =>
  new Fault('ITEM_SWAPPED', 'sealed bytes belong elsewhere', { retry: 'never', facts: { purpose, place } })
