import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file whole: whoever reads it finds the old text or the new one, whatever happens meanwhile. It keeps its permissions, and a
 * link stays one.
 *
 * @throws the error of the file system; then the old text is still there
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const before = await stat(target).catch(() => undefined)
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(part, 'wx', 0o644)
    try {
      await file.writeFile(text)
      if (before !== undefined) await file.chmod(before.mode & 0o777)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
