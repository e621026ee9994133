import { adviceOn } from '../advisory/advice.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { type Finding, type Findings, count, finding } from '../campaign/findings.ts'
import { digestOfPin, type Pin } from '../campaign/pin.ts'
import { isInsideLead } from '../campaign/plan.ts'
import type { CampaignStore, DocumentStore } from '../campaign/ports.ts'
import type { MailService } from '../delivery/ports.ts'
import { checkDate, isGood } from '../embargo/check-date.ts'
import { goodSlots } from '../embargo/good-slots.ts'
import { fromStored } from '../embargo/instant.ts'
import type { HolidayCalendar } from '../embargo/ports.ts'
import { presentInstant } from '../embargo/presentation.ts'
import type { TeamSecrets } from '../keys/ports.ts'
import type { Policy } from '../policy/policy.ts'
import type { Clock, Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import { Duration } from 'luxon'
import { circumstances } from './change-campaign.ts'
import { blockedFindings, teamKeyFindings } from './preflight-keys.ts'

/** A walk over the list is good for this long: the list, the quota and the time go on. */
const FRESH_MINUTES = 60
/** The sandbox is known by its quota. @see https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
const SANDBOX = { daily: 200, perSecond: 1 }
const WARN_MAIL_BYTES = 8 * 1024 * 1024

export interface PreflightDeps {
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly mail: Pick<MailService, 'quota' | 'isVerified'>
  readonly teamKeys: Pick<TeamSecrets, 'keys'>
  readonly policy: Policy
  readonly holidays: HolidayCalendar
  readonly clock: Clock
}

export interface PreflightRequest {
  readonly audience: Digest
  readonly bundle: Digest
}

export interface PreflightReport {
  readonly outcome: 'checked'
  /** What would be approved. */
  readonly digest: Digest
  readonly pin: Pin
  readonly isClean: boolean
  readonly members: number
  readonly reporters: number
  readonly findings: readonly Finding[]
}

export type Preflight = (campaign: Campaign, request: PreflightRequest) => Promise<PreflightReport | Refusal>

/** Everything that must hold before an approval. What cannot be found out is a failure. */
export function makePreflight(deps: PreflightDeps): Preflight {
  return async (campaign, request) => {
    const pin: Pin = { content: campaign.content, audience: request.audience, disclosureAt: campaign.disclosureAt, bundle: request.bundle }
    const digest = digestOfPin(pin)
    const found = await deps.documents.findings(campaign.id, digest)
    if (!found || isStale(found, deps.clock)) {
      return refuse('preflight-missing', 'Nobody has walked the list for what this campaign says now.', 'Run the preflight again.')
    }
    const content = await deps.documents.content(campaign.id, campaign.content)
    const { advisory } = content
    const findings: Finding[] = [
      ...(await mailFindings(deps, campaign, found)),
      ...audienceFindings(found, campaign),
      ...(await teamKeyFindings(deps, found)),
      ...dateFindings(deps, campaign),
      ...(await twinFindings(deps, campaign, advisory.id)),
      ...adviceOn(advisory, deps.policy).map(({ level, says }) => ({ check: 'advisory', level, says })),
      reporterFinding(advisory.reporters.length, advisory.reporters.filter(({ contact }) => contact.by === 'platform').length),
    ]
    const isClean = findings.every(({ level }) => level !== 'fail')
    return { outcome: 'checked', digest, pin, isClean, members: found.members, reporters: advisory.reporters.length, findings }
  }
}

const isStale = ({ checkedAt }: Findings, clock: Clock): boolean => fromStored(checkedAt).plus({ minutes: FRESH_MINUTES }) < clock.now()

async function mailFindings({ mail, policy, clock }: PreflightDeps, campaign: Campaign, found: Findings): Promise<Finding[]> {
  const isVerified = await mail.isVerified(policy.sender.address)
  const quota = await mail.quota()
  const mails = found.members + 1
  const left = quota.daily - quota.sent
  const isSandbox = quota.daily <= SANDBOX.daily && quota.perSecond <= SANDBOX.perSecond
  return [
    isVerified
      ? finding('identity', 'ok', 'SES may send as the policy’s sender.')
      : finding('identity', 'fail', 'SES has not verified the policy’s sender: verify its domain first.'),
    isSandbox
      ? finding(
          'sandbox',
          'fail',
          'The SES account is in its sandbox (200 mails a day, 1 a second, to verified addresses only): ask for production access.',
        )
      : finding('sandbox', 'ok', 'The SES account is out of its sandbox.'),
    left >= mails
      ? finding('quota', 'ok', `${left} of ${quota.daily} mails are left for today; a notice needs ${mails}.`)
      : finding(
          'quota',
          quota.daily >= mails ? 'warn' : 'fail',
          `A notice needs ${mails} mails, and ${left} of ${quota.daily} a day are left.`,
        ),
    skewFinding({ mails, perSecond: quota.perSecond, campaign, now: clock.now(), policy }),
  ]
}

