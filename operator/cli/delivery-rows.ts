import type { Notice } from '../../core/campaign/campaign.ts'
import type { AttemptState } from '../../core/delivery/delivery.ts'
import { type DeliveryState, deliveryKeyOf } from '../../core/delivery/attempts.ts'
import { TEAM_CHUNK } from '../../core/delivery/delivery.ts'
import { REPORTERS_CHUNK, recipientsPosition } from '../../core/delivery/targets.ts'
import { type CampaignId, type DeliveryId, type NoticeId, RecipientId } from '../../core/shared/ids.ts'
import { bodyOf, campaignsOf, recipientsOf } from './api-client.ts'
import { pagesOf } from './recipient-pages.ts'
import type { Session } from './session.ts'
import { Stop } from './stop.ts'

/** One member of a notice's audience, whether the ledger knows them yet or not. */
export interface DeliveryRow {
  /** What `resend` and `unblock` take; absent before the first attempt. */
  readonly delivery?: string
  readonly notice: string
  /** An id, or `team`; absent for a member of whom this operator may not know more than that there is one. */
  readonly addressee?: string
  readonly to: 'recipient' | 'reporter' | 'team'
  /** For an operator who keeps the list. */
  readonly organisation?: string
  readonly state: DeliveryState
  readonly reason?: string | undefined
  readonly contact?: 'first' | 'second'
  readonly attempts: number
  readonly newest?: { readonly state: AttemptState; readonly reason?: string | undefined }
  readonly claimedAt?: string
  readonly changedAt?: string
}

const pageOf = (session: Session, { id, notice, from }: { id: CampaignId; notice: NoticeId; from: number }) =>
  bodyOf(campaignsOf(session).campaigns[':id'].deliveries.$get({ param: { id }, query: { notice, from: String(from) } }))
type Page = Awaited<ReturnType<typeof pageOf>>
type Chunk = Page['chunks'][number]
type Delivery = Page['rows'][number]

/** Everybody to whom a notice goes, in the order of the audience. */
export async function deliveryRows(session: Session, id: CampaignId, notice: Notice): Promise<readonly DeliveryRow[]> {
  const rows: DeliveryRow[] = []
  for (let from: number | null = 0; from !== null;) {
    const page: Page = await pageOf(session, { id, notice: notice.id, from })
    for (const chunk of page.chunks) rows.push(...(await withMissing(session, { id, notice, chunk }, page.rows)))
    from = page.next
  }
  return rows
}

/** The ledger knows a delivery from its claim on: who is missing there is a member of the audience still. */
async function withMissing(
  session: Session,
  { id, notice, chunk: { chunk, members } }: { id: CampaignId; notice: Notice; chunk: Chunk },
  page: readonly Delivery[],
): Promise<readonly DeliveryRow[]> {
  const to = toOf(chunk)
  const known = page.filter((row) => row.chunk === chunk).map((row): DeliveryRow => rowOf(row, to))
  const missing = members - known.length
  if (missing <= 0) return known
  const planned = { notice: notice.id, to, attempts: 0, ...unclaimed(notice) }
  const ids = await membersOf(session, id, chunk)
  const named = ids
    ?.filter((member) => !known.some(({ addressee }) => addressee === member))
    .map((addressee) => ({ ...planned, addressee }))
  return [...known, ...(named ?? Array.from({ length: missing }, () => planned))]
}

/** Of a notice that is cancelled nobody is told any more by it. */
const unclaimed = ({ state, because }: Notice): Pick<DeliveryRow, 'state' | 'reason'> =>
  state === 'cancelled' ? { state: 'cancelled', ...(because !== undefined && { reason: because }) } : { state: 'planned' }

function rowOf({ chunk: _place, newest, ...delivery }: Delivery, to: DeliveryRow['to']): DeliveryRow {
  return { ...delivery, to, ...(newest && { newest }) }
}

/** One delivery that the ledger has, by its id. */
export async function deliveryRow(session: Session, id: CampaignId, delivery: DeliveryId): Promise<DeliveryRow | undefined> {
  const { notice, chunk } = deliveryKeyOf(id, delivery)
  for (let from: number | null = 0; from !== null;) {
    const page: Page = await pageOf(session, { id, notice, from })
    const row = page.rows.find((candidate) => candidate.delivery === delivery)
    if (row) return rowOf(row, toOf(chunk))
    from = page.next
  }
  return undefined
}

const toOf = (chunk: number): DeliveryRow['to'] => (chunk === TEAM_CHUNK ? 'team' : chunk === REPORTERS_CHUNK ? 'reporter' : 'recipient')

/** Ids of the recipients of a chunk; nothing for others, and for an operator who does not keep the list. */
async function membersOf(session: Session, campaign: CampaignId, chunk: number): Promise<readonly string[] | undefined> {
  const position = recipientsPosition(chunk)
  if (position === undefined) return undefined
  const asked = recipientsOf(session).recipients.audiences[':campaign'].members.$get({
    param: { campaign },
    query: { position: String(position) },
  })
  const answer = await orNotAllowed(bodyOf(asked))
  return answer?.members.map(({ id }) => id)
}

/** The same rows with organisations, for an operator who keeps the list. */
export async function withOrganisations(session: Session, rows: readonly DeliveryRow[]): Promise<readonly DeliveryRow[]> {
  const ids = [
    ...new Set(rows.flatMap(({ to, addressee }) => (to === 'recipient' && addressee !== undefined ? [RecipientId.parse(addressee)] : []))),
  ]
  const organisations = new Map<string, string>()
  for (const page of pagesOf(ids)) {
    const answer = await orNotAllowed(bodyOf(recipientsOf(session).recipients.names.$post({ json: { ids: [...page] } })))
    if (answer === undefined) return rows
    for (const { id, organisation } of answer.names) organisations.set(id, organisation)
  }
  return rows.map((row) => {
    const organisation = organisations.get(row.addressee ?? '')
    return organisation === undefined ? row : { ...row, organisation }
  })
}

async function orNotAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Stop && error.code === 'missing-role') return undefined
    throw error
  }
}
