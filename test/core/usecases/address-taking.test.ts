import { describe, expect, test } from 'vitest'
import type { AddressIndex } from '../../../core/recipient/ports.ts'
import { RecipientId } from '../../../core/shared/ids.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { RecipientKeeper } from '../../../core/usecases/keep-recipients.ts'
import { manualClock } from '../../fakes/clock.ts'
import { countedIds } from '../../fakes/ids.ts'
import { memoryAccessLog, memoryAddresses, memoryRecipients } from '../../fakes/recipients.ts'
import { START, detailsOf } from './team.ts'

const TAKEN = { outcome: 'refused', code: 'address-taken' }
const org1 = MailAddress.parse('security@org1.example')
const fresh = MailAddress.parse('security@fresh.example')
/** Of a recipient that another addition, under way or dead, has not written yet. */
const unwritten = RecipientId.parse('e'.repeat(32))

/** A list with `security@org1.example` on it, and a keeper whose address index differs in these ways. */
async function makeList(changes: (addresses: AddressIndex) => Partial<AddressIndex> = () => ({})) {
  const [recipients, addresses, access] = [memoryRecipients(), memoryAddresses(), memoryAccessLog()]
  const deps = { recipients, addresses, access, ids: countedIds(), clock: manualClock(START) }
  const first = await new RecipientKeeper(deps).add(detailsOf(1))
  if (first.outcome === 'refused') throw new Error(first.code)
  return { ...deps, id: first.id, keeper: new RecipientKeeper({ ...deps, addresses: { ...addresses, ...changes(addresses) } }) }
}

describe('who adds a recipient', () => {
  test('at an address of somebody on the list leaves alone what another addition has claimed', async () => {
    const { keeper, addresses } = await makeList()
    await addresses.claim(fresh, unwritten)
    expect(await keeper.add(detailsOf(2, { contacts: [fresh, org1] }))).toMatchObject(TAKEN)
    expect(await addresses.owner(fresh)).toBe(unwritten)
  })

  test('whose second address a crash left behind goes on where that addition ended', async () => {
    const { keeper, addresses } = await makeList()
    await addresses.claim(fresh, unwritten)
    const contacts = ['security@org2.example', fresh]
    expect(await keeper.add(detailsOf(2, { contacts }))).toEqual({ outcome: 'added', id: unwritten })
    expect(await addresses.owner(MailAddress.parse('security@org2.example'))).toBe(unwritten)
  })
})

describe('who changes a recipient', () => {
  test('never holds an address of somebody on the list, not even for a moment in which a crash could leave it there', async () => {
    const { keeper } = await makeList(() => ({ adopt: () => Promise.reject(new Error('the process died')) }))
    const second = await keeper.add(detailsOf(2))
    if (second.outcome === 'refused') throw new Error(second.code)
    expect(await keeper.change(second.id, detailsOf(2, { contacts: [org1] }))).toMatchObject(TAKEN)
  })

  test('does not get an address that a third has taken over meanwhile', async () => {
    const third = RecipientId.parse('f'.repeat(32))
    const { keeper, addresses, id } = await makeList((index) => ({
      adopt: async (address, from, to) => {
        await index.adopt(address, from, third)
        return index.adopt(address, from, to)
      },
    }))
    await addresses.claim(fresh, unwritten)
    expect(await keeper.change(id, detailsOf(1, { contacts: [fresh] }))).toMatchObject(TAKEN)
    expect(await addresses.owner(fresh)).toBe(third)
    expect(await keeper.read(id)).toMatchObject({ version: 1, details: detailsOf(1) })
  })
})
