import { mkdir, readFile, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { writeWhole } from '../folder/durable-file.ts'

/** What SES knew of a mail beside its bytes. */
export const Envelope = z.strictObject({
  destinations: z.array(z.string()),
  source: z.string(),
  configurationSet: z.string(),
  tags: z.record(z.string(), z.string()),
  messageId: z.string(),
  acceptedAt: z.iso.datetime(),
})
export type Envelope = z.infer<typeof Envelope>

export interface Mailbox {
  /** Accepted mails at opening, ascending. */
  readonly numbers: readonly number[]
  /** Keeps a mail so that the end of this process cannot lose it; its number. It is accepted from the moment its envelope has its name. */
  keep(raw: Uint8Array, envelope: Envelope): Promise<number>
  raw(number: number): Promise<Uint8Array>
  envelope(number: number): Promise<Envelope>
}

/** `000001.eml` (the bytes) and `000001.json` (the envelope), numbered in order of arrival, for ever. */
export async function openMailbox(folder: string): Promise<Mailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = await readdir(folder)
  const accepted = new Set(names.filter((name) => /^\d{6,}\.json$/.test(name)).map(numberOf))
  await Promise.all(names.filter((name) => isHalf(name, accepted)).map((name) => unlink(join(folder, name))))

  const path = (number: number, kind: 'eml' | 'json') => join(folder, `${String(number).padStart(6, '0')}.${kind}`)
  let next = Math.max(0, ...accepted) + 1
  return {
    numbers: [...accepted].sort((a, b) => a - b),
    async keep(raw, envelope) {
      const number = next++
      await writeWhole(path(number, 'eml'), raw)
      await writeWhole(path(number, 'json'), `${JSON.stringify(envelope, undefined, 2)}\n`)
      return number
    },
    raw: (number) => readFile(path(number, 'eml')),
    envelope: async (number) => Envelope.parse(JSON.parse(await readFile(path(number, 'json'), 'utf8'))),
  }
}

/** What a crash left of a mail that was never accepted. */
const isHalf = (name: string, accepted: ReadonlySet<number>): boolean =>
  name.endsWith('.part') || (/^\d{6,}\.eml$/.test(name) && !accepted.has(numberOf(name)))

const numberOf = (name: string): number => Number.parseInt(name, 10)
