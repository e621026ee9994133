import { DatabaseSync } from 'node:sqlite'

/**
 * Runs `start`, which opens SQLite databases in WAL mode before it first waits, with commits that do not wait for the disk.
 * fauxqs commits six times a mail on the one thread there is, and has no setting for it. What is committed outlives this
 * process; only the end of the machine could cost the last ones, and never the database.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function withQuickCommits<T>(start: () => Promise<T>): Promise<T> {
  const plain = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')
  if (plain === undefined) return start()
  const { value: exec } = plain as { value: (this: DatabaseSync, sql: string) => void }
  Object.defineProperty(DatabaseSync.prototype, 'exec', {
    ...plain,
    value(this: DatabaseSync, sql: string): void {
      exec.call(this, sql)
      if (/journal_mode\s*=\s*WAL/i.test(sql)) exec.call(this, 'PRAGMA synchronous = NORMAL')
    },
  })
  try {
    return start()
  } finally {
    Object.defineProperty(DatabaseSync.prototype, 'exec', plain)
  }
}
