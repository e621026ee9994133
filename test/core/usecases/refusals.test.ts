import { describe, expect, test } from 'vitest'
import { deliveryIdOf } from '../../../core/delivery/attempts.ts'
import { digestOfPin } from '../../../core/campaign/pin.ts'
import { type Attempt, AttemptState } from '../../../core/delivery/delivery.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { type CampaignId, RecipientId } from '../../../core/shared/ids.ts'
import type { Refusal } from '../../../core/shared/refusal.ts'
import type { ReopenRequest } from '../../../core/usecases/reopen-delivery.ts'
import { attempt, deliveryTo } from '../../contracts/sample.ts'
import {
  type Team,
  ada,
  addRecipient,
  approve,
  ben,
  builtAudience,
  changed,
  cleo,
  createDraft,
  detailsOf,
  makeTeam,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'

/** What an operator reads. */
const said = (outcome: Refusal | { readonly outcome: string }): string =>
  'code' in outcome ? `${outcome.code}: ${outcome.why} ${outcome.hint}` : outcome.outcome

const other = digestOfBytes('other')
const nobody = RecipientId.parse('f'.repeat(32))

async function drafted() {
  const team = await makeTeam()
  return { team, campaign: await createDraft(team) }
}

async function approved() {
  const team = await makeTeam()
  return { team, campaign: await scheduled(team) }
}

/** The advance notice has gone out. */
async function embargoed() {
  const { team, campaign } = await approved()
  toLead(team)
  await run(team)
  return { team, campaign: await stored(team, campaign.id) }
}

async function widened(team: Team, campaign: CampaignId, recipient: RecipientId) {
  const progress = await team.widen({ campaign, recipients: [recipient] })
  if (progress.outcome === 'refused') throw new Error(progress.code)
  return progress.audience
}

describe('an operator is told why, and what to do instead', () => {
  test('who creates or edits without the patches that the advisory names', async () => {
    const { team, campaign } = await drafted()
    const missing =
      'patch-missing: A patch that the advisory names was not uploaded. Run the command again from the folder that holds the patches.'
    const { advisory } = team
    const disclosureAt = team.clock.now().plus({ days: 14 })
    expect(said(await team.create(ada, { advisory, patches: {}, disclosureAt, audience: { kind: 'all' } }))).toBe(missing)
    expect(said(await team.edit(ada, campaign, { draft: { advisory, patches: { 'fix-1.2.patch': other } } }))).toBe(missing)
    const named = { ...advisory, patches: [{ branch: '1.2', file: 'constructor' }] }
    expect(said(await team.edit(ada, campaign, { draft: { advisory: named, patches: {} } }))).toBe(missing)
  })

  test('whose command was decided on a version that is not the newest', async () => {
    const { team, campaign } = await drafted()
    changed(await team.edit(ada, campaign, { audience: { kind: 'groups', groups: ['cloud'] } }))
    expect(said(await team.edit(ada, campaign, { audience: { kind: 'groups', groups: ['others'] } }))).toBe(
      'changed-meanwhile: Somebody else changed the campaign at the same moment. Look at `campaign status`, and try again.',
    )
  })

  test('who walks the list for a campaign that is not there, or is another by now', async () => {
    const { team, campaign } = await drafted()
    const gone = { ...campaign, id: 'c-0000000000000000' as CampaignId }
    expect(said(await team.build({ campaign: gone.id, bundle: team.bundle }))).toBe(
      'unknown-campaign: There is no such campaign. See `campaign list`.',
    )
    const meanwhile = 'changed-meanwhile: The campaign changed while its audience was built. Run the preflight again.'
    expect(said(await team.build({ campaign: campaign.id, bundle: team.bundle, build: '0'.repeat(32) }))).toBe(meanwhile)
  })

  test('who adds to an audience that is not approved, or somebody who is not on the list', async () => {
    const { team, campaign } = await drafted()
    const notApproved = 'not-approved: There is no approved audience to add to. Add recipients before the approval.'
    expect(said(await team.widen({ campaign: campaign.id, recipients: [] }))).toBe(notApproved)
    expect(said(await team.steering.include(ada, campaign, { audience: other, why: 'new' }))).toBe(
      'not-approved: There is no approved audience to add to. Approve the campaign first.',
    )
    changed(await approve(team, { by: ben, id: campaign.id }))
    changed(await approve(team, { by: cleo, id: campaign.id }))
    const unknown = 'unknown-recipient: Not all of these are active recipients. See `recipients list`.'
    const [first = nobody] = team.members
    expect(said(await team.widen({ campaign: campaign.id, recipients: [first, nobody] }))).toBe(unknown)
    await team.keeper.setState(first, 'suspended')
    expect(said(await team.widen({ campaign: campaign.id, recipients: [first] }))).toBe(unknown)
  })

  test('who includes by an audience that was not made for this, or whose mail could not be made', async () => {
    const { team, campaign } = await approved()
    expect(said(await team.steering.include(ada, campaign, { audience: other, why: 'new' }))).toBe(
      'preflight-missing: This audience was not made for what the campaign says now. Run the command again.',
    )
    const audience = await widened(team, campaign.id, await addRecipient(team.keeper, 9))
    const pin = campaign.approved && { ...campaign.approved.pin, audience }
    const found = pin && (await team.documents.findings(campaign.id, digestOfPin(pin)))
    if (!pin || !found) throw new Error('findings')
    await team.documents.putFindings(campaign.id, digestOfPin(pin), { ...found, unrenderable: [nobody], unrenderableCount: 1 })
    expect(said(await team.steering.include(ada, campaign, { audience, why: 'new' }))).toBe(
      'preflight-failed: The mail of a new recipient could not be made. Correct the recipient.',
    )
  })

  test('who includes by an audience that others have left behind', async () => {
    const { team, campaign } = await approved()
    const [eighth, ninth] = [await addRecipient(team.keeper, 8), await addRecipient(team.keeper, 9)]
    const [one, two] = [await widened(team, campaign.id, eighth), await widened(team, campaign.id, ninth)]
    const proposed = changed(await team.steering.include(ada, campaign, { audience: one, why: 'new' }))
    const digest = proposed.proposal?.digest ?? other
    changed(await team.steering.consent(ben, proposed, digest))
    changed(await team.steering.consent(cleo, await stored(team, campaign.id), digest))
    expect(said(await team.steering.include(ada, await stored(team, campaign.id), { audience: two, why: 'new' }))).toBe(
      'changed-meanwhile: Somebody else changed the audience at the same moment. Run the command again.',
    )
  })

  test('who approves something else than they were shown, or what must be mended first', async () => {
    const { team, campaign } = await drafted()
    const request = { audience: await builtAudience(team, campaign.id), bundle: team.bundle }
    expect(said(await team.steering.approve(ben, campaign, { ...request, digest: other }))).toBe(
      'other-digest: What would be approved now is not what you were shown. Run the preflight again, and look at it again.',
    )
    team.mail.forget()
    expect(said(await approve(team, { by: ben, id: campaign.id }))).toBe(
      'preflight-failed: The preflight found something that must be mended first. See `campaign preflight`.',
    )
  })

  test('who consents to an approval without a preflight', async () => {
    const { team, campaign } = await drafted()
    const proposed = changed(await approve(team, { by: ben, id: campaign.id }))
    expect(said(await team.steering.consent(cleo, proposed, proposed.proposal?.digest ?? other))).toBe(
      'preflight-missing: An approval needs a preflight. Use `campaign approve`.',
    )
  })

  test('who revises what nobody was told, or by what could not be mailed', async () => {
    const early = await approved()
    const draft = { advisory: early.team.advisory, patches: { 'fix-1.2.patch': early.team.patch } }
    expect(said(await early.team.steering.revise(ada, early.campaign, { draft, why: 'better' }))).toBe(
      'wrong-state: A campaign that is scheduled cannot be changed by revise. Before the advance notice, edit the campaign and approve it again.',
    )
    const { team, campaign } = await embargoed()
    const unpatched = { ...draft, patches: {} }
    expect(said(await team.steering.revise(ada, campaign, { draft: unpatched, why: 'better' }))).toMatch(/^patch-missing: /)
    const large = { ...draft, patches: { 'fix-1.2.patch': await team.blobs.putPatch(new Uint8Array(11 * 1024 * 1024).fill(0x61)) } }
    expect(said(await team.steering.revise(ada, campaign, { draft: large, why: 'better' }))).toBe(
      'preflight-failed: A mail of the revised advisory could not be made (too-large). Check the advisory with `advisory check`.',
    )
  })

  test('who takes a table for a restored copy that is none', async () => {
    const { team } = await drafted()
    expect(said(await team.acceptTable(ada, 'restored'))).toBe('not-restored: This table is no restored copy. There is nothing to accept.')
  })
})

describe('who asks for a mail to go again is told why it does not', () => {
  const claimedAt = '2026-12-08T09:00:00Z'
  const tooEarly = 'too-early: SES took this mail and may still deliver it. Wait until it has been unconfirmed for PT4H.'
  const underWay = 'under-way: This delivery is on its way. See `campaign status ID --watch`.'
  const told = 'told: This addressee has been told. There is nothing to send again.'
  const notForThem = 'not-for-them: This notice is not for this addressee any more. To add somebody, use `campaign include`.'

  /** One recipient's delivery, in a state that it came to by itself. */
  async function inState(team: Team, campaign: CampaignId, state: Attempt['state']) {
    const addressee = RecipientId.parse(digestOfBytes(state).slice(0, 32))
    const sample = deliveryTo(addressee, { attempts: [{ ...attempt, state, claimedAt, changedAt: claimedAt, leaseUntil: claimedAt }] })
    const delivery = { ...sample, key: { ...sample.key, campaign, chunk: 2 } }
    await team.ledger.create(delivery)
    return deliveryIdOf(delivery.key)
  }

  async function reopening() {
    const { team, campaign } = await embargoed()
    return async (state: Attempt['state'], request: Partial<ReopenRequest> = {}) => {
      const delivery = await inState(team, campaign.id, state)
      return said(await team.reopen(ada, await stored(team, campaign.id), { delivery, how: 'resend', why: 'asked', ...request }))
    }
  }

  test('whatever state it is in', async () => {
    const reopen = await reopening()
    const answers: Readonly<Record<Attempt['state'], string>> = {
      accepted: tooEarly,
      delayed: tooEarly,
      blocked: 'blocked: This delivery is blocked, not lost. Mend its reason, then use `unblock`.',
      returned: underWay,
      claimed: underWay,
      delivered: told,
      complained: told,
      cancelled: notForThem,
      skipped: notForThem,
      uncertain: 'changed',
      bounced: 'changed',
      suppressed: 'changed',
      rejected: 'changed',
    }
    const found: [Attempt['state'], string][] = []
    for (const state of AttemptState.options) found.push([state, await reopen(state)])
    expect(Object.fromEntries(found)).toEqual(answers)
  })

  test('when it is not blocked, has no such contact, or is not there', async () => {
    const reopen = await reopening()
    expect(await reopen('blocked', { how: 'unblock' })).toBe('changed')
    expect(await reopen('bounced', { how: 'unblock' })).toBe(
      'not-blocked: This delivery is not blocked. See `deliveries ID --not-told`; an uncertain one needs `resend`.',
    )
    expect(await reopen('uncertain', { contact: 'second' })).toBe(
      'no-second-contact: This addressee has one contact only. Leave `--contact` out, or tell them by other means.',
    )
    expect(await reopen('rejected', { delivery: deliveryIdOf(deliveryTo(nobody).key) })).toBe(
      'unknown-delivery: The ledger has no such delivery. See `deliveries ID --not-told`.',
    )
  })
})

describe('who keeps the list is told why', () => {
  const unknown = 'unknown-recipient: There is no such recipient on the list. See `recipients list`; whoever was removed is added anew.'
  const taken =
    'address-taken: An address belongs to another recipient already, with other details. Find it with `recipients list`, and use `recipients change`.'

  test('an address cannot be added or changed to', async () => {
    const team = await makeTeam({ recipients: 2 })
    const [first = nobody] = team.members
    expect(said(await team.keeper.add(detailsOf(3, { contacts: ['security@org2.example'] })))).toBe(taken)
    expect(said(await team.keeper.change(first, detailsOf(1, { contacts: ['security@org2.example'] })))).toBe(taken)
  })

  test('a recipient cannot be changed who is not there, or was removed', async () => {
    const team = await makeTeam({ recipients: 1 })
    const [first = nobody] = team.members
    expect(said(await team.keeper.change(nobody, detailsOf(1)))).toBe(unknown)
    expect(said(await team.keeper.setState(nobody, 'suspended'))).toBe(unknown)
    await team.keeper.setState(first, 'removed')
    expect(said(await team.keeper.change(first, detailsOf(1)))).toBe(unknown)
    expect(said(await team.keeper.setState(first, 'active'))).toBe(unknown)
  })
})
