/**
 * What a patch says of itself, by its lines alone: it need not apply anywhere.
 * Only what stands in its diffs counts, never the message above them.
 */

const HEADER = /^(?:---|\+\+\+) "?(?:[ab]\/)?([^\t"\n]+)"?/u
const HUNK = /^@@ -\S+ \+\S+ @@ ?(.*)$/u
const DEFINITION =
  /\b(?:(?:def|function|func|fn|class|interface|struct|sub|void|int|bool|char|static|const|let|public|private|protected)\b[\s*&]+)+([A-Za-z_$][\w$]*)/gu

/** Paths of the files that it touches, each once, in order. */
export function patchedFiles(patch: string): readonly string[] {
  const paths = patch.split(/\r?\n/).map((line) => HEADER.exec(line)?.[1]?.trim())
  return [...new Set(paths.filter((path) => path !== undefined && path !== '/dev/null'))].filter((path) => path !== undefined)
}

/** Lines that it removes and adds, with their sign, without those that hold no letter. */
export function changedLines(patch: string): ReadonlySet<string> {
  const lines = patch.split(/\r?\n/).filter((line) => /^[+-]/.test(line) && !HEADER.test(line) && /\p{L}/u.test(line))
  return new Set(lines.map((line) => `${line[0]}${line.slice(1).trim()}`))
}

/** Names of functions and the like in whose definition, or below whose heading, it changes something. */
export function patchedNames(patch: string): readonly string[] {
  const places = patch.split(/\r?\n/).flatMap((line) => {
    const hunk = HUNK.exec(line)?.[1]
    return hunk ?? (/^[+-]/.test(line) && !HEADER.test(line) ? line.slice(1) : [])
  })
  return [...new Set(places.flatMap((place) => [...place.matchAll(DEFINITION)].map((match) => match[1] ?? '')))]
}
