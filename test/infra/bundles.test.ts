import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUNDLING } from '../../infra/constructs/bundling.ts'
import { FUNCTIONS, type FunctionName, holidays, policy } from './template.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** MJML alone is three times as much. */
const MOST_BYTES = 2_000_000

/** What Lambda gives a function, as far as its start needs it. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  TABLE: 'table',
  BUCKET: 'bucket',
  KEY_ARN: 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000',
  POLICY_FILE: 'policy.json',
  HOLIDAYS_FILE: 'holidays.json',
  TEMPLATES_FILE: 'bundle.json',
  CONFIGURATION_SET: 'set',
  CONFIGURATION_SET_SEALED: 'set',
  SEND_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/send',
  TICK_SECONDS: '60',
  TIMEOUT_SECONDS: '120',
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'forewarn-bundles-'))
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy))
  writeFileSync(join(folder, 'holidays.json'), JSON.stringify(holidays))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

async function bundle(name: FunctionName) {
  const { banner, ...options } = BUNDLING
  const outfile = join(folder, `${name}.mjs`)
  const { metafile } = await build({
    ...options,
    absWorkingDir: ROOT,
    entryPoints: [`functions/${name}/main.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: banner },
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  return { outfile, bytes: output?.bytes ?? 0, inputs: Object.keys(output?.inputs ?? {}) }
}

describe.each(FUNCTIONS)('the bundle of %s', (name) => {
  test('is small, holds no MJML and no template compiler, and starts', async () => {
    const { outfile, bytes, inputs } = await bundle(name)
    expect(inputs.length).toBeGreaterThan(100)
    expect(inputs.filter((input) => /mjml|handlebars\/.*(compiler|parser)|\/templates\/build\//.test(input))).toEqual([])
    expect(inputs.filter((input) => /aws-cdk|fauxqs|dynalite|node_modules\/yaml\//.test(input))).toEqual([])
    // The rules of the world's holidays stay where the table is made.
    expect(inputs.filter((input) => /date-holidays/.test(input))).toEqual([])
    expect(bytes).toBeLessThan(MOST_BYTES)

    const start = `import(${JSON.stringify(outfile)}).then(({ handler }) => process.stdout.write(typeof handler))`
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', start], { cwd: folder, env: ENVIRONMENT, encoding: 'utf8' })).toBe(
      'function',
    )
  })
})
