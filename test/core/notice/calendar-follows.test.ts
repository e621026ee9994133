import fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeCalendar } from '../../../adapters/calendar/write-calendar.ts'
import { calendarEntryOf } from '../../../core/notice/calendar-entry.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { RecipientCalendar } from './recipient-calendar.ts'
import { content, disclosureAt, inputFor, instant } from './sample.ts'

/** What happens between the first notice and the end. */
type Happening = { readonly move: number } | 'revise' | 'remind'
type End = 'open' | 'disclosed' | 'collapse' | 'withdrawn'

interface History {
  readonly happenings: readonly Happening[]
  readonly end: End
  /** When each mail was written, in minutes: by senders whose clocks do not agree, so that the stamps tell nothing of the order. */
  readonly stamps: readonly number[]
}

const START = instant('2026-12-01T16:00:00Z')
const history: fc.Arbitrary<History> = fc.record({
  happenings: fc.array(
    fc.oneof(fc.record({ move: fc.integer({ min: -5, max: 30 }) }), fc.constantFrom('revise' as const, 'remind' as const)),
    {
      maxLength: 8,
    },
  ),
  end: fc.constantFrom('open', 'disclosed', 'collapse', 'withdrawn'),
  stamps: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 10, maxLength: 10 }),
})

/** The calendar parts of one addressee's mails, oldest first, and what their calendar is to show when all is told. */
function partsOf({ happenings, end, stamps }: History): { readonly parts: readonly string[]; readonly shown: readonly string[] } {
  const parts: string[] = []
  let at: Instant = disclosureAt
  let moves = 0
  const tell = (template: NoticeInput['template']): void => {
    const told = { ...content, ...(moves === 0 ? {} : { moves }) }
    const entry = calendarEntryOf(
      inputFor(template, { content: told, disclosureAt: at }),
      START.plus({ minutes: stamps[parts.length] ?? 0 }),
    )
    if (entry !== undefined) parts.push(writeCalendar(entry))
  }
  tell('advance')
  for (const happening of happenings) {
    if (typeof happening === 'object') {
      at = disclosureAt.plus({ days: happening.move })
      moves++
    }
    tell(happening === 'remind' ? 'reminder' : 'advance')
  }
  if (end === 'collapse' || end === 'withdrawn') moves++
  if (end !== 'open') tell(end)
  const isOff = end === 'collapse' || end === 'withdrawn'
  return { parts, shown: isOff ? [] : [at.toJSDate().toISOString()] }
}

const calendarOf = (parts: readonly string[]) => parts.reduce((calendar, part) => calendar.add(part), new RecipientCalendar())

it('law: whichever earlier mails an addressee missed, the newest puts their calendar right', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.boolean()), (of, missed) => {
      const { parts, shown } = partsOf(of)
      const got = parts.filter((_, index) => index === parts.length - 1 || !missed.next().value)
      expect(calendarOf(got).shown).toEqual(shown)
    }),
  )
})

it('law: no mail that comes late or twice brings an earlier date back', () => {
  const order = fc.integer({ min: 0, max: 2 ** 31 })
  fc.assert(
    fc.property(history, fc.array(order, { minLength: 20, maxLength: 20 }), (of, keys) => {
      const { parts, shown } = partsOf(of)
      const arrived = [...parts, ...parts]
        .map((part, index) => ({ part, key: keys[index] ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ part }) => part)
      expect(calendarOf(arrived).shown).toEqual(shown)
    }),
  )
})
