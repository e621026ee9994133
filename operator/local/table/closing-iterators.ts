import { createRequire } from 'node:module'

/** As much of `abstract-level`'s iterators as matters here. */
export interface LevelIterator {
  next(): Promise<unknown>
  close(): Promise<void>
  return?: () => Promise<void>
}

interface Level {
  values: (this: Level, options: object) => LevelIterator
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
export function closeIterators(level: LevelClass): void {
  const { values } = level.prototype
  level.prototype.values = function (options) {
    const iterator = values.call(this, options)
    iterator.return ??= () => iterator.close()
    return iterator
  }
}
