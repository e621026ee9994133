import { describe, expect, test } from 'vitest'
import type { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'
import { address } from '../notice/sample.ts'
import { moveLater, reporterAt, revise, textsOf } from './steps.ts'
import { countsOf, makeTeam, run, scheduled, toLead } from './team.ts'
import { hear, shownOf, takenOf } from './trouble.ts'

const FINDER = 'finder@research.example'
const SECOND = 'second@research.example'
const second = reporterAt('second', SECOND)

/** Two reporters whose mail went out; of the finder’s this was heard. */
async function twoTold(heard: FeedbackEvent['type']) {
  const made = await makeTeam({ recipients: 1 })
  const [finder] = made.advisory.reporters
  if (!finder) throw new Error('a reporter')
  const team = { ...made, advisory: { ...made.advisory, reporters: [finder, second] } }
  const { id } = await scheduled(team)
  toLead(team)
  await run(team, { deliver: false })
  for (const taken of takenOf(team, 'reporter-date-1')) await hear(team, taken, taken.destination === FINDER ? heard : 'Delivery')
  return { team, id, finder }
}

describe('when another reporter is credited otherwise', () => {
  test.each(['Send', 'DeliveryDelay', 'Delivery', 'Complaint'] as const)('who was reached hears nothing: %s', async (heard) => {
    const { team, id, finder } = await twoTold(heard)
    await revise(team, id, { reporters: [finder, { ...second, credit: 'S.' }], why: 'as they asked' })
    await run(team)
    expect(Object.keys(await textsOf(team, 'reporter-date-2'))).toEqual([SECOND])
    expect(await shownOf(team, id, 'reporter-date-2')).toEqual(['delivered', 'skipped not-concerned'])
  })

  test.each(['Bounce', 'Reject'] as const)('who was not reached is told the date again: %s', async (heard) => {
    const { team, id, finder } = await twoTold(heard)
    await revise(team, id, { reporters: [finder, { ...second, credit: 'S.' }], why: 'as they asked' })
    await run(team)
    expect(Object.keys(await textsOf(team, 'reporter-date-2')).toSorted()).toEqual([FINDER, SECOND])
    expect(await countsOf(team, id, 'reporter-date-2')).toEqual({ delivered: 2 })
  })
})

test('with what key a mail is sealed is no news to whom it is sealed', async () => {
  const { team, id, finder } = await twoTold('Delivery')
  await revise(team, id, {
    reporters: [{ ...finder, contact: { by: 'mail' as const, address: address(FINDER), encryption: 'none' as const } }, second],
    why: 'no key',
  })
  await run(team)
  expect(await textsOf(team, 'reporter-date-2')).toEqual({})
  expect(await shownOf(team, id, 'reporter-date-2')).toEqual(['skipped not-concerned', 'skipped not-concerned'])
})

test('another date is news to every reporter, and the newest that each was told is what it is compared with', async () => {
  const { team, id } = await twoTold('Delivery')
  await moveLater(team, id, { days: 10, why: 'a release is late' })
  await run(team)
  await moveLater(team, id, { days: 12, why: 'a patch was wrong' })
  await run(team)
  const texts = await textsOf(team, 'reporter-date-3')
  expect(Object.keys(texts).toSorted()).toEqual([FINDER, SECOND])
  for (const text of Object.values(texts)) {
    expect(text).toContain('a patch was wrong')
    expect(text).not.toContain('a release is late')
  }
})
