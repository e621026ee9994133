import type { ComposeMime } from '../../core/notice/ports.ts'
import { fieldsOf, writeFields } from './header-fields.ts'
import { contentOf } from './mime-tree.ts'

/**
 * Writes a letter as RFC 5322 bytes: CRLF everywhere, 7 bits, one To.
 *
 * @throws Fault `MESSAGE_MALFORMED` when an address is not exactly one mailbox
 */
export const composeMime: ComposeMime = async (letter) =>
  Buffer.from(`${writeFields(fieldsOf(letter, letter.subject))}\r\n${contentOf(letter)}`, 'latin1')
