import { describe, expect, test } from 'vitest'
import type { Recipient } from '../../../core/recipient/recipient.ts'
import { RecipientId } from '../../../core/shared/ids.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { RecipientKeeper } from '../../../core/usecases/keep-recipients.ts'
import { manualClock } from '../../fakes/clock.ts'
import { countedIds } from '../../fakes/ids.ts'
import { memoryAccessLog, memoryAddresses, memoryRecipients } from '../../fakes/recipients.ts'
import { START, detailsOf } from './team.ts'

const FIRST = MailAddress.parse('security@org1.example')
const SECOND = MailAddress.parse('second@org1.example')

/** A list with one recipient, `security@org1.example`. */
async function makeList() {
  const [recipients, addresses, access] = [memoryRecipients(), memoryAddresses(), memoryAccessLog()]
  const deps = { recipients, addresses, access, ids: countedIds(), clock: manualClock(START) }
  const keeper = new RecipientKeeper(deps)
  const added = await keeper.add(detailsOf(1))
  if (added.outcome === 'refused') throw new Error(added.code)
  return { ...deps, deps, keeper, id: added.id }
}

/** A keeper that another one always overtakes when it writes. */
const overtaken = (list: Awaited<ReturnType<typeof makeList>>) => {
  const written: Recipient[] = []
  const write = async (recipient: Recipient) => (written.push(recipient), 'conflict' as const)
  return { written, keeper: new RecipientKeeper({ ...list.deps, recipients: { ...list.recipients, write } }) }
}

describe('a change of a recipient', () => {
  test('to the same details is none, in whatever order their fields come', async () => {
    const { keeper, id } = await makeList()
    const { notes, ...rest } = detailsOf(1)
    expect(await keeper.change(id, { notes, ...rest })).toMatchObject({ outcome: 'unchanged', recipient: { version: 1 } })
  })

  test('raises its version, and keeps its id and its state', async () => {
    const { keeper, id } = await makeList()
    await keeper.setState(id, 'suspended')
    const details = detailsOf(1, { organisation: 'Renamed' })
    expect(await keeper.change(id, details)).toEqual({ outcome: 'changed', recipient: { id, state: 'suspended', version: 3, details } })
    expect(await keeper.read(id)).toEqual({ id, state: 'suspended', version: 3, details })
  })

  test('to another spelling of a contact takes and frees no address', async () => {
    const { keeper, id, addresses } = await makeList()
    expect(await keeper.change(id, detailsOf(1, { contacts: ['SECURITY@org1.example'] }))).toMatchObject({ outcome: 'changed' })
    expect(await addresses.owner(FIRST)).toBe(id)
  })

  test('that adds a contact keeps the other, and one that drops it frees it', async () => {
    const { keeper, id, addresses } = await makeList()
    await keeper.change(id, detailsOf(1, { contacts: [FIRST, SECOND] }))
    expect([await addresses.owner(FIRST), await addresses.owner(SECOND)]).toEqual([id, id])
    await keeper.change(id, detailsOf(1))
    expect([await addresses.owner(FIRST), await addresses.owner(SECOND)]).toEqual([id, undefined])
  })

  test('that another overtakes is refused, and frees nothing that the other may hold', async () => {
    const list = await makeList()
    const { keeper } = overtaken(list)
    expect(await keeper.change(list.id, detailsOf(1, { contacts: [SECOND] }))).toEqual({
      outcome: 'refused',
      code: 'changed-meanwhile',
      why: 'Somebody else changed this recipient at the same moment.',
      hint: 'Look at it, and try again.',
    })
    expect(await list.addresses.owner(FIRST)).toBe(list.id)
    expect(await keeper.setState(list.id, 'removed')).toMatchObject({ code: 'changed-meanwhile' })
    expect(await list.addresses.owner(FIRST)).toBe(list.id)
  })
})

