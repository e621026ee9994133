import type { AdvisoryFile } from './advisory.ts'
import { isBrand, isUsualPair, standingOf } from './ordinary-words.ts'
import { patchedFiles, patchedNames } from './patch-text.ts'
import { type Word, wordsOf } from './word-stream.ts'

/**
 * Whether a key belongs to the advisory. A `Set` of keys is one; so is a list that knows their hashes alone.
 * Keys are a letter and stems: `w` a word that tells alone, `t` one that tells beside others, `p` words after one another, `n` an identifier,
 * `r` a reporter, `l` a link.
 */
export interface OwnWords {
  has(key: string): boolean
}

export type KeyKind = 'w' | 't' | 'p' | 'n' | 'r' | 'l'
export const keyOf = (kind: KeyKind, words: readonly Pick<Word, 'stem'>[]): string => `${kind}:${words.map(({ stem }) => stem).join(' ')}`

export const linkKey = (link: string): string | undefined => {
  const url = URL.parse(link)
  return url === null ? undefined : `l:${url.host}${url.pathname.replace(/\/+$/, '')}`.toLowerCase()
}

export interface WordSources {
  readonly advisory: AdvisoryFile
  /** Stands in everything that the project writes, and tells nothing. */
  readonly project?: string
  /** The patches as text: the names of what they change. */
  readonly patches?: readonly string[]
}

/** Everything of an advisory that must not stand in a public text. */
export function ownWords({ advisory, project = '', patches = [] }: WordSources): ReadonlySet<string> {
  const { title, description, remediation, vulnerabilities } = advisory
  const headings = [title, ...vulnerabilities.map(({ summary }) => summary)]
  const keys = [
    ...headings.flatMap((text) => [...wordKeys(text), ...phraseKeys(text)]),
    ...emphasised(description).flatMap(phraseKeys),
    ...[...headings, description, remediation].flatMap(identifiersIn).flatMap((name) => nameKeys(name, 'spoken')),
    ...patches
      .flatMap((patch) => [...patchedFiles(patch).map(stemOfFile), ...patchedNames(patch)])
      .flatMap((name) => nameKeys(name, 'exact')),
    ...vulnerabilities.flatMap(({ cve }) => (cve === undefined ? [] : [keyOf('n', wordsOf(cve).slice(1))])),
    ...peopleIn(advisory).flatMap(personKeys),
    ...linksIn(advisory).flatMap((link) => linkKey(link) ?? []),
  ]
  const own = projectKeys(project)
  return new Set(keys.filter((key) => !own.has(key)))
}

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|->|#|\/|\\)[\p{L}\p{N}_$-]+)*/gu
const IS_IDENTIFIER = /[_$]|\p{Ll}\p{Lu}|::|->|#|\/|\\|\.\p{L}/u

/** What stands in backticks, and whatever else is written like a name of code. */
function identifiersIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].flatMap((match) => [...(match[1] ?? '').matchAll(NAME)].map(([name]) => name))
  const written = [...text.replaceAll(/https?:\/\/\S+/g, ' ').matchAll(NAME)]
    .map(([name]) => name)
    .filter((name) => IS_IDENTIFIER.test(name))
  return [...quoted, ...written].filter((name) => !isBrand(name))
}

const emphasised = (text: string): readonly string[] => [...text.matchAll(/(\*{1,2})([^*\n]{3,80})\1/g)].map((match) => match[2] ?? '')

function wordKeys(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    const standing = standingOf(word.stem)
    if (standing === 'distinctive') return [keyOf('w', [word])]
    return standing === 'plain' ? [keyOf('t', [word])] : []
  })
}

/** Words that carry something, with those that only hold a sentence together left out. */
export const contentOf = (words: readonly Word[]): readonly Word[] => words.filter(({ stem }) => standingOf(stem) !== 'empty')

/** What is said of A of B is said of B A as well. */
function phraseKeys(text: string): readonly string[] {
  const words = wordsOf(text)
  return runsOf(contentOf(words), 2).flatMap((pair) => {
    const [first, second] = pair
    const tells = pair.every(({ stem }) => ['plain', 'distinctive'].includes(standingOf(stem)) && stem.length > 2)
    if (first === undefined || second === undefined || !tells || first.sentence !== second.sentence) return []
    const isJoined = /^\s+(?:of|for|in)\s+(?:an? |the )?$/.test(text.slice(first.end, second.start))
    return (isJoined ? [pair, [second, first]] : [pair]).map((each) => keyOf('p', each)).filter((key) => !isUsualPair(key.slice(2)))
  })
}

/** Every run of `length` neighbours, in order. */
export function runsOf<T>(list: readonly T[], length: number): readonly (readonly T[])[] {
  return list.slice(0, Math.max(0, list.length - length + 1)).map((_, index) => list.slice(index, index + length))
}

/**
 * A name by its whole path and by each part. `spoken`: people also write `template_loader` as "template loader".
 */
function nameKeys(name: string, how: 'spoken' | 'exact'): readonly string[] {
  const parts = [name, ...name.split(/::|->|[.#/\\]/), ...name.split(/::|->|[#/\\]/)].map((part) => wordsOf(part))
  return parts.flatMap((words) => {
    const [only] = words
    if (only === undefined) return []
    if (words.length === 1) return how === 'spoken' && standingOf(only.stem) === 'distinctive' ? [keyOf('w', words)] : []
    if (words.every(({ stem }) => standingOf(stem) === 'empty')) return []
    const tells = words.filter(({ stem }) => ['plain', 'distinctive'].includes(standingOf(stem)))
    const isSpoken = how === 'spoken' && words.length < 4 && tells.length === words.length
    const pair = keyOf('p', words)
    return [keyOf('n', words), ...(isSpoken && !isUsualPair(pair.slice(2)) ? [pair] : [])]
  })
}

const stemOfFile = (path: string): string => (path.split('/').at(-1) ?? '').replace(/(?<=.)\.\w+$/, '')

/** A credit is a name, and then how they came to the team. */
const peopleIn = ({ reporters, credits }: AdvisoryFile): readonly string[] =>
  [...reporters.flatMap(({ name, credit }) => [name, credit ?? name]), ...credits].map(
    (line) => line.split(/[,;(]| via | of | at /)[0] ?? '',
  )

function personKeys(name: string): readonly string[] {
  const words = wordsOf(name)
  const tells = words.length > 1 || words.some(({ stem }) => standingOf(stem) === 'distinctive')
  return tells && words.length > 0 && words.length < 5 ? [keyOf('r', words)] : []
}

const linksIn = ({ references, reporters }: AdvisoryFile): readonly string[] => [
  ...references,
  ...reporters.flatMap(({ contact }) => (contact.by === 'platform' ? [contact.link] : [])),
]

function projectKeys(project: string): ReadonlySet<string> {
  const words = wordsOf(project)
  if (words.length === 0) return new Set()
  const written = wordsOf(project.toLowerCase())
  const alone = [...words, ...written].flatMap((word) => [keyOf('w', [word]), keyOf('t', [word])])
  return new Set([...alone, keyOf('n', words), keyOf('p', words)])
}
