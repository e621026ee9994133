import { setTimeout as sleep } from 'node:timers/promises'
import type { ChunkHint } from '../core/delivery/delivery.ts'
import type { SweepChunk } from '../core/delivery/sweep.ts'
import type { Instant } from '../core/shared/clock.ts'
import type { CampaignId } from '../core/shared/ids.ts'
import type { Digest } from '../core/shared/digest.ts'
import type { RecipientDetails } from '../core/recipient/recipient.ts'
import { bodyOf, campaignsOf, recipientsOf } from '../operator/cli/api-client.ts'
import { sampleAdvisory } from './sample.ts'
import { type Door, type StackMachine, sessionOf } from './stack-client.ts'

const ROWS_A_CALL = 200

export async function importList(door: Door, rows: readonly RecipientDetails[], onProgress: (done: number) => void): Promise<void> {
  const { recipients } = recipientsOf(sessionOf(door, 'dave'))
  for (let from = 0; from < rows.length; from += ROWS_A_CALL) {
    const page = rows.slice(from, from + ROWS_A_CALL)
    const { results } = await bodyOf(
      recipients.import.$post({ json: { rows: page.map((details) => ({ ...details, keys: details.keys.map(({ bytes }) => bytes) })) } }),
    )
    if (results.some(({ outcome }) => outcome !== 'added')) throw new Error('a recipient was not added')
    onProgress(from + page.length)
  }
}

/** A draft of the sample advisory to everybody. */
export async function draft(door: Door, disclosureAt: Instant): Promise<CampaignId> {
  const { campaigns } = campaignsOf(sessionOf(door, 'alice'))
  const { advisory, patches } = await sampleAdvisory()
  const digests: Record<string, Digest> = {}
  for (const [file, bytes] of patches) {
    digests[file] = (await bodyOf(campaigns.patches.$post({ json: { base64: Buffer.from(bytes).toString('base64') } }))).digest
  }
  const { campaign } = await bodyOf(campaigns.$post({ json: { advisory, patches: digests, disclosureAt, audience: { kind: 'all' } } }))
  return campaign.id
}

/** As each of the two approvers: walks the whole list, checks, and approves what was checked. */
export async function approveByTwo(door: Door, id: CampaignId, onProgress: (done: number) => void): Promise<void> {
  for (const person of ['bob', 'carol']) {
    const session = sessionOf(door, person)
    const campaign = campaignsOf(session).campaigns[':id']
    const { bundle } = await bodyOf(campaign.bundle.$post({ param: { id } }))
    const audience = await walk(door, { person, id, bundle }, onProgress)
    const { digest } = await bodyOf(campaign.preflight.$post({ param: { id }, json: { audience, bundle } }))
    const why = 'This campaign measures how fast it goes.'
    await bodyOf(campaign.approve.$post({ param: { id }, json: { audience, bundle, digest, why } }))
  }
}

async function walk(
  door: Door,
  { person, id, bundle }: { person: string; id: CampaignId; bundle: Digest },
  onProgress: (done: number) => void,
): Promise<Digest> {
  const { audiences } = recipientsOf(sessionOf(door, person)).recipients
  let build: string | undefined
  for (;;) {
    const page = await bodyOf(audiences.$post({ json: { campaign: id, bundle, build } }))
    onProgress(page.members)
    if (page.audience !== undefined) return page.audience
    build = page.build
  }
}

/** The notice that tells recipients, as it stands; from one read, so that asking costs the stack nothing worth measuring. */
export async function advanceNotice(door: Door, id: CampaignId) {
  const { campaigns } = await bodyOf(campaignsOf(sessionOf(door, 'bob')).campaigns.$get())
  const notice = campaigns.find((campaign) => campaign.id === id)?.notices.find(({ kind }) => kind === 'advance')
  if (notice === undefined) throw new Error('the campaign has no advance notice')
  return notice
}

/** Deliveries of all notices by their state. Reads the whole ledger. */
export async function deliveries(door: Door, id: CampaignId): Promise<Readonly<Record<string, number>>> {
  const { notices } = await bodyOf(campaignsOf(sessionOf(door, 'bob')).campaigns[':id'].$get({ param: { id } }))
  const released = notices.filter(({ releasedAt }) => releasedAt !== undefined)
  const counts: Record<string, number> = {}
  for (const [state, count = 0] of released.flatMap((notice) => Object.entries(notice.deliveries)))
    counts[state] = (counts[state] ?? 0) + count
  return counts
}

/** A hint for each chunk of the advance notice, as the clock would queue it. */
export async function advanceHints(door: Door, id: CampaignId): Promise<ChunkHint[]> {
  const { deliveries } = campaignsOf(sessionOf(door, 'bob')).campaigns[':id']
  const { id: notice, state } = await advanceNotice(door, id)
  if (state !== 'releasing') throw new Error(`the advance notice is ${state}`)
  const hints: ChunkHint[] = []
  for (let from: number | null = 0; from !== null;) {
    const page: { chunks: readonly SweepChunk[]; next: number | null } = await bodyOf(
      deliveries.$get({ param: { id }, query: { notice, from: String(from) } }),
    )
    hints.push(...page.chunks.map(({ chunk }): ChunkHint => ({ schema: 'chunk-hint/1', campaign: id, notice, chunk, everyMillis: 0 })))
    from = page.next
  }
  return hints
}

const POLL_MILLIS = 250

/** Until the advance notice has gone out. */
export async function released(
  door: Door,
  id: CampaignId,
  { machine, onProgress }: { machine: StackMachine; onProgress: (done: number) => void },
): Promise<void> {
  for (;;) {
    const { state } = await advanceNotice(door, id)
    if (state === 'released') return
    if (state !== 'releasing') throw new Error(`the advance notice is ${state}`)
    onProgress((await machine.status()).calls['ses']?.['SendRawEmail']?.ok ?? 0)
    await sleep(POLL_MILLIS)
  }
}

/** Writes of all deliveries of the released notices together. */
export async function writesOf(door: Door, id: CampaignId): Promise<number> {
  const { deliveries: route } = campaignsOf(sessionOf(door, 'bob')).campaigns[':id']
  const { notices } = await bodyOf(campaignsOf(sessionOf(door, 'bob')).campaigns[':id'].$get({ param: { id } }))
  let writes = 0
  for (const notice of notices.filter(({ releasedAt }) => releasedAt !== undefined)) {
    for (let from: number | null = 0; from !== null;) {
      const page: { rows: readonly { revision: number }[]; next: number | null } = await bodyOf(
        route.$get({ param: { id }, query: { notice: notice.id, from: String(from) } }),
      )
      writes += page.rows.reduce((sum, { revision }) => sum + revision, 0)
      from = page.next
    }
  }
  return writes
}
