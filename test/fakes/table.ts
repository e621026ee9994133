/** The items of every in-memory store that stands for a part of one table, by kind and key. */
export interface MemoryTable {
  /** The same map for the same kind, always. What is in it is replaced, never changed in place. */
  items<T>(kind: string): Map<string, T>
  /** Which table it is: a restored copy is another one. */
  id(): string
  copy(): TableCopy
  /** Every item as it was; what was written since is gone. */
  restore(copy: TableCopy): void
}

export type TableCopy = ReadonlyMap<string, ReadonlyMap<string, unknown>>

/** @param number - what its id is made of */
export function memoryTable(number = 1): MemoryTable {
  const kinds = new Map<string, Map<string, unknown>>()
  let id = number
  const itemsOf = (kind: string): Map<string, unknown> => {
    const items = kinds.get(kind) ?? new Map<string, unknown>()
    kinds.set(kind, items)
    return items
  }
  return {
    items: <T>(kind: string) => itemsOf(kind) as Map<string, T>,
    id: () => `table-${id}`,
    copy: () => new Map([...kinds].map(([kind, items]) => [kind, new Map(items)])),
    restore(copy) {
      id++
      for (const items of kinds.values()) items.clear()
      for (const [kind, items] of copy) for (const [key, item] of items) itemsOf(kind).set(key, item)
    },
  }
}
