import { digestOfBytes } from '../../core/shared/digest.ts'
import { numberOf } from './cast.ts'
import { calendarOf } from './row.ts'
import type { Mail, Told } from './told.ts'

/** Headers that a reader, or a reader's mail program, goes by. */
const SHOWN: readonly string[] = ['From', 'To', 'Reply-To', 'Subject', 'References', 'Auto-Submitted']

/** What one addressee got, as text to be read and kept: by file name, in order. What differs from run to run is a stable word. */
export function readableMails({ address, mails }: Told): ReadonlyMap<string, string> {
  return new Map(
    mails.map((mail, index) => [
      `${String(index + 1).padStart(2, '0')}-${mail.notice}.txt`,
      stable(readable(mail), address, mail.campaign),
    ]),
  )
}

function readable(mail: Mail): string {
  const headers = mail.head.filter(({ name }) => SHOWN.includes(name)).map(({ name, value }) => `${name}: ${value}`)
  const attached = mail.email.attachments.map(
    ({ filename, mimeType, content, method }) =>
      `${filename}, ${mimeType}${method === undefined ? `, SHA-256 ${digestOfBytes(bytesOf(content))}` : `, method ${method}`}`,
  )
  const calendar = calendarOf(mail)
  return (
    [
      headers.toSorted().join('\n'),
      (mail.email.text ?? '').trimEnd(),
      ...(attached.length === 0 ? [] : [`ATTACHED\n\n${attached.join('\n')}`]),
      ...(calendar === undefined ? [] : [`IN THE CALENDAR\n\n${calendar.replaceAll('\r\n', '\n').replaceAll('\n ', '').trimEnd()}`]),
      '',
    ]
      .join(`\n\n${'='.repeat(100)}\n\n`)
      .trimEnd() + '\n'
  )
}

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

/** Which recipient stands for those in the same place, ids, and the time at which it ran. */
function stable(text: string, address: string, campaign: string): string {
  const number = numberOf(address)
  const own =
    number === undefined ? text : text.replaceAll(`ownstream ${number}`, 'ownstream NN').replaceAll(`ownstream-${number}`, 'ownstream-NN')
  return own
    .replaceAll(campaign, 'c-CAMPAIGN')
    .replaceAll(/<[0-9a-f]{32}@/g, '<THREAD@')
    .replaceAll(/^UID:[0-9a-f]{32}@/gm, 'UID:ENTRY@')
    .replaceAll(/^(DTSTAMP):\d{8}T\d{6}Z$/gm, '$1:THE-TIME-OF-THE-RUN')
}