describe('a recipient’s state', () => {
  test('that it has already is no change', async () => {
    const { keeper, id } = await makeList()
    expect(await keeper.setState(id, 'active')).toMatchObject({ outcome: 'unchanged', recipient: { version: 1 } })
    expect(await keeper.setState(id, 'suspended')).toMatchObject({ outcome: 'changed', recipient: { state: 'suspended', version: 2 } })
  })

  test('suspended keeps the address, and removed frees it', async () => {
    const { keeper, id, addresses } = await makeList()
    await keeper.setState(id, 'suspended')
    expect(await addresses.owner(FIRST)).toBe(id)
    expect(await keeper.forecast(detailsOf(1, { organisation: 'Another' }))).toBe('address-taken')
    await keeper.setState(id, 'removed')
    expect(await addresses.owner(FIRST)).toBeUndefined()
    expect(await keeper.forecast(detailsOf(1))).toBe('new')
  })
})

describe('an addition', () => {
  test('is foreseen: new, there already, or at somebody else’s address', async () => {
    const { keeper } = await makeList()
    const forecasts = [detailsOf(2), detailsOf(1), detailsOf(2, { contacts: ['new@org2.example', FIRST] })].map((details) =>
      keeper.forecast(details),
    )
    expect(await Promise.all(forecasts)).toEqual(['new', 'unchanged', 'address-taken'])
  })

  test('begins active, at version 1', async () => {
    const { keeper, id } = await makeList()
    expect(await keeper.read(id)).toEqual({ id, state: 'active', version: 1, details: detailsOf(1) })
  })

  test('that is always overtaken is given up after three tries, to be tried again later', async () => {
    const { keeper, written } = overtaken(await makeList())
    await expect(keeper.add(detailsOf(2))).rejects.toMatchObject({
      code: 'STORE_CONTENDED',
      message: 'a recipient changed too often while it was added',
      retry: 'later',
    })
    expect(written).toHaveLength(3)
  })

  test('whose address is taken away while it is written gives way, and leaves no address behind', async () => {
    const list = await makeList()
    const details = detailsOf(2, { contacts: ['security@org2.example', 'second@org2.example'] })
    const [first, second] = details.contacts
    if (!first || !second) throw new Error('two contacts')
    const stranger = RecipientId.parse('e'.repeat(32))
    const write = async (recipient: Recipient) => {
      if (recipient.state === 'active') await list.addresses.adopt(second, recipient.id, stranger)
      return list.recipients.write(recipient)
    }
    const keeper = new RecipientKeeper({ ...list.deps, recipients: { ...list.recipients, write } })
    expect(await keeper.add(details)).toMatchObject({ outcome: 'refused', code: 'address-taken' })
    expect((await list.recipients.page(undefined, 10)).map(({ state, version }) => [state, version])).toEqual([
      ['active', 1],
      ['removed', 2],
    ])
    expect([await list.addresses.owner(first), await list.addresses.owner(second)]).toEqual([undefined, stranger])
  })

  test('leaves alone an address whose owner was only slow, and has come meanwhile', async () => {
    const list = await makeList()
    const [address] = detailsOf(2).contacts
    const slow = RecipientId.parse('e'.repeat(32))
    if (!address) throw new Error('a contact')
    await list.addresses.claim(address, slow)
    const adopt: typeof list.addresses.adopt = async (of, from, to) => {
      const outcome = await list.addresses.adopt(of, from, to)
      if (from === slow) await list.recipients.write({ id: slow, state: 'active', version: 1, details: detailsOf(2) })
      return outcome
    }
    const keeper = new RecipientKeeper({ ...list.deps, addresses: { ...list.addresses, adopt } })
    const details = detailsOf(3, { contacts: ['new@org3.example', address] })
    expect(await keeper.change(list.id, details)).toMatchObject({ outcome: 'refused', code: 'address-taken' })
    expect(await list.addresses.owner(address)).toBe(slow)
    expect(await list.addresses.owner(MailAddress.parse('new@org3.example'))).toBeUndefined()
  })
})

test('the list is read in pages, in order of id', async () => {
  const { keeper } = await makeList()
  for (const number of [2, 3]) await keeper.add(detailsOf(number))
  const [first] = await keeper.page(undefined, 1)
  const rest = await keeper.page(first?.id, 5)
  expect([first, ...rest].map((recipient) => recipient?.details.organisation)).toEqual([
    'Organisation 1',
    'Organisation 2',
    'Organisation 3',
  ])
})
