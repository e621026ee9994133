import { CHUNK_SIZE, type AudienceIndex, type Chunk, digestOfAudience, membersOf } from '../campaign/audience.ts'
import type { AudienceBuild } from '../campaign/audience-build.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { NO_KEYS } from '../campaign/findings.ts'
import { type Pin, digestOfPin } from '../campaign/pin.ts'
import type { CampaignStore, DocumentStore } from '../campaign/ports.ts'
import { toStored } from '../embargo/instant.ts'
import { matches } from '../recipient/audience.ts'
import { memberOf } from '../recipient/member.ts'
import type { RecipientStore } from '../recipient/ports.ts'
import type { Member, Recipient } from '../recipient/recipient.ts'
import type { Digest } from '../shared/digest.ts'
import type { CampaignId, IdSource, RecipientId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import { type AudienceCheckDeps, type Checks, addKeys, check, checkReporters } from './audience-check.ts'
import type { LoadStock, Stock } from './load-material.ts'

/** Members in one call: about five seconds' worth. Whole chunks, so that the same list makes the same chunks. */
const PAGE_MEMBERS = 20 * CHUNK_SIZE
const READ_AHEAD = 100
const SEAL_WIDTH = 4

export interface BuildAudienceDeps extends AudienceCheckDeps {
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly recipients: RecipientStore
  readonly loadStock: LoadStock
  readonly ids: IdSource
}

/** Where the walk stands; `audience` when it is done. */
export interface BuildProgress {
  readonly outcome: 'built'
  readonly build: string
  readonly members: number
  readonly audience?: Digest
}

export interface AudienceRequest {
  readonly campaign: CampaignId
  readonly bundle: Digest
  /** Absent to begin. */
  readonly build?: string | undefined
}

export type BuildAudience = (request: AudienceRequest) => Promise<BuildProgress | Refusal>

/**
 * Fixes the audience: walks the list in pages, seals the members of the rule in chunks, and renders everybody's
 * first notice, the reporters' too, as it would go out. Deterministic: the same list, content and templates make the same digests,
 * so that two approvers who look at the same thing see the same digest.
 */
export function makeBuildAudience(deps: BuildAudienceDeps): BuildAudience {
  return async (request) => {
    const campaign = await deps.campaigns.read(request.campaign)
    if (!campaign) return refuse('unknown-campaign', 'There is no such campaign.', 'See `campaign list`.')
    const build =
      request.build === undefined ? begin(deps, campaign, request.bundle) : await deps.documents.build(campaign.id, request.build)
    if (!build || !isOf(build, campaign, request.bundle)) {
      return refuse('changed-meanwhile', 'The campaign changed while its audience was built.', 'Run the preflight again.')
    }
    const stock = await deps.loadStock(campaign.id, build)
    const page = await nextPage(deps, stock, build.after)
    const chunks = chunked(page.members)
    const checks = await check(deps, { campaign, stock, members: page.members })
    const whole = page.isLast ? added(build, await checkReporters(deps, campaign, stock)) : build
    const next: AudienceBuild = {
      ...added(whole, checks),
      ...(page.after === undefined ? {} : { after: page.after }),
      chunks: [...build.chunks, ...(await sealed(deps, campaign.id, chunks))],
      outside: build.outside + page.outside,
    }
    if (!page.isLast) await deps.documents.putBuild(campaign.id, next)
    return page.isLast ? finish(deps, campaign, next) : { outcome: 'built', build: next.id, members: countOf(next) }
  }
}

export interface IncludeRequest {
  readonly campaign: CampaignId
  readonly recipients: readonly RecipientId[]
}

/** The audience in force with more recipients behind it; what it was keeps its chunks and places. */
export function makeWidenAudience(
  deps: BuildAudienceDeps,
): (request: IncludeRequest) => Promise<(BuildProgress & { audience: Digest }) | Refusal> {
  return async (request) => {
    const campaign = await deps.campaigns.read(request.campaign)
    if (!campaign?.approved)
      return refuse('not-approved', 'There is no approved audience to add to.', 'Add recipients before the approval.')
    const { pin } = campaign.approved
    const index = await deps.documents.audience(campaign.id, pin.audience)
    const present = await versionsIn(deps.documents, campaign.id, index)
    const wanted = [...new Set(request.recipients)]
    const found = await Promise.all(wanted.map((id) => deps.recipients.read(id)))
    const members = found.filter((recipient): recipient is Recipient => recipient?.state === 'active').map(memberOf)
    if (members.length < wanted.length)
      return refuse('unknown-recipient', 'Not all of these are active recipients.', 'See `recipients list`.')
    const fresh = members.filter(({ id, version }) => present.get(id) !== version).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const stock = await deps.loadStock(campaign.id, pin)
    const build = begin(deps, campaign, pin.bundle)
    const checks = await check(deps, { campaign, stock, members: fresh })
    const chunks = [...index.chunks, ...(await sealed(deps, campaign.id, chunked(fresh)))]
    return finish(deps, campaign, { ...added(build, checks), disclosureAt: pin.disclosureAt, content: pin.content, chunks })
  }
}

async function versionsIn(documents: DocumentStore, campaign: CampaignId, index: AudienceIndex): Promise<ReadonlyMap<RecipientId, number>> {
  const versions = new Map<RecipientId, number>()
  await sideBySide(index.chunks, SEAL_WIDTH, async ({ digest }) => {
    for (const { id, version } of (await documents.chunk(campaign, digest)).members)
      versions.set(id, Math.max(version, versions.get(id) ?? 0))
  })
  return versions
}

function begin({ ids, clock }: BuildAudienceDeps, campaign: Campaign, bundle: Digest): AudienceBuild {
  return {
    schema: 'audience-build/1',
    id: ids.token(),
    content: campaign.content,
    disclosureAt: campaign.disclosureAt,
    bundle,
    startedAt: toStored(clock.now()),
    chunks: [],
    outside: 0,
    ...NO_KEYS,
    largestMail: 0,
    unrenderable: [],
    unrenderableCount: 0,
  }
}

const isOf = (build: AudienceBuild, campaign: Campaign, bundle: Digest): boolean =>
  build.content === campaign.content && build.disclosureAt === campaign.disclosureAt && build.bundle === bundle

const countOf = ({ chunks }: Pick<AudienceBuild, 'chunks'>): number => membersOf({ schema: 'audience/1', chunks })

interface Page {
  readonly members: readonly Member[]
  readonly outside: number
  readonly after: RecipientId | undefined
  readonly isLast: boolean
}

/** Reads on until a page is full of members, or the list ends. */
async function nextPage({ recipients }: BuildAudienceDeps, stock: Stock, from: RecipientId | undefined): Promise<Page> {
  const members: Member[] = []
  let outside = 0
  let after = from
  while (true) {
    const read = await recipients.page(after, READ_AHEAD)
    for (const recipient of read) {
      after = recipient.id
      if (recipient.state !== 'active') continue
      if (!matches(stock.told.content.audience, recipient)) outside += 1
      else if (members.push(memberOf(recipient)) === PAGE_MEMBERS) return { members, outside, after, isLast: false }
    }
    if (read.length < READ_AHEAD) return { members, outside, after, isLast: true }
  }
}

function chunked(members: readonly Member[]): Chunk[] {
  const count = Math.ceil(members.length / CHUNK_SIZE)
  return Array.from({ length: count }, (_, index) => ({
    schema: 'chunk/1',
    members: members.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE),
  }))
}

