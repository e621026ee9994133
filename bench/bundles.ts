import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { putFiles } from '../infra/constructs/bundled-files.ts'
import { bundleFunction } from '../infra/constructs/bundling.ts'
import { readPolicy } from '../infra/policy-file.ts'
import { tableOf } from '../operator/cli/table.ts'
import { type BundleParts, partsOf } from '../test/infra/bundle-parts.ts'
import { ENVIRONMENT } from '../test/infra/function-environment.ts'
import { withFolder } from './temporary-folder.ts'

const ROOT = resolve(import.meta.dirname, '..')
const PROCESSES = 15
const Measured = z.tuple([z.number(), z.number()])

interface Started {
  /** From before the `import()` to after it: all that is at the top of the modules is done, the wiring too. */
  readonly importMillis: number
  /** Of all threads in that time, which a busy machine does not stretch. */
  readonly cpuMillis: number
  /** From the start of the process to its end. */
  readonly processMillis: number
}

interface BundleFigures extends BundleParts, Started {
  readonly name: string
}

function start(folder: string, what: string): Started {
  const program = `const [from, before] = [performance.now(), process.cpuUsage()]; ${what};
    const [until, { user, system }] = [performance.now(), process.cpuUsage(before)];
    process.stdout.write(JSON.stringify([until - from, (user + system) / 1000])); process.exit()`
  const from = performance.now()
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, env: ENVIRONMENT, encoding: 'utf8' })
  const [importMillis, cpuMillis] = Measured.parse(JSON.parse(said))
  return { importMillis, cpuMillis, processMillis: performance.now() - from }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Of each program in turn, so that whatever else the machine does falls on all of them. */
function mediansOf(folder: string, programs: readonly string[]): readonly Started[] {
  const rounds = Array.from({ length: PROCESSES }, () => programs.map((program) => start(folder, program)))
  return programs.map((_, index) => {
    const starts = rounds.flatMap((round) => round[index] ?? [])
    return {
      importMillis: median(starts.map(({ importMillis }) => importMillis)),
      cpuMillis: median(starts.map(({ cpuMillis }) => cpuMillis)),
      processMillis: median(starts.map(({ processMillis }) => processMillis)),
    }
  })
}

function measureIn(folder: string): { readonly bundles: readonly BundleFigures[]; readonly emptyMillis: number } {
  const { policy, holidays } = readPolicy(join(ROOT, 'forewarn.yaml'))
  const contents = Object.entries({ 'policy.json': policy, 'holidays.json': holidays })
  putFiles(
    contents.map(([name, content]) => ({ name, content: JSON.stringify(content) })),
    folder,
  )
  const names = readdirSync(join(ROOT, 'functions')).toSorted()
  const parts = names.map((name) => partsOf(bundleFunction(name, join(folder, name))))
  const [empty, ...starts] = mediansOf(folder, [
    '',
    ...names.map((name) => `await import(${JSON.stringify(join(folder, name, 'index.mjs'))})`),
  ])
  const bundles = names.flatMap((name, index) => {
    const [part, started] = [parts[index], starts[index]]
    return part && started ? { name, ...part, ...started } : []
  })
  return { bundles, emptyMillis: empty?.processMillis ?? 0 }
}

const kilobytes = (bytes: number): number => Math.round(bytes / 1000)

/** What a cold start of each function reads, and how long that takes here. */
export async function bundlesText(): Promise<string> {
  const { bundles, emptyMillis } = await withFolder(async (folder) => measureIn(folder))
  const table = tableOf(bundles, [
    { title: 'function', cell: ({ name }) => name },
    { title: 'KB at start', cell: ({ bytesAtStart }) => kilobytes(bytesAtStart) },
    { title: 'KB later', cell: ({ lazyBytes }) => kilobytes(lazyBytes) },
    { title: 'import ms', cell: ({ importMillis }) => Math.round(importMillis) },
    { title: 'of CPU', cell: ({ cpuMillis }) => Math.round(cpuMillis) },
    { title: 'process ms', cell: ({ processMillis }) => Math.round(processMillis) },
    { title: 'x empty', cell: ({ processMillis }) => (processMillis / emptyMillis).toFixed(1) },
  ])
  return `Bundles: what a cold start reads

${table}

Node ${process.versions.node}; medians of ${PROCESSES} processes each, all functions in turn. Import: around \`await import()\` in a new process, with what the modules
wire as they load, and without a call to AWS. Process: from its start to its end, beside ${Math.round(emptyMillis)} ms of one that imports nothing.
Later: read only when it is needed, such as openpgp. Minified bytes on disk, not compressed.`
}
