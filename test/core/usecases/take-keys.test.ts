import { describe, expect, test } from 'vitest'
import { KeyFault, saysOf } from '../../../core/keys/key-fault.ts'
import type { MailKey } from '../../../core/keys/mail-key.ts'
import type { InspectKey } from '../../../core/keys/ports.ts'
import { GivenDetails } from '../../../core/recipient/recipient.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { makeTakeDetails, makeTakeKeys } from '../../../core/usecases/take-keys.ts'
import { manualClock } from '../../fakes/clock.ts'
import { base64Key, inspectMemoryKey } from '../../fakes/keys.ts'
import { START } from './team.ts'

const [psirt, soc] = [MailAddress.parse('psirt@acme.example'), MailAddress.parse('soc@acme.example')]

function taker(inspect: InspectKey = inspectMemoryKey) {
  const clock = manualClock(START)
  let inspected = 0
  const counting: InspectKey = async (bytes, of) => {
    inspected += 1
    return inspect(bytes, of)
  }
  const takeKeys = makeTakeKeys({ inspect: counting, clock })
  const take = async (
    keys: readonly string[],
    more: { kept?: readonly MailKey[]; isOldClient?: boolean; contacts?: readonly MailAddress[] } = {},
  ) => {
    const { kept = [], isOldClient, contacts = [psirt, soc] } = more
    return takeKeys({ keys: [...keys], ...(isOldClient !== undefined && { isOldClient }) }, { contacts, kept })
  }
  const kept = async (of: Parameters<typeof base64Key>[0]): Promise<MailKey> => {
    const taken = await take([base64Key(of)])
    const [key] = taken.ok ? taken.value : []
    if (!key) throw new Error('a key')
    inspected = 0
    return key
  }
  return { clock, take, kept, takeDetails: makeTakeDetails(takeKeys), inspected: () => inspected }
}

const theirs = { addresses: [psirt] }

describe('a key that is given', () => {
  test('is kept as the inspection found it', async () => {
    const taken = await taker().take([base64Key({ addresses: [psirt, 'other@acme.example'], usableUntil: '2027-01-01T00:00:00Z' })])
    expect(taken).toMatchObject({
      ok: true,
      value: [{ kind: 'openpgp', addresses: [psirt, 'other@acme.example'], usableUntil: '2027-01-01T00:00:00Z' }],
    })
  })

  test.each(KeyFault.options)('is refused when it is %s, with the field and the remedy', async (fault) => {
    expect(await taker().take([base64Key({ ...theirs, fault })])).toEqual({
      ok: false,
      problems: [{ field: 'key', message: saysOf(fault) }],
    })
  })

  test('is refused with its number when there are two', async () => {
    const taken = await taker().take([base64Key(theirs), base64Key({ addresses: [soc], fault: 'revoked' })])
    expect(taken).toEqual({ ok: false, problems: [{ field: 'key.1', message: saysOf('revoked') }] })
  })

  test('is refused when it is given twice', async () => {
    const file = base64Key(theirs)
    expect(await taker().take([file, file])).toEqual({ ok: false, problems: [{ field: 'key', message: 'is given twice' }] })
  })
})

describe('a key that is kept', () => {
  test('is not looked into again, so that its end keeps nobody from another change', async () => {
    const { take, kept, clock, inspected } = taker()
    const key = await kept({ ...theirs, usableUntil: '2026-12-05T00:00:00Z' })
    clock.set('2026-12-06T00:00:00Z')
    expect(await take([key.bytes], { kept: [key] })).toEqual({ ok: true, value: [key] })
    expect(inspected()).toBe(0)
  })

  test('is looked into when it is another’s', async () => {
    const { take, kept } = taker()
    const key = await kept(theirs)
    expect(await take([key.bytes])).toEqual({ ok: false, problems: [{ field: 'key', message: saysOf('unreadable') }] })
  })

  test('must still name one of the contacts', async () => {
    const { take, kept } = taker()
    const key = await kept(theirs)
    const moved = await take([key.bytes], { kept: [key], contacts: [soc] })
    expect(moved).toEqual({ ok: false, problems: [{ field: 'key', message: saysOf('wrong-address') }] })
  })
})

describe('a certificate', () => {
  const certificate = { ...theirs, kind: 's-mime' as const }
  const cipherOf = (taken: Awaited<ReturnType<ReturnType<typeof taker>['take']>>) =>
    taken.ok ? taken.value.map((key) => (key.kind === 's-mime' ? key.cipher : key.kind)) : taken.problems

  test('is for any mail program, or an old one', async () => {
    const { take } = taker()
    expect(cipherOf(await take([base64Key(certificate)]))).toEqual(['aes-256-gcm'])
    expect(cipherOf(await take([base64Key(certificate)], { isOldClient: true }))).toEqual(['aes-256-cbc'])
  })

  test('stays for an old one until something else is said', async () => {
    const { take, kept } = taker()
    const old = { ...(await kept(certificate)), kind: 's-mime', cipher: 'aes-256-cbc' } as const
    for (const file of [old.bytes, base64Key(certificate)]) {
      expect(cipherOf(await take([file], { kept: [old] }))).toEqual(['aes-256-cbc'])
      expect(cipherOf(await take([file], { kept: [old], isOldClient: false }))).toEqual(['aes-256-gcm'])
    }
  })

  test('is what an old client is about: an OpenPGP key has none', async () => {
    const { take } = taker()
    expect(await take([base64Key(theirs)], { isOldClient: true })).toMatchObject({ ok: false, problems: [{ field: 'old-client' }] })
    expect(cipherOf(await take([base64Key(theirs), base64Key({ ...certificate, addresses: [soc] })], { isOldClient: true }))).toEqual([
      'openpgp',
      'aes-256-cbc',
    ])
  })
})

describe('details with keys', () => {
  const given = (change: object) => GivenDetails.parse({ organisation: 'Acme', contacts: [psirt], ...change })

  test('come with what was found, and without what was only said', async () => {
    const details = await taker().takeDetails(given({ keys: [base64Key(theirs)], isOldClient: false }), [])
    expect(details).toMatchObject({ ok: true, value: { organisation: 'Acme', keys: [{ kind: 'openpgp' }] } })
    expect(Object.keys(details.ok ? details.value : {})).not.toContain('isOldClient')
  })

  test('are refused when a key is too large to be kept', async () => {
    const { takeDetails } = taker(async (bytes, of) => {
      const found = await inspectMemoryKey(bytes, of)
      return found.ok ? { ok: true, key: { ...found.key, bytes: 'A'.repeat(11_004) } } : found
    })
    const details = await takeDetails(given({ keys: [base64Key(theirs)] }), [])
    expect(details).toMatchObject({ ok: false, problems: [{ field: 'key', message: 'must be a smaller key' }, { field: 'key' }] })
  })
})
