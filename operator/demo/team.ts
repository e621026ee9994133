import { makeProgram } from '../cli/program.ts'
import type { Terminal } from '../cli/terminal.ts'

/** Runs commands as an operator types them. */
export type Type = (as: string, ...args: readonly string[]) => Promise<unknown>

/**
 * The command line itself, on one stack: each command is shown with its result, and its result comes back as what `--json` would print.
 */
export function typingOn(data: string, terminal: Terminal): Type {
  return async (as, ...args) => {
    let answer: unknown
    const listening: Terminal = {
      ...terminal,
      result(value, text) {
        answer = value
        terminal.note(`${text}\n`)
      },
    }
    terminal.note(terminal.style('bold', `$ ./forewarn ${args.map(quoted).join(' ')} --as ${as}`))
    await makeProgram({ terminal: listening, env: {} }).parseAsync([...args, '--as', as, '--data', data], { from: 'user' })
    return answer
  }
}

const quoted = (arg: string): string => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`)
