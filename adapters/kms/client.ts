import type { KmsKeyringNode } from '@aws-crypto/client-node'
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { Fault } from '../../core/shared/fault.ts'
import { readServiceError } from '../../core/shared/service-error.ts'

type ClientProvider = NonNullable<NonNullable<ConstructorParameters<typeof KmsKeyringNode>[0]>['clientProvider']>

/** KMS as the keyring wants it, and what became of the data keys that it would not open. */
export interface Kms {
  readonly provider: ClientProvider
  /** Takes the failure that was filed for a sealed data key, if there is one. */
  readonly takeFailure: (sealedKey: Uint8Array) => Fault | undefined
}

/**
 * One client. Its failures become Faults before the Encryption SDK sees them, which would write the error of a Decrypt, message and all,
 * into the text of its own. Since that text is then all it throws, the Fault is filed under the data key in question.
 */
export function kmsClient(region: string | undefined): Kms {
  const failures = new Map<string, Fault>()
  let client: ReturnType<ClientProvider> | undefined

  function connect(ofKey: string): ReturnType<ClientProvider> {
    const kms = new KMSClient({
      region: region ?? ofKey,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    })
    return {
      generateDataKey: (request) => kms.send(new GenerateDataKeyCommand(request)).then(checkedByKeyring, rethrow),
      encrypt: (request) => kms.send(new EncryptCommand(request)).then(checkedByKeyring, rethrow),
      decrypt: (request) =>
        kms.send(new DecryptCommand(request)).then(checkedByKeyring, (error: unknown) => {
          const fault = faultOf(error)
          failures.set(textOf(request.CiphertextBlob), fault)
          throw fault
        }),
    }
  }

  return {
    provider: (ofKey) => (client ??= connect(ofKey)),
    takeFailure: (sealedKey) => {
      const key = textOf(sealedKey)
      const fault = failures.get(key)
      failures.delete(key)
      return fault
    },
  }
}

type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> }

/** The keyring refuses an answer in which something is missing; its types merely cannot say that it may be. */
const checkedByKeyring = <T>(answer: T): Present<T> => answer as Present<T>

const rethrow = (error: unknown): never => {
  throw faultOf(error)
}

/** KMS answers so when a data key was tampered with or stands in another context: no later call will open it. */
const UNREADABLE = new Set(['InvalidCiphertextException', 'IncorrectKeyException'])

function faultOf(error: unknown): Fault {
  const facts = { ...readServiceError(error) }
  if (UNREADABLE.has(facts.code)) return new Fault('ITEM_MALFORMED', 'KMS cannot read the data key', { retry: 'never', facts })
  return new Fault('KEYS_UNAVAILABLE', 'KMS did not do as asked', { retry: 'later', facts })
}

const textOf = (sealedKey: Uint8Array): string => Buffer.from(sealedKey).toString('base64')
