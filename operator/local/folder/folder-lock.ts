import { readFile, unlink, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { type Refusal, refuse } from '../../../core/shared/refusal.ts'
import { isCode } from './secret-file.ts'

/** `born` tells a process from a later one with the same number; absent where the system has no /proc. */
const Holder = z.strictObject({ pid: z.int().positive(), born: z.string().optional() })

export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes the folder for this process. A lock whose process is gone (a crash, a reboot) is taken over.
 * LevelDB's own lock in the same folder decides the race of two takeovers.
 */
export async function lockFolder(path: string): Promise<FolderLock | Refusal> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(path, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }), { flag: 'wx', mode: 0o600 })
      return { release: () => unlink(path) }
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
    const pid = await livingHolder(path)
    if (pid !== undefined) {
      return refuse(
        'folder-in-use',
        `another stack (process ${pid}) uses this data folder`,
        'talk to that one, stop it first, or give another --data folder',
      )
    }
    await unlink(path).catch(() => undefined)
  }
  return refuse('folder-in-use', 'another stack is taking this data folder', 'wait a moment, and try again')
}

async function livingHolder(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const holder = Holder.safeParse(parseJson(text))
  // Torn by a crash while it was written: nobody started with it.
  if (!holder.success) return undefined
  const { pid, born } = holder.data
  if (pid === process.pid && born === birthOf(pid)) return pid
  return isAlive(pid) && born === birthOf(pid) ? pid : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** Boot and start time of a process, in the kernel's own terms. @see proc_pid_stat(5), field 22 */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return fields?.[19] === undefined ? undefined : `${boot}/${fields[19]}`
  } catch {
    return undefined
  }
}
