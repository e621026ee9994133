import { readFileSync } from 'node:fs'
import { Duration, type DurationLike } from 'luxon'
import PostalMime from 'postal-mime'
import { expect } from 'vitest'
import { writeCalendar } from '../../../adapters/calendar/write-calendar.ts'
import { composeMime } from '../../../adapters/mime/compose-mime.ts'
import { sealedMime } from '../../../adapters/mime/sealed-mime.ts'
import { markdownRenderer } from '../../../adapters/templates/markdown-renderer.ts'
import { sharedEngine } from './shared-engine.ts'
import { parseAdvisory } from '../../../core/advisory/advisory.ts'
import type { Campaign, Notice } from '../../../core/campaign/campaign.ts'
import type { AudienceRule } from '../../../core/campaign/content.ts'
import type { QueuedHint } from '../../../core/delivery/ports.ts'
import type { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'
import { toStored } from '../../../core/embargo/instant.ts'
import { RecipientDetails } from '../../../core/recipient/recipient.ts'
import { CampaignId, DeliveryId, NoticeId, PersonId, type RecipientId } from '../../../core/shared/ids.ts'
import { makeBuildAudience, makeWidenAudience } from '../../../core/usecases/build-audience.ts'
import { type ChangeOutcome, makeChangeCampaign } from '../../../core/usecases/change-campaign.ts'
import { makeCreateCampaign, makeEditCampaign } from '../../../core/usecases/draft-campaign.ts'
import { RecipientKeeper } from '../../../core/usecases/keep-recipients.ts'
import { makeLoadMaterial, makeLoadStock } from '../../../core/usecases/load-material.ts'
import { makeNextContent } from '../../../core/usecases/next-content.ts'
import { makePreflight } from '../../../core/usecases/preflight.ts'
import { makeTryMails } from '../../../core/usecases/preview.ts'
import { CampaignReporting } from '../../../core/usecases/report-campaign.ts'
import { makeAcceptTable } from '../../../core/usecases/accept-table.ts'
import { makeQueueChunk } from '../../../core/usecases/queue-chunk.ts'
import { makeReopenDelivery } from '../../../core/usecases/reopen-delivery.ts'
import { makeSendAlarm } from '../../../core/usecases/send-alarm.ts'
import { makeCheckKeys } from '../../../core/usecases/check-keys.ts'
import { makeTakeDetails, makeTakeKeys } from '../../../core/usecases/take-keys.ts'
import { makeVerifyCampaign } from '../../../core/usecases/verify-campaign.ts'
import { makeSealLetter, plainly } from '../../../core/usecases/seal-letter.ts'
import { makeSendWaiting } from '../../../core/usecases/send-waiting.ts'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import { CampaignSteering } from '../../../core/usecases/steer-campaign.ts'
import { makeTakeFeedback } from '../../../core/usecases/take-feedback.ts'
import { makeTick } from '../../../core/usecases/tick.ts'
import { makeWriteMail } from '../../../core/usecases/write-mail.ts'
import { memoryAlarms } from '../../fakes/alarms.ts'
import { memoryTableGuard } from '../../fakes/table-guard.ts'
import { memoryBlobs } from '../../fakes/blobs.ts'
import { memoryCampaigns } from '../../fakes/campaigns.ts'
import { manualClock } from '../../fakes/clock.ts'
import { memoryDocuments } from '../../fakes/documents.ts'
import { memoryFences } from '../../fakes/fences.ts'
import { memoryHalts } from '../../fakes/halts.ts'
import { memoryHints } from '../../fakes/hints.ts'
import { countedIds } from '../../fakes/ids.ts'
import { inspectMemoryKey } from '../../fakes/keys.ts'
import { memoryLedger } from '../../fakes/ledger.ts'
import { memoryLog } from '../../fakes/log.ts'
import { memoryMail } from '../../fakes/mail.ts'
import { memoryAccessLog, memoryAddresses, memoryRecipients } from '../../fakes/recipients.ts'
import { memorySealing } from '../../fakes/sealing.ts'
import { memoryTeamKeys } from '../../fakes/team-keys.ts'
import { memorySweeps, memoryTroubles } from '../../fakes/sweeps.ts'
import { memoryTable } from '../../fakes/table.ts'
import { policy } from '../notice/sample.ts'

export const ada = PersonId.parse('ada')
export const ben = PersonId.parse('ben')
export const cleo = PersonId.parse('cleo')

/** A day in December, so that no lead time of a test crosses a DST change by accident. */
export const START = '2026-12-01T09:00:00Z'
export const TICK_SECONDS = 60
const BUNDLE = readFileSync(new URL('../../../templates/dist/bundle.json', import.meta.url))

export interface TeamOptions {
  readonly recipients?: number
  readonly reporters?: 'mail' | 'platform' | 'none'
}

export type Team = Awaited<ReturnType<typeof makeTeam>>

/** The real use cases on in-memory ports: a whole installation, with a clock that stands still. */
export async function makeTeam({ recipients: count = 3, reporters = 'mail' }: TeamOptions = {}) {
  const clock = manualClock(START)
  const [ids, log, mail, hints] = [countedIds(), memoryLog(), memoryMail(), memoryHints()]
  const table = memoryTable()
  const [campaigns, documents, halts, ledger] = [memoryCampaigns(table), memoryDocuments(table), memoryHalts(table), memoryLedger(table)]
  const [recipients, addresses, access, blobs] = [memoryRecipients(table), memoryAddresses(table), memoryAccessLog(), memoryBlobs()]
  const [sweeps, troubles, alarms, guard] = [memorySweeps(table), memoryTroubles(table), memoryAlarms(table), memoryTableGuard(table)]
  const stock = { documents, blobs, engine: sharedEngine, policy }
  const loadStock = makeLoadStock(stock)
  const teamKeys = memoryTeamKeys(table)
  const write = { markdown: markdownRenderer(), calendar: writeCalendar, policy, clock }
  const writePlain = makeWriteMail({ ...write, wrap: plainly(composeMime) })
  const sealing = { openpgp: memorySealing('openpgp'), 's-mime': memorySealing('s-mime') }
  const wrap = makeSealLetter({
    compose: composeMime,
    mime: sealedMime,
    loadSealing: async (kind) => sealing[kind],
    secrets: teamKeys,
    clock,
  })
  const writeMail = makeWriteMail({ ...write, wrap })
  const change = makeChangeCampaign({ campaigns, policy, clock, log })
  const preflight = makePreflight({ campaigns, documents, mail, teamKeys, policy, holidays: { on: () => [] }, clock })
  const building = { campaigns, documents, recipients, loadStock, writeMail: writePlain, teamKeys, policy, clock, ids }
  const fences = memoryFences({ campaigns, halts, recipients, guard })
  const loadMaterial = makeLoadMaterial({ ...stock, loadStock, teamKeys })
  const takeKeys = makeTakeKeys({ inspect: inspectMemoryKey, clock })
  const nextContent = makeNextContent({ documents, blobs, ids, takeKeys })
  const tryMails = makeTryMails({ loadStock, writeMail: writePlain, teamKeys, policy })
  const timed = { clock, ids, log, timeoutSeconds: 60, pause: async () => undefined }
  const sendWaiting = makeSendWaiting({ ...timed, ledger, compose: composeMime, policy })
  const sending = { fences, ledger, troubles, alarms, mail, loadMaterial, writeMail, sendWaiting, policy, ...timed }
  const queueChunk = makeQueueChunk(hints)
  const sendChunk = makeSendChunk(sending)
  const sendAlarm = makeSendAlarm({ ...sending, compose: composeMime })
  mail.verify(policy.sender.address)
  mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 100 })

  const keeper = new RecipientKeeper({ recipients, addresses, access, ids, clock })
  const members: RecipientId[] = []
  for (let number = 1; number <= count; number++) members.push(await addRecipient(keeper, number))

  return {
    clock,
    log,
    mail,
    hints,
    table,
    campaigns,
    documents,
    halts,
    ledger,
    recipients,
    addresses,
    blobs,
    sweeps,
    troubles,
    keeper,
    members,
    sending,
    guard,
    alarms,
    teamKeys,
    sealing,
    takeKeys,
    takeDetails: makeTakeDetails(takeKeys),
    checkKeys: makeCheckKeys({ recipients, campaigns, documents, clock }),
    create: makeCreateCampaign({ documents, blobs, change, ids, takeKeys, table: guard }),
    edit: makeEditCampaign({ documents, blobs, change, ids, takeKeys }),
    build: makeBuildAudience(building),
    widen: makeWidenAudience(building),
    preflight,
    steering: new CampaignSteering({ documents, halts, ledger, sweeps, change, preflight, nextContent, tryMails, clock }),
    reporting: new CampaignReporting({ campaigns, documents, halts, ledger, alarms, mail, clock }),
    tick: makeTick({
      campaigns,
      documents,
      fences,
      ledger,
      troubles,
      alarms,
      table: guard,
      sweeps,
      queue: hints,
      mail,
      policy,
      clock,
      log,
      tickSeconds: TICK_SECONDS,
    }),
    send: async (hint: QueuedHint['hint'], timeLeftMillis: () => number) =>
      hint.schema === 'alarm-hint/1' ? sendAlarm(hint) : sendChunk(hint, timeLeftMillis),
    sendChunk,
    feedback: makeTakeFeedback({ ledger, alarms, queueChunk, clock, log }),
    reopen: makeReopenDelivery({ ledger, change, queueChunk, policy, clock }),
    verify: makeVerifyCampaign({ campaigns, documents, ledger }),
    acceptTable: makeAcceptTable({ table: guard, campaigns, halts, clock, log }),
    advisory: sampleAdvisory(reporters),
    bundle: await blobs.putBundle(BUNDLE),
    patch: await blobs.putPatch(new TextEncoder().encode('--- a/x.py\n+++ b/x.py\n')),
  }
}

