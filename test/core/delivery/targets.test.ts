import { describe, expect, test } from 'vitest'
import type { AudienceIndex } from '../../../core/campaign/audience.ts'
import { type Notice, NoticeTo } from '../../../core/campaign/campaign.ts'
import {
  atContact,
  audienceOf,
  chunksOf,
  contactsOf,
  recipientAddressee,
  recipientsPosition,
  reporterAddressee,
  teamAddressee,
  templateOf,
} from '../../../core/delivery/targets.ts'
import { NoticeKind, TemplateName } from '../../../core/notice/notice-kind.ts'
import { Member } from '../../../core/recipient/recipient.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { address, advance1, content, recipientId } from '../../contracts/sample.ts'
import { nobody, policy, reporter, team, teamItself } from '../notice/sample.ts'

const audience: AudienceIndex = {
  schema: 'audience/1',
  chunks: [25, 7].map((members) => ({ digest: digestOfBytes(`${members}`), members })),
}
const noticeTo = (to: Notice['to'], kind: Notice['kind'] = 'advance'): Notice => ({
  id: advance1,
  kind,
  version: 1,
  state: 'planned',
  to,
  mayKnowOnly: false,
  digest: digestOfBytes('what was approved'),
  dueAt: '2026-12-08T16:00:00Z',
})
const member = Member.parse({
  id: recipientId('a'),
  version: 1,
  organisation: 'Tree Frog Linux',
  contacts: ['security@treefrog.example', 'second@treefrog.example'],
  zone: 'UTC',
  encryption: 'none',
})
const withContacts = (...contacts: readonly string[]) => ({ ...member, contacts: contacts.map(address) })

describe('the chunks of a notice', () => {
  const [toTeam, toReporters] = [
    { chunk: 0, members: 1 },
    { chunk: 1, members: 3 },
  ]
  const toRecipients = [
    { chunk: 2, members: 25 },
    { chunk: 3, members: 7 },
  ]

  test('keep their numbers, whomever it is for', () => {
    expect(NoticeTo.options.map((to) => [to, chunksOf(noticeTo(to), audience, 3)])).toEqual([
      ['recipients', toRecipients],
      ['reporters', [toReporters]],
      ['team', [toTeam]],
      ['recipients-and-reporters', [toReporters, ...toRecipients]],
      ['all', [toTeam, toReporters, ...toRecipients]],
    ])
  })

  test('are none for reporters where there are none', () => {
    expect(chunksOf(noticeTo('reporters'), audience, 0)).toEqual([])
    expect(chunksOf(noticeTo('recipients-and-reporters'), audience, 0)).toEqual(toRecipients)
  })

  test('hold each mail of the plan once for the team that rehearses', () => {
    expect(chunksOf(noticeTo('team', 'rehearsal'), audience, 3)).toEqual([{ chunk: 0, members: 5 }])
  })

  test('lead back to the audience, those of recipients alone', () => {
    expect([0, 1, 2, 3].map(recipientsPosition)).toEqual([undefined, undefined, 0, 1])
  })
})

test('the team’s own templates speak to the team, and to nobody else', () => {
  const ofTeam = TemplateName.options.filter((template) => audienceOf(template) === 'team')
  expect(ofTeam.toSorted()).toEqual(['day-ahead', 'disclosure-day', 'reporter-task'])
  expect(audienceOf('reporter-date')).toBe('reporter')
  expect(
    (['advance', 'reminder', 'disclosed', 'collapse', 'withdrawn'] as const).filter((kind) => audienceOf(kind) !== 'recipient'),
  ).toEqual([])
})

describe('the template of a notice', () => {
  const sent = NoticeKind.options.filter((kind) => kind !== 'rehearsal')

  test('is the notice’s own, for whomever it is', () => {
    for (const addressee of [recipientAddressee(member), reporter, teamItself])
      expect(sent.map((kind) => templateOf(kind, addressee))).toEqual(sent)
  })

  test('is a task wherever the team stands in for a reporter, on a platform or nowhere', () => {
    for (const standIn of [team, nobody('anonymous'), nobody('unreachable')]) {
      expect(new Set(sent.map((kind) => templateOf(kind, standIn)))).toEqual(new Set(['reporter-task']))
      if (standIn.kind !== 'team' || standIn.reporter === undefined) throw new Error('the sample stands in for a reporter')
      expect(reporterAddressee(standIn.reporter, policy)).toEqual(standIn)
    }
  })

  test('is none for a rehearsal, which has many', () => {
    expect(templateOf('rehearsal', teamItself)).toBeUndefined()
  })
})

describe('where a mail goes', () => {
  const first = recipientAddressee(member)

  test('is the first contact of a recipient, or the second when an attempt was opened for it', () => {
    expect(first).toMatchObject({ kind: 'recipient', address: 'security@treefrog.example', zone: 'UTC', member })
    expect(atContact(first, 'first')).toBe(first)
    expect(atContact(first, 'second')).toEqual({ ...first, address: 'second@treefrog.example' })
  })

  test('is nowhere for a recipient without such a contact', () => {
    expect(() => recipientAddressee(withContacts())).toThrow('a member has a contact')
    expect(() => atContact(recipientAddressee(withContacts('security@treefrog.example')), 'second')).toThrow(
      expect.objectContaining({ code: 'ITEM_MISSING', message: 'a member has no second contact', retry: 'never' }),
    )
  })

  test('is one of as many places as there are contacts', () => {
    expect([first, recipientAddressee(withContacts('security@treefrog.example')), reporter, team].map(contactsOf)).toEqual([2, 1, 1, 1])
  })

  test('is the reporter’s own mailbox where mail is how they are reached, and the team’s for anybody else', () => {
    const mailbox = { address: policy.project.contact, zone: policy.embargo.zone }
    const { reporters } = content.advisory
    const reached = reporters.map((one) => reporterAddressee(one, policy))
    const [byMail, onPlatform] = reporters
    expect(reached).toEqual([
      { kind: 'reporter', reporter: byMail, address: 'rae@reporter.example', zone: 'Europe/Berlin' },
      { kind: 'team', reporter: onPlatform, ...mailbox },
    ])
    expect(teamAddressee(policy)).toEqual({ kind: 'team', ...mailbox })
  })

  test.each([reporter, team])('has no second place for others ($kind)', (addressee) => {
    expect(atContact(addressee, 'second')).toBe(addressee)
  })
})
