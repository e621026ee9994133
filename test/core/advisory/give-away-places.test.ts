import { describe, expect, test } from 'vitest'
import { AdvisoryFile } from '../../../core/advisory/advisory.ts'
import { giveAwaysIn } from '../../../core/advisory/give-away.ts'
import { ownWords } from '../../../core/advisory/own-words.ts'
import { sealWords, sealedWords } from '../../../core/advisory/word-list.ts'

const LINK = 'https://labs.example/notes/4711'
const PATCH = ['--- a/main.py', '+++ b/main.py', '@@ -1 +1 @@ def fill_request_text(values):', '-  old', '+  new'].join('\n')
const own = () =>
  ownWords({
    advisory: AdvisoryFile.parse({
      id: 'ADV-2026-0008',
      title: 'Scanline of an archive is read from the cache before the header',
      description: 'See `pack_tile_index` and `tile_index`.',
      remediation: 'Update.',
      vulnerabilities: [{ severity: 'high', summary: 'Update.', affected: ['<3.2.1'], fixed: ['3.2.1'] }],
      reporters: [{ name: 'Ada Grace Marlowe', contact: { by: 'mail', address: 'ada@labs.example' } }],
      credits: ['Kim Quokka'],
      references: [LINK],
    }),
    patches: [PATCH],
  })
const found = (message: string) => giveAwaysIn(message, own())
const said = (message: string) => found(message).map(({ code, words }) => `${code}: ${words}`)
const NEUTRAL_LINES = 'Bump the linter, and fix what it says.\n'.repeat(5)

describe('a place', () => {
  test('is told by its line and column, also far down in a message', () => {
    expect(found(`${NEUTRAL_LINES}\nGuard the scanline here`)).toEqual([{ code: 'advisory-word', line: 7, column: 11, words: 'scanline' }])
  })

  test('is shown on one line, with single blanks between its words', () => {
    expect(found('Fix the use\n   after \t free')).toEqual([{ code: 'weakness', line: 1, column: 9, words: 'use after free' }])
  })

  test('is shown without the blank that its pattern took along', () => {
    expect(said('Score 9.8 high (see below)')).toEqual(['score: 9.8 high'])
  })

  test('comes before those further down', () => {
    expect(said('Scanlines\nfor CVE-2026-12345\nby Kim Quokka')).toEqual([
      'advisory-word: Scanlines',
      'identifier: CVE-2026-12345',
      'reporter: Kim Quokka',
    ])
  })

  test('hides what overlaps it: the one that begins first stands, and of two the longer', () => {
    expect(said('Call pack_tile_index once')).toEqual(['advisory-words: pack_tile_index'])
  })
})

describe('words after one another', () => {
  test('tell, with the small words between them left out', () => {
    expect(said('Move the tile to its own index')).toEqual(['advisory-words: tile to its own index'])
  })

  test('tell far down in a message as at its beginning', () => {
    expect(said(`${NEUTRAL_LINES}Sort the tile index`)).toEqual(['advisory-words: tile index'])
  })

  test.each([
    ['in two sentences', 'Sort each tile. Index it once'],
    ['in two paragraphs', 'Sort each tile\n\nIndex it once'],
    ['of which the last is in another sentence', 'Let me pack the tile. Index it once'],
    ['in another order', 'Index each tile'],
  ])('tell nothing %s', (_, message) => {
    expect(said(message)).toEqual([])
  })

  test('tell within eighty characters, and not beyond', () => {
    const apart = (characters: number) => `tile${' '.repeat(characters - 'tile'.length - 'index'.length)}index`
    expect(apart(80)).toHaveLength(80)
    expect(said(apart(80))).toEqual(['advisory-words: tile index'])
    expect(said(apart(81))).toEqual([])
  })
})

describe('a name of the patch', () => {
  test.each(['fill_request_text', 'fillRequestText', 'fill-request-text'])('tells where it is written in one: %s', (name) => {
    expect(said(`Indent ${name} anew`)).toEqual([`advisory-name: ${name}`])
  })

  test.each(['fill request text', 'fill_request text', 'fill request_text', 'fill_text_request'])('is none here: %s', (words) => {
    expect(said(`Indent ${words} anew`)).toEqual([])
  })
})

describe('a reporter', () => {
  test.each(['Ada Grace Marlowe', 'ada grace marlowe', 'Ada\nGrace Marlowe', 'AdaGraceMarlowe'])('tells by the whole name: %j', (name) => {
    expect(found(`Thank ${name} again`).map(({ code }) => code)).toEqual(['reporter'])
  })

  test.each(['Ada', 'Ada Marlowe', 'Ada Grace', 'Ada. Grace Marlowe', 'Ada Grace. Marlowe', 'Marlowe Ada Grace'])(
    'tells not by %s',
    (name) => {
      expect(said(`Thank ${name} again`)).toEqual([])
    },
  )
})

describe('usual words of the title', () => {
  test('tell from three on, wherever they are in the message', () => {
    expect(said('header: archive')).toEqual([])
    expect(said('header: archive: cache')).toEqual(['advisory-words: header: archive: cache'])
    expect(said(`${NEUTRAL_LINES}header: archive: cache`)).toEqual(['advisory-words: header: archive: cache'])
  })

  test('count once, in whatever form they come again', () => {
    expect(said('header: archive: headers: archived: header')).toEqual([])
    expect(said('header: headers: archive: cache')).toEqual(['advisory-words: header: headers: archive: cache'])
  })

  test('are shown up to the one that tells', () => {
    expect(said('header: archive: cache: reads')).toEqual(['advisory-words: header: archive: cache'])
  })

  test('tell within eighty characters, and not beyond', () => {
    const apart = (characters: number) => `header: archive:${' '.repeat(characters - 'header: archive:'.length - 'cache'.length)}cache`
    expect(apart(80)).toHaveLength(80)
    expect(said(apart(80))).toEqual(['advisory-words: header: archive: cache'])
    expect(said(apart(81))).toEqual([])
  })

  test('tell each by itself in a message that speaks of security', () => {
    expect(said('Security fix: header, then cache')).toEqual(['advisory-words: header', 'advisory-words: cache'])
  })
})

describe('a link of the advisory', () => {
  test('has its place, without the brackets about it', () => {
    expect(found(`Update (${LINK}) today`)).toEqual([{ code: 'advisory-link', line: 1, column: 9, words: LINK }])
  })

  test.each([
    ['over http', 'http://labs.example/notes/4711'],
    ['in capitals', 'HTTPS://LABS.EXAMPLE/notes/4711'],
    ['with a slash at its end', `${LINK}/`],
    ['with a query', `${LINK}?from=mail`],
    ['at the end of a sentence', `${LINK}.`],
    ['before an ellipsis', `${LINK}...`],
    ['between angle brackets', `<${LINK}>`],
    ['in quotes', `"${LINK}"`],
  ])('tells %s', (_, link) => {
    expect(found(`See ${link}`).map(({ code }) => code)).toEqual(['advisory-link'])
  })

  test.each(['https://labs.example/notes/4712', 'https://labs.example/notes', 'https://labs.example', 'https://labs.example/notes/4711x'])(
    'is not %s',
    (link) => {
      expect(said(`See ${link}`)).toEqual([])
    },
  )

  test('is not what cannot be read as a link, in a sealed list neither', () => {
    const sealed = sealedWords(sealWords('ADV-2026-0008', own(), Buffer.alloc(32, 7)))
    expect(said('See https://[')).toEqual([])
    expect(giveAwaysIn('See https://[', sealed)).toEqual([])
  })
})
