import { MOST_KEY_FILE_BYTES } from '../../core/keys/mail-key.ts'
import { saysOf } from '../../core/keys/key-fault.ts'
import { isPrivateKey } from '../../core/keys/key-file.ts'
import { type FileBeside, type Folder, readBeside } from './file-beside.ts'
import { readBytes } from './file-bytes.ts'

/** What is larger is no key at all; what is larger than a key may be is told how to become smaller. */
const MAX_BYTES = 16 * 1024 * 1024

/** The bytes of a key file as base64. What shows itself as a private key does not leave this machine. */
export async function readKeyFile(path: string): Promise<FileBeside<string>> {
  const bytes = await readBytes(path, MAX_BYTES)
  return bytes.ok ? keyIn(bytes.value) : { wrong: bytes.problems[0]?.message ?? 'cannot be read' }
}

/** The same of a file that a list or an advisory names. */
export async function readKeyBeside(folder: Folder, file: string): Promise<FileBeside<string>> {
  const bytes = await readBeside(folder, file, MAX_BYTES)
  return 'value' in bytes ? keyIn(bytes.value) : bytes
}

function keyIn(bytes: Uint8Array): FileBeside<string> {
  if (bytes.length === 0) return { wrong: 'is empty' }
  if (isPrivateKey(bytes)) return { wrong: saysOf('private-key') }
  if (bytes.length > MOST_KEY_FILE_BYTES) return { wrong: saysOf('too-large') }
  return { value: Buffer.from(bytes).toString('base64') }
}
