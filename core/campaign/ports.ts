import type { Digest } from '../shared/digest.ts'
import type { CampaignId } from '../shared/ids.ts'
import type { Instant } from '../shared/clock.ts'
import type { AudienceIndex, Chunk } from './audience.ts'
import type { AudienceBuild } from './audience-build.ts'
import type { Campaign, HistoryEntry } from './campaign.ts'
import type { Content } from './content.ts'
import type { Findings } from './findings.ts'

export interface CampaignStore {
  /** Strongly consistent. */
  read(id: CampaignId): Promise<Campaign | undefined>
  /** Of every campaign, also of one whose head cannot be read; strongly consistent. */
  ids(): Promise<readonly CampaignId[]>
  /** Every campaign, in order of creation; strongly consistent. */
  list(): Promise<readonly Campaign[]>
  /**
   * Writes `campaign` with its newest history entry, if what is stored has version `campaign.version - 1`
   * (nothing, for version 1). The entry before is copied out first; a repeat after a crash is harmless.
   */
  write(campaign: Campaign, entry: HistoryEntry): Promise<'written' | 'conflict'>
  /** The whole history, oldest first. */
  history(id: CampaignId): Promise<readonly HistoryEntry[]>
}

/** Immutable documents of a campaign, by digest. Writing one twice is harmless. */
export interface DocumentStore {
  putContent(id: CampaignId, content: Content): Promise<Digest>
  /** @throws Fault `ITEM_MISSING`, `ITEM_SWAPPED`, `DIGEST_MISMATCH` */
  content(id: CampaignId, digest: Digest): Promise<Content>
  putChunk(id: CampaignId, chunk: Chunk): Promise<Digest>
  /** @throws as `content` */
  chunk(id: CampaignId, digest: Digest): Promise<Chunk>
  putAudience(id: CampaignId, index: AudienceIndex): Promise<Digest>
  /** @throws as `content` */
  audience(id: CampaignId, digest: Digest): Promise<AudienceIndex>
  /** What was found when every member of `audience` was rendered as `key` describes; last write wins. */
  putFindings(id: CampaignId, key: Digest, findings: Findings): Promise<void>
  findings(id: CampaignId, key: Digest): Promise<Findings | undefined>
  /** A walk over the list that is under way, by its own id; last write wins. */
  putBuild(id: CampaignId, build: AudienceBuild): Promise<void>
  build(id: CampaignId, buildId: string): Promise<AudienceBuild | undefined>
}

export type HaltScope = 'ALL' | CampaignId

export interface Halt {
  readonly scope: HaltScope
  readonly since: Instant
  readonly by: string
  readonly reason: string
}

/** Who let it go on after a halt, and why. */
export interface Lift {
  readonly scope: HaltScope
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

export interface HaltStore {
  /** Without condition: a halt always succeeds if the table can be written at all. */
  halt(halt: Halt): Promise<void>
  /** @param lift - kept until the next one of the same scope; what becomes of it does not keep the halt from being lifted */
  resume(scope: HaltScope, lift?: Omit<Lift, 'scope'>): Promise<void>
  /** The newest resumption of this campaign and of everything; in no order. */
  lifts(id: CampaignId): Promise<readonly Lift[]>
  /** The halts that stand for this campaign: its own and the one for all. Strongly consistent. */
  standing(id: CampaignId): Promise<readonly Halt[]>
}
