import type { Sealing } from '../../core/keys/ports.ts'
import { sealSmime } from './seal.ts'
import { smimeTeamKeys } from './team-certificate.ts'

/** By node:crypto and a reader of ASN.1: see `LoadSealing`. */
export const smimeSealing: Sealing = { seal: sealSmime, team: smimeTeamKeys }
