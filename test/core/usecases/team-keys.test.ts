import { describe, expect, test } from 'vitest'
import { NO_TEAM_KEYS } from '../../../core/keys/team-key.ts'
import { PersonId } from '../../../core/shared/ids.ts'
import { type KeepKeyOutcome, TeamKeyKeeper } from '../../../core/usecases/keep-team-keys.ts'
import { manualClock } from '../../fakes/clock.ts'
import { memoryLog } from '../../fakes/log.ts'
import { memorySealing, privateKeyFile } from '../../fakes/sealing.ts'
import { memoryTeamKeys } from '../../fakes/team-keys.ts'
import { policy } from '../notice/sample.ts'

const ada = PersonId.parse('ada')
const ben = PersonId.parse('ben')
const { address } = policy.sender

function makeKeeper() {
  const kinds = { openpgp: memorySealing('openpgp'), 's-mime': memorySealing('s-mime') }
  const deps = {
    store: memoryTeamKeys(),
    loadSealing: async (kind: keyof typeof kinds) => kinds[kind],
    policy,
    clock: manualClock('2026-12-01T08:00:00Z'),
    log: memoryLog(),
  }
  return { ...deps, deps, keeper: new TeamKeyKeeper(deps) }
}

function kept(outcome: KeepKeyOutcome) {
  if (outcome.outcome === 'refused') throw new Error(outcome.code)
  return outcome.key
}

describe('the first key of a kind', () => {
  test('is made, and recorded with who made it and when; its private half is for the sender alone', async () => {
    const { keeper, store, log } = makeKeeper()
    const outcome = await keeper.create(ada, 'openpgp')
    const key = kept(outcome)
    expect(key).toMatchObject({ kind: 'openpgp', madeAt: '2026-12-01T08:00:00Z', by: 'ada' })
    expect(await keeper.keys()).toEqual({ version: 1, current: [key], former: [] })
    expect((await store.secret(key.fingerprint)).reveal().secret).toContain('private openpgp')
    expect(JSON.stringify([outcome, log.events])).not.toContain('private')
    expect(log.events).toEqual([
      { level: 'info', event: 'team-key.kept', facts: { kind: 'openpgp', fingerprint: key.fingerprint, by: 'ada', version: 1 } },
    ])
  })

  test('is taken from a file', async () => {
    const { keeper, store } = makeKeeper()
    const key = kept(await keeper.adopt(ben, 's-mime', privateKeyFile('s-mime', address)))
    expect(await store.keys()).toEqual({ version: 1, current: [key], former: [] })
    expect((await store.secret(key.fingerprint)).reveal().kind).toBe('s-mime')
  })

  test('of the other kind stands beside it', async () => {
    const { keeper } = makeKeeper()
    const certificate = kept(await keeper.create(ada, 's-mime'))
    const key = kept(await keeper.create(ben, 'openpgp'))
    expect(await keeper.keys()).toEqual({ version: 2, current: [key, certificate], former: [] })
  })

  test('is not replaced by the way', async () => {
    const { keeper } = makeKeeper()
    const key = kept(await keeper.create(ada, 'openpgp'))
    expect(await keeper.create(ada, 'openpgp')).toMatchObject({ outcome: 'refused', code: 'team-key-exists' })
    const another = privateKeyFile('openpgp', address)
    expect(await keeper.adopt(ada, 'openpgp', another)).toMatchObject({ outcome: 'refused', code: 'team-key-exists' })
    expect((await keeper.keys()).current).toEqual([key])
  })

  test.each([
    ['locked', privateKeyFile('openpgp', address, { locked: true }), /passphrase/],
    ['no-private-key', Buffer.from('public openpgp'), /no private half/],
    ['unreadable', Buffer.from('crafted permission request'), /no private key/],
    ['wrong-address', privateKeyFile('openpgp', 'somebody@larch.example'), /address that notices come from/],
  ])('that is %s is refused, with a sentence and without a word of it', async (code, file, why) => {
    const { keeper, store, log } = makeKeeper()
    const refused = await keeper.adopt(ada, 'openpgp', file)
    expect(refused).toMatchObject({ outcome: 'refused', code: `team-key-${code}` })
    expect('why' in refused && refused.why).toMatch(why)
    expect(JSON.stringify(refused)).not.toMatch(/somebody@|crafted/)
    expect([await store.keys(), log.events]).toEqual([NO_TEAM_KEYS, []])
  })
})

