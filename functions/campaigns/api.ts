import { Hono } from 'hono'
import * as z from 'zod'
import { answerFault, answerRefusal } from '../../adapters/http/answer.ts'
import { jsonBody, queryOf } from '../../adapters/http/body.ts'
import { InstantText } from '../../adapters/http/instant-text.ts'
import { type OperatorContext, needsRole, operatorGate } from '../../adapters/http/operator-gate.ts'
import { AdvisoryFile } from '../../core/advisory/advisory.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import { AudienceRule } from '../../core/campaign/content.ts'
import type { CampaignStore } from '../../core/campaign/ports.ts'
import type { TableGuard } from '../../core/delivery/ports.ts'
import { toStored } from '../../core/embargo/instant.ts'
import { KeyFile } from '../../core/keys/key-file.ts'
import type { BlobStore } from '../../core/notice/ports.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Clock } from '../../core/shared/clock.ts'
import { Digest } from '../../core/shared/digest.ts'
import { CampaignId, DeliveryId, NoticeId } from '../../core/shared/ids.ts'
import type { Log } from '../../core/shared/log.ts'
import { refuse } from '../../core/shared/refusal.ts'
import { HttpsLink } from '../../core/shared/text.ts'
import type { AcceptTable } from '../../core/usecases/accept-table.ts'
import type { ChangeOutcome } from '../../core/usecases/change-campaign.ts'
import type { CreateCampaign, EditCampaign } from '../../core/usecases/draft-campaign.ts'
import type { Preflight } from '../../core/usecases/preflight.ts'
import type { CampaignReporting } from '../../core/usecases/report-campaign.ts'
import type { ReopenDelivery } from '../../core/usecases/reopen-delivery.ts'
import type { CampaignSteering } from '../../core/usecases/steer-campaign.ts'
import type { VerifyCampaign } from '../../core/usecases/verify-campaign.ts'
import { type DayDeps, dayApi } from './day-api.ts'
import { type KeysDeps, keysApi } from './keys-api.ts'
import { type PatchesDeps, patchesApi } from './patches-api.ts'
import { type PreviewDeps, previewApi } from './preview-api.ts'

export interface CampaignsDeps extends PatchesDeps, DayDeps, KeysDeps, PreviewDeps {
  readonly policy: Policy
  readonly campaigns: CampaignStore
  readonly blobs: BlobStore
  readonly create: CreateCampaign
  readonly edit: EditCampaign
  readonly preflight: Preflight
  readonly steering: CampaignSteering
  readonly reporting: CampaignReporting
  readonly reopen: ReopenDelivery
  readonly verify: VerifyCampaign
  readonly acceptTable: AcceptTable
  readonly table: Pick<TableGuard, 'owner'>
  readonly clock: Clock
  readonly log: Log
}

/** Chunks of deliveries in one answer: well below the 6 MB of a Lambda's payload. */
const CHUNKS_A_PAGE = 100
const LARGEST_PATCH_BYTES = 4 * 1024 * 1024

const Why = z.string().trim().min(1, 'must give a reason').max(2000)
const Draft = z.strictObject({
  advisory: AdvisoryFile,
  patches: z.record(z.string(), Digest),
  keys: z.record(z.string(), KeyFile).optional(),
})
const Create = Draft.extend({ disclosureAt: InstantText, audience: AudienceRule })
const CreateFrom = z.strictObject({ disclosureAt: InstantText, audience: AudienceRule.optional() })
const Move = z.strictObject({ disclosureAt: InstantText, why: Why })
const Revise = z.strictObject({ draft: Draft, why: Why })
const Links = z.array(HttpsLink).max(20)
const Because = z.strictObject({ why: Why })
const Edit = z.strictObject({ draft: Draft.optional(), disclosureAt: InstantText.optional(), audience: AudienceRule.optional() })
const PatchUpload = z.strictObject({
  base64: z.base64('must be base64').max((LARGEST_PATCH_BYTES * 4) / 3 + 4, 'must be a patch of at most 4 MB'),
})
const Pinned = z.strictObject({ audience: Digest, bundle: Digest })
const Approve = Pinned.extend({ digest: Digest, why: Why.optional() })
const Reopen = z
  .strictObject({
    delivery: DeliveryId,
    how: z.enum(['resend', 'unblock']),
    why: Why,
    contact: z.enum(['first', 'second']).optional(),
    plain: z.boolean().optional(),
  })
  .refine(({ how, plain }) => how === 'unblock' || plain !== true, { path: ['plain'], error: 'is for `unblock` alone' })
