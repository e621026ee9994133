import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pictureFile } from '../../../operator/cli/picture-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forewarn-picture-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const asked = { replaces: false }
const forced = { replaces: true }
const files = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])

test('a picture is written whole, for its owner alone, and nothing lies beside it', async () => {
  const path = join(folder, 'a.svg')
  await (await pictureFile(path, asked)).write('<svg/>')
  expect(files()).toEqual([['a.svg', '<svg/>']])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('what is there is not replaced, also when it came after the first look', async () => {
  const path = join(folder, 'a.svg')
  const file = await pictureFile(path, asked)
  writeFileSync(path, 'mine')
  await expect(file.write('<svg/>')).rejects.toMatchObject({ exit: 1, code: 'file-exists' })
  await expect(pictureFile(path, asked)).rejects.toMatchObject({
    exit: 1,
    code: 'file-exists',
    hint: expect.stringContaining('--force') as string,
  })
  expect(files()).toEqual([['a.svg', 'mine']])
})

test('what is there is replaced when that is asked for', async () => {
  const path = join(folder, 'a.svg')
  writeFileSync(path, 'mine, and longer than the picture')
  await (await pictureFile(path, forced)).write('<svg/>')
  expect(files()).toEqual([['a.svg', '<svg/>']])
})

test.each([asked, forced])('where nothing can be written, %j, that is said', async (how) => {
  const file = await pictureFile(join(folder, 'none', 'a.svg'), how)
  await expect(file.write('<svg/>')).rejects.toMatchObject({ exit: 2, code: 'not-written' })
})
