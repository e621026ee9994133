import { describe, expect, test } from 'vitest'
import type { TeamKeyStore, TeamSecrets } from '../../core/keys/ports.ts'
import { NO_TEAM_KEYS, type TeamKey, type TeamKeys, type TeamSecret } from '../../core/keys/team-key.ts'
import { faultOf } from './faults.ts'
import { alice } from './sample.ts'

const teamKey: TeamKey = {
  kind: 'openpgp',
  fingerprint: 'AB'.repeat(20),
  madeAt: '2026-12-01T08:00:00Z',
  by: alice,
  published: 'the public half',
}
const certificate: TeamKey = { ...teamKey, kind: 's-mime', fingerprint: 'CD'.repeat(32), usableUntil: '2029-12-01T08:00:00Z' }
export const teamKeysAt = (version: number, changes: Partial<TeamKeys> = {}): TeamKeys => ({
  version,
  current: [teamKey],
  former: [],
  ...changes,
})
export const teamSecret: TeamSecret = { kind: 'openpgp', fingerprint: teamKey.fingerprint, secret: 'the private half' }

export interface TeamKeyStores {
  readonly store: TeamKeyStore
  /** The sender's view of the same keys. */
  readonly secrets: TeamSecrets
}

/** What every store of the team's keys does. `make` gives a new, empty one. */
export function teamKeyStoreContract(name: string, make: () => Promise<TeamKeyStores>): void {
  describe(`${name} as a store of the team’s keys`, () => {
    test('has none before the first', async () => {
      const { store, secrets } = await make()
      expect(await store.keys()).toEqual(NO_TEAM_KEYS)
      expect(await secrets.keys()).toEqual(NO_TEAM_KEYS)
    })

    test('keeps keys whole, and shows the sender the same', async () => {
      const { store, secrets } = await make()
      const keys = teamKeysAt(1, { current: [teamKey, certificate], former: [{ ...teamKey, until: '2026-12-02T08:00:00Z' }] })
      expect(await store.write(keys)).toBe('written')
      expect(await store.keys()).toEqual(keys)
      expect(await secrets.keys()).toEqual(keys)
    })

    test('writes the next version alone', async () => {
      const { store } = await make()
      expect(await store.write(teamKeysAt(2))).toBe('conflict')
      expect(await store.write(teamKeysAt(1))).toBe('written')
      expect(await store.write(teamKeysAt(1, { current: [] }))).toBe('conflict')
      expect(await store.write(teamKeysAt(3, { current: [] }))).toBe('conflict')
      expect(await store.keys()).toEqual(teamKeysAt(1))
      expect(await store.write(teamKeysAt(2, { current: [certificate] }))).toBe('written')
      expect(await store.keys()).toEqual(teamKeysAt(2, { current: [certificate] }))
    })

    test('of two that write at once, one is told', async () => {
      const { store } = await make()
      const outcomes = await Promise.all([store.write(teamKeysAt(1)), store.write(teamKeysAt(1, { current: [certificate] }))])
      expect(outcomes.toSorted()).toEqual(['conflict', 'written'])
    })

    test('gives the sender the secret of a fingerprint, the one that was kept last', async () => {
      const { store, secrets } = await make()
      await store.keepSecret({ ...teamSecret, secret: 'the private half, which expires' })
      await store.keepSecret(teamSecret)
      await store.keepSecret(teamSecret)
      const secret = await secrets.secret(teamSecret.fingerprint)
      expect(secret.reveal()).toEqual(teamSecret)
      expect(JSON.stringify(secret)).not.toContain('private')
    })

    test('says that a secret is not there', async () => {
      const { store, secrets } = await make()
      await store.keepSecret(teamSecret)
      expect((await faultOf(secrets.secret(certificate.fingerprint), 'ITEM_MISSING')).retry).toBe('never')
    })
  })
}
