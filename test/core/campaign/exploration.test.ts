import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { Campaign, CampaignState, NoticeState, ProposalKind } from '../../../core/campaign/campaign.ts'
import { NoticeKind } from '../../../core/notice/notice-kind.ts'
import { newCauses } from './alarms.ts'
import { Explorer } from './explorer.ts'
import { LAWS } from './laws.ts'
import { type Step, isEffect, kindOf } from './notes.ts'
import { anyLead, anyQuorum, anyTry } from './tries.ts'
import * as w from './world.ts'

const journey = fc.record({ quorum: anyQuorum, lead: anyLead, tries: fc.array(anyTry, { minLength: 20, maxLength: 80, size: 'max' }) })

/** What the walk came by. */
const seen = { states: new Set<string>(), notices: new Set<string>(), effects: new Set<string>(), alarms: new Set<string>() }

function note(step: Step): void {
  seen.states.add(step.after.state)
  for (const { kind, state } of step.after.notices) seen.notices.add(`${kind} ${state}`)
  for (const { code } of newCauses(step.before, step.after)) seen.alarms.add(code)
  if (isEffect(step)) seen.effects.add(kindOf(step) ?? '')
}

function explore(onStep: (step: Step) => void, parameters: fc.Parameters<unknown>): void {
  fc.assert(
    fc.property(journey, ({ quorum, lead, tries }) => {
      const explorer = new Explorer(w.at(w.CREATED, quorum, lead), onStep)
      tries.forEach((attempt, step) => explorer.attempt(attempt, step))
      expect(Campaign.safeParse(explorer.campaign).success).toBe(true)
    }),
    parameters,
  )
}

test(`${Object.keys(LAWS).length} laws hold after every step, whatever is tried, in whatever order and at whatever time`, () => {
  let steps = 0
  explore(() => (steps += 1), { numRuns: 500 })
  expect(steps).toBeGreaterThan(2_000)
})

describe('the same walk each time', () => {
  beforeAll(() => {
    explore(note, { numRuns: 800, seed: 42 })
  })

  test('every state is reached, and every change takes effect', () => {
    expect([...seen.states].toSorted()).toEqual([...CampaignState.options].toSorted())
    expect([...seen.effects].toSorted()).toEqual([...ProposalKind.options].toSorted())
    expect([...seen.alarms].toSorted()).toEqual(['nobody-was-told', 'notice-held', 'past-not-after'])
  })

  test.each(NoticeKind.options)('%s is reached in every state that a notice has', (kind) => {
    const reached = NoticeState.options.filter((state) => seen.notices.has(`${kind} ${state}`))
    const isLast = kind === 'disclosed' || kind === 'collapse' || kind === 'withdrawn'
    expect(reached).toEqual(NoticeState.options.filter((state) => !isLast || state !== 'cancelled'))
  })
})
