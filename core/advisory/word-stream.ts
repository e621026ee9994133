/** A word of a text, or a part of an identifier in it. */
export interface Word {
  /** What different forms of the word have in common; not always a word. */
  readonly stem: string
  /** UTF-16 code units from the beginning of the text; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** Words without white space between them have the same number. */
  readonly token: number
  /** Words that a full stop or the like, or an empty line, keeps apart have different numbers. */
  readonly sentence: number
}

const TOKEN = /\S+/gu
/** `XMLParser` is XML and Parser, `fill_text2` is fill and text2. */
const PIECE = /\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?\p{Ll}+\p{N}*|\p{N}+|[\p{Lo}\p{Lm}\p{M}]+/gu
const EMPTY_LINE = /\n[\t\r ]*\n/u

/** Words in order, with identifiers taken apart, so that `fillText`, `fill_text` and `fill text` have the same stems. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  let sentence = 0
  let before = 0
  for (const [token, match] of [...text.matchAll(TOKEN)].entries()) {
    if (match[0].startsWith('(') || EMPTY_LINE.test(text.slice(before, match.index))) sentence += 1
    for (const piece of match[0].matchAll(PIECE)) {
      const start = match.index + piece.index
      words.push({ stem: stemOf(piece[0]), start, end: start + piece[0].length, token, sentence })
    }
    before = match.index + match[0].length
    if (/[.;:!?)]["'`*’”]*$/u.test(match[0])) sentence += 1
  }
  return words
}

const SUFFIXES: ReadonlyArray<readonly [suffix: RegExp, instead: string]> = [
  [/ies$/, 'y'],
  [/(?<=ss|sh|ch|x|z)es$/, ''],
  [/(?<![su])s$/, ''],
]
const ENDINGS = /(?:ations?|ators?|ating|ated|ate|ing|ed|ers?|ors?|ment|ly|e)$/

/** Coarse on purpose: what it confuses is caught as well. `evaluates`, `evaluation` and `evaluating` are one. */
export function stemOf(word: string): string {
  const lower = word.toLowerCase()
  const plural = lower.length > 3 ? SUFFIXES.find(([suffix]) => suffix.test(lower)) : undefined
  const singular = plural === undefined ? lower : lower.replace(plural[0], plural[1])
  const bare = singular.length > 4 ? singular.replace(ENDINGS, '') : singular
  // Without a vowel there is no word left: `string` ends in -ing, and is not the -ing of anything.
  const stem = bare.length > 2 && /[aeiouy]/.test(bare) ? bare : singular
  return stem.replace(/([bdfgklmnprt])\1$/, '$1')
}
