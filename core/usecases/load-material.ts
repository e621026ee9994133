import type { Campaign, Notice } from '../campaign/campaign.ts'
import type { Content } from '../campaign/content.ts'
import { type Pin, digestOfPin } from '../campaign/pin.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import type { Said } from '../delivery/delivery.ts'
import {
  REHEARSED,
  audienceOf,
  REPORTERS_CHUNK,
  type Target,
  recipientAddressee,
  recipientsPosition,
  reporterAddressee,
  teamAddressee,
  templateOf,
} from '../delivery/targets.ts'
import { fromStored } from '../embargo/instant.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { Before, Told } from '../notice/notice-input.ts'
import type { BlobStore, Renderer, TemplateEngine } from '../notice/ports.ts'
import { sampleAddressee } from '../notice/sample-addressee.ts'
import type { TeamSecrets } from '../keys/ports.ts'
import type { TeamKeys } from '../keys/team-key.ts'
import type { Policy } from '../policy/policy.ts'
import { type Digest, digestOf } from '../shared/digest.ts'
import { Fault } from '../shared/fault.ts'
import type { AddresseeId, CampaignId } from '../shared/ids.ts'

/** What mails are made of, every byte of it followed down from the pin. */
export interface Stock {
  readonly pin: StockPin
  readonly told: Told
  /** The versions before that somebody may have been told, newest first. */
  readonly lineage: readonly Ancestor[]
  readonly renderer: Renderer
  /** By SHA-256. */
  readonly patches: ReadonlyMap<Digest, Uint8Array>
}

/** A former version of a campaign. */
export interface Ancestor {
  readonly content: Digest
  readonly told: Told
  /** Why the version after it came about. */
  readonly why: string
}

/** A stock, and whom it is for. */
export interface Material extends Stock {
  /** As they are now: what is approved does not say who signs. */
  readonly teamKeys: TeamKeys
  readonly targets: readonly Target[]
}

export interface LoadMaterialDeps {
  readonly documents: DocumentStore
  readonly blobs: BlobStore
  readonly engine: TemplateEngine
  readonly policy: Policy
}

/** @throws Fault `DIGEST_MISMATCH`, `ITEM_MISSING`, `ITEM_SWAPPED` when the bytes are not the approved ones; `RENDER_FAILED` */
export type LoadStock = (campaign: CampaignId, pin: StockPin) => Promise<Stock>

/** The parts of a pin that a mail is made of. */
export type StockPin = Pick<Pin, 'content' | 'disclosureAt' | 'bundle'>

/** @throws as `LoadStock`, also when the notice's pin is not the one in force */
export type LoadMaterial = (campaign: Campaign, notice: Notice, chunk: number) => Promise<Material>

/** Keeps the stock of the pin that it loaded last: it is immutable, and a release works through chunks of one. */
export function makeLoadStock(deps: LoadMaterialDeps): LoadStock {
  let kept: { readonly digest: Digest; readonly campaign: CampaignId; readonly stock: Promise<Stock> } | undefined
  return async (campaign, pin) => {
    const { content, disclosureAt, bundle } = pin
    const digest = digestOf({ content, disclosureAt, bundle })
    if (kept?.digest === digest && kept.campaign === campaign) return kept.stock
    const stock = loadStock(deps, campaign, pin)
    kept = { digest, campaign, stock }
    stock.catch(() => {
      kept = undefined // a fault of the moment must not outlive it
    })
    return stock
  }
}

async function loadStock({ documents, blobs, engine }: LoadMaterialDeps, campaign: CampaignId, pin: StockPin): Promise<Stock> {
  const content = await documents.content(campaign, pin.content)
  return {
    pin,
    told: { content, disclosureAt: fromStored(pin.disclosureAt) },
    lineage: await lineageOf(documents, campaign, content),
    renderer: engine.load(await blobs.bundle(pin.bundle)),
    // Begun last: what fails while something else is waited for is a rejection that nobody handles, and ends the process.
    patches: new Map(await Promise.all(content.advisory.patches.map(async ({ sha256 }) => [sha256, await blobs.patch(sha256)] as const))),
  }
}

