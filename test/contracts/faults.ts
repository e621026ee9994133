import { expect } from 'vitest'
import { Fault, type FaultCode } from '../../core/shared/fault.ts'

/** Awaits a Fault with this code, and gives it for a closer look. */
export async function faultOf(work: Promise<unknown>, code: FaultCode): Promise<Fault> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Fault)
  expect(error).toMatchObject({ code })
  return error as Fault
}
