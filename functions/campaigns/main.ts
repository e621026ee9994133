import { systemClock } from '../../adapters/system/clock.ts'
import { stdoutLog } from '../../adapters/system/log.ts'
import { CampaignsEnv } from './env.ts'
import { wireCampaigns } from './wire.ts'

export const handler = wireCampaigns(CampaignsEnv.parse(process.env), { clock: systemClock(), log: stdoutLog() })
