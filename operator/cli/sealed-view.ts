import type { KeyKind } from '../../core/keys/mail-key.ts'
import { type SealedMail } from './preview-folder.ts'
import { tableOf } from './table.ts'

/** A sealed mail from both sides. */
export interface SealedView {
  readonly template: string
  readonly kind: KeyKind
  readonly isSigned: boolean
  /** By header field, in the order of the message; absent on the side that does not see it. */
  readonly fields: readonly { readonly name: string; readonly stranger?: string; readonly addressee?: string }[]
  /** Bytes on the way, and of what is inside. */
  readonly sizes: { readonly stranger: number; readonly addressee: number }
}

/** Fields that only say how the bytes are written. */
const OF_THE_FORM = ['MIME-Version', 'Auto-Submitted', 'HP-Outer', 'Content-Transfer-Encoding', 'Content-Disposition']

export function sealedViewOf({ template, kind, raw, opened, isSigned }: SealedMail & { readonly isSigned: boolean }): SealedView {
  const [outside, inside] = [Buffer.from(raw, 'base64'), Buffer.from(opened, 'base64')]
  const [stranger, addressee] = [fieldsOf(outside), fieldsOf(inside)]
  const names = [...new Set([...stranger.keys(), ...addressee.keys()])].filter((name) => !OF_THE_FORM.includes(name))
  const fields = names.map((name) => {
    const [seen, read] = [stranger.get(name), addressee.get(name)]
    return { name, ...(seen !== undefined && { stranger: seen }), ...(read !== undefined && { addressee: read }) }
  })
  return { template, kind, isSigned, fields, sizes: { stranger: outside.byteLength, addressee: inside.byteLength } }
}

export function sealedViewText({ template, kind, isSigned, fields, sizes }: SealedView): string {
  const rows = [
    ...fields.map(({ name, stranger = '', addressee = '' }) => ({ name, stranger, addressee })),
    { name: 'size', stranger: `${sizes.stranger} bytes`, addressee: `${sizes.addressee} bytes` },
    { name: 'signature', stranger: 'inside', addressee: isSigned ? 'good' : 'BAD' },
  ]
  const table = tableOf(rows, [
    { title: template, cell: ({ name }) => name },
    { title: 'a stranger on the way sees', cell: ({ stranger }) => stranger },
    { title: `its addressee opens (${kind})`, cell: ({ addressee }) => addressee },
  ])
  return `${table}\n`
}

/** The header fields of a message, unfolded; of several of one name the first. */
function fieldsOf(message: Buffer): ReadonlyMap<string, string> {
  const text = message.toString('latin1')
  const header = text.slice(0, text.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  const fields = new Map<string, string>()
  for (const line of header.split('\r\n')) {
    const at = line.indexOf(':')
    const name = line.slice(0, at)
    if (!fields.has(name)) fields.set(name, line.slice(at + 1).trim())
  }
  return fields
}
