import { readFile, writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { makeThrowawayKey } from '../../adapters/openpgp/throwaway.ts'
import { systemClock } from '../../adapters/system/clock.ts'
import { MailKey } from '../../core/keys/mail-key.ts'
import type { RecipientDetails } from '../../core/recipient/recipient.ts'
import { people } from '../people.ts'

const Keys = z.array(MailKey)

/** A key of Curve25519 for each of `people(count)`, in a file, so that all who are measured write to the same ones. */
export async function makeKeys(file: string, count: number): Promise<void> {
  const keys: MailKey[] = []
  for (const { contacts } of people(count)) {
    const [address] = contacts
    if (address === undefined) throw new Error('a recipient has a contact')
    keys.push((await makeThrowawayKey(address, systemClock().now())).key)
  }
  await writeFile(file, JSON.stringify(keys))
}

export interface KeyedPerson {
  readonly details: RecipientDetails
  readonly key: MailKey
}

/** `people`, each with their key. */
export async function keyedPeople(file: string): Promise<readonly KeyedPerson[]> {
  const keys = Keys.parse(JSON.parse(await readFile(file, 'utf8')))
  const list = people(keys.length)
  return keys.map((key, index) => {
    const details = list[index]
    if (details === undefined) throw new Error('there are as many recipients as keys')
    return { details: { ...details, encryption: 'required', keys: [key] }, key }
  })
}
