import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll } from 'vitest'
import type { SealedBody } from '../../../core/keys/ports.ts'
import { INSTALLING_MILLIS } from '../../endpoints/debian.ts'
import { needNeomutt } from '../../endpoints/neomutt.ts'

const run = promisify(execFile)
const GPG = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', '--trust-model', 'always']

/** Keys of two people in a home of GnuPG's, and GnuPG and OpenSSL to seal by, which know nothing of what the adapters seal by. */
export interface ThrowawayKeys {
  readonly gnupgHome: string
  /** Armoured: the OpenPGP key of `to`. */
  publicKey(): Promise<Buffer>
  /** Takes somebody's OpenPGP key, so that their signatures can be checked. */
  learn(armored: string): Promise<void>
  sealByGpg(entity: Uint8Array): Promise<SealedBody>
  sealByOpenssl(entity: Uint8Array, cipher: 'aes-256-gcm' | 'aes-256-cbc'): Promise<SealedBody>
  /** What `sealByOpenssl` made, opened again: the signed entity, byte for byte. */
  openByOpenssl(der: Uint8Array): Promise<Buffer>
  stop(): Promise<void>
}

/** For all tests of a file that have neomutt open mails. */
export function keysForNeomutt(people: { readonly from: string; readonly to: string }): () => ThrowawayKeys {
  let keys: ThrowawayKeys | undefined
  beforeAll(async () => {
    await needNeomutt()
    keys = await makeThrowawayKeys(people)
  }, INSTALLING_MILLIS)
  afterAll(async () => keys?.stop())
  return () => {
    if (keys === undefined) throw new Error('the keys are made before the first test')
    return keys
  }
}

async function makeThrowawayKeys({ from, to }: { from: string; to: string }): Promise<ThrowawayKeys> {
  const home = await mkdtemp(join(tmpdir(), 'keys-'))
  const file = (name: string): string => join(home, name)
  const gpg = (...args: string[]) => run('gpg', ['--homedir', home, ...GPG, ...args])
  const cms = (...args: string[]) => run('openssl', ['cms', ...args], { cwd: home })
  await gpg('--quick-gen-key', from, 'ed25519', 'sign', '0')
  await gpg('--quick-gen-key', to, 'future-default', 'default', '0')
  await makeCertificates(home, { from, to })
  return {
    gnupgHome: home,
    publicKey: async () => Buffer.from((await gpg('--armor', '--export', to)).stdout),
    async learn(armored) {
      await writeFile(file('learnt'), armored)
      await gpg('--import', file('learnt'))
    },
    async sealByGpg(entity) {
      await writeFile(file('entity'), entity)
      const { stdout } = await gpg(
        '--compress-algo',
        'none',
        '--armor',
        '--sign',
        '--encrypt',
        '-u',
        from,
        '-r',
        to,
        '-o',
        '-',
        file('entity'),
      )
      return { kind: 'openpgp', armored: stdout.replaceAll('\n', '\r\n') }
    },
    async sealByOpenssl(entity, cipher) {
      await writeFile(file('entity'), entity)
      await cms('-sign', '-nodetach', '-binary', '-in', 'entity', '-signer', 'from.pem', '-inkey', 'from.key', '-out', 'signed')
      await cms('-encrypt', '-binary', `-${cipher}`, '-in', 'signed', '-outform', 'DER', '-out', 'sealed', 'to.pem')
      return { kind: 's-mime', cipher, der: await readFile(file('sealed')) }
    },
    async openByOpenssl(der) {
      await writeFile(file('sealed'), der)
      await cms('-decrypt', '-inform', 'DER', '-in', 'sealed', '-recip', 'to.pem', '-inkey', 'to.key', '-out', 'signed')
      await cms('-verify', '-binary', '-in', 'signed', '-CAfile', 'root.pem', '-out', 'opened')
      return readFile(file('opened'))
    },
    async stop() {
      await run('gpgconf', ['--homedir', home, '--kill', 'all'])
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A root that gpgsm trusts, and a certificate for each address, with the private key of `to`. */
async function makeCertificates(home: string, owners: Readonly<Record<'from' | 'to', string>>): Promise<void> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: home })
  const newKey = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-subj', `/CN=${name}`]
  await openssl('req', '-x509', ...newKey('root'), '-days', '30', '-out', 'root.pem')
  for (const [name, address] of Object.entries(owners)) {
    const usage = 'keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=emailProtection\nbasicConstraints=CA:FALSE\n'
    await writeFile(join(home, 'extensions'), `subjectAltName=email:${address}\n${usage}`)
    await openssl('req', ...newKey(name), '-out', `${name}.csr`)
    const signedByRoot = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-extfile', 'extensions']
    await openssl('x509', '-req', '-in', `${name}.csr`, ...signedByRoot, '-days', '20', '-out', `${name}.pem`)
  }
  // In the ciphers of old, since gpgsm of GnuPG 2.2 reads no other.
  const ofOld = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1', '-passout', 'pass:']
  const writeP12 = () =>
    openssl('pkcs12', '-export', '-inkey', 'to.key', '-in', 'to.pem', '-certfile', 'root.pem', ...ofOld, '-out', 'to.p12')
  const { stdout } = await openssl('x509', '-in', 'root.pem', '-noout', '-fingerprint', '-sha1')
  await appendFile(join(home, 'trustlist.txt'), `${stdout.trim().split('=')[1]} S relax\n`)
  await appendFile(join(home, 'gpgsm.conf'), 'disable-crl-checks\n')
  await writeFile(join(home, 'empty'), '')
  const gpgsm = `gpgsm --homedir "$1" --batch --quiet --pinentry-mode loopback --passphrase-fd 0 --import "$1/$2" <"$1/empty"`
  const take = (name: string) => run('sh', ['-c', gpgsm, 'sh', home, name])
  for (const name of ['root.pem', 'from.pem']) await take(name)
  // About one file in a hundred is not read by gpgsm 2.2, which guesses where its parts end: another has other salts.
  const taken = () => writeP12().then(() => take('to.p12'))
  await taken().catch(taken).catch(taken)
}
