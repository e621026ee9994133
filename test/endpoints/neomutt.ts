import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { needPrograms } from './debian.ts'

const run = promisify(execFile)
/** A mail program that asks something, and so would wait forever, is ended. */
const PATIENCE_MILLIS = 20_000
const PACKAGES = ['neomutt', 'gnupg', 'gpgsm', 'bsdutils']

/** What a person would see of a mail who opens it in a mail program. */
export interface OpenedMail {
  /**
   * As the pager shows it: header, what is said of signatures, the subject inside, text, a line for each attachment. Empty when
   * it opens no pager, which is what it does with an OpenPGP mail that it cannot decrypt.
   */
  readonly shown: string
  /** Attachments as they were saved, by name. */
  readonly saved: ReadonlyMap<string, Buffer>
}

export interface OpenOf {
  /** Holds the keys, of OpenPGP (gpg) and S/MIME (gpgsm), that need no passphrase. */
  readonly gnupgHome: string
  /** So many attachments are saved, from the last on. With more than it finds, it waits in vain. */
  readonly saves: number
}

/** Debian's neomutt with its own settings, as it opens a mail that lies in a maildir: it decrypts by GnuPG through gpgme. */
export async function openInNeomutt(message: Uint8Array, { gnupgHome, saves }: OpenOf): Promise<OpenedMail> {
  const home = await mkdtemp(join(tmpdir(), 'neomutt-'))
  try {
    await Promise.all(['saved', 'box/cur', 'box/new', 'box/tmp'].map((name) => mkdir(join(home, name), { recursive: true })))
    await writeFile(join(home, 'box/new/1.mail'), message)
    await writeFile(join(home, 'rc'), settings(saves))
    await writeFile(join(home, 'shown'), '')
    // A pseudoterminal, since neomutt opens no mail without one. The pager keeps what it is given, so its screen is not read.
    await run('script', ['-qec', 'exec neomutt -n -F "$HOME/rc" -f "$HOME/box"', '/dev/null'], {
      env: { PATH: process.env['PATH'], HOME: home, GNUPGHOME: gnupgHome, TERM: 'vt100', LC_ALL: 'C.UTF-8' },
      timeout: PATIENCE_MILLIS,
    })
    const shown = await readFile(join(home, 'shown'), 'utf8')
    return { shown, saved: await filesIn(join(home, 'saved')) }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

export const needNeomutt = (): Promise<void> =>
  needPrograms(['neomutt -v', 'gpg --version', 'gpgsm --version', 'script --version'], PACKAGES)

const settings = (saves: number): string => `
set mbox_type=maildir folder="$HOME" spoolfile="$HOME/box" record="" postponed="" header_cache=""
set charset=utf-8 prompt_after=no wait_key=no quit=yes resolve=no
set pager='tee "$HOME/shown" >/dev/null <'
set attach_save_without_prompting=yes attach_save_dir="$HOME/saved"
push '<display-message>${saves === 0 ? '' : saving(saves)}<quit>'
`
const saving = (saves: number): string => `<view-attachments><last-entry>${'<save-entry><previous-entry>'.repeat(saves)}<exit>`

async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const names = await readdir(folder)
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)))
}
