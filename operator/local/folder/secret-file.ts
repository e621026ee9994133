import { link, open, readFile, stat, unlink } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { type Refusal, refuse } from '../../../core/shared/refusal.ts'

/**
 * The bytes of a secret of this machine; makes them with `fresh` when there is no file yet.
 * Refuses a file that anybody but its owner can read or write: what it protects may be known already.
 */
export async function secretFile(path: string, fresh: () => Uint8Array): Promise<Buffer | Refusal> {
  await createOnce(path, fresh)
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) {
    return refuse(
      'secret-exposed',
      `others can read or write ${path}`,
      `if nobody did, run: chmod 600 ${path}; if somebody may have, start on a fresh folder`,
    )
  }
  return readFile(path)
}

/** Written aside and linked into place, so that a crash leaves no empty secret and two starts agree on one. */
async function createOnce(path: string, fresh: () => Uint8Array): Promise<void> {
  if (await exists(path)) return
  const part = `${path}.${randomBytes(8).toString('hex')}.part`
  const file = await open(part, 'wx', 0o600)
  try {
    await file.writeFile(fresh())
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(part, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await unlink(part)
  }
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Whether a file-system or network error carries this code. */
export const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code
