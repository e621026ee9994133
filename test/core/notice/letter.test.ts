import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterOf } from '../../../core/notice/letter.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'
import { patchNames } from '../../../core/notice/patch-view.ts'
import { subjectOf } from '../../../core/notice/subject.ts'
import { threadIdOf } from '../../../core/notice/thread.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { content, inputFor, patchBytes, policy, recipient, reporter, team, teamItself, updateFor } from './sample.ts'

const body = { html: '<p>hello</p>', text: 'hello' }
const patches = new Map(Object.values(patchBytes).map((bytes) => [digestOfBytes(bytes), bytes]))

describe('the subject', () => {
  it('is the same for each notice of a campaign, and neutral', () => {
    const subjects = TemplateName.options.flatMap((name) => [inputFor(name), updateFor(name)]).map(subjectOf)
    expect([...new Set(subjects)]).toEqual(['[EMBARGOED] ConsoleMe security advance notice ADV-2026-0003'])
  })

  it('says that a rehearsal is one', () => {
    expect(subjectOf(inputFor('advance', { rehearsal: true }))).toBe(
      '[REHEARSAL] [EMBARGOED] ConsoleMe security advance notice ADV-2026-0003',
    )
  })

  it('law: is one line, whatever the project is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(subjectOf(inputFor('advance', { policy: { ...policy, project: { ...policy.project, name } } }))).not.toMatch(/[\r\n\p{Cc}]/u)
      }),
    )
  })
})

describe('the thread', () => {
  const id = (addressee = recipient, key = content.threadKey) => threadIdOf(key, addressee, policy.sender.address)

  it('is one for a campaign and addressee, at the domain of the sender', () => {
    expect(id()).toMatch(/^<[0-9a-f]{32}@notices\.consoleme\.example>$/)
    expect(letterOf({ input: inputFor('advance'), body, patches }).references).toBe(
      letterOf({ input: updateFor('reminder'), body, patches }).references,
    )
  })

  it('differs for other addressees and other campaigns', () => {
    expect(new Set([id(), id(reporter), id(team), id(recipient, '2'.repeat(32))]).size).toBe(4)
  })
})

describe('the names of patches', () => {
  const named = (branches: readonly string[]) =>
    patchNames({ id: 'ADV-2026-0003', patches: branches.map((branch) => ({ ...content.advisory.patches[0], branch }) as never) })

  it('keep a version and nothing else of the branch', () => {
    expect(named(['1.2', 'fix/format-string', 'v1.1.x', 'CVE-2022-27177'])).toEqual([
      'ADV-2026-0003-1.2.patch',
      'ADV-2026-0003-patch-2.patch',
      'ADV-2026-0003-v1.1.x.patch',
      'ADV-2026-0003-patch-4.patch',
    ])
  })

  it('law: differ, also where case counts for nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1.2', '1.2.X', '1.2.x', 'v1', 'V1', 'main', '1.2-2', '2'), { maxLength: 12 }), (branches) => {
        const names = named(branches)
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(branches.length)
      }),
    )
  })
})

describe('a letter', () => {
  it('carries the patches, under neutral names, to who needs their bytes', () => {
    const carrying = TemplateName.options.filter((name) => letterOf({ input: inputFor(name), body, patches }).attachments.length > 0)
    expect(carrying).toEqual(['advance', 'day-ahead', 'disclosure-day', 'collapse'])
    expect(letterOf({ input: inputFor('collapse', { addressee: teamItself }), body, patches }).attachments).toHaveLength(2)
    expect(letterOf({ input: inputFor('collapse', { addressee: reporter }), body, patches }).attachments).toEqual([])
    expect(letterOf({ input: inputFor('advance'), body, patches }).attachments).toEqual([
      { name: 'ADV-2026-0003-1.2.patch', contentType: 'text/x-patch', bytes: patchBytes['1.2'] },
      { name: 'ADV-2026-0003-1.1.patch', contentType: 'text/x-patch', bytes: patchBytes['1.1'] },
    ])
  })

  it('is not made without them, or with others', () => {
    expect(() => letterOf({ input: inputFor('advance'), body, patches: new Map() })).toThrow('a patch is not at hand')
    const wrong = new Map([...patches.keys()].map((digest) => [digest, new Uint8Array(1)]))
    expect(() => letterOf({ input: inputFor('advance'), body, patches: wrong })).toThrow('another size')
  })

  it('carries its calendar under a neutral name', () => {
    expect(letterOf({ input: inputFor('reminder'), body, patches, calendar: 'BEGIN' }).calendar).toEqual({
      name: 'ADV-2026-0003.ics',
      text: 'BEGIN',
    })
    expect(letterOf({ input: inputFor('disclosed'), body, patches })).not.toHaveProperty('calendar')
  })

  it('goes from the sender to the one addressee, with answers to the team', () => {
    expect(letterOf({ input: inputFor('advance'), body, patches })).toMatchObject({
      from: { name: 'ConsoleMe security', address: 'advance@notices.consoleme.example' },
      replyTo: 'security@consoleme.example',
      to: 'security@harbour.example',
      ...body,
    })
  })
})
