import { randomBytes } from 'node:crypto'
import { link, lstat, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Stop } from './stop.ts'

/** A file for one picture, or for a key, which appears whole or not at all. @param of.mode - its permissions; without it, for the owner alone @throws Stop (1) when something is there already, unless `replaces` */
export async function pictureFile(path: string, { replaces, mode = 0o600 }: { replaces: boolean; mode?: number }) {
  if (!replaces && (await isThere(path))) throw fileExists(path)
  return {
    /** @throws Stop; then what was there is there still */
    async write(picture: string): Promise<void> {
      const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
      try {
        await writeFile(part, picture, { mode, flag: 'wx', flush: true })
        // A link never takes the place of what came meanwhile; a rename does.
        await (replaces ? rename(part, path) : link(part, path))
      } catch (error) {
        throw isExisting(error) ? fileExists(path) : notWritten(path)
      } finally {
        await rm(part, { force: true })
      }
    },
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined
}

const isExisting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

const fileExists = (path: string): Stop =>
  new Stop(1, {
    code: 'file-exists',
    message: `${path} is there already, and was not changed`,
    hint: 'Add --force, or choose another name.',
  })

const notWritten = (path: string): Stop =>
  new Stop(2, {
    code: 'not-written',
    message: `${path} cannot be written`,
    hint: 'Choose a file in a folder that is there and that you may write to.',
  })
