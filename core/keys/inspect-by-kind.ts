import { isPrivateKey, kindOfFile } from './key-file.ts'
import { type KeyKind, MOST_KEY_FILE_BYTES } from './mail-key.ts'
import type { InspectKey } from './ports.ts'

/**
 * Looks at a file's outside and hands it to whoever can read it. Each reader is a large library and most calls need none, so it is
 * loaded with the first file of its kind.
 */
export function inspectByKind(load: Readonly<Record<KeyKind, () => Promise<InspectKey>>>): InspectKey {
  const loaded = new Map<KeyKind, InspectKey>()
  return async (bytes, of) => {
    if (isPrivateKey(bytes)) return { ok: false, fault: 'private-key' }
    if (bytes.byteLength > MOST_KEY_FILE_BYTES) return { ok: false, fault: 'too-large' }
    const kind = kindOfFile(bytes)
    const inspect = loaded.get(kind) ?? (await load[kind]())
    loaded.set(kind, inspect)
    return inspect(bytes, of)
  }
}
