import type { MailEffort } from './effort.ts'
import type { Progress } from './progress.ts'
import { type Rivals, measureRivals } from './rival/measure-rival.ts'
import { measureSender } from './sender/measure-sender.ts'
import { type WholePath, measureWholePath } from './whole-path.ts'

/** Everything that is measured for one size of the list. */
export interface Measurement {
  readonly recipients: number
  readonly wholePath: WholePath
  readonly sender: MailEffort
  readonly rivals: Rivals
}

/** One after the other, so that they do not take each other's time. */
export async function measure(recipients: number, progress: Progress): Promise<Measurement> {
  progress.at('the whole path')
  const wholePath = await measureWholePath(recipients, progress)
  progress.at('the sender alone')
  const sender = await measureSender(recipients)
  progress.at('plain loops')
  const rivals = await measureRivals(recipients)
  progress.end()
  return { recipients, wholePath, sender, rivals }
}

export const mailsPerSecond = ({ mails, seconds }: { mails: number; seconds: number }): number => mails / seconds
export const cpuPerMail = ({ mails, cpuMillis }: { mails: number; cpuMillis: number }): number => cpuMillis / mails
