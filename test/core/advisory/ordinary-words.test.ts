import { expect, test } from 'vitest'
import { isBrand, standingOf } from '../../../core/advisory/ordinary-words.ts'
import { stemOf } from '../../../core/advisory/word-stream.ts'

test.each([
  ['the', 'empty'],
  ['without', 'empty'],
  ['file', 'common'],
  ['merged', 'common'],
  ['tile', 'plain'],
  ['permissions', 'plain'],
  ['stride', 'distinctive'],
  ['scanline', 'distinctive'],
])('by itself %s is %s', (...[word, standing]) => {
  expect(standingOf(stemOf(word))).toBe(standing)
})

test.each(['7', '2026', '12345'])('the number %s tells nothing', (number) => {
  expect(standingOf(number)).toBe('common')
})

test.each(['sha256', '3des'])('%s is more than a number', (name) => {
  expect(standingOf(name)).toBe('distinctive')
})

test('what is shorter than three letters tells nothing, unless software has a use for it', () => {
  expect(standingOf('qx')).toBe('common')
  expect(standingOf('id')).toBe('plain')
  expect(standingOf('rpm')).toBe('distinctive')
})

test('a brand is no name of code, however it is written', () => {
  expect(['GitHub', 'JavaScript', 'TileIndex'].map(isBrand)).toEqual([true, true, false])
})
