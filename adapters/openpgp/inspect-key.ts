import { type Key, createMessage, encrypt } from 'openpgp'
import { toStored, instantAt } from '../../core/embargo/instant.ts'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { MailKey } from '../../core/keys/mail-key.ts'
import type { InspectKey, Inspection } from '../../core/keys/ports.ts'
import { normalisedAddress } from '../../core/shared/mail-address.ts'
import { type OwnKey, composed, endOf, faultAt, ownKeyOf } from './own-key.ts'
import type { OwnParts } from './own-parts.ts'
import { publicPartsIn } from './read-key.ts'
import { strictly } from './strictness.ts'

/** The bytes that it keeps are those that the owner made; they depend on neither the hour nor what else is in the file. */
export const inspectOpenpgpKey: InspectKey = async (bytes, { addresses, at }) => {
  const read = await publicPartsIn(bytes)
  if ('fault' in read) return no(read.fault)
  const own = ownKeyOf(read, 'encrypt')
  if ('fault' in own) return no(own.fault)
  const wanted = new Set(addresses.map(normalisedAddress))
  const fault = faultAt(own, at.toMillis()) ?? addressFault(read, wanted)
  if (fault !== undefined) return no(fault)
  const kept = keptOf(read, own, wanted)
  if (kept === undefined) return no('too-large')
  return (await canEncrypt(kept.key, at.toJSDate())) ? { ok: true, key: kept.mailKey } : no('unreadable')
}

const no = (fault: KeyFault): Inspection => ({ ok: false, fault })

function addressFault({ users, weakUsers }: OwnParts, wanted: ReadonlySet<string>): KeyFault | undefined {
  const isWanted = ({ address = '' }): boolean => wanted.has(address)
  if (users.some(isWanted)) return undefined
  return weakUsers.some(isWanted) ? 'weak-signature' : 'wrong-address'
}

interface Kept {
  readonly key: Key
  readonly mailKey: MailKey
}

/** With all of its user ids, or, of somebody who has very many, with those that are asked for. */
function keptOf(parts: OwnParts, own: OwnKey, wanted: ReadonlySet<string>): Kept | undefined {
  const needed = own.users.filter(({ address = '' }, index) => wanted.has(address) || index === own.users.length - 1)
  return keptWith(parts, own) ?? keptWith(parts, { ...own, users: needed })
}

function keptWith(parts: OwnParts, own: OwnKey): Kept | undefined {
  const key = composed(parts, own)
  const end = endOf(own)
  const mailKey = MailKey.safeParse({
    kind: 'openpgp',
    fingerprint: own.fingerprint,
    addresses: [...new Set(own.users.flatMap(({ address = [] }) => address))].toSorted(),
    ...(end !== Infinity && { usableUntil: toStored(instantAt(end)) }),
    bytes: Buffer.from(key.write()).toString('base64'),
  })
  return mailKey.success ? { key, mailKey: mailKey.data } : undefined
}

/** By the library's own rules, which the ones here must not be laxer than. */
async function canEncrypt(key: Key, date: Date): Promise<boolean> {
  const message = await createMessage({ binary: Buffer.from('a trial'), date })
  return encrypt({ message, encryptionKeys: key, date, format: 'object', ...strictly }).then(
    () => true,
    () => false,
  )
}
