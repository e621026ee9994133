import { CommanderError } from 'commander'
import { Fault } from '../../core/shared/fault.ts'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'

/** 1: a rule said no, and nothing changed. 2: wrong usage or bad input. 3: something needed is not there. 0 is for what was done. */
export type ExitCode = 1 | 2 | 3

/**
 * Ends a command. A throw, since it ends the command from any depth and commander's actions have no other way out;
 * `main.ts` is the one place that catches it.
 */
export class Stop extends Error {
  override readonly name = 'Stop'
  readonly exit: ExitCode
  /** Stable, kebab-case: for `--json` and for tests. */
  readonly code: string
  /** What the operator can do about it; perhaps empty. */
  readonly hint: string
  readonly problems: readonly Problem[]

  constructor(exit: ExitCode, says: { code: string; message: string; hint?: string; problems?: readonly Problem[] }) {
    super(says.message)
    this.exit = exit
    this.code = says.code
    this.hint = says.hint ?? ''
    this.problems = says.problems ?? []
  }
}

/** Bad input: what is wrong with `what`, field by field and never with a value. */
export function badInput(what: string, problems: readonly Problem[]): Stop {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new Stop(2, {
    code: 'bad-input',
    message: `${what} has ${count}`,
    hint: 'Mend what is listed, and run the command again.',
    problems,
  })
}

/** What was parsed from `what`. @throws Stop (2) with its problems */
export function accepted<T>(parsed: Parsed<T>, what: string): T {
  if (parsed.ok) return parsed.value
  throw badInput(what, parsed.problems)
}

/**
 * What a thrown value means to an operator.
 *
 * @returns `undefined` for help and version, which commander also throws
 */
export function stopOf(thrown: unknown): Stop | undefined {
  if (thrown instanceof Stop) return thrown
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? undefined : usage(thrown)
  if (thrown instanceof Fault) {
    const hint = thrown.retry === 'later' ? 'Try again in a moment.' : ''
    return new Stop(3, { code: thrown.code.toLowerCase().replaceAll('_', '-'), message: thrown.message, hint })
  }
  // Only where it happened: the message of an unknown error can quote an address or a file's text.
  const name = thrown instanceof Error ? thrown.name : typeof thrown
  return new Stop(3, {
    code: 'unexpected',
    message: `something unexpected happened (${name}${placeOf(thrown)})`,
    hint: 'Please report this line.',
  })
}

function usage(error: CommanderError): Stop {
  if (error.code === 'commander.help') {
    return new Stop(2, { code: 'usage', message: 'a command is missing', hint: 'Choose one of the commands above.' })
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const meant = suggestion === undefined ? '' : `${suggestion.replace(/^\(|\)$/g, '')} `
  return new Stop(2, { code: 'usage', message, hint: `${meant}Add --help to see what there is.` })
}

function placeOf(thrown: unknown): string {
  const frame = thrown instanceof Error ? /[\w.-]+\.(?:ts|js|mjs|cjs):\d+/.exec(thrown.stack?.split('\n    at ')[1] ?? '')?.[0] : undefined
  return frame === undefined ? '' : ` at ${frame}`
}
