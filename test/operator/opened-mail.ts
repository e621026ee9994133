import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { TEAM_KEY_FILES } from '../../operator/demo/story.ts'
import { startGnupg } from '../endpoints/gnupg.ts'

const run = promisify(execFile)
const KEYS = resolve(import.meta.dirname, '../fixtures/keys/demo')
const SMIME_KEY = join(KEYS, 'bengaluru.private-for-tests.pem')
const SMIME_CERTIFICATE = resolve(import.meta.dirname, '../../samples/certificate-bengaluru.pem')

/** A sealed mail as whoever holds its key sees it. */
export interface OpenedMail {
  readonly how: 'openpgp' | 's-mime'
  /** A message of its own: header fields and body. */
  readonly entity: Buffer
  /** What the tool said of its signature: GnuPG's keywords, or `verified`. */
  readonly signature: readonly string[]
}

/** Everybody on the sample list together: opens what is sealed to one of them, by GnuPG or OpenSSL. Nothing for a mail that is not sealed. */
export async function sampleReaders(teamKeys: string, at: Date) {
  const gnupg = await startGnupg(at)
  for (const name of (await readdir(KEYS)).filter((file) => file.endsWith('.asc'))) await gnupg.import(await readFile(join(KEYS, name)))
  await gnupg.import(await readFile(join(teamKeys, TEAM_KEY_FILES.openpgp)))
  const folder = await mkdtemp(join(tmpdir(), 'readers-'))

  async function byGnupg(mail: string): Promise<OpenedMail> {
    const { content, status } = await gnupg.open(mail.slice(mail.indexOf('-----BEGIN PGP MESSAGE'), mail.lastIndexOf('--=')))
    return { how: 'openpgp', entity: content, signature: [...status.keys()].filter((word) => /SIG|DECRYPTION/.test(word)) }
  }

  async function byOpenssl(mail: Buffer): Promise<OpenedMail> {
    const [sealed, signed, entity] = ['sealed', 'signed', 'entity'].map((name) => join(folder, name))
    if (!sealed || !signed || !entity) throw new Error('three files')
    await writeFile(sealed, mail)
    await run('openssl', ['cms', '-decrypt', '-in', sealed, '-recip', SMIME_CERTIFICATE, '-inkey', SMIME_KEY, '-out', signed])
    const team = join(teamKeys, TEAM_KEY_FILES['s-mime'])
    // The team's certificate is its own root; Debian's OpenSSL takes no purpose for granted.
    await run('openssl', ['cms', '-verify', '-in', signed, '-CAfile', team, '-purpose', 'smimesign', '-no_check_time', '-out', entity])
    return { how: 's-mime', entity: await readFile(entity), signature: ['verified'] }
  }

  return {
    async open(mail: Buffer): Promise<OpenedMail | undefined> {
      const text = mail.toString('latin1')
      if (/^Content-Type: multipart\/encrypted/m.test(text)) return byGnupg(text)
      return /^Content-Type: application\/pkcs7-mime/m.test(text) ? byOpenssl(mail) : undefined
    },
    async stop() {
      await gnupg.stop()
      await rm(folder, { recursive: true })
    },
  }
}
