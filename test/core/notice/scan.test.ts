import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCalendar } from '../../../adapters/calendar/write-calendar.ts'
import { calendarEntryOf } from '../../../core/notice/calendar-entry.ts'
import { letterOf } from '../../../core/notice/letter.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import type { Letter } from '../../../core/notice/ports.ts'
import { allowedIn, scanLetter } from '../../../core/notice/scan.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { address, content, fakeMarkdown, inputFor, patchBytes, recipient, reporter } from './sample.ts'

const patches = new Map(Object.values(patchBytes).map((bytes) => [digestOfBytes(bytes), bytes]))
const input = inputFor('advance')

function scan(changes: Partial<Letter>, of: NoticeInput = input) {
  const letter = letterOf({ input: of, body: { html: '<p>x</p>', text: 'x' }, patches })
  return scanLetter({ ...letter, ...changes }, allowedIn(of, fakeMarkdown))
}
const foreign = { code: 'foreign-address', count: 1 }

describe('the scan of a letter', () => {
  it('passes the addresses of the addressee and the team', () => {
    const html = '<a href="mailto:security@consoleme.example">Security@ConsoleMe.example</a> security@harbour.example'
    expect(scan({ html, text: '<security@harbour.example>, advance@notices.consoleme.example.' })).toBe('clean')
  })

  it('passes the sender and the entry’s own id in the calendar', () => {
    const entry = calendarEntryOf(input, input.disclosureAt)
    if (entry === undefined) throw new Error('an advance notice has an entry')
    const text = writeCalendar(entry)
    expect(text).toContain(`UID:${entry.uid}`)
    expect(scan({ calendar: { name: 'a.ics', text } })).toBe('clean')
    const other = writeCalendar({ ...entry, uid: `${'f'.repeat(32)}@notices.consoleme.example` })
    expect(scan({ calendar: { name: 'a.ics', text: other } })).toEqual(foreign)
  })

  it.each([
    ['text', { text: 'also to: other@shore.example' }],
    ['HTML', { html: '<p>other@shore.example</p>' }],
    ['references of characters', { html: 'other&#64;shore&#x2e;example' }],
    ['named references', { html: 'other&commat;shore&period;example' }],
    ['a mail link', { html: '<a href="mailto:other%40shore.example">x</a>' }],
    ['the query of a link', { html: '<a href="https://x.example/?to=other%40shore.example">x</a>' }],
    ['parts that tags hold apart', { html: '<b>oth</b>er@<i>shore</i>.example' }],
    ['the calendar', { calendar: { name: 'a.ics', text: 'DESCRIPTION:other@shore.example\r\n' } }],
    ['the calendar, folded', { calendar: { name: 'a.ics', text: 'ATTENDEE:mailto:oth\r\n er@shore\r\n\t.example\r\n' } }],
    ['the name of the calendar', { calendar: { name: 'other@shore.example.ics', text: '' } }],
    ['the subject', { subject: 'for other@shore.example' }],
    ['the name of the sender', { from: { name: 'other@shore.example', address: address('advance@notices.consoleme.example') } }],
    ['To', { to: address('other@shore.example') }],
    ['Reply-To', { replyTo: address('other@shore.example') }],
    ['References', { references: '<other@shore.example>' }],
  ])('finds the address of another in %s', (_, changes) => {
    expect(scan(changes)).toMatchObject({ code: 'foreign-address' })
  })

  it('passes addresses that the advisory itself names, as they come out of the Markdown', () => {
    const described = inputFor('advance', {
      content: { ...content, advisory: { ...content.advisory, description: 'Write to _list@lists.example_.' } },
    })
    const markdown = { ...fakeMarkdown, text: (source: string) => source.replaceAll('_', '') }
    const letter = letterOf({ input: described, body: { html: 'list@lists.example', text: 'list@lists.example' }, patches })
    expect(scanLetter(letter, allowedIn(described, markdown))).toBe('clean')
    expect(scanLetter(letter, allowedIn(input, markdown))).toEqual(foreign)
  })

  it('passes a link of the advisory that holds an address in its query', () => {
    const link = 'https://lists.example/?from=list%40lists.example'
    const linked = inputFor('advance', { content: { ...content, advisory: { ...content.advisory, references: [link] } } })
    expect(scan({ html: `<a href="${link}">${link}</a>`, text: link }, linked)).toBe('clean')
    expect(scan({ html: `<a href="${link}">${link}</a>` })).toMatchObject({ code: 'foreign-address' })
  })

  it('does not pass the address of a reporter to a recipient', () => {
    if (reporter.kind !== 'reporter') throw new Error('the sample is a reporter')
    const reported = inputFor('advance', { content: { ...content, advisory: { ...content.advisory, reporters: [reporter.reporter] } } })
    expect(scan({ text: reporter.address }, reported)).toEqual(foreign)
  })

  it('reads an advisory once for its whole audience, and again for another version of it', () => {
    const read: string[] = []
    const html = (source: string) => {
      read.push(source)
      return fakeMarkdown.html(source)
    }
    const markdown = { ...fakeMarkdown, html }
    for (const addressee of [recipient, reporter, { ...recipient, address: address('second@harbour.example') }])
      allowedIn(inputFor('advance', { addressee }), markdown)
    expect(read).toEqual([content.advisory.description, content.advisory.remediation])
    const later = { ...content, advisory: { ...content.advisory, description: 'Another.' } }
    allowedIn(inputFor('advance', { content: later }), markdown)
    expect(read.slice(2)).toEqual(['Another.', content.advisory.remediation])
  })

  it('law: never tells which address it found', () => {
    const local = fc.stringMatching(/^[a-z]{1,20}$/)
    fc.assert(
      fc.property(local, local, (one, two) => {
        fc.pre(one !== two && `${one}@harbour.example` !== recipient.address && `${two}@harbour.example` !== recipient.address)
        expect(scan({ text: `${one}@harbour.example ${two}@harbour.example` })).toEqual({ code: 'foreign-address', count: 2 })
      }),
    )
  })
})
