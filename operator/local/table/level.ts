import { createRequire } from 'node:module'

/** As much of `abstract-level`'s iterators as matters here. */
export interface LevelIterator {
  next(): Promise<unknown>
  close(): Promise<void>
  return?: () => Promise<void>
}

interface Level {
  values: (this: Level, options: object) => LevelIterator
  _open: (this: Level, options: object) => Promise<void>
}

export interface LevelClass {
  readonly prototype: Level
}

/** LevelDB as dynalite loads it: the same class object. */
export function levelOfDynalite(): LevelClass {
  const { Level } = createRequire(import.meta.resolve('dynalite'))('level') as { Level: LevelClass }
  return Level
}

/**
 * Lets what dynalite opens for each Query be closed. dynalite 4.0.0 ends a read with the iterator's `return`, which the
 * iterators of its `level` 10 do not have (they have `close`), so every one stays open: its rows stay in memory, and no file
 * of the table that it began on is ever removed. Memory and disk then grow with the queries, not with the list.
 */
export function closeIterators({ prototype }: LevelClass): void {
  const { values } = prototype
  prototype.values = function (options) {
    const iterator = values.call(this, options)
    iterator.return ??= () => iterator.close()
    return iterator
  }
}

/** LevelDB keeps 8 MB of blocks and writes of twice 4 MB by itself, for which dynalite has no setting; the disk's cache is below it anyway. */
const SMALL = { cacheSize: 1 << 20, writeBufferSize: 1 << 20 }

/** Keeps what LevelDB holds in memory from growing with the list. */
export function limitBuffers({ prototype }: LevelClass): void {
  const { _open: open } = prototype
  prototype._open = function (options) {
    return open.call(this, { ...options, ...SMALL })
  }
}
