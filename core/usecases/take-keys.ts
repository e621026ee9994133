import { saysOf } from '../keys/key-fault.ts'
import { type MailKey, keyFor } from '../keys/mail-key.ts'
import type { InspectKey, Inspection } from '../keys/ports.ts'
import { type GivenDetails, type GivenKeys, RecipientDetails } from '../recipient/recipient.ts'
import type { Clock } from '../shared/clock.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import { type Parsed, type Problem, parseWith } from '../shared/parsed.ts'

export interface TakeKeysDeps {
  readonly inspect: InspectKey
  readonly clock: Clock
}

export interface KeysOf {
  readonly contacts: readonly MailAddress[]
  /** What is stored of them already. */
  readonly kept: readonly MailKey[]
}

/**
 * Looks into each key that is given, and keeps those that are good. What is stored already was found good once and is not looked
 * into again: that a key has expired meanwhile must not keep anybody from correcting a zone. Problems name the field `key`.
 */
export type TakeKeys = (given: GivenKeys, of: KeysOf) => Promise<Parsed<readonly MailKey[]>>

export function makeTakeKeys({ inspect, clock }: TakeKeysDeps): TakeKeys {
  return async ({ keys, isOldClient }, { contacts, kept }) => {
    const at = clock.now()
    const inspections = await Promise.all(
      keys.map(async (file) => keptAs(file, { contacts, kept }) ?? inspect(Buffer.from(file, 'base64'), { addresses: contacts, at })),
    )
    const problems = inspections.flatMap((inspection, index) =>
      inspection.ok ? [] : [{ field: fieldOf(index, keys.length), message: saysOf(inspection.fault) }],
    )
    const good = inspections.flatMap((inspection) => (inspection.ok ? [withCipher(inspection.key, { isOldClient, kept })] : []))
    const all = [...problems, ...wrongTogether(good, isOldClient)]
    return all.length > 0 ? { ok: false, problems: all } : { ok: true, value: good }
  }
}

/** The same with everything that is given of a recipient. */
export type TakeDetails = (given: GivenDetails, kept: readonly MailKey[]) => Promise<Parsed<RecipientDetails>>

export const makeTakeDetails =
  (takeKeys: TakeKeys): TakeDetails =>
  async (given, kept) => {
    const { keys: files, isOldClient, ...said } = given
    const keys = await takeKeys({ keys: files, isOldClient }, { contacts: given.contacts, kept })
    if (!keys.ok) return keys
    const details = parseWith(RecipientDetails, { ...said, keys: keys.value })
    return details.ok ? details : { ok: false, problems: details.problems.map(calledKey) }
  }

/** A list has one name for a key; which of two it is says its number, from 0. */
const fieldOf = (index: number, count: number): string => (count === 1 ? 'key' : `key.${index}`)
const calledKey = (problem: Problem): Problem => ({ ...problem, field: problem.field.replace(/^keys\b.*/, 'key') })

/** Mailboxes can change while a key stays: that it names one of them is asked of every key. */
function keptAs(file: string, { contacts, kept }: KeysOf): Inspection | undefined {
  const key = kept.find(({ bytes }) => bytes === file)
  if (key === undefined) return undefined
  const isTheirs = contacts.some((address) => keyFor(address, [key]) !== undefined)
  return isTheirs ? { ok: true, key } : { ok: false, fault: 'wrong-address' }
}

function withCipher(key: MailKey, { isOldClient, kept }: { isOldClient: boolean | undefined; kept: readonly MailKey[] }): MailKey {
  if (key.kind !== 's-mime') return key
  if (isOldClient !== undefined) return { ...key, cipher: isOldClient ? 'aes-256-cbc' : 'aes-256-gcm' }
  const before = kept.find(({ fingerprint }) => fingerprint === key.fingerprint)
  return before?.kind === 's-mime' ? { ...key, cipher: before.cipher } : key
}

function wrongTogether(keys: readonly MailKey[], isOldClient: boolean | undefined): readonly Problem[] {
  const prints = keys.map(({ fingerprint }) => fingerprint)
  return [
    ...(new Set(prints).size < prints.length ? [{ field: 'key', message: 'is given twice' }] : []),
    ...(isOldClient === true && keys.length > 0 && keys.every(({ kind }) => kind !== 's-mime')
      ? [{ field: 'old-client', message: 'is for S/MIME certificates, and none is given' }]
      : []),
  ]
}
