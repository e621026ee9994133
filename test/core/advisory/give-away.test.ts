import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { giveAwaysIn } from '../../../core/advisory/give-away.ts'
import { ownWords } from '../../../core/advisory/own-words.ts'
import { parseWordList, sealWords, sealedWords } from '../../../core/advisory/word-list.ts'
import { readAdvisoryFile } from '../../../operator/files/advisory-file.ts'
import { GIVE_AWAY, type Labelled, NEUTRAL } from './commit-messages.ts'
import { imageAdvisory } from './image-advisory.ts'

const sample = await readAdvisoryFile(resolve(import.meta.dirname, '../../../samples/consoleme/ADV-2026-0001.yaml'))
if (!sample.ok) throw new Error('the sample cannot be read')
const patches = [...sample.value.patches.values()].map((bytes) => Buffer.from(bytes).toString('utf8'))
const words = {
  strings: ownWords({ advisory: sample.value.advisory, project: 'ConsoleMe', patches }),
  images: ownWords({ advisory: imageAdvisory, project: 'Pixels' }),
}
const salt = Buffer.alloc(32, 7)
const sealed = {
  strings: sealedWords(sealWords('ADV-2026-0001', words.strings, salt)),
  images: sealedWords(sealWords('ADV-2026-0003', words.images, salt)),
}
const codes = (message: string, which: Labelled['advisory'] = 'images') => giveAwaysIn(message, words[which]).map(({ code }) => code)

describe('of forty messages', () => {
  test('twenty give an advisory away, and twenty do not', () => {
    expect([GIVE_AWAY.length, NEUTRAL.length]).toEqual([20, 20])
  })

  test.each(GIVE_AWAY)('$advisory: refused: $message', ({ advisory, message }) => {
    expect(giveAwaysIn(message, words[advisory])).not.toEqual([])
    expect(giveAwaysIn(message, sealed[advisory])).toEqual(giveAwaysIn(message, words[advisory]))
  })

  test.each(NEUTRAL)('$advisory: fine: $message', ({ advisory, message }) => {
    expect(giveAwaysIn(message, words[advisory])).toEqual([])
    expect(giveAwaysIn(message, sealed[advisory])).toEqual([])
  })
})

describe('what is found', () => {
  test('has its place and the message’s own words', () => {
    expect(giveAwaysIn('Tidy up\n\nno more use\nafter free here', words.images)).toEqual([
      { code: 'weakness', line: 3, column: 9, words: 'use after free' },
    ])
  })

  test.each([
    ['a word of the title', 'Look at strides', 'advisory-word'],
    ['words of the title after one another', 'Read the tile index once', 'advisory-words'],
    ['a function in another spelling', 'PARSE-TILE-INDEX', 'advisory-words'],
    ['a file by its path', 'Indent codec/tile_index.c', 'advisory-name'],
    ['a method', 'Split readTile in two', 'advisory-words'],
    ['who reported it', 'Co-authored-by: Ada Marlowe <ada@labs.example>', 'reporter'],
    ['the number of its CVE', 'See 2026-12345', 'advisory-name'],
  ])('%s', (_what, message, code) => {
    expect(codes(message)).toContain(code)
    expect(giveAwaysIn(message)).toEqual([])
  })

  test('three usual words of the title give it away beside one another, and not far from one another', () => {
    expect(codes('permission of a request: string', 'strings')).toEqual(['advisory-words'])
    expect(codes(`permission ${'and so on '.repeat(10)} request ${'and so on '.repeat(10)} string`, 'strings')).toEqual([])
  })

  test('beside a security note one word of the title is enough', () => {
    expect(codes('No evaluation here', 'strings')).toEqual([])
    expect(codes('Security fix: no evaluation here', 'strings')).toEqual(['advisory-words'])
  })

  test('the project’s own name gives nothing away', () => {
    expect(codes('Welcome to ConsoleMe', 'strings')).toEqual([])
  })

  test('who reported an ordinary fault may be thanked', () => {
    expect(codes('Fix the crash at start\n\nReported-by: Sam Smith')).toEqual([])
    expect(codes('Security fix\n\nReported-by: Sam Smith')).toEqual(['credit'])
  })
})

describe('a word list', () => {
  test('holds no word of the advisory, and the same words under another salt are others', () => {
    const list = sealWords('ADV-2026-0003', words.images, salt)
    expect(JSON.stringify(list)).not.toMatch(/stride|tile|heap|marlowe|12345/i)
    const other = sealWords('ADV-2026-0003', words.images, Buffer.alloc(32, 8))
    expect(other.words).toHaveLength(list.words.length)
    expect(list.words.filter((word) => other.words.includes(word))).toEqual([])
  })

  test.each([[{}], [{ forewarn: 'word-list-1', advisory: 'ADV-2026-0003', salt: '', words: [] }], [undefined]])('%j is none', (input) => {
    expect(parseWordList(input).ok).toBe(false)
  })
})

test('a long message of one kind of character takes no long time', () => {
  for (const part of ['_', 'a', 'a ', 'fix ', '-', '.a', '/', 'check user ', 'https://', 'permission request '])
    expect(giveAwaysIn(part.repeat(10_000).trim(), words.images).filter(({ code }) => code === 'identifier')).toEqual([])
}, 20_000)
