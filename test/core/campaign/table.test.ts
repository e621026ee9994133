import { describe, expect, test } from 'vitest'
import { decide } from '../../../core/campaign/decide.ts'
import { COMMANDS, type CommandName, STARTS, type StartName, cell } from './cells.ts'
import * as w from './world.ts'

/** DESIGN.md, section 2, as what becomes of every state by every command. `otherwise` is the answer in all the others. */
const TABLE: Readonly<Record<CommandName, Readonly<Partial<Record<StartName, string>> & { otherwise: string }>>> = {
  create: {
    otherwise: 'no: exists',
  },
  edit: {
    draft: 'draft',
    scheduled: 'draft: -advance-1, -reporter-date-1, -reminder-1, -day-ahead-1, -disclosure-day-1',
    otherwise: 'no: wrong-state',
  },
  approve: {
    draft: 'scheduled: +advance-1, +reporter-date-1, +reminder-1, +day-ahead-1, +disclosure-day-1',
    otherwise: 'no: wrong-state',
  },
  revise: {
    'embargoed, going out': 'embargoed: advance-1 cancelled, +advance-2',
    'embargoed, all told': 'embargoed: +advance-2',
    otherwise: 'no: wrong-state',
  },
  reschedule: {
    scheduled: 'scheduled: advance-1 moved, reporter-date-1 moved, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, going out':
      'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, all told': 'embargoed: +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'due, all told': 'embargoed: disclosure-day-1 cancelled, +advance-2, +reporter-date-2, +reminder-2, +day-ahead-2, +disclosure-day-2',
    'due, nobody told':
      'scheduled: advance-1 planned, reporter-date-1 planned, reminder-1 planned, day-ahead-1 planned, disclosure-day-1 moved',
    otherwise: 'no: wrong-state',
  },
  shorten: {
    scheduled: 'scheduled: advance-1 moved, reporter-date-1 moved, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, going out':
      'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, all told': 'embargoed: +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    otherwise: 'no: wrong-state',
  },
  include: {
    scheduled: 'scheduled',
    'embargoed, going out': 'embargoed',
    'embargoed, all told': 'embargoed: advance-1 planned',
    otherwise: 'no: wrong-state',
  },
  collapse: {
    'embargoed, going out':
      'collapsed: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'embargoed, all told': 'collapsed: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'due, all told': 'collapsed: disclosure-day-1 cancelled, +collapse-1',
    'due, nobody told': 'no: nobody-knows',
    otherwise: 'no: wrong-state',
  },
  consent: {
    otherwise: 'no: no-proposal',
  },
  rehearse: {
    draft: 'draft: +rehearsal-1',
    scheduled: 'scheduled: +rehearsal-1',
    otherwise: 'no: wrong-state',
  },
  disclose: {
    'due, all told': 'disclosed: disclosure-day-1 cancelled, +disclosed-1',
    'due, nobody told':
      'disclosed: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +disclosed-1',
    otherwise: 'no: wrong-state',
  },
  withdraw: {
    draft: 'withdrawn',
    scheduled:
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled',
    'embargoed, going out':
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'embargoed, all told': 'withdrawn: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'due, all told': 'withdrawn: disclosure-day-1 cancelled, +withdrawn-1',
    'due, nobody told':
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled',
    otherwise: 'no: wrong-state',
  },
  unhold: {
    'due, nobody told': 'no: past-not-after',
    otherwise: 'no: not-held',
  },
  resend: {
    'embargoed, going out': 'embargoed',
    'embargoed, all told': 'embargoed',
    'due, all told': 'no: past-not-after',
    disclosed: 'no: past-not-after',
    collapsed: 'no: not-in-force',
    'withdrawn, all told': 'no: not-in-force',
    otherwise: 'no: not-released',
  },
  unblock: {
    'embargoed, going out': 'embargoed',
    'embargoed, all told': 'embargoed',
    'due, all told': 'no: past-not-after',
    disclosed: 'no: past-not-after',
    collapsed: 'no: not-in-force',
    'withdrawn, all told': 'no: not-in-force',
    otherwise: 'no: not-released',
  },
  release: {
    'due, nobody told': 'due: disclosure-day-1 releasing',
    disclosed: 'disclosed: disclosed-1 releasing',
    collapsed: 'collapsed: collapse-1 releasing',
    'withdrawn, all told': 'withdrawn: withdrawn-1 releasing',
    otherwise: 'no: nothing-due',
  },
  'release, from the lead time on': {
    scheduled: 'embargoed: advance-1 releasing, reporter-date-1 releasing',
    'due, nobody told': 'due: disclosure-day-1 releasing',
    disclosed: 'disclosed: disclosed-1 releasing',
    collapsed: 'collapsed: collapse-1 releasing',
    'withdrawn, all told': 'withdrawn: withdrawn-1 releasing',
    otherwise: 'no: nothing-due',
  },
  'release, from a day before on': {
    scheduled: 'embargoed: advance-1 releasing, reporter-date-1 releasing, reminder-1 cancelled, day-ahead-1 releasing',
    'embargoed, going out': 'embargoed: reminder-1 releasing, day-ahead-1 releasing',
    'embargoed, all told': 'embargoed: reminder-1 releasing, day-ahead-1 releasing',
    'due, nobody told': 'due: disclosure-day-1 releasing',
    disclosed: 'disclosed: disclosed-1 releasing',
    collapsed: 'collapsed: collapse-1 releasing',
    'withdrawn, all told': 'withdrawn: withdrawn-1 releasing',
    otherwise: 'no: nothing-due',
  },
  'release, from the date on': {
    scheduled: 'no: date-has-come',
    'embargoed, going out': 'no: date-has-come',
    'embargoed, all told': 'no: date-has-come',
    'due, nobody told': 'due: disclosure-day-1 releasing',
    disclosed: 'disclosed: disclosed-1 releasing',
    collapsed: 'collapsed: collapse-1 releasing',
    'withdrawn, all told': 'withdrawn: withdrawn-1 releasing',
    otherwise: 'no: nothing-due',
  },
  'arrive, before the date': { otherwise: 'no: not-yet' },
  'arrive, from the date on': {
    scheduled:
      'due: advance-1 held, reporter-date-1 held, reminder-1 held, day-ahead-1 held, !nobody-was-told, !past-not-after, !past-not-after, !past-not-after, !past-not-after',
    'embargoed, going out': 'due: reminder-1 held, day-ahead-1 held, !past-not-after, !past-not-after',
    'embargoed, all told': 'due: reminder-1 held, day-ahead-1 held, !past-not-after, !past-not-after',
    otherwise: 'no: not-yet',
  },
  settle: {
    'embargoed, going out': 'embargoed: advance-1 released',
    otherwise: 'no: not-releasing',
  },
  hold: {
    'embargoed, going out': 'embargoed: advance-1 held, !notice-held',
    otherwise: 'no: not-releasing',
  },
}

describe.each(Object.keys(COMMANDS) as CommandName[])('%s', (command) => {
  test.each(Object.keys(STARTS) as StartName[])('of a campaign that is %s', (start) => {
    expect(cell(start, command)).toBe(TABLE[command][start] ?? TABLE[command].otherwise)
  })
})

test('nothing but a creation begins a campaign', () => {
  expect(w.code(decide(undefined, w.creation(), w.at(w.CREATED)))).toBe('changed')
  for (const by of [w.operator(w.alice, { kind: 'disclose', content: w.digest('public') }), w.clock({ kind: 'release' })]) {
    expect(w.code(decide(undefined, by, w.at(w.CREATED)))).toBe('unknown-campaign')
  }
})

test('every refusal says why and what to do', () => {
  const decisions = Object.values(STARTS).flatMap((start) => Object.values(COMMANDS).map((run) => run(start.campaign(), start.at)))
  const refusals = decisions.filter((decision) => decision.outcome === 'refused')
  expect(refusals.length).toBeGreaterThan(100)
  expect(refusals.filter(({ why, hint }) => !why.endsWith('.') || !hint.endsWith('.'))).toEqual([])
})