describe('a rotation', () => {
  test('puts a new key in the place of the current one, which is remembered until when it was used', async () => {
    const { keeper, store, clock } = makeKeeper()
    const first = kept(await keeper.create(ada, 'openpgp'))
    const certificate = kept(await keeper.create(ada, 's-mime'))
    clock.advance({ days: 30 })
    const second = kept(await keeper.rotate(ben, { kind: 'openpgp', replaces: first.fingerprint }))
    expect(second).toMatchObject({ madeAt: '2026-12-31T08:00:00Z', by: 'ben' })
    expect(await keeper.keys()).toEqual({
      version: 3,
      current: [second, certificate],
      former: [{ ...first, until: '2026-12-31T08:00:00Z' }],
    })
    expect((await store.secret(second.fingerprint)).reveal().fingerprint).toBe(second.fingerprint)
    const third = kept(await keeper.rotate(ben, { kind: 'openpgp', replaces: second.fingerprint }))
    expect((await keeper.keys()).former.map(({ fingerprint }) => fingerprint)).toEqual([second.fingerprint, first.fingerprint])
    expect((await keeper.keys()).current).toEqual([third, certificate])
  })

  test('takes a key of the team’s own', async () => {
    const { keeper } = makeKeeper()
    const first = kept(await keeper.create(ada, 'openpgp'))
    const privateKey = privateKeyFile('openpgp', address)
    const second = kept(await keeper.rotate(ada, { kind: 'openpgp', replaces: first.fingerprint, privateKey }))
    const again = { kind: 'openpgp', replaces: second.fingerprint, privateKey } as const
    expect(await keeper.rotate(ada, again)).toMatchObject({ code: 'same-team-key' })
    expect((await keeper.keys()).version).toBe(2)
  })

  test('to the same key with more time is no change of keys', async () => {
    const { deps, store } = makeKeeper()
    const sealing = memorySealing()
    const extended = (until: string) => ({
      ...sealing,
      team: {
        ...sealing.team,
        adopt: async (...of: Parameters<typeof sealing.team.adopt>) => {
          const from = await sealing.team.adopt(...of)
          return 'unusable' in from ? from : { ...from, made: { ...from.made, usableUntil: until, published: until } }
        },
      },
    })
    const file = privateKeyFile('openpgp', address)
    const until = (text: string) => new TeamKeyKeeper({ ...deps, loadSealing: async () => extended(text) })
    const first = kept(await until('2027-01-01T00:00:00Z').adopt(ada, 'openpgp', file))
    const request = { kind: 'openpgp', replaces: first.fingerprint, privateKey: file } as const
    kept(await until('2028-01-01T00:00:00Z').rotate(ada, request))
    expect(await store.keys()).toMatchObject({ version: 2, current: [{ usableUntil: '2028-01-01T00:00:00Z' }], former: [] })
  })

  test('replaces nothing but what was seen, and nothing that is not there', async () => {
    const { keeper } = makeKeeper()
    const seen = { kind: 'openpgp', replaces: 'AB'.repeat(20) } as const
    expect(await keeper.rotate(ada, seen)).toMatchObject({ outcome: 'refused', code: 'no-team-key' })
    kept(await keeper.create(ada, 's-mime'))
    expect(await keeper.rotate(ada, seen)).toMatchObject({ outcome: 'refused', code: 'no-team-key' })
    const key = kept(await keeper.create(ada, 'openpgp'))
    expect(await keeper.rotate(ada, seen)).toMatchObject({ outcome: 'refused', code: 'changed-meanwhile' })
    expect(await keeper.keys()).toMatchObject({ version: 2, current: [key, { kind: 's-mime' }], former: [] })
  })

  test('keeps the newest of the former ones, as many as one item of the table takes', async () => {
    const { deps, store, keeper } = makeKeeper()
    const sealing = memorySealing()
    const large = {
      ...sealing,
      team: {
        ...sealing.team,
        create: async (...of: Parameters<typeof sealing.team.create>) => {
          const from = await sealing.team.create(...of)
          return { ...from, made: { ...from.made, published: `${from.made.published} ${'x'.repeat(60_000)}` } }
        },
      },
    }
    const large64 = new TeamKeyKeeper({ ...deps, loadSealing: async () => large })
    const made = [kept(await large64.create(ada, 'openpgp'))]
    for (let i = 0; i < 5; i++) {
      made.unshift(kept(await large64.rotate(ada, { kind: 'openpgp', replaces: made[0]?.fingerprint ?? '' })))
    }
    const { former } = await keeper.keys()
    expect(former.map(({ fingerprint }) => fingerprint)).toEqual(made.slice(1, 4).map(({ fingerprint }) => fingerprint))
    expect(JSON.stringify(await store.keys()).length).toBeLessThan(400_000)
  })
})

describe('the store', () => {
  test('has the secret before anything points at it', async () => {
    const { deps, store } = makeKeeper()
    const write = async (keys: Parameters<typeof store.write>[0]) => {
      for (const { fingerprint } of keys.current) await store.secret(fingerprint)
      return store.write(keys)
    }
    kept(await new TeamKeyKeeper({ ...deps, store: { ...store, write } }).create(ada, 'openpgp'))
    expect((await store.keys()).version).toBe(1)
  })

  test('that somebody else wrote to meanwhile is left as it is', async () => {
    const { deps, store } = makeKeeper()
    const overtaken = new TeamKeyKeeper({ ...deps, store: { ...store, write: async () => 'conflict' } })
    expect(await overtaken.create(ada, 'openpgp')).toMatchObject({ outcome: 'refused', code: 'changed-meanwhile' })
    expect(await store.keys()).toEqual(NO_TEAM_KEYS)
  })
})