async function lineageOf(documents: DocumentStore, campaign: CampaignId, newest: Content): Promise<readonly Ancestor[]> {
  const lineage: Ancestor[] = []
  for (let { change } = newest; change?.previous !== undefined;) {
    const { content: digest, disclosureAt } = change.previous
    const content = await documents.content(campaign, digest)
    lineage.push({ content: digest, told: { content, disclosureAt: fromStored(disclosureAt) }, why: change.why })
    change = content.change
  }
  return lineage
}

/** What an addressee knows who was told this version, and why each one since came about; nothing when it is the one of the stock. */
export function beforeOf({ pin, lineage }: Pick<Stock, 'pin' | 'lineage'>, says: Said | undefined): Before | undefined {
  if (says === undefined) return undefined
  const index = lineage.findIndex(({ content }) => content === says.content)
  const ancestor = lineage[index]
  // Every notice is whole: without the versions between it only does not say what changed.
  if (!ancestor) return undefined
  const whys = lineage.slice(0, index + 1).map(({ why, told }, position) => {
    const next = lineage[position - 1]?.told.disclosureAt ?? fromStored(pin.disclosureAt)
    return { text: why, isMove: next.toMillis() !== told.disclosureAt.toMillis() }
  })
  return { ...ancestor.told, disclosureAt: fromStored(says.disclosureAt), whys: whys.toReversed() }
}

export function makeLoadMaterial(
  deps: LoadMaterialDeps & { readonly loadStock: LoadStock; readonly teamKeys: Pick<TeamSecrets, 'keys'> },
): LoadMaterial {
  return async (campaign, notice, chunk) => {
    const pin = pinInForce(campaign, notice)
    const stock = await deps.loadStock(campaign.id, pin)
    const teamKeys = await deps.teamKeys.keys()
    return { ...stock, teamKeys, targets: await targetsOf(deps, { campaign, notice, chunk, pin, content: stock.told.content }) }
  }
}

function pinInForce(campaign: Campaign, notice: Notice): Pin {
  const pin = notice.kind === 'rehearsal' ? campaign.rehearsal : campaign.approved?.pin
  if (pin && digestOfPin(pin) === notice.digest) return pin
  throw new Fault('DIGEST_MISMATCH', 'a notice names a pin that is not in force', {
    retry: 'never',
    facts: { campaign: campaign.id, notice: notice.id },
  })
}

interface Wanted {
  readonly campaign: Campaign
  readonly notice: Notice
  readonly chunk: number
  readonly pin: Pin
  readonly content: Content
}

async function targetsOf(
  { documents, policy }: LoadMaterialDeps,
  { campaign, notice, chunk, pin, content }: Wanted,
): Promise<readonly Target[]> {
  if (notice.kind === 'rehearsal') return rehearsalTargets(policy)
  const position = recipientsPosition(chunk)
  if (position !== undefined) {
    const index = await documents.audience(campaign.id, pin.audience)
    const entry = index.chunks[position]
    if (!entry)
      throw new Fault('ITEM_MISSING', 'the audience has no such chunk', { retry: 'never', facts: { campaign: campaign.id, chunk } })
    const { members } = await documents.chunk(campaign.id, entry.digest)
    return members.map((member) => targetOf(notice, member.id as string, recipientAddressee(member)))
  }
  if (chunk === REPORTERS_CHUNK) {
    return content.advisory.reporters.map((reporter) => targetOf(notice, reporter.id as string, reporterAddressee(reporter, policy)))
  }
  return [targetOf(notice, 'team', teamAddressee(policy))]
}

function targetOf(notice: Notice, id: string, addressee: Addressee): Target {
  const template = templateOf(notice.kind, addressee)
  if (!template) throw new Fault('RENDER_FAILED', 'this kind of notice has no template', { retry: 'never', facts: { notice: notice.id } })
  return { id: id as AddresseeId, addressee, template }
}

/** Every mail of the plan, made out to a sample addressee and sent to the team. */
function rehearsalTargets(policy: Policy): readonly Target[] {
  return REHEARSED.map((template) => ({
    id: `team-${template}` as AddresseeId,
    template,
    addressee: { ...sampleAddressee(policy, audienceOf(template)), address: policy.project.contact },
  }))
}
