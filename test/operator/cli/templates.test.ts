import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isBuilt } from '../../../operator/cli/templates.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forewarn-templates-'))
  for (const name of ['dist', 'partials']) mkdirSync(join(folder, name))
  write('advance.mjml', 100)
  write('partials/frame.mjml', 100)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** @param at - seconds since 1970 */
function write(name: string, at: number): void {
  writeFileSync(join(folder, name), name)
  utimesSync(join(folder, name), at, at)
  for (const parent of ['.', 'partials']) utimesSync(join(folder, parent), 100, 100)
}

describe('the bundle of the templates', () => {
  test('is not built when it is missing', async () => {
    await expect(isBuilt(folder)).resolves.toBe(false)
  })

  test('is built when it is newer than every template', async () => {
    write('dist/bundle.json', 200)
    await expect(isBuilt(folder)).resolves.toBe(true)
  })

  test('is not built when a partial changed after it', async () => {
    write('dist/bundle.json', 200)
    write('partials/frame.mjml', 300)
    await expect(isBuilt(folder)).resolves.toBe(false)
  })
})
