import type { Advisory, AdvisoryFile, PinnedPatch, ReporterContact } from '../advisory/advisory.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { AudienceRule, Content } from '../campaign/content.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import type { TableGuard } from '../delivery/ports.ts'
import { fromStored } from '../embargo/instant.ts'
import type { BlobStore } from '../notice/ports.ts'
import type { Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { IdSource, PersonId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import type { ChangeCampaign, ChangeOutcome } from './change-campaign.ts'
import type { TakeKeys } from './take-keys.ts'

/** An advisory as it comes in: the file, and the digests under which its patches were put before. */
export interface Draft {
  readonly advisory: AdvisoryFile
  /** By file name. */
  readonly patches: Readonly<Record<string, Digest>>
  /** The reporters' key files as base64, by file name. */
  readonly keys?: Readonly<Record<string, string>> | undefined
}

export interface DraftDeps {
  readonly takeKeys: TakeKeys
  readonly documents: DocumentStore
  readonly blobs: BlobStore
  readonly change: ChangeCampaign
  readonly ids: IdSource
}

export interface CreateRequest extends Draft {
  readonly disclosureAt: Instant
  readonly audience: AudienceRule
}

/** Begins with another campaign's advisory, and its audience unless another is given. */
export interface CreateFromRequest {
  readonly from: Campaign
  readonly disclosureAt: Instant
  readonly audience?: AudienceRule | undefined
}

export type CreateCampaign = (by: PersonId, request: CreateRequest | CreateFromRequest) => Promise<ChangeOutcome>

/** What a head points at is written before the head: a crash leaves a document that nobody names. */
export function makeCreateCampaign(deps: DraftDeps & { readonly table: Pick<TableGuard, 'claim'> }): CreateCampaign {
  return async (person, request) => {
    const content = 'from' in request ? await contentFrom(deps, request) : await firstContent(deps, request)
    if ('outcome' in content) return content
    await deps.table.claim()
    const id = deps.ids.campaignId()
    const digest = await deps.documents.putContent(id, content)
    return deps.change(undefined, { person, command: { kind: 'create', id, content: digest, disclosureAt: request.disclosureAt } })
  }
}

async function firstContent(deps: DraftDeps, request: CreateRequest): Promise<Content | Refusal> {
  const { ids } = deps
  const advisory = await pinAdvisory(deps, request)
  if ('outcome' in advisory) return advisory
  return { schema: 'content/1', salt: ids.token(), threadKey: ids.token(), advisory, audience: request.audience }
}

/** As nobody knows it: without what was told of the old one's changes and end, and in threads of its own. */
async function contentFrom({ documents, ids }: DraftDeps, { from, audience }: CreateFromRequest): Promise<Content> {
  const { schema, advisory, audience: former } = await documents.content(from.id, from.content)
  const reporters = advisory.reporters.map((reporter) => ({ ...reporter, id: ids.recipientId() }))
  const fresh = { salt: ids.token(), threadKey: ids.token() }
  return { schema, ...fresh, advisory: { ...advisory, reporters }, audience: audience ?? former }
}

export interface EditRequest {
  readonly draft?: Draft | undefined
  readonly disclosureAt?: Instant | undefined
  readonly audience?: AudienceRule | undefined
}

export type EditCampaign = (by: PersonId, campaign: Campaign, request: EditRequest) => Promise<ChangeOutcome>

export function makeEditCampaign(deps: DraftDeps): EditCampaign {
  return async (person, campaign, request) => {
    const before = await deps.documents.content(campaign.id, campaign.content)
    const advisory = request.draft ? await pinAdvisory(deps, request.draft) : before.advisory
    if ('outcome' in advisory) return advisory
    const disclosureAt = request.disclosureAt ?? fromStored(campaign.disclosureAt)
    const after: Content = { ...before, salt: deps.ids.token(), advisory, audience: request.audience ?? before.audience }
    // Why a timeline was shortened is no reason for another date.
    const isMoved = disclosureAt.toMillis() !== fromStored(campaign.disclosureAt).toMillis()
    if (isMoved) delete after.change
    const isSame = request.draft === undefined && request.audience === undefined && after.change === before.change
    const content = isSame ? campaign.content : await deps.documents.putContent(campaign.id, after)
    return deps.change(campaign, { person, command: { kind: 'edit', content, disclosureAt } })
  }
}

/** Patches by the digest of the bytes that are stored, reporters by random ids, and with keys that are good. */
export async function pinAdvisory(deps: Pick<DraftDeps, 'blobs' | 'ids' | 'takeKeys'>, draft: Draft): Promise<Advisory | Refusal> {
  const patches = await pinPatches(deps, draft)
  if ('outcome' in patches) return patches
  const reporters: Advisory['reporters'] = []
  for (const [index, reporter] of draft.advisory.reporters.entries()) {
    const contact = await contactOf(deps, draft, index)
    if ('outcome' in contact) return contact
    reporters.push({ ...reporter, contact, id: deps.ids.recipientId() })
  }
  return { ...draft.advisory, patches: [...patches], reporters }
}

async function pinPatches({ blobs }: Pick<DraftDeps, 'blobs'>, { advisory, patches }: Draft): Promise<readonly PinnedPatch[] | Refusal> {
  const pinned: PinnedPatch[] = []
  for (const patch of advisory.patches) {
    const sha256 = Object.hasOwn(patches, patch.file) ? patches[patch.file] : undefined
    if (sha256 === undefined || !(await blobs.hasPatch(sha256))) {
      return refuse(
        'patch-missing',
        'A patch that the advisory names was not uploaded.',
        'Run the command again from the folder that holds the patches.',
      )
    }
    pinned.push({ ...patch, sha256, size: (await blobs.patch(sha256)).byteLength })
  }
  return pinned
}

/** With the key that it names, looked into. */
async function contactOf({ takeKeys }: Pick<DraftDeps, 'takeKeys'>, draft: Draft, index: number): Promise<ReporterContact | Refusal> {
  const contact = draft.advisory.reporters[index]?.contact
  if (contact === undefined) throw new TypeError('a reporter has a contact')
  if (contact.by !== 'mail' || contact.key === undefined) return contact
  const { key: file, ...written } = contact
  const { keys = {} } = draft
  const field = `reporters.${index}.contact.key`
  const bytes = Object.hasOwn(keys, file) ? keys[file] : undefined
  if (bytes === undefined)
    return refuse('key-missing', `${field} names a file that was not sent.`, 'Run the command again from the folder that holds the key.')
  const taken = await takeKeys({ keys: [bytes] }, { contacts: [contact.address], kept: [] })
  if (taken.ok) return { ...written, keys: [...taken.value] }
  const [problem] = taken.problems
  return refuse(
    'key-unusable',
    `${field} ${problem?.message ?? 'cannot be used'}.`,
    'Ask the reporter for another key, and run the command again.',
  )
}
