import { spawnSync } from 'node:child_process'
import { delimiter, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/**
 * Runs a tool of the project, in the project's root and with its output on this terminal.
 *
 * @returns whether it ended with 0; a tool that could not start, or was killed, did not
 */
export function runs(command: string, args: readonly string[]): boolean {
  const path = [resolve(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })
  if (error !== undefined) say(`${command}: ${error.message}`)
  return status === 0
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
