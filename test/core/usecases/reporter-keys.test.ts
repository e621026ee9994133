import { describe, expect, test } from 'vitest'
import type { AdvisoryFile } from '../../../core/advisory/advisory.ts'
import { KeyFault, saysOf } from '../../../core/keys/key-fault.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import type { Draft } from '../../../core/usecases/draft-campaign.ts'
import { makeNextContent } from '../../../core/usecases/next-content.ts'
import type { TakeKeys } from '../../../core/usecases/take-keys.ts'
import { countedIds } from '../../fakes/ids.ts'
import { base64Key } from '../../fakes/keys.ts'
import { type Team, ada, changed, makeTeam, stored } from './team.ts'
import { contentOf } from './steps.ts'

const finder = MailAddress.parse('finder@research.example')

/** The team's advisory with a reporter who gave this file. */
function draftWith(team: Team, keys: Readonly<Record<string, string>>, contact: object = {}): Draft {
  const named: AdvisoryFile['reporters'][number]['contact'] = { by: 'mail', address: finder, key: 'finder.asc', ...contact }
  const reporters = team.advisory.reporters.map((reporter) => ({ ...reporter, contact: named }))
  return { advisory: { ...team.advisory, reporters }, patches: { 'fix-1.2.patch': team.patch }, keys }
}

const create = (team: Team, draft: Draft) =>
  team.create(ada, { ...draft, disclosureAt: team.clock.now().plus({ days: 14 }), audience: { kind: 'all' } })

const good = { 'finder.asc': base64Key({ addresses: [finder] }) }

describe('a reporter’s key', () => {
  test('is kept with their contact, and its file’s name is not', async () => {
    const team = await makeTeam()
    const { id } = changed(await create(team, draftWith(team, good, { encryption: 'required' })))
    const [reporter] = (await contentOf(team, id)).advisory.reporters
    expect(reporter?.contact).toMatchObject({ by: 'mail', encryption: 'required', keys: [{ kind: 'openpgp', addresses: [finder] }] })
    expect(reporter?.contact).not.toHaveProperty('key')
  })

  test.each(KeyFault.options)('that is %s is refused at its field, in every command that brings one', async (fault) => {
    const team = await makeTeam()
    const bad = draftWith(team, { 'finder.asc': base64Key({ addresses: [finder], fault }) })
    const refusal = { outcome: 'refused', code: 'key-unusable', why: `reporters.0.contact.key ${saysOf(fault)}.` }
    expect(await create(team, bad)).toMatchObject(refusal)
    const campaign = changed(await create(team, draftWith(team, good)))
    expect(await team.edit(ada, campaign, { draft: bad })).toMatchObject(refusal)
    expect(await makeNextContent({ ...team, ids: countedIds(1000) }).revised(campaign, bad, 'x')).toMatchObject(refusal)
    expect(await stored(team, campaign.id)).toEqual(campaign)
  })

  test.each(['finder.asc', 'constructor'])('that was not sent is refused: %s', async (key) => {
    const team = await makeTeam()
    expect(await create(team, draftWith(team, {}, { key }))).toMatchObject({ code: 'key-missing' })
  })

  test('that stays the same tells a reporter nothing, in whatever order its parts are written', async () => {
    const team = await makeTeam()
    const campaign = changed(await create(team, draftWith(team, good)))
    const backwards: TakeKeys = async (given, of) => {
      const taken = await team.takeKeys(given, of)
      const turned = <T extends object>(key: T) => Object.fromEntries(Object.entries(key).toReversed()) as T
      return taken.ok ? { ok: true, value: taken.value.map(turned) } : taken
    }
    const next = makeNextContent({ ...team, ids: countedIds(1000), takeKeys: backwards })
    expect(await next.revised(campaign, draftWith(team, good), 'a typo')).toMatchObject({ isForReporters: false })
    const other = { 'finder.asc': base64Key({ addresses: [finder], seed: 'another' }) }
    expect(await next.revised(campaign, draftWith(team, other), 'a new key')).toMatchObject({ isForReporters: true })
  })
})
