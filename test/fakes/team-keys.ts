import type { TeamKeyStore, TeamSecrets } from '../../core/keys/ports.ts'
import { NO_TEAM_KEYS, type TeamKeys, type TeamSecret } from '../../core/keys/team-key.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import { Fault } from '../../core/shared/fault.ts'
import { copyOf } from './copy.ts'
import { memoryTable } from './table.ts'

/** Both halves: what keeps the keys, and what signs with them. */
export function memoryTeamKeys(table = memoryTable()): TeamKeyStore & TeamSecrets {
  const kept = table.items<TeamKeys>('team-keys')
  const secrets = table.items<TeamSecret>('team-secrets')
  const keys = (): TeamKeys => kept.get('TEAM-KEYS') ?? NO_TEAM_KEYS
  return {
    keys: async () => copyOf(keys()),
    async write(next) {
      if (next.version !== keys().version + 1) return 'conflict'
      kept.set('TEAM-KEYS', copyOf(next))
      return 'written'
    },
    keepSecret: async (secret) => void secrets.set(secret.fingerprint, copyOf(secret)),
    async secret(fingerprint) {
      const secret = secrets.get(fingerprint)
      if (secret) return new Confidential(copyOf(secret))
      throw new Fault('ITEM_MISSING', 'a key of the team is not there', { retry: 'never', facts: { fingerprint } })
    },
  }
}
