import { systemClock } from '../../adapters/system/clock.ts'
import { stdoutLog } from '../../adapters/system/log.ts'
import { ClockEnv } from './env.ts'
import { wireClock } from './wire.ts'

export const handler = wireClock(ClockEnv.parse(process.env), { clock: systemClock(), log: stdoutLog() })
