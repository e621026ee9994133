import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { withQuickCommits } from '../../../operator/local/queues/quick-commits.ts'
import { temporaryFolder } from './machine.ts'

const full = { synchronous: 2 }
const normal = { synchronous: 1 }

function openWal(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL')
  return database
}
const syncOf = (database: DatabaseSync) => ({ ...database.prepare('PRAGMA synchronous').get() })

test('what is opened inside does not wait for the disk, and what is opened after does', async () => {
  const folder = await temporaryFolder()
  const inside = await withQuickCommits(async () => openWal(join(folder, 'a.db')))
  const after = openWal(join(folder, 'b.db'))
  expect([syncOf(inside), syncOf(after)]).toEqual([normal, full])
})

test('a start that fails leaves nothing behind', async () => {
  const folder = await temporaryFolder()
  await expect(withQuickCommits(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(() =>
    withQuickCommits(() => {
      throw new Error('at once')
    }),
  ).toThrow('at once')
  expect(syncOf(openWal(join(folder, 'a.db')))).toEqual(full)
})
