import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { printable } from './printable.ts'
import { Stop } from './stop.ts'

export interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/** stdout holds the result and nothing else; progress, warnings, prompts and errors go to stderr. */
export interface Terminal {
  readonly isJson: boolean
  /** The result: with `--json` `value` as one line, otherwise `text`. Once a command, or once a change for what watches. */
  result(value: object, text: string): void
  /** How far it is, and what the operator may want to know meanwhile. */
  readonly note: (line: string) => void
  readonly warn: (line: string) => void
  /** Whether a progress bar may redraw its line. */
  readonly isInteractive: boolean
  /** Colours on a terminal alone, and never with NO_COLOR. */
  readonly style: (format: Parameters<typeof styleText>[0], text: string) => string
  /** Why the command ended. */
  stopped(stop: Stop): void
  /**
   * Asks before something is done that cannot be undone; `yes` answers for the operator.
   *
   * @throws Stop when the answer is no (1), or when nobody is there to answer (2)
   */
  confirm(question: string, yes: boolean): Promise<void>
  /**
   * Asks for what nobody may read over a shoulder: nothing of the answer is shown.
   *
   * @throws Stop (2) when nobody is there to answer, or when nothing was answered
   */
  askSecretly(question: string): Promise<string>
}

export function terminalOn(streams: Streams, isJson: boolean): Terminal {
  const { stdout, stderr } = streams
  const note = (line: string) => void stderr.write(`${line}\n`)
  const onStderr = (format: Parameters<typeof styleText>[0], text: string) => styleText(format, text, { stream: stderr })
  return {
    isJson,
    isInteractive: stderr.isTTY,
    result: (value, text) => void stdout.write(`${isJson ? JSON.stringify(value) : text}\n`),
    note,
    warn: (line) => note(`${onStderr('yellow', 'warning:')} ${line}`),
    style: (format, text) => styleText(format, text, { stream: stdout }),
    stopped(stop) {
      if (isJson) stdout.write(`${JSON.stringify({ error: asJson(stop) })}\n`)
      note(`${onStderr('red', 'error:')} ${printable(stop.message)}`)
      for (const { line, field, message } of stop.problems) {
        const place = [...(line === undefined ? [] : [`line ${line}`]), ...(field === '(root)' ? [] : [field])]
        note(printable(`  ${[...place, message].join(': ')}`))
      }
      if (stop.hint !== '') note(`${onStderr('cyan', 'hint:')} ${printable(stop.hint)}`)
    },
    confirm: (question, yes) => (yes ? Promise.resolve() : askOn(streams, question)),
    askSecretly: (question) => askSecretlyOn(streams, question),
  }
}

async function askOn({ stdin, stderr }: Streams, question: string): Promise<void> {
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new Stop(2, {
      code: 'confirmation-needed',
      message: 'this asks for confirmation, and nobody is at the terminal to give it',
      hint: 'Read what it would do, then add --yes.',
    })
  }
  const prompt = createInterface({ input: stdin, output: stderr })
  // Ctrl-D and Ctrl-C end the question without an answer.
  const answer = await new Promise<string>((resolve) => {
    const unanswered = () => resolve('')
    prompt.once('close', unanswered)
    prompt.question(`${question} [y/N] `).then(resolve, unanswered)
  })
  prompt.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new Stop(1, { code: 'not-confirmed', message: 'not confirmed: nothing was done' })
}

async function askSecretlyOn({ stdin, stderr }: Streams, question: string): Promise<string> {
  const nobody = new Stop(2, {
    code: 'passphrase-needed',
    message: 'this asks for a passphrase, and nobody is at the terminal to give it',
    hint: 'Give it with --passphrase-file FILE.',
  })
  if (!stdin.isTTY || !stderr.isTTY) throw nobody
  stderr.write(`${question}: `)
  // `terminal` takes the echo from the terminal to the output, and this one shows nothing.
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: stdin, output: silence, terminal: true })
  const answer = await new Promise<string>((resolve) => {
    const unanswered = () => resolve('')
    prompt.once('close', unanswered)
    prompt.question('').then(resolve, unanswered)
  })
  prompt.close()
  stderr.write('\n')
  if (answer === '') throw nobody
  return answer
}

function asJson({ code, message, hint, problems }: Stop): object {
  return { code, message, hint, ...(problems.length > 0 && { problems }) }
}
