import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { Fault } from '../../core/shared/fault.ts'
import { readServiceError } from '../../core/shared/service-error.ts'

/** Asks DynamoDB; `doing` says what could not be done, as in "read an item". @throws Fault `STORE_UNAVAILABLE` */
export async function ask<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw storeFault(doing, error)
  }
}

/** Writes under a condition; that it did not hold is an outcome. @throws Fault `STORE_UNAVAILABLE` */
export async function attempt(doing: string, call: () => Promise<unknown>): Promise<'written' | 'conflict'> {
  try {
    await call()
    return 'written'
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict'
    throw storeFault(doing, error)
  }
}

/** Keeps the error's code and request id, not its message, which quotes keys and values. */
function storeFault(doing: string, error: unknown): Fault {
  return new Fault('STORE_UNAVAILABLE', `could not ${doing}`, { retry: 'later', facts: { ...readServiceError(error) } })
}
