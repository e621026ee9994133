import { describe, expect, it } from 'vitest'
import type { Addressee } from '../../../core/notice/addressee.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import type { Letter } from '../../../core/notice/ports.ts'
import { allowedIn, scanLetter } from '../../../core/notice/scan.ts'
import { letterOf } from '../../../core/notice/letter.ts'
import { address, content, fakeMarkdown, inputFor, recipient, reporter, team, updateFor } from './sample.ts'

const STRANGER = 'stranger@elsewhere.example'
const letterTo = (input: NoticeInput, text: string): Letter =>
  letterOf({ input, body: { html: `<p>${text}</p>`, text }, patches: new Map() })
const scan = (input: NoticeInput, text: string) => scanLetter(letterTo(input, text), allowedIn(input, fakeMarkdown))

/** A reminder, which carries no patches, of an advisory with these texts. */
const ofAdvisory = (changes: Partial<typeof content.advisory>) =>
  inputFor('reminder', { content: { ...content, advisory: { ...content.advisory, ...changes } } })
const [vulnerability] = content.advisory.vulnerabilities
const [patch] = content.advisory.patches
if (vulnerability === undefined || patch === undefined || recipient.kind !== 'recipient') throw new Error('the sample has all')
const { member } = recipient
if (reporter.kind !== 'reporter' || team.kind !== 'team' || team.reporter === undefined) throw new Error('the sample has both')
const own = reporter.reporter
const theirs = team.reporter

describe('a letter may name', () => {
  it.each<[string, NoticeInput]>([
    ['the title', ofAdvisory({ title: `Mail to ${STRANGER}` })],
    ['the description', ofAdvisory({ description: `Mail to ${STRANGER}` })],
    ['the remediation', ofAdvisory({ remediation: `Mail to ${STRANGER}` })],
    ['a summary', ofAdvisory({ vulnerabilities: [{ ...vulnerability, summary: `Mail to ${STRANGER}` }] })],
    ['a branch', ofAdvisory({ patches: [{ ...patch, branch: STRANGER }] })],
    ['a reference', ofAdvisory({ references: [`https://consoleme.example/${STRANGER}`] })],
    ['a public link', inputFor('reminder', { content: { ...content, published: [`https://consoleme.example/?${STRANGER}`] } })],
    ['the reason of a change', inputFor('reminder', { content: { ...content, change: { why: `Mail to ${STRANGER}` } } })],
  ])('an address that the advisory holds in %s', (_, input) => {
    expect(scan(input, `Mail to ${STRANGER}`)).toBe('clean')
  })

  it('what the version before said, and why it changed', () => {
    const { before } = updateFor('reminder')
    if (before === undefined) throw new Error('the sample has a version before')
    const titled = { ...before, content: { ...before.content, advisory: { ...before.content.advisory, title: STRANGER } } }
    expect(scan(updateFor('reminder', { before: titled }), STRANGER)).toBe('clean')
    const reasoned = { ...before, whys: [{ text: `Reported by ${STRANGER}`, isMove: false }] }
    expect(scan(updateFor('reminder', { before: reasoned }), STRANGER)).toBe('clean')
    expect(scan(updateFor('reminder'), STRANGER)).toEqual({ code: 'foreign-address', count: 1 })
  })

  it.each<[string, Addressee]>([
    ['their organisation', { ...recipient, member: { ...member, organisation: STRANGER } } as Addressee],
    ['their second contact', { ...recipient, member: { ...member, contacts: [...member.contacts, address(STRANGER)] } } as Addressee],
  ])('a recipient by %s', (_, addressee) => {
    expect(scan(inputFor('reminder', { addressee }), STRANGER)).toBe('clean')
  })

  it.each<[string, Addressee]>([
    ['their name', { ...reporter, reporter: { ...own, name: STRANGER } } as Addressee],
    ['their credit', { ...reporter, reporter: { ...own, credit: STRANGER } } as Addressee],
    [
      'the link to them',
      {
        ...team,
        reporter: { ...theirs, contact: { by: 'platform', platform: 'Bugcrowd', link: `https://bugcrowd.example/${STRANGER}` } },
      } as Addressee,
    ],
  ])('a reporter by %s', (_, addressee) => {
    const template = addressee.kind === 'team' ? 'reporter-task' : 'reporter-date'
    expect(scan(inputFor(template, { addressee }), STRANGER)).toBe('clean')
  })
})

describe('a letter may not name', () => {
  it('an address of nobody whom it is for, wherever it stands, and is told how many there are', () => {
    const input = inputFor('reminder')
    const foreign = (count: number) => ({ code: 'foreign-address', count })
    expect(scan(input, 'nobody')).toBe('clean')
    expect(scan(input, STRANGER)).toEqual(foreign(1))
    expect(scan(input, `${STRANGER} and another@elsewhere.example, ${STRANGER}`)).toEqual(foreign(2))
    const clean = letterTo(input, 'nobody')
    const allowed = allowedIn(input, fakeMarkdown)
    const places: readonly Partial<Letter>[] = [
      { text: STRANGER },
      { html: STRANGER },
      { html: '<b>stranger</b>@elsewhere.example' },
      { html: '<a href="mailto:stranger%40elsewhere.example">x</a>' },
      { to: address(STRANGER) },
      { replyTo: address(STRANGER) },
      { subject: STRANGER },
      { references: `<${STRANGER}>` },
      { from: { name: STRANGER, address: clean.from.address } },
      { from: { name: 'x', address: address(STRANGER) } },
    ]
    expect(places.map((place) => scanLetter({ ...clean, ...place }, allowed))).toEqual(places.map(() => foreign(1)))
  })

  it('a reporter’s contact to anybody but themselves', () => {
    const reporters = [{ ...own, contact: { by: 'mail' as const, address: address(STRANGER) } }]
    expect(scan(ofAdvisory({ reporters }), STRANGER)).toEqual({ code: 'foreign-address', count: 1 })
  })

  it('what only another campaign’s content holds, though the same was looked at before', () => {
    expect(scan(ofAdvisory({ title: STRANGER }), STRANGER)).toBe('clean')
    expect(scan(ofAdvisory({ title: 'Another' }), STRANGER)).toMatchObject({ code: 'foreign-address' })
  })
})
