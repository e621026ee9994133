import { open, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces `path` whole, readable by its owner alone. A reader, or a restart after a crash, finds the old bytes or the new
 * ones; once this returns, the new ones, even if the machine loses its power. Not for two writers of the same path at once.
 */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${path}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(part, path)
  await syncFolder(dirname(path))
}

/**
 * The same, but for power: it outlives this process (`kill -9`), not the machine, as all that LevelDB and SQLite write here.
 * Waiting for the disk, four times a mail, is dear, and buys nothing while the ledger beside it does not wait.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.part`, bytes, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

/** A new name is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