const HaltScope = z.union([z.literal('ALL'), CampaignId])
const Page = z.strictObject({ notice: NoticeId, from: z.coerce.number().int().nonnegative().default(0) })

type Deps = CampaignsDeps

/** The half of the API that knows campaigns, and never opens the list. */
export function campaignsApi(deps: Deps) {
  const { policy, steering, reporting } = deps
  const author = needsRole('author')
  const approver = needsRole('approver')
  const team = needsRole('author', 'approver')

  return new Hono<OperatorContext>()
    .use(operatorGate(policy))
    .onError(answerFault(deps.log))
    .get('/campaigns', async (c) => c.json({ campaigns: await reporting.list() }))
    .get('/campaigns/terms', (c) => {
      const { approvals, override, embargo, uncertainAfter, unconfirmedAfter } = policy
      const shown = { approvals, override, embargo, uncertainAfter, unconfirmedAfter }
      return c.json({ now: toStored(deps.clock.now()), you: c.var.operator.person, policy: shown })
    })
    .post('/campaigns/patches', author, jsonBody(PatchUpload), async (c) => {
      return c.json({ digest: await deps.blobs.putPatch(Buffer.from(c.req.valid('json').base64, 'base64')) })
    })
    .post('/campaigns', author, jsonBody(Create), async (c) => {
      const outcome = await deps.create(c.var.operator.person, c.req.valid('json'))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/copy', author, jsonBody(CreateFrom), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (from) => deps.create(c.var.operator.person, { from, ...c.req.valid('json') }))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .get('/campaigns/:id', async (c) => {
      const campaign = await found(deps, c.req.param('id'))
      return campaign ? c.json(await reporting.report(campaign)) : answerRefusal(c, unknown)
    })
    .get('/campaigns/:id/history', async (c) => {
      const campaign = await found(deps, c.req.param('id'))
      return campaign ? c.json({ history: await reporting.history(campaign) }) : answerRefusal(c, unknown)
    })
    .put('/campaigns/:id', author, jsonBody(Edit), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) => deps.edit(c.var.operator.person, campaign, c.req.valid('json')))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/bundle', team, async (c) => {
      const campaign = await found(deps, c.req.param('id'))
      if (!campaign) return answerRefusal(c, unknown)
      return c.json({ bundle: await deps.currentBundle(), content: campaign.content, disclosureAt: campaign.disclosureAt })
    })
    .post('/campaigns/:id/preflight', team, jsonBody(Pinned), async (c) => {
      const campaign = await found(deps, c.req.param('id'))
      if (!campaign) return answerRefusal(c, unknown)
      const report = await deps.preflight(campaign, c.req.valid('json'))
      return report.outcome === 'refused' ? answerRefusal(c, report) : c.json(report)
    })
    .post('/campaigns/:id/approve', approver, jsonBody(Approve), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) =>
        steering.approve(c.var.operator.person, campaign, c.req.valid('json')),
      )
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/consent', approver, jsonBody(z.strictObject({ digest: Digest })), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) =>
        steering.consent(c.var.operator.person, campaign, c.req.valid('json').digest),
      )
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/rehearse', team, async (c) => {
      const bundle = await deps.currentBundle()
      const outcome = await on(deps, c.req.param('id'), (campaign) => steering.rehearse(c.var.operator.person, campaign, bundle))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/revise', author, jsonBody(Revise), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) => steering.revise(c.var.operator.person, campaign, c.req.valid('json')))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/revision', author, jsonBody(Revise), async (c) => {
      const campaign = await found(deps, c.req.param('id'))
      if (!campaign) return answerRefusal(c, unknown)
      const change = await steering.revision(campaign, c.req.valid('json'))
      return 'outcome' in change ? answerRefusal(c, change) : c.json({ change })
    })
    .post('/campaigns/:id/reschedule', team, jsonBody(Move), async (c) => {
      const request = { kind: 'reschedule', ...c.req.valid('json') } as const
      const outcome = await on(deps, c.req.param('id'), (campaign) => steering.move(c.var.operator.person, campaign, request))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/shorten', team, jsonBody(Move), async (c) => {
      const request = { kind: 'shorten', ...c.req.valid('json') } as const
      const outcome = await on(deps, c.req.param('id'), (campaign) => steering.move(c.var.operator.person, campaign, request))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/collapse', team, jsonBody(Because.extend({ urls: Links })), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) =>
        steering.collapse(c.var.operator.person, campaign, c.req.valid('json')),
      )
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/disclose', team, jsonBody(z.strictObject({ urls: Links.min(1, 'must say where it is public') })), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) =>
        steering.disclose(c.var.operator.person, campaign, c.req.valid('json').urls),
      )
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/include', team, jsonBody(z.strictObject({ audience: Digest, why: Why })), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) =>
        steering.include(c.var.operator.person, campaign, c.req.valid('json')),
      )
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/withdraw', team, jsonBody(Because), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) =>
        steering.withdraw(c.var.operator.person, campaign, c.req.valid('json').why),
      )
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/unhold', team, jsonBody(z.strictObject({ notice: NoticeId, why: Why })), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) => steering.unhold(c.var.operator.person, campaign, c.req.valid('json')))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .post('/campaigns/:id/reopen', team, jsonBody(Reopen), async (c) => {
      const outcome = await on(deps, c.req.param('id'), (campaign) => deps.reopen(c.var.operator.person, campaign, c.req.valid('json')))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ campaign: outcome.campaign })
    })
    .route('/', patchesApi(deps))
    .route('/', dayApi(deps))
    .route('/', keysApi(deps))
    .route('/', previewApi(deps))
    .get('/campaigns/:id/verify', async (c) => {
      const campaign = await found(deps, c.req.param('id'))
      return campaign ? c.json(await deps.verify(campaign)) : answerRefusal(c, unknown)
    })
    .get('/alarms', async (c) => c.json({ alarms: await reporting.alarms() }))
    .get('/table', async (c) => c.json({ owner: await deps.table.owner() }))
    .post('/table/accept', approver, jsonBody(z.strictObject({ why: Why })), async (c) => {
      const outcome = await deps.acceptTable(c.var.operator.person, c.req.valid('json').why)
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ halted: outcome.halted })
    })
    .put('/halts/:scope', team, jsonBody(z.strictObject({ reason: Why })), async (c) => {
      const scope = HaltScope.safeParse(c.req.param('scope'))
      if (!scope.success) return answerRefusal(c, unknown)
      await steering.halt(c.var.operator.person, scope.data, c.req.valid('json').reason)
      deps.log.info('halt.set', { scope: scope.data, by: c.var.operator.person })
      return c.json({ halted: scope.data })
    })
    .delete('/halts/:scope', team, jsonBody(z.strictObject({ reason: Why })), async (c) => {
      const scope = HaltScope.safeParse(c.req.param('scope'))
      if (!scope.success) return answerRefusal(c, unknown)
      await steering.resume(scope.data, { by: c.var.operator.person, reason: c.req.valid('json').reason })
      deps.log.info('halt.lifted', { scope: scope.data, by: c.var.operator.person })
      return c.json({ resumed: scope.data })
    })
    .get('/campaigns/:id/deliveries', queryOf(Page), async (c) => {
      const { notice: id, from } = c.req.valid('query')
      const campaign = await found(deps, c.req.param('id'))
      const notice = campaign?.notices.find((candidate) => candidate.id === id)
      if (!campaign || !notice) return answerRefusal(c, unknown)
      const chunks = await reporting.chunks(campaign, notice)
      const page = chunks.slice(from, from + CHUNKS_A_PAGE)
      const next = from + page.length < chunks.length ? from + page.length : null
      return c.json({ rows: await reporting.rows(campaign, notice, page), chunks: page, next })
    })
}

export type CampaignsApi = ReturnType<typeof campaignsApi>

const unknown = refuse('unknown-campaign', 'There is no such campaign, or no such part of it.', 'See `campaign list`.')

async function found({ campaigns }: Pick<Deps, 'campaigns'>, text: string): Promise<Campaign | undefined> {
  const id = CampaignId.safeParse(text)
  return id.success ? campaigns.read(id.data) : undefined
}

async function on(deps: Pick<Deps, 'campaigns'>, id: string, act: (campaign: Campaign) => Promise<ChangeOutcome>): Promise<ChangeOutcome> {
  const campaign = await found(deps, id)
  return campaign ? act(campaign) : unknown
}
