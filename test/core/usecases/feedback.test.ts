import { describe, expect, test } from 'vitest'
import { alarmsOf, countsOf, eventOf, makeTeam, run, scheduled, toLead } from './team.ts'

async function sent() {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await run(team, { deliver: false })
  const [taken] = team.mail.taken
  if (!taken) throw new Error('a mail')
  return { team, id, taken }
}

describe('what SES tells of a mail', () => {
  test('accepted is not told: only delivered is', async () => {
    const { team, id, taken } = await sent()
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 1 })
    expect(await team.feedback(eventOf(team, taken, 'Delivery'))).toBe('recorded')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
  })
  test('a bounce can follow a delivery, and a late delivery does not undo a bounce', async () => {
    const { team, id, taken } = await sent()
    for (const type of ['Delivery', 'Bounce', 'Delivery', 'Send'] as const) await team.feedback(eventOf(team, taken, type))
    expect(await countsOf(team, id, 'advance-1')).toEqual({ bounced: 1 })
    expect(alarmsOf(team)).toEqual(['bounced'])
  })
  test('a repeated event changes nothing', async () => {
    const { team, taken } = await sent()
    await team.feedback(eventOf(team, taken, 'Delivery'))
    expect(await team.feedback(eventOf(team, taken, 'Delivery'))).toBe('old')
  })
  test('an event of another mail is not taken for this one', async () => {
    const { team, id, taken } = await sent()
    expect(await team.feedback(eventOf(team, { ...taken, sesId: 'ses-forged' }, 'Bounce'))).toBe('unknown-delivery')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 1 })
  })
  test('an event settles what was uncertain', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    team.mail.answer('taken-but-unknown')
    await run(team, { deliver: false })
    const [taken] = team.mail.taken
    if (!taken) throw new Error('a mail')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ uncertain: 1 })
    await team.feedback(eventOf(team, taken, 'Delivery'))
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
  })
})
