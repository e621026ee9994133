import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { CHUNK_SIZE } from '../../core/campaign/audience.ts'

const sample = join(resolve(import.meta.dirname, '../..'), 'samples/consoleme')

/** Two whole chunks, so that a release can stop in the middle: one is told and the other is not. */
export const RECIPIENTS = 2 * CHUNK_SIZE

/** One who is reached in each of the three ways. */
export const REPORTERS = [
  {
    name: 'Asha Raman',
    zone: 'Asia/Kolkata',
    contact: { by: 'mail', address: 'asha.raman@researcher.example' },
    credit: 'Asha Raman, independent researcher',
  },
  { name: 'nightjar', zone: 'UTC', contact: { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/reports/4711' } },
  { name: 'somebody who gave no name', zone: 'UTC', contact: { by: 'nobody', because: 'anonymous' } },
] as const
export const REPORTER_ADDRESS = REPORTERS[0].contact.address
export const TEAM_ADDRESS = 'security@consoleme.example'

/** Who joins the list after the notices of the first story. */
export const JOINER = { organisation: 'Newly Joined Cooperative', contact: 'psirt@newly-joined.example', zone: 'Pacific/Auckland' } as const

/** Two digits, so that which of them is shown changes the length of no line. */
export const numberOf = (address: string): string | undefined => /^psirt@downstream-(\d\d)\.example$/.exec(address)?.[1]

export async function writeList(folder: string): Promise<string> {
  const rows = Array.from({ length: RECIPIENTS }, (_, index) => {
    const number = String(index + 1).padStart(2, '0')
    return `Downstream ${number} GmbH,psirt@downstream-${number}.example,Europe/Berlin,distributors`
  })
  const file = join(folder, 'recipients.csv')
  await writeFile(file, ['organisation,contact,zone,groups', ...rows, ''].join('\n'))
  return file
}

/** The sample advisory under another id, with the cast's reporters. @returns its file, with the patches beside it */
export async function writeAdvisory(folder: string, id: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await cp(sample, folder, { recursive: true })
  const advisory: unknown = parse(await readFile(join(sample, 'ADV-2026-0001.yaml'), 'utf8'))
  const file = join(folder, `${id}.yaml`)
  await writeFile(file, JSON.stringify({ ...(advisory as object), id, reporters: REPORTERS }))
  return file
}

/** The same with one of its two patches mended. */
export async function writeRevision(folder: string, id: string): Promise<string> {
  const file = await writeAdvisory(folder, id)
  const patch = join(folder, 'adv-2026-0001-1.1.patch')
  const text = await readFile(patch, 'utf8')
  await writeFile(patch, text.replace('from string import Template', 'from string import Template  # noqa: E402'))
  return file
}
