import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { needPrograms } from './debian.ts'

const run = promisify(execFile)

export interface CmsOf {
  /** PEM files. */
  readonly certificate: string
  readonly privateKey: string
  /** PEM: what the signer's certificate must lead to. */
  readonly signer: string
  readonly at: Date
}

/** Decrypts a CMS of these bytes by `openssl cms` and verifies what is inside. @throws Error when it does neither */
export async function openByOpenssl(der: Uint8Array, { certificate, privateKey, signer, at }: CmsOf): Promise<Buffer> {
  await needPrograms(['openssl version'], ['openssl'])
  const folder = await mkdtemp(join(tmpdir(), 'openssl-'))
  const file = (name: string) => join(folder, name)
  try {
    await writeFile(file('sealed'), der)
    await writeFile(file('signer'), signer)
    await run('openssl', [
      'cms',
      '-decrypt',
      '-inform',
      'DER',
      '-in',
      file('sealed'),
      '-recip',
      certificate,
      '-inkey',
      privateKey,
      '-out',
      file('signed'),
    ])
    const when = String(Math.floor(at.getTime() / 1000))
    const trust = ['-CAfile', file('signer'), '-partial_chain', '-purpose', 'smimesign', '-attime', when]
    await run('openssl', ['cms', '-verify', '-in', file('signed'), ...trust, '-out', file('entity')])
    return await readFile(file('entity'))
  } finally {
    await rm(folder, { recursive: true })
  }
}
