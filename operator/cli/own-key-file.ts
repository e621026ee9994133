import { createPrivateKey } from 'node:crypto'
import { type KeyKind, MOST_KEY_FILE_BYTES } from '../../core/keys/mail-key.ts'
import { readBytes, readText } from '../files/file-bytes.ts'
import { Stop, accepted } from './stop.ts'
import type { Terminal } from './terminal.ts'

export interface OwnKey {
  readonly kind: KeyKind
  /** Base64 of a private key without a passphrase, as the API takes it. */
  readonly privateKey: string
}

/** A passphrase is asked for only when the key has one. */
type AskPassphrase = () => Promise<string>

/**
 * Reads a private key of the team's own, and takes its passphrase off on this machine: the passphrase goes nowhere.
 *
 * @param passphraseFile - holds it on its first line; without one it is asked for at the terminal
 * @throws Stop when the file cannot be read, is no private key, or does not open
 */
export async function readOwnKey(file: string, passphraseFile: string | undefined, terminal: Terminal): Promise<OwnKey> {
  const bytes = accepted(await readBytes(file, MOST_KEY_FILE_BYTES), file)
  const text = Buffer.from(bytes).toString('latin1')
  const ask: AskPassphrase = async () =>
    passphraseFile === undefined
      ? terminal.askSecretly(`Passphrase of ${file}`)
      : (accepted(await readText(passphraseFile, MOST_KEY_FILE_BYTES), passphraseFile).split(/\r?\n/, 1)[0] ?? '')
  // PEM without the word PGP; what is neither is left to OpenPGP, which says so.
  const kind: KeyKind = /-----BEGIN (?!PGP)/.test(text) ? 's-mime' : 'openpgp'
  const unlocked = kind === 's-mime' ? await unlockedPem(text, ask, file) : await unlockedOpenpgp(bytes, ask, file)
  return { kind, privateKey: Buffer.from(unlocked).toString('base64') }
}

async function unlockedOpenpgp(bytes: Uint8Array, ask: AskPassphrase, file: string): Promise<string> {
  const { unlockOpenpgpKey } = await import('../../adapters/openpgp/unlock.ts')
  const asItIs = await unlockOpenpgpKey(bytes, '')
  if ('unlocked' in asItIs) return asItIs.unlocked
  if (asItIs.unusable !== 'wrong-passphrase') throw noPrivateKey(file)
  const unlocked = await unlockOpenpgpKey(bytes, await ask())
  if ('unlocked' in unlocked) return unlocked.unlocked
  throw wrongPassphrase(file)
}

const LOCKED_PEM =
  /-----BEGIN (?:ENCRYPTED PRIVATE KEY-----[^-]+-----END ENCRYPTED|(\w+) PRIVATE KEY-----\s+Proc-Type: 4,ENCRYPTED[^]+?-----END \1) PRIVATE KEY-----/

/** The certificates beside the key stay as they are. */
async function unlockedPem(text: string, ask: AskPassphrase, file: string): Promise<string> {
  if (!text.includes('PRIVATE KEY-----')) throw noPrivateKey(file)
  const locked = LOCKED_PEM.exec(text)?.[0]
  if (locked === undefined) return text
  const passphrase = await ask()
  try {
    const unlocked = createPrivateKey({ key: locked, passphrase }).export({ type: 'pkcs8', format: 'pem' })
    return text.replace(locked, () => unlocked.toString())
  } catch {
    throw wrongPassphrase(file)
  }
}

const noPrivateKey = (file: string): Stop =>
  new Stop(2, {
    code: 'no-private-key',
    message: `${file} is no private key that can be read here`,
    hint: 'Give what `gpg --armor --export-secret-keys` writes, or a private key with its certificates as PEM.',
  })

const wrongPassphrase = (file: string): Stop =>
  new Stop(2, { code: 'wrong-passphrase', message: `${file} does not open with this passphrase`, hint: 'Try again.' })
