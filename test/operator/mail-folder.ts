import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Envelope } from '../../operator/local/ses/mailbox.ts'
import { addressOf, headersOf } from '../../operator/local/ses/raw-message.ts'

/** A mail that the stack's SES took. */
export interface TakenMail {
  readonly envelope: Envelope
  /** Addresses of its `To` headers. */
  readonly to: readonly string[]
  /** Whether its bytes end as a whole message does: with the end of its outermost part. */
  readonly isWhole: boolean
}

/** Numbers of the mails that SES took so far; a mail is taken once its envelope is there. */
export const takenNumbers = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))

/** Whatever is in the folder and is not one of a pair of bytes and envelope. */
export function oddNames(folder: string): readonly string[] {
  const names = new Set(readdirSync(folder))
  const twinOf = (name: string) => (name.endsWith('.eml') ? name.replace('.eml', '.json') : name.replace('.json', '.eml'))
  return [...names].filter((name) => !/^\d{6,}\.(eml|json)$/.test(name) || !names.has(twinOf(name)))
}

export const takenMails = (folder: string): Promise<readonly TakenMail[]> =>
  Promise.all(takenNumbers(folder).map((number) => takenMail(join(folder, number))))

async function takenMail(path: string): Promise<TakenMail> {
  const [raw, envelope] = await Promise.all([readFile(`${path}.eml`), readFile(`${path}.json`, 'utf8')])
  const headers = headersOf(raw)
  const valuesOf = (wanted: string) => headers.filter(({ name }) => name.toLowerCase() === wanted).map(({ value }) => value)
  const boundary = /boundary="([^"]+)"/.exec(valuesOf('content-type').join(''))?.[1]
  return {
    envelope: Envelope.parse(JSON.parse(envelope)),
    to: valuesOf('to').map(addressOf),
    isWhole: boundary !== undefined && raw.toString('latin1').trimEnd().endsWith(`--${boundary}--`),
  }
}
