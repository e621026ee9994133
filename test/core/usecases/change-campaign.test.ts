import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { By } from '../../../core/campaign/command.ts'
import type { CampaignStore } from '../../../core/campaign/ports.ts'
import { changeByClock, makeChangeCampaign } from '../../../core/usecases/change-campaign.ts'
import { PersonId } from '../../../core/shared/ids.ts'
import { policy } from '../notice/sample.ts'
import { agreed } from './steps.ts'
import { ada, addRecipient, approve, ben, changed, cleo, createDraft, makeTeam, scheduled, stored, toLead } from './team.ts'
import { logged } from './trouble.ts'

const release: By = { clock: true, command: { kind: 'release' } }
const dave = PersonId.parse('dave')
const MEANWHILE = { outcome: 'refused', code: 'changed-meanwhile' }

/** A store whose first writes are overtaken: each by what `meanwhile` does, which may be nothing. */
function overtaken(campaigns: CampaignStore, times: number, meanwhile: () => Promise<unknown> = async () => undefined) {
  const seen: Campaign[] = []
  const write: CampaignStore['write'] = async (campaign, entry) => {
    seen.push(campaign)
    if (seen.length > 50) throw new Error('this never ends')
    if (seen.length > times) return campaigns.write(campaign, entry)
    await meanwhile()
    return 'conflict'
  }
  return { seen, store: { ...campaigns, write } }
}

async function dueToGo() {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const campaign = await scheduled(team)
  toLead(team)
  return { team, campaign, deps: { ...team, policy } }
}

describe('an operator’s command', () => {
  test('is decided again, on what is stored, when only the clock wrote in between', async () => {
    const { team, campaign, deps } = await dueToGo()
    // A rehearsal changes nothing that a decision turns on: it stands for any write of the clock's.
    const { store, seen } = overtaken(team.campaigns, 1, async () =>
      changed(await team.steering.rehearse(ada, await stored(team, campaign.id), team.bundle)),
    )
    const edit: By = {
      person: ada,
      command: { kind: 'edit', content: campaign.content, disclosureAt: team.clock.now().plus({ days: 20 }) },
    }
    const { version } = changed(await makeChangeCampaign({ ...deps, campaigns: store })(campaign, edit))
    expect(seen.map((tried) => tried.version)).toEqual([campaign.version + 1, campaign.version + 2])
    expect(version).toBe(campaign.version + 2)
    expect((await stored(team, campaign.id)).notices.map(({ id }) => id)).toContain('rehearsal-1')
  })

  test('that is overtaken five times is refused, and not tried a sixth time', async () => {
    const { team, campaign, deps } = await dueToGo()
    const { store, seen } = overtaken(team.campaigns, Infinity)
    const change = makeChangeCampaign({ ...deps, campaigns: store })
    const edit: By = {
      person: ada,
      command: { kind: 'edit', content: campaign.content, disclosureAt: team.clock.now().plus({ days: 20 }) },
    }
    expect(await change(campaign, edit)).toMatchObject(MEANWHILE)
    expect(seen).toHaveLength(5)
  })

  test('is refused when somebody consented in between: whoever says it has not seen that', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    const proposed = changed(await approve(team, { by: ben, id }))
    const three = { ...team, policy: { ...policy, approvals: 3 } }
    const consent = (person: PersonId): By => ({
      person,
      command: { kind: 'consent', digest: proposed.proposal?.digest ?? proposed.content },
    })
    const { store, seen } = overtaken(team.campaigns, 1, async () => changed(await makeChangeCampaign(three)(proposed, consent(dave))))
    const change = makeChangeCampaign({ ...three, campaigns: store })
    expect(await change(proposed, consent(cleo))).toMatchObject(MEANWHILE)
    expect(seen).toHaveLength(1)
  })

  test('that includes somebody is refused when others were included in between, who would fall out again', async () => {
    const { team, campaign, deps } = await dueToGo()
    const widened = async (numbers: readonly number[]) => {
      const recipients = []
      for (const number of numbers) recipients.push(await addRecipient(team.keeper, number))
      const progress = await team.widen({ campaign: campaign.id, recipients })
      if (progress.outcome === 'refused') throw new Error(progress.code)
      return progress
    }
    const [first, second] = [await widened([7]), await widened([8, 9])]
    const { store } = overtaken(team.campaigns, 1, async () =>
      agreed(team, await team.steering.include(ada, campaign, { audience: first.audience, why: 'new on the list' })),
    )
    const change = { kind: 'include', audience: second.audience, members: second.members, why: 'new on the list' } as const
    const include: By = { person: ben, command: { kind: 'propose', change } }
    expect(await makeChangeCampaign({ ...deps, campaigns: store })(campaign, include)).toMatchObject(MEANWHILE)
    expect((await stored(team, campaign.id)).approved?.pin.audience).toBe(first.audience)
  })

  test('to create a campaign is refused when another has its id', async () => {
    const team = await makeTeam({ recipients: 0 })
    const first = await createDraft(team)
    const change = makeChangeCampaign({ ...team, policy })
    const { id, content } = first
    const create: By = { person: ben, command: { kind: 'create', id, content, disclosureAt: team.clock.now().plus({ days: 20 }) } }
    expect(await change(undefined, create)).toMatchObject(MEANWHILE)
    expect(await stored(team, id)).toEqual(first)
  })

  test('on a campaign that is not there any more is refused', async () => {
    const { team, campaign, deps } = await dueToGo()
    const { store } = overtaken(team.campaigns, 1, async () => team.table.items('campaigns').clear())
    const edit: By = {
      person: ada,
      command: { kind: 'edit', content: campaign.content, disclosureAt: team.clock.now().plus({ days: 20 }) },
    }
    expect(await makeChangeCampaign({ ...deps, campaigns: store })(campaign, edit)).toMatchObject(MEANWHILE)
  })

  test('is logged by what it was, and what the campaign became', async () => {
    const team = await makeTeam({ recipients: 0 })
    const { id } = await createDraft(team)
    expect(logged(team, 'campaign.changed')).toEqual([
      { level: 'info', event: 'campaign.changed', facts: { campaign: id, version: 1, state: 'draft', what: 'create' } },
    ])
  })
})

