/** Runs `work` on every item, at most `width` at a time, and waits for all. The first failure is thrown after the rest has ended. */
export async function sideBySide<T>(items: Iterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  const lanes = Array.from({ length: width }, async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  })
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected')
  if (failed) throw failed.reason
}
