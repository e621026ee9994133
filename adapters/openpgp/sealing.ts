import type { Sealing } from '../../core/keys/ports.ts'
import { sealOpenpgp } from './seal.ts'
import { openpgpTeamKeys } from './team-key.ts'

/** Importing it reads the whole library: see `LoadSealing`. */
export const openpgpSealing: Sealing = { seal: sealOpenpgp, team: openpgpTeamKeys }
