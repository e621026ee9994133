import { systemClock } from '../../adapters/system/clock.ts'
import { stdoutLog } from '../../adapters/system/log.ts'
import { RecipientsEnv } from './env.ts'
import { wireRecipients } from './wire.ts'

export const handler = wireRecipients(RecipientsEnv.parse(process.env), { clock: systemClock(), log: stdoutLog() })
