import type { Pace } from '../../core/usecases/report-campaign.ts'
import { type Fact, dateFacts } from './date-facts.ts'
import { counted } from './notice-text.ts'
import type { Status } from './status.ts'

/** How much is left of what is going out, how fast it goes, and when the last will have gone. */
export function paceFacts({ pace, halts }: Pick<Status, 'pace' | 'halts'>, zone: string): readonly Fact[] {
  if (pace === undefined) return []
  if (pace === 'unknown') return [['going out', 'SES does not say now how fast']]
  if (halts.length > 0) return [['going out', `${counted(pace.left, 'mail')} left; nothing goes out while a halt stands`]]
  return [['going out', `${counted(pace.left, 'mail')} left, at ${pace.perSecond} a second${todayText(pace)}`], ...endFacts(pace, zone)]
}

/** Said where it matters alone: an account's quota of a day is seldom reached. */
const todayText = ({ left, leftToday }: Pace): string =>
  leftToday < left ? `; SES takes ${leftToday} more in these 24 hours, and it goes on by itself` : ''

function endFacts({ left, doneAt }: Pace, zone: string): readonly Fact[] {
  if (left === 0) return []
  return doneAt === 'never' ? [['last of them', 'never: SES lets this account send nothing']] : dateFacts('last of them', doneAt, zone)
}
