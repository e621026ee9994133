import { systemClock } from '../../adapters/system/clock.ts'
import { stdoutLog } from '../../adapters/system/log.ts'
import { SendEnv } from './env.ts'
import { wireSend } from './wire.ts'

export const handler = wireSend(SendEnv.parse(process.env), { clock: systemClock(), log: stdoutLog() })
