import type { ScheduledEvent } from 'aws-lambda'
import type { Tick } from '../../core/usecases/tick.ts'

/** The event's time is not used: a tick may come late or twice, so what is due is compared with now. */
export function makeHandler(deps: { readonly tick: Tick }) {
  return async (_event: ScheduledEvent): Promise<void> => deps.tick()
}
