import { describe, expect, test } from 'vitest'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { type CheckKeysRequest, type KeyRow, makeWatchKeys } from '../../../core/usecases/check-keys.ts'
import { makeRaiseAlarm } from '../../../core/usecases/raise-alarm.ts'
import { base64Key } from '../../fakes/keys.ts'
import { mailKeyOf } from '../../fakes/sealing.ts'
import { addRecipient, ada, alarmMailsOf, alarmsOf, changed, createDraft, detailsOf, makeTeam, run, type Team } from './team.ts'

const keyOf = (number: number, usableUntil?: string, contact = 'security') =>
  mailKeyOf({ address: MailAddress.parse(`${contact}@org${number}.example`), ...(usableUntil !== undefined && { usableUntil }) })
const ENDED = '2026-11-30T00:00:00Z'
const ENDS_SOON = '2026-12-14T00:00:00Z'
const ENDS_LATER = '2026-12-20T00:00:00Z'

async function everyRow(team: Team, request: CheckKeysRequest = {}): Promise<readonly KeyRow[]> {
  const page = await team.checkKeys(request)
  if (page.outcome === 'refused') throw new Error(page.code)
  return page.next === null ? page.rows : [...page.rows, ...(await everyRow(team, { ...request, after: page.next }))]
}

const shown = (rows: readonly KeyRow[]) => rows.map(({ organisation, contact, standing }) => `${organisation} ${contact}: ${standing}`)

async function teamWithKeys() {
  const team = await makeTeam({ recipients: 1 })
  await addRecipient(team.keeper, 2, { encryption: 'required' })
  await addRecipient(team.keeper, 3, { encryption: 'preferred', keys: [keyOf(3, ENDED)] })
  await addRecipient(team.keeper, 4, { encryption: 'preferred', keys: [keyOf(4, ENDS_SOON)], groups: ['cloud'] })
  await addRecipient(team.keeper, 5, { encryption: 'preferred', keys: [keyOf(5, ENDS_LATER)], groups: ['cloud'] })
  await addRecipient(team.keeper, 6, {
    encryption: 'preferred',
    keys: [keyOf(6)],
    contacts: ['security@org6.example', 'soc@org6.example'],
  })
  return team
}

describe('the keys of the list', () => {
  test('are told of where somebody has to do something', async () => {
    const rows = await everyRow(await teamWithKeys())
    expect(shown(rows)).toEqual([
      'Organisation 2 first: no-key',
      'Organisation 3 first: expired',
      'Organisation 4 first: ends-soon',
      'Organisation 6 second: wrong-mailbox',
    ])
    expect(rows[1]).toMatchObject({ kind: 'openpgp', fingerprint: keyOf(3, ENDED).fingerprint, usableUntil: ENDED })
    expect(JSON.stringify(rows)).not.toContain('@')
  })

  test('are those of whoever is active', async () => {
    const team = await teamWithKeys()
    for (const { id } of await everyRow(team)) await team.keeper.setState(id, 'suspended')
    expect(await everyRow(team)).toEqual([])
  })

  test('come in pages', async () => {
    const team = await makeTeam({ recipients: 0 })
    for (let number = 1; number <= 201; number++) {
      const details = detailsOf(number, { encryption: 'required' })
      await team.recipients.write({ id: `a${String(number).padStart(31, '0')}` as never, state: 'active', version: 1, details })
    }
    const first = await team.checkKeys({})
    expect(first).toMatchObject({ outcome: 'checked', looked: 200, next: `a${'0'.repeat(28)}200` })
    expect(await everyRow(team)).toHaveLength(201)
  })
})

describe('the keys of a campaign', () => {
  test('must do for its audience until a week after its date', async () => {
    const team = await teamWithKeys()
    const { id } = await createDraft(team, { audience: { kind: 'groups', groups: ['cloud'] } })
    expect(shown(await everyRow(team, { campaign: id }))).toEqual([
      'Organisation 4 first: ends-before',
      'Organisation 5 first: ends-before',
    ])
  })

  test('are those of its reporters too, who are not named', async () => {
    const team = await makeTeam({ recipients: 0 })
    const address = MailAddress.parse('finder@research.example')
    const contact = { by: 'mail' as const, address, key: 'finder.asc' }
    const advisory = { ...team.advisory, reporters: team.advisory.reporters.map((reporter) => ({ ...reporter, contact })) }
    const request = {
      advisory,
      patches: { 'fix-1.2.patch': team.patch },
      keys: { 'finder.asc': base64Key({ addresses: [address], usableUntil: ENDS_LATER }) },
      disclosureAt: team.clock.now().plus({ days: 14 }),
      audience: { kind: 'all' as const },
    }
    const { id } = changed(await team.create(ada, request))
    expect(await everyRow(team, { campaign: id })).toMatchObject([
      { addressee: 'reporter', organisation: 'reporter 1 of the advisory', standing: 'ends-before', usableUntil: ENDS_LATER },
    ])
  })

  test('are of a campaign that there is', async () => {
    const team = await makeTeam()
    expect(await team.checkKeys({ campaign: 'c-0000000000000000' as CampaignId })).toMatchObject({ code: 'unknown-campaign' })
  })
})

describe('once a week', () => {
  const watching = async () => {
    const team = await teamWithKeys()
    const { checkKeys, alarms, clock, log } = team
    return { team, watch: makeWatchKeys({ checkKeys, alarms, raiseAlarm: makeRaiseAlarm({ alarms, clock, log }) }) }
  }
  const raised = (team: Team) => team.log.events.filter(({ event }) => event === 'alarm.raised').map(({ facts }) => facts)

  test('an alarm counts the keys that end, and not those that never were', async () => {
    const { team, watch } = await watching()
    expect(await watch()).toEqual({ ending: 3 })
    expect(raised(team)).toEqual([{ code: 'keys-ending', count: 3 }])
    expect(await team.alarms.standing()).toMatchObject([{ cause: { code: 'keys-ending' }, occurrence: 1 }])
  })

  test('it is said anew, and mailed to the team each time', async () => {
    const { team, watch } = await watching()
    await watch()
    await run(team, { ticks: 2 })
    await watch()
    await run(team, { ticks: 2 })
    expect(alarmsOf(team)).toEqual(['keys-ending', 'keys-ending'])
    expect(alarmMailsOf(team)).toHaveLength(2)
  })

  test('it goes when nothing is found any more', async () => {
    const { team, watch } = await watching()
    await watch()
    for (const { id, standing } of await everyRow(team)) if (standing !== 'no-key') await team.keeper.setState(id, 'suspended')
    expect(await watch()).toEqual({ ending: 0 })
    expect(await team.alarms.standing()).toEqual([])
    expect(raised(team)).toHaveLength(1)
  })
})