describe('the clock', () => {
  test('writes once, answers what it wrote, and says so in the log', async () => {
    const { team, campaign, deps } = await dueToGo()
    const { seen, store } = overtaken(team.campaigns, 0)
    const before = logged(team, 'campaign.changed').length
    const released = await changeByClock({ ...deps, campaigns: store }, campaign.id, () => release)
    expect(released).toEqual(await stored(team, campaign.id))
    expect(seen).toHaveLength(1)
    const facts = { campaign: campaign.id, version: campaign.version + 1, state: 'embargoed', what: 'release' }
    expect(
      logged(team, 'campaign.changed')
        .slice(before)
        .map((line) => line.facts),
    ).toEqual([facts])
  })

  test('that is overtaken reads anew, and chooses anew', async () => {
    const { team, campaign, deps } = await dueToGo()
    const { store } = overtaken(team.campaigns, 1, async () =>
      changed(await team.steering.withdraw(ada, await stored(team, campaign.id), 'it was no vulnerability')),
    )
    const chosenFrom: Campaign['state'][] = []
    const answer = await changeByClock({ ...deps, campaigns: store }, campaign.id, ({ state }) => {
      chosenFrom.push(state)
      return state === 'scheduled' ? release : undefined
    })
    expect(answer).toBeUndefined()
    expect(chosenFrom).toEqual(['scheduled', 'withdrawn'])
  })

  test('that is overtaken five times gives up until later, and names the campaign alone', async () => {
    const { team, campaign, deps } = await dueToGo()
    const { store, seen } = overtaken(team.campaigns, Infinity)
    await expect(changeByClock({ ...deps, campaigns: store }, campaign.id, () => release)).rejects.toMatchObject({
      code: 'STORE_CONTENDED',
      message: 'a campaign changed too often while the clock wrote it',
      retry: 'later',
      facts: { campaign: campaign.id },
    })
    expect(seen).toHaveLength(5)
  })

  test('writes nothing when there is nothing to choose, no campaign, or what it chose may not be', async () => {
    const { team, campaign, deps } = await dueToGo()
    const { store, seen } = overtaken(team.campaigns, 0)
    const by = { ...deps, campaigns: store }
    const gone = 'c-0000000000000000' as typeof campaign.id
    expect(await changeByClock(by, campaign.id, () => undefined)).toBeUndefined()
    expect(await changeByClock(by, gone, () => release)).toBeUndefined()
    expect(await changeByClock(by, campaign.id, () => ({ clock: true, command: { kind: 'arrive' } }))).toBeUndefined()
    expect(seen).toEqual([])
  })
})