export const detailsOf = (number: number, changes: object = {}): RecipientDetails =>
  RecipientDetails.parse({
    organisation: `Organisation ${number}`,
    contacts: [`security@org${number}.example`],
    zone: 'Europe/Berlin',
    encryption: 'none',
    ...changes,
  })

export async function addRecipient(keeper: RecipientKeeper, number: number, changes: object = {}): Promise<RecipientId> {
  const outcome = await keeper.add(detailsOf(number, changes))
  if (outcome.outcome === 'refused') throw new Error(outcome.code)
  return outcome.id
}

function sampleAdvisory(reporters: 'mail' | 'platform' | 'none') {
  const contact =
    reporters === 'mail'
      ? { by: 'mail', address: 'finder@research.example' }
      : { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/1' }
  const parsed = parseAdvisory({
    id: 'ADV-2026-0007',
    title: 'Requests are evaluated as format strings',
    description: 'A crafted request reads **any field**.',
    remediation: 'We release 1.2.2.',
    vulnerabilities: [
      { cve: 'CVE-2022-27177', severity: 'critical', summary: 'Format string evaluation.', affected: ['<1.2.2'], fixed: ['1.2.2'] },
    ],
    patches: [{ branch: '1.2', file: 'fix-1.2.patch' }],
    reporters: reporters === 'none' ? [] : [{ name: 'finder', zone: 'America/New_York', contact }],
  })
  if (!parsed.ok) throw new Error(parsed.problems.map(({ field }) => field).join())
  return parsed.value
}

export function changed(outcome: ChangeOutcome): Campaign {
  if (outcome.outcome === 'refused') throw new Error(`${outcome.code}: ${outcome.why}`)
  return outcome.campaign
}

const EVERYBODY: AudienceRule = { kind: 'all' }

export async function createDraft(
  team: Team,
  { inDays = 14, audience = EVERYBODY }: { inDays?: number; audience?: AudienceRule } = {},
): Promise<Campaign> {
  const { advisory, patch, clock } = team
  return changed(
    await team.create(ada, { advisory, patches: { 'fix-1.2.patch': patch }, disclosureAt: clock.now().plus({ days: inDays }), audience }),
  )
}

/** One approver's whole way: walk the list, preflight, consent. */
export async function approve(
  team: Team,
  { by, id, why }: { by: PersonId; id: CampaignId; why?: string | undefined },
): Promise<ChangeOutcome> {
  const audience = await builtAudience(team, id)
  const campaign = await stored(team, id)
  const pinned = { audience, bundle: team.bundle }
  const report = await team.preflight(campaign, pinned)
  if (report.outcome === 'refused') return report
  return team.steering.approve(by, campaign, { ...pinned, digest: report.digest, why })
}

export async function builtAudience(team: Team, campaign: CampaignId) {
  let build: string | undefined
  while (true) {
    const progress = await team.build({ campaign, bundle: team.bundle, build })
    if (progress.outcome === 'refused') throw new Error(progress.code)
    if (progress.audience !== undefined) return progress.audience
    build = progress.build
  }
}

export async function stored(team: Team, id: CampaignId): Promise<Campaign> {
  const campaign = await team.campaigns.read(id)
  if (!campaign) throw new Error('no campaign')
  return campaign
}

export async function scheduled(team: Team, options: Parameters<typeof createDraft>[1] = {}): Promise<Campaign> {
  const { id } = await createDraft(team, options)
  const why = (options.inDays ?? 14) < 7 ? 'exploited in the wild' : undefined
  changed(await approve(team, { by: ben, id, why }))
  return changed(await approve(team, { by: cleo, id, why }))
}

/** Ticks and works through what each tick queued, until a tick finds nothing to do any more. */
export async function run(team: Team, { ticks = 5, deliver = true } = {}): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) {
    await team.tick()
    for (const hint of team.hints.drain()) await team.send(hint, () => 60_000)
    if (deliver) await tellDelivered(team)
    team.clock.advance({ seconds: TICK_SECONDS })
  }
}

