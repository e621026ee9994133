import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { needPrograms } from './debian.ts'

export interface OpenedByGpg {
  readonly content: Buffer
  /** The words of each line of `--status-fd`, by its keyword. */
  readonly status: ReadonlyMap<string, readonly string[]>
}

export interface TestGnupg {
  readonly home: string
  /** Public or private keys, armoured or not. */
  import(keys: Uint8Array | string): Promise<void>
  /** @throws Error with what GnuPG says, when it decrypts nothing */
  open(armored: string): Promise<OpenedByGpg>
  stop(): Promise<void>
}

const QUIET = ['--batch', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', '', '--trust-model', 'always']

/** Debian's GnuPG in a home of its own. `at` is the time that it takes it to be. */
export async function startGnupg(at: Date): Promise<TestGnupg> {
  await needPrograms(['gpg --version', 'gpgconf --version'], ['gnupg'])
  // The agent's socket stands in the home, and the path of a socket must be short.
  const home = await mkdtemp(join(tmpdir(), 'gpg-'))
  const time = `${at.toISOString().replaceAll(/[-:]|\.\d+Z/g, '')}!`
  const gpg = (args: readonly string[], input: Uint8Array | string = '') =>
    run('gpg', ['--homedir', home, '--faked-system-time', time, ...QUIET, ...args], input)
  return {
    home,
    async import(keys) {
      const { code, status } = await gpg(['--status-fd', '3', '--import'], keys)
      if (code !== 0) throw new Error(`gpg took no key:\n${status}`)
    },
    async open(armored) {
      const { code, output, status, said } = await gpg(['--status-fd', '3', '--decrypt'], armored)
      if (code !== 0) throw new Error(`gpg opened nothing:\n${status}\n${said}`)
      return { content: output, status: new Map(status.split('\n').map(wordsOf)) }
    },
    async stop() {
      await run('gpgconf', ['--homedir', home, '--kill', 'all'], '')
      await rm(home, { recursive: true, force: true })
    },
  }
}

function wordsOf(line: string): [string, string[]] {
  const [, keyword = '', ...words] = line.split(' ')
  return [keyword, words]
}

async function run(command: string, args: readonly string[], input: Uint8Array | string) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })
  const [, stdout, stderr, statusFd] = child.stdio
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  child.stdin.on('error', () => {}).end(input) // it may end before it has read all of it
  const [output, said, status] = await Promise.all([buffer(stdout), buffer(stderr), buffer(statusFd as NodeJS.ReadableStream)])
  return { code: await ended, output, said: said.toString(), status: status.toString() }
}
