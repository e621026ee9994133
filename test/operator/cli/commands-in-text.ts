import type { Command } from 'commander'
import { makeProgram } from '../../../operator/cli/program.ts'

/** Whatever a text leaves to its reader, by what stands for it there. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\bID\b/g, 'c-4k2m9x7q1d8z5t3w'],
  [/\b(RID|RECIPIENT)\b/g, '0123456789abcdef0123456789abcdef'],
  [/\bDELIVERY\b/g, 'advance-1_2_0123456789abcdef0123456789abcdef'],
  [/\bNOTICE\b/g, 'advance-1'],
]

/** Every `./forewarn …` of a text, in lines of code and between backticks, without the comment behind it. */
export function commandsIn(text: string): readonly string[] {
  const blocks = text.matchAll(/^```[a-z]*\n([^]*?)^```/gm)
  const lines = [...blocks].flatMap(([, block = '']) => block.split('\n'))
  const inline = [...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  return [...lines, ...inline]
    .map((code) => code.replace(/\s+#.*$/, '').replace(/^\s*(export \w+=\S+\s+)?\$?\s*/, ''))
    .filter((code) => /^\.\/forewarn\s+[a-z]/.test(code))
}

/** What the command line says to a command that is only parsed; nothing when there is nothing to say. */
export async function complaintOf(command: string): Promise<string | undefined> {
  const program = makeProgram({ terminal: SILENT, env: {} })
  for (const one of everyCommand(program)) {
    one.action(() => undefined)
  }
  const filled = PLACEHOLDERS.reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), command)
  try {
    await program.parseAsync(words(filled).slice(1), { from: 'user' })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'no error'
  }
}

/** Those that do something, with what may follow `./forewarn` to get there. */
export function commandNames(): readonly string[] {
  const named = (command: Command, before: readonly string[]): string[] =>
    command.commands.flatMap((one) => (one.commands.length > 0 ? named(one, [...before, one.name()]) : [[...before, one.name()].join(' ')]))
  return named(makeProgram({ terminal: SILENT, env: {} }), [])
}

const everyCommand = (command: Command): readonly Command[] =>
  command.commands.flatMap((one) => (one.commands.length > 0 ? everyCommand(one) : [one]))

/** As a shell splits it, as far as our texts go: by spaces, but for what stands in double quotes. */
const words = (line: string): readonly string[] => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

const nothing = () => undefined
const SILENT = {
  isJson: false,
  isInteractive: false,
  result: nothing,
  note: nothing,
  warn: nothing,
  style: (_format: unknown, text: string) => text,
  stopped: nothing,
  confirm: async () => undefined,
  askSecretly: async () => '',
}
