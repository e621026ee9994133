import { EMPTY_AUDIENCE, digestOfAudience } from '../campaign/audience.ts'
import type { Campaign, Notice } from '../campaign/campaign.ts'
import type { Change } from '../campaign/command.ts'
import { type Pin, digestOfPin } from '../campaign/pin.ts'
import { hasBegun } from '../campaign/plan.ts'
import type { DocumentStore, HaltScope, HaltStore } from '../campaign/ports.ts'
import { bestAttempt, reopened, stateOf } from '../delivery/attempts.ts'
import type { Ledger, SweepStore } from '../delivery/ports.ts'
import { startMark } from '../delivery/sweep.ts'
import type { Clock, Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { CampaignId, NoticeId, PersonId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import type { ChangeCampaign, ChangeOutcome } from './change-campaign.ts'
import type { Draft } from './draft-campaign.ts'
import type { NextContent } from './next-content.ts'
import { noticeChunks } from './notice-chunks.ts'
import type { Preflight, PreflightRequest } from './preflight.ts'
import type { TryMails } from './preview.ts'

export interface SteerDeps {
  readonly documents: DocumentStore
  readonly halts: HaltStore
  readonly ledger: Ledger
  readonly sweeps: SweepStore
  readonly change: ChangeCampaign
  readonly preflight: Preflight
  readonly nextContent: NextContent
  readonly tryMails: TryMails
  readonly clock: Clock
}

export interface ApproveRequest extends PreflightRequest {
  /** What the approver was shown. */
  readonly digest: Digest
  readonly why?: string | undefined
}

type Revision = Extract<Change, { kind: 'revise' }>

export interface ReviseRequest {
  readonly draft: Draft
  /** Told to the addressees. */
  readonly why: string
}

const REVISE_HINT = 'Before the advance notice, edit the campaign and approve it again.'

/** An operator's commands on one campaign, each decided on the version that was read before. */
export class CampaignSteering {
  readonly #deps: SteerDeps

  constructor(deps: SteerDeps) {
    this.#deps = deps
  }

  /** Proposes the campaign as it is, or consents when exactly that has been proposed. Only a clean preflight gets so far. */
  async approve(person: PersonId, campaign: Campaign, request: ApproveRequest): Promise<ChangeOutcome> {
    const report = await this.#deps.preflight(campaign, request)
    if (report.outcome === 'refused') return report
    if (report.digest !== request.digest) {
      return refuse(
        'other-digest',
        'What would be approved now is not what you were shown.',
        'Run the preflight again, and look at it again.',
      )
    }
    if (!report.isClean)
      return refuse('preflight-failed', 'The preflight found something that must be mended first.', 'See `campaign preflight`.')
    if (campaign.proposal?.kind === 'approve' && campaign.proposal.digest === report.digest) {
      return this.#deps.change(campaign, { person, command: { kind: 'consent', digest: report.digest } })
    }
    const { pin, members, reporters } = report
    const why = request.why === undefined ? {} : { why: request.why }
    return this.#deps.change(campaign, {
      person,
      command: { kind: 'propose', change: { kind: 'approve', pin, members, reporters, ...why } },
    })
  }

  async consent(person: PersonId, campaign: Campaign, digest: Digest): Promise<ChangeOutcome> {
    if (campaign.proposal?.kind === 'approve')
      return refuse('preflight-missing', 'An approval needs a preflight.', 'Use `campaign approve`.')
    return this.#deps.change(campaign, { person, command: { kind: 'consent', digest } })
  }

  async revise(person: PersonId, campaign: Campaign, request: ReviseRequest): Promise<ChangeOutcome> {
    const change = await this.revision(campaign, request)
    return 'outcome' in change ? change : this.#propose(person, campaign, change)
  }

  /** The change that a revision would propose. Only what can be written as a mail: whoever consents does not walk the list again. */
  async revision(campaign: Campaign, { draft, why }: ReviseRequest): Promise<Revision | Refusal> {
    const pin = campaign.approved?.pin
    if (campaign.state !== 'embargoed' || !pin)
      return refuse('wrong-state', `A campaign that is ${campaign.state} cannot be changed by revise.`, REVISE_HINT)
    const revised = await this.#deps.nextContent.revised(campaign, draft, why)
    if ('outcome' in revised) return revised
    const unwritable = await this.#deps.tryMails(campaign, { ...pin, content: revised.content })
    if (unwritable === undefined) return { kind: 'revise', ...revised, why }
    const what = `A mail of the revised advisory could not be made (${unwritable}).`
    return refuse('preflight-failed', what, 'Check the advisory with `advisory check`.')
  }

  /** Moves the date, to an earlier one by `shorten` or to a later one by `reschedule`. */
  async move(
    person: PersonId,
    campaign: Campaign,
    request: { readonly kind: 'shorten' | 'reschedule'; readonly disclosureAt: Instant; readonly why: string },
  ): Promise<ChangeOutcome> {
    // To whoever knows no date yet a later one is no news; of an earlier one they must hear why it leaves them less time.
    const isNews = request.kind === 'shorten' || hasBegun(campaign)
    const content = await this.#deps.nextContent.because(campaign, isNews ? request.why : undefined, true)
    return this.#propose(person, campaign, { ...request, content })
  }

  /** The embargo is broken; `urls`: where the advisory is public already, if it is. */
  async collapse(
    person: PersonId,
    campaign: Campaign,
    request: { readonly why: string; readonly urls: readonly string[] },
  ): Promise<ChangeOutcome> {
    const { why, urls } = request
    const content = await this.#deps.nextContent.ended(campaign, why, urls)
    return this.#propose(person, campaign, { kind: 'collapse', content, why })
  }

  /** The advisory is public, at these addresses. */
  async disclose(person: PersonId, campaign: Campaign, urls: readonly string[]): Promise<ChangeOutcome> {
    const content = await this.#deps.nextContent.published(campaign, urls)
    return this.#deps.change(campaign, { person, command: { kind: 'disclose', content } })
  }

  /** @param request.audience - made by the widening of the audience in force */
  async include(
    person: PersonId,
    campaign: Campaign,
    request: { readonly audience: Digest; readonly why: string },
  ): Promise<ChangeOutcome> {
    if (!campaign.approved) return refuse('not-approved', 'There is no approved audience to add to.', 'Approve the campaign first.')
    const pin: Pin = { ...campaign.approved.pin, audience: request.audience }
    const found = await this.#deps.documents.findings(campaign.id, digestOfPin(pin))
    if (!found) return refuse('preflight-missing', 'This audience was not made for what the campaign says now.', 'Run the command again.')
    if (!(await this.#isGrown(campaign.id, campaign.approved.pin.audience, request.audience)))
      return refuse('changed-meanwhile', 'Somebody else changed the audience at the same moment.', 'Run the command again.')
    if (found.unrenderableCount > 0)
      return refuse('preflight-failed', 'The mail of a new recipient could not be made.', 'Correct the recipient.')
    const change = { kind: 'include' as const, audience: request.audience, members: found.members, why: request.why }
    return this.#propose(person, campaign, change)
  }

  async withdraw(person: PersonId, campaign: Campaign, why: string): Promise<ChangeOutcome> {
    const content = await this.#deps.nextContent.because(campaign, why, true)
    return this.#deps.change(campaign, { person, command: { kind: 'withdraw', content, why } })
  }

  async rehearse(person: PersonId, campaign: Campaign, bundle: Digest): Promise<ChangeOutcome> {
    const { content, disclosureAt } = campaign
    const pin: Pin = { content, disclosureAt, bundle, audience: digestOfAudience(EMPTY_AUDIENCE) }
    return this.#deps.change(campaign, { person, command: { kind: 'rehearse', pin } })
  }

  /** A halt is written without looking at anything: it must never be the thing that fails. */
  async halt(by: PersonId, scope: HaltScope, reason: string): Promise<void> {
    await this.#deps.halts.halt({ scope, since: this.#deps.clock.now(), by, reason })
  }

  async resume(scope: HaltScope, lifted?: { readonly by: PersonId; readonly reason: string }): Promise<void> {
    await this.#deps.halts.resume(scope, lifted && { ...lifted, at: this.#deps.clock.now() })
  }

  /** Plans a held notice again, and with it what of it was blocked for the same cause. */
  async unhold(person: PersonId, campaign: Campaign, request: { readonly notice: NoticeId; readonly why: string }): Promise<ChangeOutcome> {
    const notice = campaign.notices.find(({ id }) => id === request.notice)
    if (notice?.state === 'held') await this.#unblock(campaign, notice)
    return this.#deps.change(campaign, { person, command: { kind: 'unhold', ...request } })
  }

  /**
   * What SES refused for the account's sake may be tried again; a claim cannot be overtaken, since blocked is no claim.
   * While the notice is held nothing goes out, and the sweep begins at the first chunk again.
   */
  async #unblock(campaign: Campaign, notice: Notice): Promise<void> {
    const { documents, ledger, sweeps, clock } = this.#deps
    for (const { chunk } of await noticeChunks(documents, campaign, notice)) {
      for (const delivery of await ledger.chunk(campaign.id, notice.id, chunk)) {
        const isRefused = stateOf(delivery) === 'blocked' && delivery.attempts.at(-1)?.reason?.startsWith('ses-') === true
        const again = { at: clock.now(), contact: bestAttempt(delivery).contact, reason: 'unheld' }
        if (isRefused) await ledger.update(reopened(delivery, again))
      }
    }
    await sweeps.putMark(campaign.id, notice.id, startMark(clock.now()))
  }

  /** Whether an audience holds all that was there before, in its place: who was included meanwhile must not fall out again. */
  async #isGrown(campaign: CampaignId, before: Digest, after: Digest): Promise<boolean> {
    const { documents } = this.#deps
    const [old, grown] = await Promise.all([documents.audience(campaign, before), documents.audience(campaign, after)])
    return old.chunks.every(({ digest }, position) => grown.chunks[position]?.digest === digest)
  }

  #propose(person: PersonId, campaign: Campaign, change: Change): Promise<ChangeOutcome> {
    return this.#deps.change(campaign, { person, command: { kind: 'propose', change } })
  }
}
