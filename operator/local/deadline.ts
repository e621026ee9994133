/**
 * `work`'s result, or `timed-out` after `seconds`. What Lambda would have killed goes on here, since a promise cannot be
 * stopped; whatever it still brings, even a failure, is dropped.
 */
export async function withDeadline<T>(work: Promise<T>, seconds: number): Promise<T | 'timed-out'> {
  const late = Promise.withResolvers<'timed-out'>()
  const timer = setTimeout(() => late.resolve('timed-out'), seconds * 1000)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
