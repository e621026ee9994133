import type { AudienceBuild } from '../campaign/audience-build.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { type KeyCounts, NO_KEYS } from '../campaign/findings.ts'
import { recipientAddressee, reporterAddressee, templateOf } from '../delivery/targets.ts'
import { type CheckedAt, type CheckedKey, checkContacts, isUnusable } from '../keys/key-check.ts'
import type { TeamSecrets } from '../keys/ports.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { Policy } from '../policy/policy.ts'
import type { Member } from '../recipient/recipient.ts'
import type { Clock } from '../shared/clock.ts'
import type { RecipientId } from '../shared/ids.ts'
import type { Stock } from './load-material.ts'
import { wishOf } from './seal-letter.ts'
import type { WriteMail } from './write-mail.ts'

export interface AudienceCheckDeps {
  readonly writeMail: WriteMail
  readonly teamKeys: Pick<TeamSecrets, 'keys'>
  readonly policy: Policy
  readonly clock: Clock
}

export type Checks = KeyCounts &
  Pick<AudienceBuild, 'largestMail' | 'unrenderableCount'> & {
    readonly unrenderable: readonly RecipientId[]
  }

/** Writes each member's advance notice as the sender would, and keeps sizes, failures and what their keys make of it. */
export async function check(
  deps: AudienceCheckDeps,
  { campaign, stock, members }: { campaign: Campaign; stock: Stock; members: readonly Member[] },
): Promise<Checks> {
  return written(deps, { campaign, stock, mails: members.map((member) => ({ ...mailTo(recipientAddressee(member)), id: member.id })) })
}

/** The reporters' mails likewise: one that cannot be made must show before the approval, too. */
export async function checkReporters(deps: AudienceCheckDeps, campaign: Campaign, stock: Stock): Promise<Checks> {
  const { reporters } = stock.told.content.advisory
  const mails = reporters.map((reporter) => ({ ...mailTo(reporterAddressee(reporter, deps.policy)), id: reporter.id }))
  return written(deps, { campaign, stock, mails })
}

const mailTo = (addressee: Addressee): Omit<FirstMail, 'id'> => ({
  addressee,
  kind: addressee.kind === 'recipient' ? 'advance' : 'reporter-date',
})

interface FirstMail {
  readonly id: RecipientId
  readonly addressee: Addressee
  readonly kind: 'advance' | 'reporter-date'
}

async function written(deps: AudienceCheckDeps, of: { campaign: Campaign; stock: Stock; mails: readonly FirstMail[] }): Promise<Checks> {
  const teamKeys = await deps.teamKeys.keys()
  const at: CheckedAt = { now: deps.clock.now(), disclosureAt: of.stock.told.disclosureAt }
  const unrenderable: RecipientId[] = []
  let largestMail = 0
  let counts = NO_KEYS
  for (const { id, addressee, kind } of of.mails) {
    const template = templateOf(kind, addressee)
    const [first] = checkContacts([addressee.address], wishOf(addressee), at)
    if (first) counts = addKeys(counts, countsOf(first))
    const what = { campaign: of.campaign, material: of.stock, notice: { version: 1, kind } }
    const mail = template && (await deps.writeMail({ ...what, target: { addressee, template }, teamKeys }))
    if (!mail || 'blocked' in mail) unrenderable.push(id)
    else largestMail = Math.max(largestMail, first?.key ? mostSealedBytes(mail.raw.reveal()) : mail.raw.reveal().byteLength)
  }
  return { ...counts, largestMail, unrenderable, unrenderableCount: unrenderable.length }
}

function countsOf({ standing, key }: CheckedKey): KeyCounts {
  if (key === undefined || isUnusable(standing)) return { ...NO_KEYS, blocked: 1 }
  return { blocked: 0, keysEnding: standing === 'ends-soon' ? 1 : 0, sealedTo: { ...NO_KEYS.sealedTo, [key.kind]: 1 } }
}

export const addKeys = (a: KeyCounts, b: KeyCounts): KeyCounts => ({
  blocked: a.blocked + b.blocked,
  keysEnding: a.keysEnding + b.keysEnding,
  sealedTo: { openpgp: a.sealedTo.openpgp + b.sealedTo.openpgp, 's-mime': a.sealedTo['s-mime'] + b.sealedTo['s-mime'] },
})

/** What is sealed is as long as a multiple of this. */
const PADDING_STEP = 4096
/** What is signed may travel as base64 inside of what is encrypted, which does so again. */
const BASE64_GROWTH = 1.37
const ARMOUR_GROWTH = 1.36
/** Both certificates or keys, their signatures, and the header around it. */
const SEALED_FRAME = 8 * 1024

/** At most so much is left of a mail when it is sealed, whatever to. */
export function mostSealedBytes({ byteLength }: Uint8Array): number {
  const padded = Math.ceil(byteLength / PADDING_STEP) * PADDING_STEP
  return Math.ceil(padded * BASE64_GROWTH * ARMOUR_GROWTH) + SEALED_FRAME
}