/** From the first mail to the last: those at the end of the list have that much less time. */
function skewFinding(of: { mails: number; perSecond: number; campaign: Campaign; now: ReturnType<Clock['now']>; policy: Policy }): Finding {
  if (of.perSecond <= 0) return finding('skew', 'fail', 'SES allows no mail at all: sending is paused, or the quota is zero.')
  const seconds = Math.ceil(of.mails / of.perSecond)
  const disclosureAt = fromStored(of.campaign.disclosureAt)
  const lead = isInsideLead(disclosureAt, circumstances(of.policy, of.now))
    ? disclosureAt.diff(of.now).as('seconds')
    : Duration.fromISO(of.policy.embargo.lead).as('seconds')
  const says = `From the first mail to the last it takes about ${inWords(seconds)} at ${of.perSecond} a second.`
  return seconds < lead ? finding('skew', 'ok', says) : finding('skew', 'fail', `${says} That is past the disclosure date.`)
}

function inWords(seconds: number): string {
  if (seconds < 120) return count(seconds, 'second')
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`
}

function audienceFindings(found: Findings, { id }: Campaign): Finding[] {
  const megabytes = (found.largestMail / 1024 / 1024).toFixed(1)
  return [
    found.members > 0
      ? finding('audience', 'ok', `${count(found.members, 'recipient')} in the audience.`)
      : finding('audience', 'fail', 'There is nobody in the audience.'),
    finding('outside', found.outside > 0 ? 'note' : 'ok', `${count(found.outside, 'active recipient')} not in this audience.`),
    ...blockedFindings(found, id),
    found.unrenderableCount > 0
      ? finding(
          'rendering',
          'fail',
          `${count(found.unrenderableCount, 'mail')} could not be made: ${found.unrenderable.join(', ')}. Correct these recipients or reporters.`,
        )
      : finding('rendering', 'ok', 'Every mail was made and holds no address of another.'),
    finding(
      'size',
      found.largestMail > WARN_MAIL_BYTES ? 'warn' : 'ok',
      `The largest mail has ${found.sealedTo.openpgp + found.sealedTo['s-mime'] > 0 ? 'at most ' : ''}${megabytes} MB of the 10 that SES takes.`,
    ),
  ]
}

function dateFindings({ policy, clock, holidays }: PreflightDeps, campaign: Campaign): Finding[] {
  // Whoever approved the date accepted it as it is: that it is poor must not keep a later approval, of a correction say, from happening.
  const rules = campaign.state === 'draft' ? policy : { ...policy, dates: { ...policy.dates, poor: 'warn' as const } }
  const context = { rules, now: clock.now(), holidays }
  const at = fromStored(campaign.disclosureAt)
  const found = checkDate(at, context)
  const isLeadKept = found.every(({ code }) => !['past', 'beyond-maximum', 'inside-lead'].includes(code))
  return [
    ...(isLeadKept ? [finding('date', 'ok', `The lead time (${policy.embargo.lead}) is kept.`)] : []),
    ...found.map(({ level, says }) => finding('date', level, says)),
    ...(isGood(found) ? [] : slotFindings(goodSlots(at, context), policy)),
  ]
}

function slotFindings(slots: readonly Instant[], { embargo }: Policy): Finding[] {
  if (slots.length === 0) return []
  const shown = slots.map((slot) => presentInstant(slot, embargo.zone)).map(({ utc, local }) => (local ? `${utc} = ${local}` : utc))
  return [finding('date', 'note', `Good dates near it: ${shown.join('; ')}.`)]
}

/** Two campaigns of one advisory would tell everybody twice. Of two drafts either may be the one that is meant. */
async function twinFindings({ campaigns, documents }: PreflightDeps, campaign: Campaign, advisoryId: string): Promise<Finding[]> {
  const others = (await campaigns.list()).filter(
    ({ id, state }) => id !== campaign.id && (state === 'draft' || state === 'scheduled' || state === 'embargoed' || state === 'due'),
  )
  const contents = await Promise.all(
    others.map(async ({ id, state, content }) => ({ id, state, advisory: (await documents.content(id, content)).advisory.id })),
  )
  const twins = contents.filter(({ advisory }) => advisory === advisoryId)
  if (twins.length === 0) return [finding('twin', 'ok', 'No other campaign is for this advisory.')]
  return twins.map(({ id, state }) =>
    state === 'draft'
      ? finding('twin', 'warn', `Campaign ${id}, a draft, is for the same advisory: withdraw the one that is not meant.`)
      : finding('twin', 'fail', `Campaign ${id} is for the same advisory.`),
  )
}

function reporterFinding(reporters: number, byPlatform: number): Finding {
  if (reporters === 0) return finding('reporters', 'note', 'No reporter is to be told the date.')
  const tasks = byPlatform > 0 ? `; ${byPlatform} of them on a platform, which becomes a task to the team` : ''
  return finding('reporters', 'ok', `${count(reporters, 'reporter')} told the date at the same moment${tasks}.`)
}