const told = new WeakMap<Team['mail'], number>()

export async function tellDelivered(team: Team): Promise<void> {
  for (const taken of team.mail.taken.slice(told.get(team.mail) ?? 0)) await team.feedback(eventOf(team, taken, 'Delivery'))
  told.set(team.mail, team.mail.taken.length)
}

export function eventOf(team: Team, { tags, sesId }: Team['mail']['taken'][number], type: FeedbackEvent['type']): FeedbackEvent {
  return {
    schema: 'feedback/1',
    type,
    campaign: CampaignId.parse(tags.campaign),
    notice: NoticeId.parse(tags.notice),
    delivery: DeliveryId.parse(tags.delivery),
    attempt: Number(tags.attempt),
    sesId,
    at: toStored(team.clock.now()),
    ...(type === 'Bounce' ? { bounce: { type: 'Permanent', subType: 'General' } } : {}),
  }
}

/** To just after the advance notice is due. */
export const toLead = (team: Team, { inDays = 14 } = {}): void =>
  team.clock.advance(Duration.fromObject({ days: inDays - 7 }).plus({ seconds: 1 }))

export const advance = (team: Team, by: DurationLike): void => team.clock.advance(by)

export const noticeOf = (campaign: Campaign, id: string): Notice => {
  const notice = campaign.notices.find((candidate) => candidate.id === id)
  if (!notice) throw new Error(`no notice ${id}`)
  return notice
}

