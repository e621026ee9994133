import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'

/** What problems call a file as a whole. */
export const WHOLE_FILE = '(file)'

/** Fits `Parsed` of anything. */
export const fileProblem = (message: string): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems: [{ field: WHOLE_FILE, message }],
})

/**
 * The bytes of a regular file.
 *
 * @param maxBytes - inclusive; a longer file is refused before it is read
 */
export async function readBytes(path: string, maxBytes: number): Promise<Parsed<Uint8Array>> {
  let file: FileHandle | undefined
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer before we can see what it is.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stat = await file.stat()
    if (!stat.isFile()) return fileProblem('is not a file')
    if (stat.size > maxBytes) return fileProblem(`is larger than ${maxBytes / 1024 / 1024} MiB`)
    return { ok: true, value: await file.readFile() }
  } catch (error) {
    return fileProblem(codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be read (${codeOf(error)})`)
  } finally {
    await file?.close()
  }
}

/** UTF-8 text; a byte order mark at its beginning falls away. */
export async function readText(path: string, maxBytes: number): Promise<Parsed<string>> {
  const bytes = await readBytes(path, maxBytes)
  if (!bytes.ok) return bytes
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes.value) }
  } catch {
    return fileProblem('is not UTF-8 text: save it as UTF-8')
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
