import { type PhraseCode, type Place, isSecurityNote, phrasesIn } from './give-away-phrases.ts'
import { type KeyKind, type OwnWords, contentOf, keyOf, linkKey, runsOf } from './own-words.ts'
import { type Word, wordsOf } from './word-stream.ts'

export type GiveAwayCode = PhraseCode | 'advisory-word' | 'advisory-words' | 'advisory-name' | 'advisory-link' | 'reporter'

/** Something in a public text that tells what an advisory is about. Nothing of the advisory but what the text says itself. */
export interface GiveAway {
  readonly code: GiveAwayCode
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** The text's own words there, on one line. */
  readonly words: string
}

/**
 * In order of their places; of what overlaps, the one that begins first.
 *
 * @param own - words of the advisories under embargo; absent where nobody may know them, and then only what gives any advisory away is found
 */
export function giveAwaysIn(text: string, own?: OwnWords): readonly GiveAway[] {
  const places: Array<Place<GiveAwayCode>> = [...phrasesIn(text), ...(own === undefined ? [] : ownPlaces(text, own))]
  places.sort((a, b) => a.start - b.start || b.end - a.end)
  let reached = 0
  return places.flatMap(({ code, start, end }) => {
    if (start < reached) return []
    reached = end
    const before = text.slice(0, start).split('\n')
    const words = text.slice(start, end).replaceAll(/\s+/gu, ' ').trim()
    return [{ code, line: before.length, column: (before.at(-1) ?? '').length + 1, words }]
  })
}

function ownPlaces(text: string, own: OwnWords): ReadonlyArray<Place<GiveAwayCode>> {
  const words = wordsOf(text)
  const content = contentOf(words)
  const spoken = runs(content, [2, 3], (run) => run[0]?.sentence === run.at(-1)?.sentence && spanOf(run) <= NEAR_CHARACTERS)
  const said = runs(words, [1, 2, 3, 4], (run) => run[0]?.sentence === run.at(-1)?.sentence)
  const written = runs(words, [2, 3, 4, 5, 6, 7, 8], (run) => run[0]?.token === run.at(-1)?.token)
  const found = (code: GiveAwayCode, kind: KeyKind, candidates: readonly (readonly Word[])[]) =>
    candidates.filter((run) => own.has(keyOf(kind, run))).map((run) => placeOf(code, run))
  return [
    ...found(
      'advisory-word',
      'w',
      runs(words, [1], () => true),
    ),
    ...found('advisory-words', 'p', spoken),
    ...found('advisory-name', 'n', written),
    ...found('reporter', 'r', said),
    ...together(
      content.filter((word) => own.has(keyOf('t', [word]))),
      isSecurityNote(text) ? 1 : TOGETHER,
    ),
    ...linksIn(text, own),
  ]
}

const runs = (words: readonly Word[], lengths: readonly number[], fits: (run: readonly Word[]) => boolean): readonly (readonly Word[])[] =>
  lengths.flatMap((length) => runsOf(words, length)).filter(fits)

const placeOf = (code: GiveAwayCode, run: readonly Word[]): Place<GiveAwayCode> => ({
  code,
  start: run[0]?.start ?? 0,
  end: run.at(-1)?.end ?? 0,
})

const spanOf = (run: readonly Word[]): number => (run.at(-1)?.end ?? 0) - (run[0]?.start ?? 0)

/** So many words of the title, none of which tells alone, so near to one another that they do. Beside a security note one is enough. */
const TOGETHER = 3
const NEAR_CHARACTERS = 80

function together(words: readonly Word[], atLeast: number): ReadonlyArray<Place<GiveAwayCode>> {
  return words.flatMap((first, index) => {
    // A word of three letters and a blank take four.
    const near = words.slice(index, index + NEAR_CHARACTERS / 4).filter(({ end }) => end - first.start <= NEAR_CHARACTERS)
    const different = [...new Map(near.toReversed().map((word) => [word.stem, word])).values()].toReversed().slice(0, atLeast)
    return different.length < atLeast ? [] : [placeOf('advisory-words', different)]
  })
}

function linksIn(text: string, own: OwnWords): ReadonlyArray<Place<GiveAwayCode>> {
  return [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/giu)].flatMap(({ index, 0: link }) => {
    const key = linkKey(link.replace(/[.,;:]+$/, ''))
    return key !== undefined && own.has(key) ? [{ code: 'advisory-link' as const, start: index, end: index + link.length }] : []
  })
}
