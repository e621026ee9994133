import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Refusal, refuse } from '../../../core/shared/refusal.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { exists, secretFile } from './secret-file.ts'

/** A data folder that is this process's until `lock` is released. */
export interface DataFolder {
  readonly path: string
  readonly masterKey: Buffer
  /** What a caller of the API shows. */
  readonly token: string
  readonly lock: FolderLock
}

/** Makes what is missing; whatever it makes is for its owner alone. */
export async function openDataFolder(path: string): Promise<DataFolder | Refusal> {
  for (const folder of ['', 'mail', 'fauxqs']) await mkdir(join(path, folder), { recursive: true, mode: 0o700 })
  const lock = await lockFolder(join(path, 'lock'))
  if ('outcome' in lock) return lock
  const secrets = await openSecrets(path)
  if ('outcome' in secrets) {
    await lock.release()
    return secrets
  }
  // Last, since its presence says that there may be items that need the key.
  await mkdir(join(path, 'table'), { recursive: true, mode: 0o700 })
  return { path, lock, ...secrets }
}

async function openSecrets(path: string): Promise<Pick<DataFolder, 'masterKey' | 'token'> | Refusal> {
  const keyFile = join(path, 'kms.key')
  if (!(await exists(keyFile)) && (await exists(join(path, 'table')))) {
    return refuse(
      'key-missing',
      `${keyFile} is gone, and without it nothing sealed can be opened`,
      'put the file back, or start on a fresh folder',
    )
  }
  const masterKey = await secretFile(keyFile, () => randomBytes(32))
  if ('outcome' in masterKey) return masterKey
  if (masterKey.length !== 32)
    return refuse('key-broken', `${keyFile} does not hold 32 bytes`, 'put the right file back, or start on a fresh folder')
  const token = await secretFile(join(path, 'token'), () => Buffer.from(randomBytes(32).toString('hex')))
  if ('outcome' in token) return token
  if (token.length < 32) return refuse('token-broken', `${join(path, 'token')} is too short`, 'remove it; the next start makes another')
  return { masterKey, token: token.toString('utf8').trim() }
}
