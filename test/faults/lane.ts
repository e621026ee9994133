import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Break } from './break.ts'
import { patternOf } from './test-names.ts'

const root = resolve(import.meta.dirname, '../..')
const LEFT_OUT = ['.git', 'node_modules', 'cdk.out']
/** For each file: a broken guard may make a test wait for ever. */
const MOST_MILLIS = 180_000

/** A test as it ended. */
export interface Ended {
  readonly title: string
  readonly status: string
  readonly says: string
}

/** The part of vitest's JSON report that is read. */
interface Report {
  readonly testResults: ReadonlyArray<{
    readonly name: string
    readonly assertionResults: ReadonlyArray<{
      readonly title: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }>
  }>
}

/** A copy of the project in which lines may be broken. */
export class Lane {
  readonly #folder = mkdtempSync(join(tmpdir(), 'forewarn-faults-'))

  constructor() {
    cpSync(root, this.#folder, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) })
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'))
  }

  /** Runs one test with its guard broken, and mends the guard. */
  async broken({ file, line, broken, test }: Break): Promise<readonly Ended[]> {
    const path = join(this.#folder, file)
    const text = readFileSync(path, 'utf8')
    if (text.split(line).length !== 2) throw new Error(`not once in ${file}: ${line}`)
    // A function, since `$` in a replacement would mean something.
    writeFileSync(
      path,
      text.replace(line, () => broken),
    )
    try {
      return await this.run([test.through ?? test.file], test.name)
    } finally {
      writeFileSync(path, text)
    }
  }

  /** @param name - of one test; all of the files' tests when absent */
  async run(files: readonly string[], name?: string): Promise<readonly Ended[]> {
    const report = join(this.#folder, 'report.json')
    rmSync(report, { force: true })
    const vitest = join(this.#folder, 'node_modules/vitest/vitest.mjs')
    const only = name === undefined ? [] : ['-t', patternOf(name)]
    await ended(this.#folder, [vitest, 'run', ...files, ...only, '--reporter=json', `--outputFile=${report}`], files.length * MOST_MILLIS)
    return endedIn(report)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function ended(cwd: string, args: readonly string[], mostMillis: number): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), mostMillis)
    child.once('error', fail)
    child.once('exit', () => {
      clearTimeout(timer)
      done()
    })
  })
}

/** Nothing when there is no report: vitest was stopped, or could not start. */
function endedIn(file: string): readonly Ended[] {
  try {
    const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report
    return testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ title, status, failureMessages = [] }) => ({ title, status, says: failureMessages[0] ?? '' })),
    )
  } catch {
    return []
  }
}
