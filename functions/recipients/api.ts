import { Hono } from 'hono'
import * as z from 'zod'
import { answerBadInput, answerFault, answerRefusal } from '../../adapters/http/answer.ts'
import { jsonBody, queryOf } from '../../adapters/http/body.ts'
import { type OperatorContext, needsRole, operatorGate } from '../../adapters/http/operator-gate.ts'
import type { CampaignStore, DocumentStore } from '../../core/campaign/ports.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { GivenDetails, type Recipient, RecipientState } from '../../core/recipient/recipient.ts'
import { Digest } from '../../core/shared/digest.ts'
import { CampaignId, RecipientId } from '../../core/shared/ids.ts'
import type { Log } from '../../core/shared/log.ts'
import type { Problem } from '../../core/shared/parsed.ts'
import { refuse } from '../../core/shared/refusal.ts'
import { sideBySide } from '../../core/shared/side-by-side.ts'
import type { BuildAudience, makeWidenAudience } from '../../core/usecases/build-audience.ts'
import type { AddForecast, AddOutcome, RecipientKeeper } from '../../core/usecases/keep-recipients.ts'
import type { TakeDetails } from '../../core/usecases/take-keys.ts'
import { type KeysDeps, keysApi } from './keys-api.ts'
import { outlineOf } from './outline.ts'

export interface RecipientsDeps extends KeysDeps {
  readonly policy: Policy
  readonly keeper: RecipientKeeper
  readonly takeDetails: TakeDetails
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly buildAudience: BuildAudience
  readonly widenAudience: ReturnType<typeof makeWidenAudience>
  readonly log: Log
}

const MOST_ROWS = 200
const MOST_LISTED = 200
/** Rows of an import that are worked on at a time. */
const WIDTH = 8

const Rows = z.strictObject({ rows: z.array(GivenDetails).min(1).max(MOST_ROWS) })
const Page = z.strictObject({ after: RecipientId.optional(), limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(MOST_LISTED) })
const Position = z.strictObject({ position: z.coerce.number().int().nonnegative() })

/** The half of the API that opens the list. Whole addresses come out by `reveal` alone, which is recorded. */
export function recipientsApi(deps: RecipientsDeps) {
  const { keeper, policy } = deps
  const keepsList = needsRole('list-keeper')
  const team = needsRole('author', 'approver')

  return new Hono<OperatorContext>()
    .use(operatorGate(policy))
    .onError(answerFault(deps.log))
    .post('/recipients/check', keepsList, jsonBody(Rows), async (c) => {
      return c.json({ forecasts: await eachRow(c.req.valid('json').rows, (given) => forecast(deps, given)) })
    })
    .post('/recipients/import', keepsList, jsonBody(Rows), async (c) => {
      return c.json({ results: await eachRow(c.req.valid('json').rows, (given) => add(deps, given)) })
    })
    .post('/recipients', keepsList, jsonBody(GivenDetails), async (c) => {
      const outcome = await add(deps, c.req.valid('json'))
      if (outcome.outcome === 'bad-key') return answerBadInput(c, outcome.problems)
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json(outcome)
    })
    .get('/recipients', keepsList, queryOf(Page), async (c) => {
      const { after, limit } = c.req.valid('query')
      const page = await keeper.page(after, limit)
      return c.json({ recipients: page.map(outlineOf), next: page.length === limit ? (page.at(-1)?.id ?? null) : null })
    })
    .post('/recipients/reveal', keepsList, jsonBody(Page), async (c) => {
      const { after, limit } = c.req.valid('json')
      const page = await keeper.page(after, limit)
      await keeper.recordAccess(c.var.operator.person, 'list', page.length)
      return c.json({ recipients: page, next: page.length === limit ? (page.at(-1)?.id ?? null) : null })
    })
    .get('/recipients/access', needsRole('auditor', 'list-keeper'), async (c) => c.json({ entries: await keeper.accesses(MOST_LISTED) }))
    .post('/recipients/names', keepsList, jsonBody(z.strictObject({ ids: z.array(RecipientId).max(MOST_ROWS) })), async (c) => {
      const found = await Promise.all(c.req.valid('json').ids.map((id) => keeper.read(id)))
      return c.json({
        names: found.flatMap((recipient) => (recipient ? [{ id: recipient.id, organisation: recipient.details.organisation }] : [])),
      })
    })
    .post(
      '/recipients/audiences',
      team,
      jsonBody(z.strictObject({ campaign: CampaignId, bundle: Digest, build: z.string().optional() })),
      async (c) => {
        const outcome = await deps.buildAudience(c.req.valid('json'))
        return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json(outcome)
      },
    )
    .post(
      '/recipients/audiences/widen',
      team,
      jsonBody(z.strictObject({ campaign: CampaignId, recipients: z.array(RecipientId).min(1).max(MOST_ROWS) })),
      async (c) => {
        const outcome = await deps.widenAudience(c.req.valid('json'))
        return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json(outcome)
      },
    )
    .get('/recipients/audiences/:campaign/members', keepsList, queryOf(Position), async (c) => {
      const members = await membersAt(deps, c.req.param('campaign'), c.req.valid('query').position)
      return members
        ? c.json({ members })
        : answerRefusal(c, refuse('unknown-audience', 'There is no such part of an audience.', 'See `campaign status`.'))
    })
    .route('/', keysApi(deps))
    .get('/recipients/:id', keepsList, async (c) => {
      const recipient = await found(deps, c.req.param('id'))
      return recipient ? c.json({ recipient: outlineOf(recipient) }) : answerRefusal(c, unknown)
    })
    .post('/recipients/:id/reveal', keepsList, async (c) => {
      const recipient = await found(deps, c.req.param('id'))
      if (!recipient) return answerRefusal(c, unknown)
      await keeper.recordAccess(c.var.operator.person, `recipient ${recipient.id}`, 1)
      return c.json({ recipient })
    })
    .put('/recipients/:id', keepsList, jsonBody(GivenDetails), async (c) => {
      const recipient = await found(deps, c.req.param('id'))
      if (!recipient) return answerRefusal(c, unknown)
      const details = await deps.takeDetails(c.req.valid('json'), recipient.details.keys)
      if (!details.ok) return answerBadInput(c, details.problems)
      const outcome = await keeper.change(recipient.id, details.value)
      return outcome.outcome === 'refused'
        ? answerRefusal(c, outcome)
        : c.json({ outcome: outcome.outcome, recipient: outlineOf(outcome.recipient) })
    })
    .post('/recipients/:id/state', keepsList, jsonBody(z.strictObject({ state: RecipientState })), async (c) => {
      const id = RecipientId.safeParse(c.req.param('id'))
      const outcome = id.success ? await keeper.setState(id.data, c.req.valid('json').state) : unknown
      return outcome.outcome === 'refused'
        ? answerRefusal(c, outcome)
        : c.json({ outcome: outcome.outcome, recipient: outlineOf(outcome.recipient) })
    })
}