async function sealed({ documents }: BuildAudienceDeps, campaign: CampaignId, chunks: readonly Chunk[]): Promise<AudienceIndex['chunks']> {
  const entries: { digest: Digest; members: number }[] = []
  await sideBySide([...chunks.entries()], SEAL_WIDTH, async ([position, chunk]) => {
    entries[position] = { digest: await documents.putChunk(campaign, chunk), members: chunk.members.length }
  })
  return entries
}

function added(build: AudienceBuild, checks: Checks): AudienceBuild {
  return {
    ...build,
    ...addKeys(build, checks),
    largestMail: Math.max(build.largestMail, checks.largestMail),
    unrenderable: [...build.unrenderable, ...checks.unrenderable].slice(0, 20),
    unrenderableCount: build.unrenderableCount + checks.unrenderableCount,
  }
}

async function finish(
  { documents, clock }: BuildAudienceDeps,
  campaign: Campaign,
  build: AudienceBuild,
): Promise<BuildProgress & { audience: Digest }> {
  const index: AudienceIndex = { schema: 'audience/1', chunks: build.chunks }
  const audience = digestOfAudience(index)
  const { content, disclosureAt, bundle, outside, blocked, keysEnding, sealedTo, largestMail, unrenderable, unrenderableCount } = build
  const pin: Pin = { content, audience, disclosureAt, bundle }
  await documents.putAudience(campaign.id, index)
  await documents.putFindings(campaign.id, digestOfPin(pin), {
    ...pin,
    checkedAt: toStored(clock.now()),
    members: membersOf(index),
    outside,
    blocked,
    keysEnding,
    sealedTo,
    largestMail,
    unrenderable,
    unrenderableCount,
  })
  return { outcome: 'built', build: build.id, members: membersOf(index), audience }
}
