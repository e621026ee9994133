import fc from 'fast-check'
import type { Letter } from '../../../core/notice/ports.ts'
import { address, content, instant, patchBytes } from '../../core/notice/sample.ts'

const { id, title, description } = content.advisory

export const FROM = 'advance@notices.consoleme.example'
export const TO = 'security@harbour.example'

/** One of each that a letter can hold. */
export const letter: Letter = {
  from: { name: 'ConsoleMe security', address: address(FROM) },
  replyTo: address('security@consoleme.example'),
  to: address(TO),
  date: instant('2026-12-08T16:00:00Z'),
  subject: `[EMBARGOED] ConsoleMe security advance notice ${id}`,
  references: `<${'a'.repeat(32)}@notices.consoleme.example>`,
  html: `<h1>${title}</h1><p>Grüße</p>`,
  text: `ADVANCE NOTICE ${id}\n${title}\n\n${description}\n\nGrüße\n`,
  calendar: { name: `${id}.ics`, text: 'BEGIN:VCALENDAR\r\nSUMMARY:Grüße\r\nEND:VCALENDAR\r\n' },
  attachments: [
    { name: `${id}-1.2.patch`, contentType: 'text/x-patch', bytes: patchBytes['1.2'] },
    { name: `${id}-1.1.patch`, contentType: 'text/x-patch', bytes: Uint8Array.from({ length: 700 }, (_, index) => index % 256) },
  ],
}

const anyText = fc.string({
  unit: fc.constantFrom('a', 'é', '字', '\n', ' ', '\t', '=', '=3D', '.', '--', '-', '😀', 'From ', 'long '.repeat(30), 'x'.repeat(1200)),
  maxLength: 40,
})
const anyName = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,40}$/)
const anyFile = fc.record({
  name: anyName,
  contentType: fc.constantFrom('text/x-patch', 'application/octet-stream'),
  bytes: fc.uint8Array({ maxLength: 6000 }),
})

/** What is to be sealed of a letter, made up. */
export const anyContent = fc.record({
  subject: fc.stringMatching(/^[A-Za-z][A-Za-z0-9 é字:,-]{0,150}[A-Za-z]$/),
  text: anyText,
  html: anyText,
  attachments: fc.array(anyFile, { maxLength: 3 }),
  calendar: fc.record({ name: anyName, text: anyText.map((text) => `BEGIN:VCALENDAR\r\n${text}`) }),
})

export const anyLetter: fc.Arbitrary<Letter> = anyContent.map((content) => ({ ...letter, ...content }))
