import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { TeamKeyStore, TeamSecrets } from '../../core/keys/ports.ts'
import { NO_TEAM_KEYS, TeamKeys, TeamSecret } from '../../core/keys/team-key.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import { Fault } from '../../core/shared/fault.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'
import { TEAM_KEYS, placeOf, teamSecretKey } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import { ABSENT, type Table, dynamoTable } from './table.ts'

interface Place {
  readonly db: DynamoDBClient
  readonly table: string
  readonly vault: Vault
}

const KeysItem = z.object({ version: z.int().positive(), sealed: Bytes })
const SecretItem = z.object({ sealed: Bytes })

const KEYS_AT: SealedPlace = { purpose: 'team-public', place: placeOf(TEAM_KEYS) }
const secretAt = (fingerprint: string): SealedPlace => ({ purpose: 'team-key', place: placeOf(teamSecretKey(fingerprint)) })

/** The team's keys under `TEAM-KEYS`, their secret halves under `TEAM-SECRETS`. Whoever keeps them writes the secrets and never opens one. */
export function dynamoTeamKeys({ db, table, vault }: Place): TeamKeyStore {
  const items = dynamoTable(db, table)
  return {
    keys: () => keysIn(items, vault),
    async write(keys) {
      const { version } = keys
      const condition = version === 1 ? ABSENT : { expression: '#version = :version', names: ['version'], values: { version: version - 1 } }
      return items.put(TEAM_KEYS, { version, sealed: await vault.seal(KEYS_AT, keys) }, { ...condition, ours: 'sealed' })
    },
    async keepSecret(secret) {
      // Under no condition: a key whose time was extended has the same fingerprint and other bytes.
      await items.put(teamSecretKey(secret.fingerprint), { sealed: await vault.seal(secretAt(secret.fingerprint), secret) })
    },
  }
}

/** The sender's view of the same items. */
export function dynamoTeamSecrets({ db, table, vault }: Place): TeamSecrets {
  const items = dynamoTable(db, table)
  return {
    keys: () => keysIn(items, vault),
    async secret(fingerprint) {
      const key = teamSecretKey(fingerprint)
      const stored = await items.get(key)
      if (!stored) throw new Fault('ITEM_MISSING', 'a key of the team is not there', { retry: 'never', facts: { fingerprint } })
      const opened = await vault.open(secretAt(fingerprint), parseStored(SecretItem, stored, key).sealed)
      return new Confidential(parseStored(TeamSecret, opened, key))
    },
  }
}

/** The version stands inside too, so that nobody without the key can make older keys the current ones under a new version. */
async function keysIn(items: Table, vault: Vault): Promise<TeamKeys> {
  const stored = await items.get(TEAM_KEYS)
  if (!stored) return NO_TEAM_KEYS
  const { version, sealed } = parseStored(KeysItem, stored, TEAM_KEYS)
  const keys = parseStored(TeamKeys, await vault.open(KEYS_AT, sealed), TEAM_KEYS)
  if (keys.version === version) return keys
  throw new Fault('ITEM_SWAPPED', 'the team’s keys are not what was sealed', { retry: 'never' })
}
