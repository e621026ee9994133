import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as z from 'zod'

const Answer = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), why: z.string() }),
])
type Answer = z.infer<typeof Answer>

interface Program<T> {
  readonly file: URL
  readonly args: readonly string[]
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>
  readonly answers: z.ZodType<T>
}

/**
 * Runs a program of the bench in a process of its own, gives the one thing that it answers to `use`, and ends it.
 *
 * @throws Error with the child's own words when it fails
 */
export async function withChild<T, U>({ file, args, env = {}, answers }: Program<T>, use: (answer: T) => Promise<U>): Promise<U> {
  const child = fork(file, args, { env: { ...process.env, ...env }, execArgv: ['--disable-warning=ExperimentalWarning'] })
  const ended = once(child, 'exit')
  try {
    const first = once(child, 'message').then(([message]) => Answer.parse(message))
    const answer = await Promise.race([first, ended.then((): Answer => ({ ok: false, why: 'it ended without an answer' }))])
    if (!answer.ok) throw new Error(`${file.pathname}: ${answer.why}`)
    return await use(answers.parse(answer.value))
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** In the child: sends what `work` makes of the arguments to the parent, and stays until the parent ends it, or ends itself. */
export async function answerParent(work: (args: readonly string[]) => Promise<object>): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  process.send?.(await answerOf(work))
}

async function answerOf(work: (args: readonly string[]) => Promise<object>): Promise<Answer> {
  try {
    return { ok: true, value: await work(process.argv.slice(2)) }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
}
