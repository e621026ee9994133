import { expect, test } from 'vitest'
import { parseWordList, sealWords, sealedWords } from '../../../core/advisory/word-list.ts'

const salt = Buffer.alloc(32, 7)
const KEYS = new Set(['w:strid', 'p:til index', 'n:pars til index', 'r:ada marlow', 'l:labs.example/notes/4711'])
const seal = (keys: ReadonlySet<string> = KEYS) => sealWords('ADV-2026-0003', keys, salt)

test('a list can be read back after it was written', () => {
  const list = seal()
  expect(parseWordList(JSON.parse(JSON.stringify(list)))).toEqual({ ok: true, value: list })
})

test('a list knows each of its words, and no other', () => {
  const sealed = sealedWords(seal())
  expect([...KEYS].filter((key) => sealed.has(key))).toEqual([...KEYS])
  expect(['w:til', 'p:index til', 'w:ada', ''].filter((key) => sealed.has(key))).toEqual([])
})

test('the order of a list does not tell where its words stood', () => {
  const { words } = seal()
  expect(words).toHaveLength(KEYS.size)
  expect(words).toEqual(words.toSorted())
  expect(seal(new Set([...KEYS].toReversed())).words).toEqual(words)
})
