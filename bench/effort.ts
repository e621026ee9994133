import * as z from 'zod'

/** What a number of mails took. */
export const Effort = z.strictObject({
  mails: z.number(),
  seconds: z.number(),
  /** User and system time of the whole process. */
  cpuMillis: z.number(),
})
export type Effort = z.infer<typeof Effort>

export const MailEffort = Effort.extend({
  /** Of the average mail, as it would travel. */
  mailBytes: z.number(),
})
export type MailEffort = z.infer<typeof MailEffort>

/** The part of the mails that goes before anything is measured, so that what is measured is warm. */
export const WARM_UP = 0.1

/** @param work - returns how many mails it made */
export async function effortOf(work: () => Promise<number>): Promise<Effort> {
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  const mails = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { mails, seconds: (performance.now() - startedAt) / 1000, cpuMillis: (user + system) / 1000 }
}
