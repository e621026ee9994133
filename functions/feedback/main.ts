import { systemClock } from '../../adapters/system/clock.ts'
import { stdoutLog } from '../../adapters/system/log.ts'
import { FeedbackEnv } from './env.ts'
import { wireFeedback } from './wire.ts'

export const handler = wireFeedback(FeedbackEnv.parse(process.env), { clock: systemClock(), log: stdoutLog() })
