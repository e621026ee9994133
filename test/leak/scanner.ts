import { type Found, SHORTEST, byteSearch } from './byte-search.ts'
import { type Canary, type Kind, canaries } from './canaries.ts'
import { base64Spellings, foldedSpellings } from './spellings.ts'

/** A secret where it must not be. */
export interface Leak {
  readonly canary: string
  readonly kind: Kind
  readonly spelling: string
  /** What stands around it. */
  readonly around: string
}

export type Scan = (hay: string | Uint8Array) => readonly Leak[]

interface Label {
  readonly canary: Canary
  readonly spelling: string
}

/**
 * Looks for every part of every secret in every spelling: in the bytes as they are, and once more without line breaks and
 * blanks, since encodings wrap their lines.
 */
export function makeScanner(secrets: readonly Canary[] = canaries): Scan {
  const [folded, bare, base64] = [new Map<string, Label>(), new Map<string, Label>(), new Map<string, Label>()]
  const add = (needles: Map<string, Label>, needle: string, label: Label) => {
    if (needle.length >= SHORTEST && !needles.has(needle)) needles.set(needle, label)
  }
  for (const canary of secrets) {
    for (const [spelling, write] of Object.entries(foldedSpellings)) {
      const label = { canary, spelling }
      for (const written of canary.texts.flatMap(write)) {
        add(folded, written.toLowerCase(), label)
        add(bare, withoutBreaks(written).toLowerCase(), label)
      }
    }
    const label = { canary, spelling: 'base64' }
    for (const written of canary.texts.flatMap(base64Spellings)) add(base64, written, label)
  }
  const searches = { folded: byteSearch(folded), bare: byteSearch(bare), base64: byteSearch(base64) }
  return (hay) => {
    const text = Buffer.from(hay).toString('latin1')
    const joined = withoutBreaks(text)
    return [
      ...leaksIn(text.toLowerCase(), searches.folded),
      ...leaksIn(joined.toLowerCase(), searches.bare),
      ...leaksIn(joined, searches.base64),
    ]
  }
}

const withoutBreaks = (text: string): string => text.replaceAll(/=\r?\n|\s+/g, '')

function leaksIn(text: string, search: (hay: Buffer) => readonly Found<Label>[]): readonly Leak[] {
  return search(Buffer.from(text, 'latin1')).map(({ label: { canary, spelling }, at }) => ({
    canary: canary.name,
    kind: canary.kind,
    spelling,
    around: text.slice(Math.max(0, at - 60), at + 60),
  }))
}
