import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MailKey } from '../../core/keys/mail-key.ts'
import type { Seals } from './seals.ts'

const run = promisify(execFile)

/** Whether there is a `gpg` to measure. */
export const hasGnupg = (): Promise<boolean> =>
  run('gpg', ['--version']).then(
    () => true,
    () => false,
  )

/** One process a mail. Its agent, which signs, outlives the processes, so its time is not in the figure. */
export async function gnupgSeals(
  { name, address }: { name: string; address: string },
  list: readonly { readonly key: MailKey }[],
): Promise<Seals> {
  const home = await mkdtemp(join(tmpdir(), 'bench-gnupg-'))
  const gpg = (args: readonly string[], input: Buffer): Promise<string> =>
    outputOf(['--homedir', home, '--batch', '--quiet', ...args], input)
  const nothing = Buffer.alloc(0)
  await gpg(['--passphrase', '', '--quick-generate-key', `${name} <${address}>`, 'ed25519', 'cert,sign', 'never'], nothing)
  await gpg(['--import'], Buffer.concat(list.map(({ key }) => Buffer.from(key.bytes, 'base64'))))
  const seal = ['--trust-model', 'always', '--armor', '--sign', '--encrypt', '--compress-algo', 'none', '--recipient']
  return {
    seal: (inner, key) => gpg([...seal, key.fingerprint], inner),
    childrenCpuMillis,
    end: async () => {
      await run('gpgconf', ['--homedir', home, '--kill', 'all'])
      await rm(home, { recursive: true, force: true })
    },
  }
}

function outputOf(args: readonly string[], input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('gpg', args, { stdio: ['pipe', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(Buffer.concat(chunks).toString('latin1')) : reject(new Error(`gpg ended with ${code}`)),
    )
    child.stdin.end(input)
  })
}

/** Linux counts them in hundredths of a second. @see proc(5), /proc/pid/stat, cutime and cstime */
function childrenCpuMillis(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) * 10
}
