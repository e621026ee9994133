import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** The options that every command takes. */
export interface GlobalOptions {
  /** The operator, on one machine. */
  readonly as: string | undefined
  /** Whether `as` was given with this command, not found in the environment. */
  readonly isAsExplicit: boolean
  readonly url: string | undefined
  /** Folder of the stack on this machine. */
  readonly data: string
}

/** What every command is given. */
export interface Cli {
  readonly terminal: Terminal
  readonly env: NodeJS.ProcessEnv
}

/** The global options as they stand when `command` runs. */
export function globalOptions(command: Command): GlobalOptions {
  const options = command.optsWithGlobals<{ as?: string; url?: string; data: string }>()
  return {
    as: options.as,
    isAsExplicit: command.getOptionValueSourceWithGlobals('as') === 'cli',
    url: options.url,
    data: options.data,
  }
}

/** Text for the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`
}
