import { describe, expect, test } from 'vitest'
import { sharedEngine } from './shared-engine.ts'
import type { Notice } from '../../../core/campaign/campaign.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { makeLoadStock } from '../../../core/usecases/load-material.ts'
import { policy } from '../notice/sample.ts'
import { type Team, ada, changed, createDraft, makeTeam, noticeOf, scheduled, stored } from './team.ts'
import { away, failingOnce } from './trouble.ts'

/** What reads the stock of a campaign, and how often it had to be read from the store. */
async function reader(team: Team, store: (documents: Team['documents']) => Team['documents'] = (documents) => documents) {
  const { id, content, disclosureAt } = await createDraft(team)
  let reads = 0
  const { documents } = team
  const counted = { ...documents, content: (...of: Parameters<typeof documents.content>) => (reads++, documents.content(...of)) }
  const load = makeLoadStock({ ...team, documents: store(counted), engine: sharedEngine, policy })
  return { id, load, pin: { content, disclosureAt, bundle: team.bundle }, reads: () => reads }
}

describe('the stock of a pin', () => {
  test('is read once for all chunks of a release', async () => {
    const { id, load, pin, reads } = await reader(await makeTeam({ recipients: 0 }))
    const first = await load(id, pin)
    expect(await load(id, { ...pin })).toBe(first)
    expect(reads()).toBe(1)
  })

  test('is another one under another date, and of the one before nothing is left over', async () => {
    const { id, load, pin } = await reader(await makeTeam({ recipients: 0 }))
    const later = { ...pin, disclosureAt: '2026-12-24T09:00:00Z' }
    expect((await load(id, pin)).pin).toEqual(pin)
    expect((await load(id, later)).pin).toEqual(later)
    expect((await load(id, pin)).pin).toEqual(pin)
  })

  test('is never another campaign’s, whatever its pin says', async () => {
    const team = await makeTeam({ recipients: 0 })
    const { id, load, pin } = await reader(team)
    const other = await createDraft({ ...team, advisory: { ...team.advisory, id: 'ADV-2026-0008' } })
    await load(id, pin)
    await expect(load(other.id, pin)).rejects.toMatchObject({ code: 'ITEM_MISSING' })
  })

  test('that could not be read for a moment is read anew', async () => {
    const team = await makeTeam({ recipients: 0 })
    const { id, load, pin } = await reader(team, (documents) => failingOnce(documents, 'content'))
    await expect(load(id, pin)).rejects.toThrow(away().message)
    expect((await load(id, pin)).pin).toEqual(pin)
  })
})

describe('nothing is read for a notice', () => {
  async function approved() {
    const team = await makeTeam({ recipients: 1 })
    const campaign = await scheduled(team)
    return { team, campaign, load: team.sending.loadMaterial, notice: noticeOf(campaign, 'advance-1') }
  }
  const notInForce = (campaign: string, notice: string) => ({
    code: 'DIGEST_MISMATCH',
    message: 'a notice names a pin that is not in force',
    retry: 'never',
    facts: { campaign, notice },
  })

  test('whose pin is not the one that was approved', async () => {
    const { campaign, load, notice } = await approved()
    const strange: Notice = { ...notice, digest: digestOfBytes('another pin') }
    await expect(load(campaign, strange, 2)).rejects.toMatchObject(notInForce(campaign.id, 'advance-1'))
  })

  test('of a campaign of which nothing is approved any more', async () => {
    const { team, campaign, load, notice } = await approved()
    const edited = changed(await team.edit(ada, campaign, { disclosureAt: team.clock.now().plus({ days: 20 }) }))
    expect(edited.approved).toBeUndefined()
    await expect(load(edited, notice, 2)).rejects.toMatchObject(notInForce(campaign.id, 'advance-1'))
  })

  test('of a rehearsal, which goes by what was rehearsed and not by what was approved', async () => {
    const { team, campaign, load } = await approved()
    const rehearsed = changed(await team.steering.rehearse(ada, await stored(team, campaign.id), team.bundle))
    const rehearsal = noticeOf(rehearsed, 'rehearsal-1')
    const { rehearsal: _, ...forgotten } = rehearsed
    await expect(load(forgotten, rehearsal, 0)).rejects.toMatchObject(notInForce(campaign.id, 'rehearsal-1'))
    expect((await load(rehearsed, rehearsal, 0)).targets).not.toEqual([])
  })

  test('and a chunk that its audience does not have', async () => {
    const { campaign, load, notice } = await approved()
    expect((await load(campaign, notice, 2)).targets).toHaveLength(1)
    await expect(load(campaign, notice, 3)).rejects.toMatchObject({
      code: 'ITEM_MISSING',
      message: 'the audience has no such chunk',
      retry: 'never',
      facts: { campaign: campaign.id, chunk: 3 },
    })
  })
})
