import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecipientId } from '../../../core/shared/ids.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { RecipientKeeper } from '../../../core/usecases/keep-recipients.ts'
import { manualClock } from '../../fakes/clock.ts'
import { countedIds } from '../../fakes/ids.ts'
import { memoryAccessLog, memoryAddresses, memoryRecipients } from '../../fakes/recipients.ts'
import { START, detailsOf } from './team.ts'

function makeList() {
  const [recipients, addresses, access] = [memoryRecipients(), memoryAddresses(), memoryAccessLog()]
  const deps = { recipients, addresses, access, ids: countedIds(), clock: manualClock(START) }
  return { ...deps, deps, keeper: new RecipientKeeper(deps) }
}

async function active(list: ReturnType<typeof makeList>) {
  return (await list.recipients.page(undefined, 100)).filter(({ state }) => state === 'active')
}

describe('an address belongs to one recipient', () => {
  test('the same details again change nothing', async () => {
    const list = makeList()
    const first = await list.keeper.add(detailsOf(1))
    expect(await list.keeper.add(detailsOf(1))).toEqual({ ...first, outcome: 'unchanged' })
  })
  test('another spelling of the address is the same address', async () => {
    const list = makeList()
    await list.keeper.add(detailsOf(1))
    const again = await list.keeper.add(detailsOf(1, { organisation: 'Somebody else', contacts: ['SECURITY@ORG1.example'] }))
    expect(again).toMatchObject({ outcome: 'refused', code: 'address-taken' })
    expect(await active(list)).toHaveLength(1)
  })
  test('a second contact that is taken leaves the first one free', async () => {
    const list = makeList()
    await list.keeper.add(detailsOf(1))
    const refused = await list.keeper.add(detailsOf(2, { contacts: ['security@org2.example', 'security@org1.example'] }))
    expect(refused.outcome).toBe('refused')
    expect(await list.addresses.owner(MailAddress.parse('security@org2.example'))).toBeUndefined()
    expect(await list.keeper.add(detailsOf(2))).toMatchObject({ outcome: 'added' })
  })
  test('what a crash left between address and recipient is adopted', async () => {
    const list = makeList()
    const [address] = detailsOf(1).contacts
    const orphan = RecipientId.parse('f'.repeat(32))
    if (!address) throw new Error('an address')
    await list.addresses.claim(address, orphan)
    expect(await list.keeper.add(detailsOf(1))).toEqual({ outcome: 'added', id: orphan })
    expect(await active(list)).toHaveLength(1)
  })
  test('a removed recipient frees its address', async () => {
    const list = makeList()
    const added = await list.keeper.add(detailsOf(1))
    if (added.outcome === 'refused') throw new Error(added.code)
    await list.keeper.setState(added.id, 'removed')
    expect(await list.keeper.add(detailsOf(2, { contacts: ['security@org1.example'] }))).toMatchObject({ outcome: 'added' })
    expect(await list.keeper.setState(added.id, 'active')).toMatchObject({ outcome: 'refused', code: 'unknown-recipient' })
  })
  test.each([
    ['the same details', detailsOf(1)],
    ['other details', detailsOf(2, { contacts: ['security@org1.example'] })],
  ])('an address that a crash left with a removed recipient is free: %s are added', async (_, details) => {
    const list = makeList()
    const added = await list.keeper.add(detailsOf(1))
    if (added.outcome === 'refused') throw new Error(added.code)
    const crashing = new RecipientKeeper({
      ...list.deps,
      addresses: { ...list.addresses, release: () => Promise.reject(new Error('the process died')) },
    })
    await expect(crashing.setState(added.id, 'removed')).rejects.toThrow('the process died')
    expect(await list.keeper.forecast(details)).toBe('new')
    expect(await list.keeper.add(details)).toMatchObject({ outcome: 'added' })
    expect(await active(list)).toMatchObject([{ details }])
  })
  test('a changed contact frees the former one and takes the new one', async () => {
    const list = makeList()
    const added = await list.keeper.add(detailsOf(1))
    if (added.outcome === 'refused') throw new Error(added.code)
    expect(await list.keeper.change(added.id, detailsOf(1, { contacts: ['psirt@org1.example'] }))).toMatchObject({
      outcome: 'changed',
      recipient: { version: 2 },
    })
    expect(await list.keeper.forecast(detailsOf(1))).toBe('new')
    expect(await list.keeper.forecast(detailsOf(3, { contacts: ['psirt@org1.example'] }))).toBe('address-taken')
  })
})

test('two who add the same address at once never end with two active recipients, in whatever order their steps come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const list = makeList()
      const slow = {
        ...list.deps,
        recipients: scheduledPort(scheduler, list.recipients),
        addresses: scheduledPort(scheduler, list.addresses),
      }
      const [one, two] = [new RecipientKeeper(slow), new RecipientKeeper(slow)]
      const both = Promise.all(
        [one.add(detailsOf(1, { organisation: 'One' })), two.add(detailsOf(1, { organisation: 'Two' }))].map((add) =>
          add.catch(() => 'failed'),
        ),
      )
      await scheduler.waitFor(both)
      expect((await active(list)).length).toBeLessThanOrEqual(1)
    }),
    { numRuns: 300 },
  )
})

/** Every call of a port waits for its turn before it takes effect. */
function scheduledPort<T extends object>(scheduler: fc.Scheduler, port: T): T {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name))
        return Reflect.apply(method, target, args) as unknown
      }
    },
  })
}

test('a look at whole addresses is recorded', async () => {
  const list = makeList()
  await list.keeper.recordAccess('dave', 'list', 3)
  expect(await list.keeper.accesses(10)).toEqual([{ at: '2026-12-01T09:00:00.000Z', who: 'dave', what: 'list', count: 3 }])
})
