import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { forewarn } from './forewarn.ts'

const cwd = resolve(import.meta.dirname, '../../..')
const sample = 'samples/consoleme/ADV-2026-0001.yaml'

test('advisory check tells what a campaign would be made of', async () => {
  const { exit, stdout, stderr } = await forewarn(['advisory', 'check', sample], { cwd })
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toMatch(/^ADV-2026-0001 can be read: vulnerabilities 1, patches 2, reporters 1\.\n/)
  expect(stdout).toMatch(/^1\.2 +yes +adv-2026-0001-1\.2\.patch +1\.2\.2$/m)
})

test('with --json it is one object, without a word of the advisory', async () => {
  const { exit, stdout } = await forewarn(['advisory', 'check', sample, '--json'], { cwd })
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 'ADV-2026-0001', vulnerabilities: 1, branches: [{ branch: '1.2', affected: true }, {}] })
  expect(stdout).not.toMatch(/format|template|CVE/i)
})

test.each([
  [['advisory', 'check', 'none.yaml'], 'error: none.yaml has a problem'],
  [['advisory', 'check', sample, '--policy', 'none.yaml'], 'error: none.yaml has a problem'],
  [['advisory', 'check', 'forewarn.yaml'], 'error: forewarn.yaml has'],
])('%j exits 2 and names the file', async (args, message) => {
  const { exit, stdout, stderr } = await forewarn(args, { cwd })
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain(message)
})
