import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putFiles } from '../../infra/constructs/bundled-files.ts'
import { bundleFunction } from '../../infra/constructs/bundling.ts'
import { type BundleParts, partsOf } from './bundle-parts.ts'
import { ENVIRONMENT } from './function-environment.ts'
import { FUNCTIONS, type FunctionName, holidays, policy } from './template.ts'

/** Of what a start reads, by function: some room above what it was when this was written. */
const MOST_BYTES_AT_START: Readonly<Record<FunctionName, number>> = {
  send: 1_200_000,
  campaigns: 1_320_000,
  recipients: 1_220_000,
  clock: 820_000,
  feedback: 460_000,
}

/** Those that seal, or look at a key, and what they do it with. */
const SEALING: readonly FunctionName[] = ['send', 'campaigns', 'recipients']
const SEALS_WITH = [/node_modules\/openpgp\//, /node_modules\/asn1js\//]

const BRAINPOOL_ADDRESS = 'ops@alder.example'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'forewarn-bundles-'))
})
afterAll(() => {
  rmSync(root, { recursive: true })
})

describe.each(FUNCTIONS)('the bundle of %s', (name) => {
  let folder: string
  let parts: BundleParts
  beforeAll(() => {
    folder = join(root, name)
    mkdirSync(folder)
    parts = partsOf(bundleFunction(name, folder))
    putFiles(
      [
        { name: 'policy.json', content: JSON.stringify(policy) },
        { name: 'holidays.json', content: JSON.stringify(holidays) },
      ],
      folder,
    )
  })

  const inputs = () => [...parts.inputsAtStart, ...parts.lazyInputs]
  const those = (what: RegExp) => inputs().filter((input) => what.test(input))

  test('starts, and loads what it may need later', () => {
    const program = `
      const load = (name) => import(${JSON.stringify(folder)} + '/' + name)
      const { handler } = await load('index.mjs')
      const later = await Promise.all(${JSON.stringify(parts.lazyEntries)}.map(load))
      process.stdout.write(JSON.stringify([typeof handler, later.length]))`
    const options = { cwd: folder, env: ENVIRONMENT, encoding: 'utf8' } as const
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], options)
    expect(JSON.parse(said)).toEqual(['function', parts.lazyEntries.length])
    expect(parts.lazyEntries.length > 0).toBe(SEALING.includes(name))
  })

  test('is small at the start', () => {
    expect(parts.inputsAtStart.length).toBeGreaterThan(100)
    expect(parts.bytesAtStart).toBeLessThan(MOST_BYTES_AT_START[name])
  })

  test('reads what seals when there is something to seal, and not before', () => {
    const atStart = parts.inputsAtStart.filter((input) => SEALS_WITH.some((library) => library.test(input)))
    expect(atStart).toEqual([])
    const later = SEALS_WITH.map((library) => parts.lazyInputs.some((input) => library.test(input)))
    expect(later).toEqual(SEALS_WITH.map(() => SEALING.includes(name)))
  })

  test('holds no MJML, no template compiler, nothing of the stack or of one machine', () => {
    expect(those(/mjml|handlebars\/.*(compiler|parser)|\/templates\/build\//)).toEqual([])
    expect(those(/aws-cdk|fauxqs|dynalite|node_modules\/yaml\//)).toEqual([])
    // The rules of the world's holidays stay where the table is made.
    expect(those(/date-holidays/)).toEqual([])
  })
})

test('a bundled function reads a key on a brainpool curve, by a library that no bundler sees', () => {
  const folder = join(root, 'brainpool')
  mkdirSync(folder)
  const parts = partsOf(bundleFunction('recipients', folder))
  const entry = parts.lazyEntries.find((file) => file.includes('inspect-key'))
  const key = resolve(import.meta.dirname, '../fixtures/keys/openpgp/brainpool256.asc')
  const program = `
    const { readFileSync } = await import('node:fs')
    const { inspectOpenpgpKey } = await import(${JSON.stringify(`${folder}/${entry}`)})
    const now = new Date('2026-12-08T16:00:00Z')
    const at = { toMillis: () => now.getTime(), toJSDate: () => now }
    const key = await inspectOpenpgpKey(readFileSync(${JSON.stringify(key)}), { addresses: [${JSON.stringify(BRAINPOOL_ADDRESS)}], at })
    process.stdout.write(JSON.stringify(key.ok ? key.key.kind : key.fault))`
  const options = { cwd: folder, env: ENVIRONMENT, encoding: 'utf8' } as const
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options)).toBe('"openpgp"')
})