const namesOf = (team: Team): readonly string[] =>
  team.mail.taken.map(({ destination, tags }) => `${tags.notice} → ${destination}`).toSorted()
const isAlarm = (name: string): boolean => name.startsWith('alarm-')

/** Who got what of the campaigns' notices, as `notice → address`, in order of address. */
export const mailsOf = (team: Team): readonly string[] => namesOf(team).filter((name) => !isAlarm(name))

/** The same, of alarms. */
export const alarmMailsOf = (team: Team): readonly string[] => namesOf(team).filter(isAlarm)

export const read = (raw: Uint8Array) => PostalMime.parse(raw)

export async function countsOf(team: Team, id: CampaignId, notice: string) {
  const report = await team.reporting.report(await stored(team, id))
  return report.notices.find((candidate) => candidate.id === notice)?.deliveries
}

/** Every member of a notice's audience is accounted for, and nobody got it twice. */
export function expectOnceEach(team: Team, notice: string, mails: number): void {
  const destinations = team.mail.taken.filter(({ tags }) => tags.notice === notice).map(({ destination }) => destination)
  expect(destinations).toHaveLength(mails)
  expect(new Set(destinations).size).toBe(mails)
}

/** The codes of the alarms that were raised, oldest first. */
export const alarmsOf = (team: Team) => team.log.events.filter(({ event }) => event === 'alarm.raised').map(({ facts }) => facts['code'])
