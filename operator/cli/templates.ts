import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { Stop } from './stop.ts'

const root = resolve(import.meta.dirname, '../..')
const templates = join(root, 'templates')
const bundleIn = (folder: string) => join(folder, 'dist', 'bundle.json')

/**
 * The file of the templates' bundle, built first when it is missing or older than a template. In a process of its own,
 * since the compiler takes more memory than a whole stack.
 *
 * @throws Stop when they cannot be built
 */
export async function builtTemplates(note: (line: string) => void): Promise<string> {
  const bundle = bundleIn(templates)
  if (await isBuilt(templates)) return bundle
  note('building the templates…')
  // Its report is progress, not this command's result: both of its streams go to stderr.
  const child = spawn(process.execPath, ['templates/build/main.ts'], { cwd: root, stdio: ['ignore', 2, 2] })
  const exit = await new Promise((done, fail) => child.once('exit', done).once('error', fail))
  if (exit === 0) return bundle
  throw new Stop(3, { code: 'templates-broken', message: 'the templates cannot be built', hint: 'Mend what is listed above.' })
}

/** Whether the bundle in `folder` is there, and no older than any of the files beside it. */
export async function isBuilt(folder: string): Promise<boolean> {
  const builtAt = await changedAt(bundleIn(folder))
  if (builtAt === undefined) return false
  const names = await readdir(folder, { recursive: true })
  const times = await Promise.all(names.filter((name) => name.split(sep)[0] !== 'dist').map((name) => changedAt(join(folder, name))))
  return times.every((time) => time === undefined || time <= builtAt)
}

/** Milliseconds since 1970; `undefined` when there is no such file. */
async function changedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs
}
