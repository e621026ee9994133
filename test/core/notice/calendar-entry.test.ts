import { describe, expect, it } from 'vitest'
import { calendarEntryOf } from '../../../core/notice/calendar-entry.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'
import { threadIdOf } from '../../../core/notice/thread.ts'
import { RecipientId } from '../../../core/shared/ids.ts'
import { content, disclosureAt, inputFor, instant, nobody, policy, recipient, reporter, team, teamItself } from './sample.ts'

const at = instant('2026-12-08T16:00:00Z')

function entryOf(input: NoticeInput) {
  const entry = calendarEntryOf(input, at)
  if (entry === undefined) throw new Error('no entry')
  return entry
}
const uidFor = (addressee: NoticeInput['addressee'], changes: Partial<NoticeInput> = {}) =>
  entryOf(inputFor('withdrawn', { addressee, ...changes })).uid

describe('the entry of a mail', () => {
  it.each(TemplateName.options)('of %s says what stands', (template) => {
    const entry = calendarEntryOf(inputFor(template), at)
    const status = { disclosed: undefined, collapse: 'cancelled', withdrawn: 'cancelled' }[template as string] ?? 'confirmed'
    expect(entry?.status).toBe(template === 'disclosed' ? undefined : status)
    expect(entry?.startsAt.toMillis()).toBe(template === 'disclosed' ? undefined : disclosureAt.toMillis())
  })

  it('of a task to the team is cancelled when the embargo breaks, and stays when it ends as planned', () => {
    expect(entryOf(inputFor('reporter-task', { ending: 'collapse' })).status).toBe('cancelled')
    expect(entryOf(inputFor('reporter-task', { ending: 'withdrawn' })).status).toBe('cancelled')
    expect(calendarEntryOf(inputFor('reporter-task', { ending: 'disclosed' }), at)).toBeUndefined()
  })

  it.each(['collapse', 'withdrawn'] as const)(
    'of a %s is that of the date which its addressee knows; the team knows the one in force',
    (template) => {
      const before = { content, disclosureAt: instant('2026-12-18T16:00:00Z'), whys: [] }
      const known = entryOf(inputFor(template, { before, addressee: recipient }))
      expect(known.startsAt).toEqual(before.disclosureAt)
      expect(known.description).toContain('Friday, 18 December 2026, 16:00 UTC')
      expect(known.description).not.toContain('15 December')
      expect(entryOf(inputFor('reporter-task', { before, ending: template })).startsAt).toEqual(disclosureAt)
      expect(entryOf(inputFor('advance', { before, addressee: recipient })).startsAt).toEqual(disclosureAt)
    },
  )

  it('counts the moves, and is stamped with the mail’s date', () => {
    expect(entryOf(inputFor('advance')).sequence).toBe(0)
    expect(entryOf(inputFor('advance', { content: { ...content, moves: 3 } }))).toMatchObject({ sequence: 3, stampedAt: at })
  })

  it('has a neutral title, which says when the date no longer holds', () => {
    expect(entryOf(inputFor('advance')).summary).toBe('ConsoleMe security advance notice ADV-2026-0003')
    expect(entryOf(inputFor('collapse')).summary).toBe('Cancelled: ConsoleMe security advance notice ADV-2026-0003')
  })

  it('shows the date as the mail does', () => {
    expect(entryOf(inputFor('advance')).description.split('\n').slice(0, 3)).toEqual([
      'The embargo ends:',
      'Tuesday, 15 December 2026, 16:00 UTC',
      'Tuesday, 15 December 2026, 17:00 (Europe/Berlin, UTC+01:00)',
    ])
    const inUtc = entryOf(inputFor('withdrawn', { addressee: { ...recipient, zone: 'UTC' } })).description
    expect(inUtc.split('\n').slice(0, 2)).toEqual(['This date no longer holds:', 'Tuesday, 15 December 2026, 16:00 UTC'])
    expect(inUtc).not.toContain('(UTC')
  })

  it.each([
    ['a coming date', 'advance', 'The mail that this came with says more. Please do not copy it here.'],
    ['a date that is off', 'withdrawn', 'The mail that this came with says why, and what to do.'],
  ] as const)('of %s ends with what the mail says beyond it', (...[, template, last]) => {
    const lines = (zone: string) => entryOf(inputFor(template, { addressee: { ...recipient, zone } })).description.split('\n')
    expect(lines('Europe/Berlin').slice(3)).toEqual([last])
    expect(lines('UTC').slice(2)).toEqual([last])
  })

  it('tells nothing of the advisory or of whom it is for', () => {
    const { title, vulnerabilities, patches, description } = content.advisory
    const words = [
      title,
      description,
      vulnerabilities[0]?.cve,
      vulnerabilities[0]?.summary,
      vulnerabilities[0]?.severity,
      patches[0]?.branch,
    ]
    const names = ['Harbour', 'harbour.example', 'Sato', 'greater', 'a'.repeat(32), 'It is talked about']
    for (const template of TemplateName.options) {
      const said = JSON.stringify(calendarEntryOf(inputFor(template), at) ?? '')
      expect([...words, ...names].filter((word) => said.includes(word ?? 'missing'))).toEqual([])
    }
  })

  it('comes from the sender', () => {
    expect(entryOf(inputFor('advance')).organizer).toEqual({ name: 'ConsoleMe security', address: 'advance@notices.consoleme.example' })
  })
})

describe('the id of an entry', () => {
  it('is one for a campaign and addressee, at the domain of the sender, and not the thread’s', () => {
    expect(uidFor(recipient)).toMatch(/^[0-9a-f]{32}@notices\.consoleme\.example$/)
    expect(uidFor(recipient, { content: { ...content, salt: '5'.repeat(32), moves: 2 }, version: 3 })).toBe(uidFor(recipient))
    expect(threadIdOf(content.threadKey, recipient, policy.sender.address)).not.toContain(uidFor(recipient))
  })

  it('differs for other addressees, other campaigns and a rehearsal', () => {
    if (recipient.kind !== 'recipient') throw new Error('the sample is a recipient')
    const other = { ...recipient, member: { ...recipient.member, id: RecipientId.parse('e'.repeat(32)) } }
    const otherCampaign = { content: { ...content, threadKey: '2'.repeat(32) } }
    const ids = [
      uidFor(recipient),
      uidFor(other),
      uidFor(reporter),
      uidFor(teamItself),
      uidFor(recipient, otherCampaign),
      uidFor(teamItself, { rehearsal: true }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is the team’s own in all of its mails, also in place of reporters', () => {
    expect(new Set([uidFor(team), uidFor(teamItself), uidFor(nobody('anonymous'))]).size).toBe(1)
  })

  it('is what calendars hold already: with another, a date that has moved would stand there twice', () => {
    expect(uidFor(recipient)).toBe('af92c44c3d4189f051e16008222ea259@notices.consoleme.example')
    expect(uidFor(teamItself, { rehearsal: true })).toBe('70bb4ed525cd2b7677d186e306fdca06@notices.consoleme.example')
  })

  it('stays with a recipient whose zone and second contact are another', () => {
    expect(uidFor({ ...recipient, zone: 'Asia/Tokyo', address: reporter.address })).toBe(uidFor(recipient))
  })
})

describe('a rehearsal', () => {
  it('cannot be taken for the date itself', () => {
    const { summary, description } = entryOf(inputFor('advance', { rehearsal: true }))
    expect(summary).toBe('[REHEARSAL] ConsoleMe security advance notice ADV-2026-0003')
    expect(description).toMatch(/^This is a rehearsal: nothing happens at this time\.\n/)
  })
})
