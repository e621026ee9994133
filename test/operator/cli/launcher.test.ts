import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import packageFile from '../../../package.json' with { type: 'json' }
import { forewarn, launcher } from './forewarn.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forewarn-launcher-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the launcher in its project', () => {
  const version = { exit: 0, stdout: `${packageFile.version}\n`, stderr: '' }

  test('runs from any folder', async () => {
    await expect(forewarn(['--version'], { cwd: folder })).resolves.toEqual(version)
  })

  test('runs through a symlink to a relative symlink', async () => {
    symlinkSync(launcher, join(folder, 'first'))
    symlinkSync('first', join(folder, 'second'))
    await expect(forewarn(['--version'], { cwd: '/', command: join(folder, 'second') })).resolves.toEqual(version)
  })

  test('runs its own Node, whatever stands first on PATH', async () => {
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho stranger\n')
    chmodSync(join(folder, 'node'), 0o755)
    await expect(forewarn(['--version'], { env: { PATH: `${folder}:${process.env['PATH']}` } })).resolves.toEqual(version)
  })
})

describe('the launcher alone', () => {
  const command = () => join(folder, 'forewarn')
  const nodeOnPath = (version: string) => {
    writeFileSync(
      join(folder, 'node'),
      `#!/bin/sh\ncase $1 in -p) echo ${version} ;; --version) echo v${version}.0.0 ;; *) echo "$@" ;; esac\n`,
    )
    chmodSync(join(folder, 'node'), 0o755)
    return { PATH: `${folder}:/usr/bin:/bin` }
  }
  beforeEach(() => copyFileSync(launcher, command()))

  test('says in one line that the packages are missing', async () => {
    const { exit, stdout, stderr } = await forewarn([], { command: command() })
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
    expect(stderr).toMatch(/^error: the packages are missing: run npm ci in .*\n$/)
  })

  test('says in one line which Node to install', async () => {
    mkdirSync(join(folder, 'node_modules'))
    const { exit, stderr } = await forewarn([], { command: command(), env: nodeOnPath('22') })
    expect(exit).toBe(3)
    expect(stderr).toMatch(/^error: Node 24 or later is needed, and the one on PATH is v22\.0\.0: .*\n$/)
  })

  test('takes a Node 24 on PATH, and keeps the memory of a stack small', async () => {
    mkdirSync(join(folder, 'node_modules'))
    const env = nodeOnPath('24')
    const main = join(folder, 'operator/cli/main.ts')
    const plain = await forewarn(['clock', 'show', '--data', 'a b'], { command: command(), env })
    expect(plain.stdout).toBe(`--disable-warning=ExperimentalWarning ${main} clock show --data a b\n`)
    const stack = await forewarn(['--json', 'start'], { command: command(), env })
    expect(stack.stdout).toBe(
      `--disable-warning=ExperimentalWarning --max-semi-space-size=2 --max-old-space-size=96 ${main} --json start\n`,
    )
  })
})
