import { chmod, lstat, mkdir, readFile, readdir, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replaceFile } from '../../../operator/files/replace-file.ts'
import { folderWith } from './folder.ts'

test('a new file is there whole, and nothing beside it', async () => {
  const folder = await folderWith({})
  await replaceFile(join(folder, 'a.md'), 'one\n')
  expect(await readFile(join(folder, 'a.md'), 'utf8')).toBe('one\n')
  expect(await readdir(folder)).toEqual(['a.md'])
})

test('a file that is replaced keeps its permissions', async () => {
  const folder = await folderWith({ 'a.md': 'before, and longer' })
  await chmod(join(folder, 'a.md'), 0o664)
  await replaceFile(join(folder, 'a.md'), 'after')
  expect(await readFile(join(folder, 'a.md'), 'utf8')).toBe('after')
  expect((await stat(join(folder, 'a.md'))).mode & 0o777).toBe(0o664)
})

test('a link stays one, and what it leads to is replaced', async () => {
  const folder = await folderWith({ 'real.md': 'before' })
  await symlink('real.md', join(folder, 'a.md'))
  await replaceFile(join(folder, 'a.md'), 'after')
  expect((await lstat(join(folder, 'a.md'))).isSymbolicLink()).toBe(true)
  expect(await readFile(join(folder, 'real.md'), 'utf8')).toBe('after')
})

test('when it cannot be put in place, what was there stays, and nothing is left beside it', async () => {
  const folder = await folderWith({})
  await mkdir(join(folder, 'a.md'))
  await expect(replaceFile(join(folder, 'a.md'), 'x')).rejects.toThrow('EISDIR')
  await expect(replaceFile(join(folder, 'none/a.md'), 'x')).rejects.toThrow('ENOENT')
  expect(await readdir(folder)).toEqual(['a.md'])
})
