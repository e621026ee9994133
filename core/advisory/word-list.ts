import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { type Parsed, parseWith } from '../shared/parsed.ts'
import { AdvisoryId } from './advisory.ts'
import type { OwnWords } from './own-words.ts'

const Hash = z.string().regex(/^[\w-]{22}$/, 'must be a hash of this file’s own making')

/**
 * The words of an advisory as hashes under a random salt: whoever has the list can ask whether a word is on it, and cannot read it.
 * A word that can be guessed can be found by trying, so the list is confidential as well; it is only less than the advisory.
 */
export const WordList = z.strictObject({
  forewarn: z.literal('word-list-1'),
  advisory: AdvisoryId,
  /** 32 random bytes, base64url. */
  salt: z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url'),
  words: z.array(Hash).max(20_000),
})
export type WordList = z.infer<typeof WordList>

export const parseWordList = (input: unknown): Parsed<WordList> => parseWith(WordList, input)

/** @param salt - 32 random bytes, new for each list, so that two lists cannot be compared */
export function sealWords(advisory: string, keys: ReadonlySet<string>, salt: Uint8Array): WordList {
  const encoded = Buffer.from(salt).toString('base64url')
  // In order of the hashes, since the order of the words would tell their places.
  return { forewarn: 'word-list-1', advisory, salt: encoded, words: [...keys].map((key) => hashOf(key, encoded)).sort() }
}

export function sealedWords({ salt, words }: WordList): OwnWords {
  const known = new Set(words)
  return { has: (key) => known.has(hashOf(key, salt)) }
}

/** 128 bits: no two keys of any list meet by chance. */
const hashOf = (key: string, salt: string): string =>
  createHmac('sha256', Buffer.from(salt, 'base64url')).update(key).digest().subarray(0, 16).toString('base64url')
