import { withChild } from '../child.ts'
import { MailEffort } from '../effort.ts'

/** `mjmlEach` compiles the template for every recipient, `mjmlOnce` compiles it once and fills the HTML. */
export interface Rivals {
  readonly mjmlEach: MailEffort
  readonly mjmlOnce: MailEffort
}

/** Each in a process of its own, one after the other. */
export async function measureRivals(recipients: number): Promise<Rivals> {
  return { mjmlEach: await measure(recipients, 'each'), mjmlOnce: await measure(recipients, 'once') }
}

const file = new URL('rival-process.ts', import.meta.url)

const measure = (recipients: number, way: 'each' | 'once'): Promise<MailEffort> =>
  withChild({ file, args: [String(recipients), way], answers: MailEffort }, (effort) => Promise.resolve(effort))