export type RecipientsApi = ReturnType<typeof recipientsApi>

/** What is wrong with a row's keys, which shows only when somebody looks into them. */
interface BadKey {
  readonly outcome: 'bad-key'
  readonly problems: readonly Problem[]
}

async function forecast(deps: RecipientsDeps, given: GivenDetails): Promise<AddForecast | BadKey> {
  const details = await taken(deps, given)
  return details.ok ? deps.keeper.forecast(details.value) : { outcome: 'bad-key', problems: details.problems }
}

async function add(deps: RecipientsDeps, given: GivenDetails): Promise<AddOutcome | BadKey> {
  const details = await taken(deps, given)
  return details.ok ? deps.keeper.add(details.value) : { outcome: 'bad-key', problems: details.problems }
}

/** Whoever is on the list already keeps what they have, so that the same import again changes nothing. */
const taken = async ({ keeper, takeDetails }: RecipientsDeps, given: GivenDetails) =>
  takeDetails(given, given.keys.length > 0 ? await keeper.keysOf(given.contacts) : [])

const unknown = refuse('unknown-recipient', 'There is no such recipient.', 'See `recipients list`.')

async function found({ keeper }: RecipientsDeps, text: string): Promise<Recipient | undefined> {
  const id = RecipientId.safeParse(text)
  return id.success ? keeper.read(id.data) : undefined
}

/** The members of one chunk of the audience in force, by organisation. */
async function membersAt({ campaigns, documents }: RecipientsDeps, text: string, position: number) {
  const id = CampaignId.safeParse(text)
  const campaign = id.success ? await campaigns.read(id.data) : undefined
  if (!campaign?.approved) return undefined
  const entry = (await documents.audience(campaign.id, campaign.approved.pin.audience)).chunks[position]
  if (!entry) return undefined
  return (await documents.chunk(campaign.id, entry.digest)).members.map((member) => ({ id: member.id, organisation: member.organisation }))
}

/** Results in the order of the rows. */
async function eachRow<T>(rows: readonly GivenDetails[], work: (given: GivenDetails) => Promise<T>): Promise<T[]> {
  const results = new Map<number, T>()
  await sideBySide(rows.entries(), WIDTH, async ([index, given]) => void results.set(index, await work(given)))
  return rows.flatMap((_, index) => {
    const result = results.get(index)
    return result === undefined ? [] : [result]
  })
}
