import type { ScheduledEvent } from 'aws-lambda'
import { asFault } from '../../core/shared/fault.ts'
import type { Tick } from '../../core/usecases/tick.ts'

/**
 * The event's time is not used: a tick may come late or twice, so what is due is compared with now. The runtime prints what is
 * thrown here, message and stack and all, so nothing but a fault is.
 */
export function makeHandler({ tick }: { readonly tick: Tick }) {
  return async (_event: ScheduledEvent): Promise<void> => {
    try {
      await tick()
    } catch (error) {
      throw asFault(error)
    }
  }
}
