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
    'draft, proposed': 'draft',
    scheduled: 'draft: -advance-1, -reporter-date-1, -reminder-1, -day-ahead-1, -disclosure-day-1',
    otherwise: 'no: wrong-state',
  },
  approve: {
    draft: 'scheduled: +advance-1, +reporter-date-1, +reminder-1, +day-ahead-1, +disclosure-day-1',
    'draft, proposed': 'scheduled: +advance-1, +reporter-date-1, +reminder-1, +day-ahead-1, +disclosure-day-1',
    otherwise: 'no: wrong-state',
  },
  revise: {
    'embargoed, going out': 'embargoed: advance-1 cancelled, +advance-2',
    'embargoed, all told': 'embargoed: +advance-2',
    'embargoed, held': 'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2',
    'embargoed, moved': 'embargoed: +advance-3',
    'embargoed, revising': 'embargoed: +advance-2',
    otherwise: 'no: wrong-state',
  },
  'revise, to the same': {
    'embargoed, going out': 'no: nothing-changed',
    'embargoed, all told': 'no: nothing-changed',
    'embargoed, held': 'no: nothing-changed',
    'embargoed, moved': 'no: nothing-changed',
    'embargoed, revising': 'no: nothing-changed',
    otherwise: 'no: wrong-state',
  },
  'revise, with another credit': {
    'embargoed, going out': 'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2',
    'embargoed, all told': 'embargoed: +advance-2, +reporter-date-2',
    'embargoed, held': 'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2',
    'embargoed, moved': 'embargoed: +advance-3, +reporter-date-3',
    'embargoed, revising': 'embargoed: +advance-2, +reporter-date-2',
    otherwise: 'no: wrong-state',
  },
  'revise, without reporters': {
    'embargoed, going out': 'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2',
    'embargoed, all told': 'embargoed: +advance-2',
    'embargoed, held': 'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2',
    'embargoed, moved': 'embargoed: +advance-3',
    'embargoed, revising': 'embargoed: +advance-2',
    otherwise: 'no: wrong-state',
  },
  reschedule: {
    scheduled: 'scheduled: advance-1 moved, reporter-date-1 moved, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, going out':
      'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, all told': 'embargoed: +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, held':
      'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, moved': 'embargoed: +advance-3, +reporter-date-3, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, revising': 'embargoed: +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
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
    'embargoed, held':
      'embargoed: advance-1 cancelled, reporter-date-1 cancelled, +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, moved': 'embargoed: +advance-3, +reporter-date-3, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    'embargoed, revising': 'embargoed: +advance-2, +reporter-date-2, reminder-1 moved, day-ahead-1 moved, disclosure-day-1 moved',
    otherwise: 'no: wrong-state',
  },
  'reschedule, to an earlier date': {
    scheduled: 'no: not-later',
    'embargoed, going out': 'no: not-later',
    'embargoed, all told': 'no: not-later',
    'embargoed, held': 'no: not-later',
    'embargoed, moved': 'no: not-later',
    'embargoed, revising': 'no: not-later',
    'due, all told': 'no: date-past',
    'due, nobody told': 'no: date-past',
    otherwise: 'no: wrong-state',
  },
  'shorten, to a later date': {
    scheduled: 'no: not-earlier',
    'embargoed, going out': 'no: not-earlier',
    'embargoed, all told': 'no: not-earlier',
    'embargoed, held': 'no: not-earlier',
    'embargoed, moved': 'no: not-earlier',
    'embargoed, revising': 'no: not-earlier',
    otherwise: 'no: wrong-state',
  },
  include: {
    scheduled: 'scheduled',
    'embargoed, going out': 'embargoed',
    'embargoed, all told': 'embargoed: advance-1 planned',
    'embargoed, held': 'embargoed',
    'embargoed, moved': 'embargoed: advance-2 planned',
    'embargoed, revising': 'embargoed: advance-1 planned',
    otherwise: 'no: wrong-state',
  },
  collapse: {
    'embargoed, going out':
      'collapsed: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'embargoed, all told': 'collapsed: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'embargoed, held':
      'collapsed: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'embargoed, moved': 'collapsed: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'embargoed, revising': 'collapsed: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +collapse-1',
    'due, all told': 'collapsed: disclosure-day-1 cancelled, +collapse-1',
    'due, nobody told': 'no: nobody-knows',
    otherwise: 'no: wrong-state',
  },
  'include, nobody new': {
    scheduled: 'no: nobody-new',
    'embargoed, going out': 'no: nobody-new',
    'embargoed, all told': 'no: nobody-new',
    'embargoed, held': 'no: nobody-new',
    'embargoed, moved': 'no: nobody-new',
    'embargoed, revising': 'no: nobody-new',
    otherwise: 'no: wrong-state',
  },
  consent: {
    'draft, proposed': 'no: other-digest',
    'embargoed, revising': 'no: other-digest',
    otherwise: 'no: no-proposal',
  },
  'consent, as another': {
    'draft, proposed': 'scheduled: +advance-1, +reporter-date-1, +reminder-1, +day-ahead-1, +disclosure-day-1',
    'embargoed, revising': 'embargoed: +advance-2',
    otherwise: 'no: no-proposal',
  },
  'consent, as who proposed': {
    'draft, proposed': 'no: already-consented',
    'embargoed, revising': 'no: own-work',
    otherwise: 'no: no-proposal',
  },
  'consent, as who wrote it': {
    'draft, proposed': 'no: own-work',
    'embargoed, revising': 'embargoed: +advance-2',
    otherwise: 'no: no-proposal',
  },
  rehearse: {
    draft: 'draft: +rehearsal-1',
    'draft, proposed': 'draft: +rehearsal-1',
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
    'draft, proposed': 'withdrawn',
    scheduled:
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled',
    'embargoed, going out':
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'embargoed, all told': 'withdrawn: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'embargoed, held':
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'embargoed, moved': 'withdrawn: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'embargoed, revising': 'withdrawn: reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled, +withdrawn-1',
    'due, all told': 'withdrawn: disclosure-day-1 cancelled, +withdrawn-1',
    'due, nobody told':
      'withdrawn: advance-1 cancelled, reporter-date-1 cancelled, reminder-1 cancelled, day-ahead-1 cancelled, disclosure-day-1 cancelled',
    otherwise: 'no: wrong-state',
  },
  unhold: {
    'embargoed, held': 'embargoed: advance-1 planned, reporter-date-1 planned',
    'due, nobody told': 'no: past-not-after',
    otherwise: 'no: not-held',
  },
  resend: {
    'embargoed, going out': 'embargoed',
    'embargoed, all told': 'embargoed',
    'embargoed, held': 'embargoed',
    'embargoed, moved': 'no: not-in-force',
    'embargoed, revising': 'embargoed',
    'due, all told': 'no: past-not-after',
    disclosed: 'no: past-not-after',
    collapsed: 'no: not-in-force',
    'withdrawn, all told': 'no: not-in-force',
    otherwise: 'no: not-released',
  },
  unblock: {
    'embargoed, going out': 'embargoed',
    'embargoed, all told': 'embargoed',
    'embargoed, held': 'embargoed',
    'embargoed, moved': 'no: not-in-force',
    'embargoed, revising': 'embargoed',
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
    'embargoed, held': 'embargoed: reminder-1 releasing, day-ahead-1 releasing',
    'embargoed, revising': 'embargoed: reminder-1 releasing, day-ahead-1 releasing',
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
    'embargoed, held': 'no: date-has-come',
    'embargoed, revising': 'no: date-has-come',
    'due, nobody told': 'due: disclosure-day-1 releasing',
    disclosed: 'disclosed: disclosed-1 releasing',
    collapsed: 'collapsed: collapse-1 releasing',
    'withdrawn, all told': 'withdrawn: withdrawn-1 releasing',
    otherwise: 'no: nothing-due',
  },
  'arrive, before the date': {
    otherwise: 'no: not-yet',
  },
  'arrive, from the date on': {
    scheduled:
      'due: advance-1 held, reporter-date-1 held, reminder-1 held, day-ahead-1 held, !nobody-was-told, !past-not-after, !past-not-after, !past-not-after, !past-not-after',
    'embargoed, going out': 'due: reminder-1 held, day-ahead-1 held, !past-not-after, !past-not-after',
    'embargoed, all told': 'due: reminder-1 held, day-ahead-1 held, !past-not-after, !past-not-after',
    'embargoed, held': 'due: reminder-1 held, day-ahead-1 held, !past-not-after, !past-not-after',
    'embargoed, revising': 'due: reminder-1 held, day-ahead-1 held, !past-not-after, !past-not-after',
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
