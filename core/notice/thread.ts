import { digestOfBytes } from '../shared/digest.ts'
import { AddresseeId } from '../shared/ids.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { Addressee } from './addressee.ts'

/** By which id deliveries and threads know an addressee; all of the team's mails have one. */
export function addresseeIdOf(addressee: Addressee): AddresseeId {
  switch (addressee.kind) {
    case 'recipient':
      return AddresseeId.parse(addressee.member.id)
    case 'reporter':
      return AddresseeId.parse(addressee.reporter.id)
    case 'team':
      return AddresseeId.parse('team')
  }
}

/**
 * The id that `References` names, in angle brackets: constant for a campaign and addressee, and telling nobody that two
 * mails of different addressees are of one campaign.
 *
 * @param threadKey `content.threadKey`
 */
export function threadIdOf(threadKey: string, addressee: Addressee, sender: MailAddress): string {
  const hash = digestOfBytes(`thread/1|${threadKey}|${addresseeIdOf(addressee)}`).slice(0, 32)
  return `<${hash}@${sender.slice(sender.lastIndexOf('@') + 1)}>`
}
