import { chmod, readFile, readdir, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type DataFolder, openDataFolder } from '../../../operator/local/folder/data-folder.ts'
import { temporaryFolder } from './machine.ts'

async function open(path: string): Promise<DataFolder> {
  const folder = await openDataFolder(path)
  if ('outcome' in folder) throw new Error(folder.why)
  return folder
}
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

test('a fresh folder and its secrets are for its owner alone, and stay the same', async () => {
  const path = join(await temporaryFolder(), 'data')
  const first = await open(path)
  expect([await modeOf(path), await modeOf(join(path, 'kms.key')), await modeOf(join(path, 'token'))]).toEqual(['700', '600', '600'])
  expect(first.masterKey).toHaveLength(32)
  expect(first.token).toMatch(/^[0-9a-f]{64}$/)
  await first.lock.release()
  const second = await open(path)
  expect([second.masterKey.equals(first.masterKey), second.token]).toEqual([true, first.token])
  expect((await readdir(path)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test.each(['kms.key', 'token'])('a %s that others can read is refused, and the folder is free again', async (name) => {
  const path = await temporaryFolder()
  await (await open(path)).lock.release()
  await chmod(join(path, name), 0o640)
  expect(await openDataFolder(path)).toMatchObject({ outcome: 'refused', code: 'secret-exposed' })
  await chmod(join(path, name), 0o600)
  await open(path)
})

test('a folder that lost its key is not given another', async () => {
  const path = await temporaryFolder()
  await (await open(path)).lock.release()
  await unlink(join(path, 'kms.key'))
  expect(await openDataFolder(path)).toMatchObject({ outcome: 'refused', code: 'key-missing' })
  expect(await readdir(path)).not.toContain('kms.key')
  await writeFile(join(path, 'kms.key'), 'short', { mode: 0o600 })
  expect(await openDataFolder(path)).toMatchObject({ outcome: 'refused', code: 'key-broken' })
})

test('two stacks never share a folder', async () => {
  const path = await temporaryFolder()
  await open(path)
  expect(await openDataFolder(path)).toMatchObject({
    outcome: 'refused',
    code: 'folder-in-use',
    why: expect.stringContaining(String(process.pid)) as string,
  })
})

test.each([
  ['of a process that is gone', { pid: 2 ** 22 - 1 }],
  ['of an earlier process with a number that lives again', { pid: process.pid, born: 'another boot/1' }],
  ['that a crash tore', undefined],
])('a lock %s is taken over', async (_, holder) => {
  const path = await temporaryFolder()
  await writeFile(join(path, 'lock'), holder === undefined ? '{"pi' : JSON.stringify(holder))
  await open(path)
  expect(JSON.parse(await readFile(join(path, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
})
