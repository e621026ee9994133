import type { Campaign, Notice } from '../../../core/campaign/campaign.ts'
import { newCauses } from './alarms.ts'
import { type Step, baseOf, isEffect, kindOf } from './notes.ts'
import * as w from './world.ts'

const FINAL = ['disclosed', 'collapsed', 'withdrawn']
const ENDS = ['disclosed', 'collapse', 'withdrawn']
const isOpen = ({ state }: Notice) => state === 'planned' || state === 'releasing' || state === 'held'
const former = ({ before }: Step, { id }: Notice) => before.notices.find((notice) => notice.id === id)
/** What this step let out, for the first time or again. */
const letOut = (step: Step) =>
  step.after.notices.filter((notice) => notice.state === 'releasing' && former(step, notice)?.state !== 'releasing')
const firstLetOut = (step: Step) => letOut(step).filter((notice) => former(step, notice)?.releasedAt === undefined)
const approves = ({ before, after }: Step) => after.approved !== undefined && after.approved.at !== before.approved?.at

/** Each is true after every step, whatever came before it. */
export const LAWS: Readonly<Record<string, (step: Step) => boolean>> = {
  'a version is one more than the last, with one entry of history': ({ before, after, decision }) =>
    after.version === before.version + 1 && decision.entry.seq === after.version,

  'nothing goes out before it is due': (step) => letOut(step).every((notice) => w.utc(notice.dueAt) <= step.now.at),

  'nothing goes out at or after its notAfter': (step) =>
    letOut(step).every(({ notAfter }) => notAfter === undefined || step.now.at < w.utc(notAfter)),

  'nothing that tells of a coming date goes out once it is there': (step) =>
    letOut(step).every(
      ({ kind }) => !['advance', 'reporter-date', 'reminder', 'day-ahead'].includes(kind) || step.now.at < w.utc(step.after.disclosureAt),
    ),

  'reporters hear in the write in which recipients do': (step) => {
    const out = firstLetOut(step)
    const advance = out.find(({ kind }) => kind === 'advance')
    const reporterDate = out.find(({ kind }) => kind === 'reporter-date')
    const left = step.after.notices.some(
      (notice) => notice.kind === 'reporter-date' && notice.state === 'planned' && notice.releasedAt === undefined,
    )
    if (reporterDate) return advance?.releasedAt === reporterDate.releasedAt
    return !advance || !left
  },

  'a date that moves reaches reporters too, where there are any': (step) => {
    const isFresh = (notice: Notice) =>
      notice.state === 'planned' && (former(step, notice)?.state !== 'planned' || former(step, notice)?.notAfter !== notice.notAfter)
    const fresh = (kind: Notice['kind']) => step.after.notices.some((notice) => isFresh(notice) && notice.kind === kind)
    const isMoved = isEffect(step) && step.before.disclosureAt !== step.after.disclosureAt
    return !isMoved || (step.after.approved?.reporters ?? 0) === 0 || !fresh('advance') || fresh('reporter-date')
  },

  'what is open carries what is approved': ({ after }) =>
    after.notices
      .filter((notice) => isOpen(notice) && notice.kind !== 'rehearsal')
      .every((notice) => notice.digest === after.approved?.digest),

  'without an approval nothing but a rehearsal is open': ({ after }) =>
    after.approved !== undefined || after.notices.every((notice) => notice.kind === 'rehearsal' || !isOpen(notice)),

  'a change takes the consent of enough persons who did not write it': (step) => {
    if (!isEffect(step)) return true
    const kind = w.some(kindOf(step))
    const { consents, editors, authors } = step.notes
    if (consents.size < step.now.quorum[kind]) return false
    if (kind === 'shorten' || kind === 'collapse') return true
    const wrote = kind === 'approve' ? editors : authors
    return ![...consents].some((person) => wrote.has(person))
  },

  'only an operator’s command approves': (step) => !approves(step) || 'person' in step.by,

  'a change takes effect on what it was proposed for': (step) => !isEffect(step) || step.notes.base === baseOf(step.before),

  'nothing is disclosed before its date has come': ({ before, after, now }) =>
    after.state !== 'disclosed' || before.state === 'disclosed' || (before.state === 'due' && w.utc(before.disclosureAt) <= now.at),

  'a draft is not approved, and after the end nothing stands proposed': ({ after }) =>
    (after.state !== 'draft' || after.approved === undefined) && (!FINAL.includes(after.state) || after.proposal === undefined),

  'an end is never left': ({ before, after }) => !FINAL.includes(before.state) || after.state === before.state,

  'after the end only its own notice is open': ({ after }) =>
    !FINAL.includes(after.state) || after.notices.filter(isOpen).every(({ kind }) => ENDS.includes(kind)),

  'there is one last notice at the most': ({ after }) => after.notices.filter(({ kind }) => ENDS.includes(kind)).length <= 1,

  'at most one version of a kind is open': ({ after }) => {
    const open = after.notices.filter(isOpen).map(({ kind }) => kind)
    return new Set(open).size === open.length
  },

  'what is cancelled stays so': ({ after, notes }) =>
    after.notices.every(({ id, state }) => state === 'cancelled' || !notes.cancelled.has(id)),

  'what went out is never forgotten, nor is its first release': (step) =>
    step.before.notices.every(
      ({ id, releasedAt }) => releasedAt === undefined || step.after.notices.find((notice) => notice.id === id)?.releasedAt === releasedAt,
    ),

  'ids are used once': ({ after }) => new Set(after.notices.map(({ id }) => id)).size === after.notices.length,

  'only the current advance notice opens again, and only by include': (step) => {
    const again = step.after.notices.filter((notice) => isOpen(notice) && former(step, notice)?.state === 'released')
    const newest = Math.max(...step.after.notices.filter(({ kind }) => kind === 'advance').map(({ version }) => version))
    return again.every((notice) => notice.kind === 'advance' && notice.version === newest && kindOf(step) === 'include')
  },

  'nobody who was not told hears of a withdrawal': ({ after }) =>
    after.state !== 'withdrawn' || after.notices.some(({ kind }) => kind === 'withdrawn') === hasTold(after),

  'a collapse is told only when somebody knows': ({ after }) => after.state !== 'collapsed' || hasTold(after),

  'a reminder keeps a day from every advance notice, but for what a tick is late': (step) =>
    !letOut(step).some(({ kind }) => kind === 'reminder') ||
    step.after.notices.every(
      ({ kind, releasedAt }) =>
        kind !== 'advance' || releasedAt === undefined || w.utc(releasedAt).plus({ hours: 24, minutes: -10 }) <= step.now.at,
    ),

  'embargoed means that somebody was told, scheduled that nobody was': ({ after }) =>
    (after.state !== 'embargoed' || hasTold(after)) && (!['draft', 'scheduled'].includes(after.state) || !hasTold(after)),

  'what is opened again changes nothing but the history, and only of what went out, is in force and has not had its time': ({
    before,
    after,
    by,
    now,
    decision,
  }) => {
    if (!('person' in by) || (by.command.kind !== 'resend' && by.command.kind !== 'unblock')) return true
    const { notice: id, delivery, kind, why } = by.command
    const notice = before.notices.find((other) => other.id === id)
    if (!notice?.releasedAt || notice.state === 'cancelled') return false
    if (notice.notAfter !== undefined && w.utc(notice.notAfter) <= now.at) return false
    const isInForce = notice.kind === 'rehearsal' || notice.digest === before.approved?.digest
    const { entry } = decision
    const isTold = entry.what === kind && entry.who === by.person && entry.why === why && entry.facts['delivery'] === delivery
    return isInForce && isTold && JSON.stringify({ ...after, version: 0 }) === JSON.stringify({ ...before, version: 0 })
  },

  'the bytes of what has gone out change by include alone, to those that are approved': (step) =>
    step.after.notices.every((notice) => {
      const { state, digest } = former(step, notice) ?? notice
      if (state !== 'released' || digest === notice.digest) return true
      return kindOf(step) === 'include' && digest === step.before.approved?.digest && notice.digest === step.after.approved?.digest
    }),

  'what is held says why, and the team hears of it': (step) =>
    step.after.notices
      .filter((notice) => notice.state === 'held' && former(step, notice)?.state !== 'held')
      .every(({ id, because }) => because !== undefined && newCauses(step.before, step.after).some(({ notice }) => notice === id)),

  'a date that comes before anybody was told raises an alarm': ({ before, after }) =>
    !(before.state === 'scheduled' && after.state === 'due') || newCauses(before, after).some(({ code }) => code === 'nobody-was-told'),
}

const hasTold = ({ notices }: Campaign) => notices.some(({ kind, releasedAt }) => kind === 'advance' && releasedAt !== undefined)
