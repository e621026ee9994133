import { REPORTERS_CHUNK, recipientsPosition } from '../../core/delivery/targets.ts'
import { noticeThatWaits } from '../../core/delivery/waiting.ts'
import { NO_WISH, type Wish } from '../../core/keys/ladder.ts'
import type { Member } from '../../core/recipient/recipient.ts'
import type { NoticeId } from '../../core/shared/ids.ts'
import { pinOf } from './pins.ts'
import type { Sent, Witness } from './witness.ts'

/** The notice that a mail is, or that it says waits. */
export const noticeOf = ({ tags }: Pick<Sent, 'tags'>): string => noticeThatWaits(tags.notice as NoticeId) ?? tags.notice

const placeOf = ({ tags }: Sent): { readonly chunk: number; readonly addressee: string } => {
  const [, chunk, addressee = ''] = tags.delivery.split('_')
  return { chunk: Number(chunk), addressee }
}

function pinBehind(sent: Sent) {
  const campaign = sent.look?.fence.campaign
  const notice = campaign?.notices.find(({ id }) => id === noticeOf(sent))
  return campaign && notice && pinOf(campaign, notice)
}

/** The member whom a mail is for, as it was approved: read from what was stored then, and not from the mail. */
export function approvedMember(witness: Witness, sent: Sent): Member | undefined {
  const pin = pinBehind(sent)
  const { chunk, addressee } = placeOf(sent)
  const position = recipientsPosition(chunk)
  const digest = pin && position !== undefined ? witness.audiences.get(pin.audience)?.chunks[position]?.digest : undefined
  return digest && witness.chunks.get(digest)?.members.find(({ id }) => id === addressee)
}

/** What its addressee asks for, and the keys that were approved with them; nothing when nobody of that id was approved. */
export function approvedWish(witness: Witness, sent: Sent): Wish | undefined {
  const { chunk, addressee } = placeOf(sent)
  if (recipientsPosition(chunk) !== undefined) {
    const member = approvedMember(witness, sent)
    return member && { encryption: member.encryption, keys: member.keys ?? [] }
  }
  if (chunk !== REPORTERS_CHUNK) return NO_WISH
  const pin = pinBehind(sent)
  const reporters = pin && witness.contents.get(pin.content)?.advisory.reporters
  const contact = reporters?.find(({ id }) => id === addressee)?.contact
  if (!contact) return undefined
  return contact.by === 'mail' ? { encryption: contact.encryption ?? 'preferred', keys: contact.keys ?? [] } : NO_WISH
}
