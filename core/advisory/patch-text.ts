/**
 * What a patch says of itself, by its lines alone: it need not apply anywhere.
 * Only what stands in its diffs counts, never the message above them.
 */

const HEADER = /^(?:---|\+\+\+) "?(?:[ab]\/)?([^\t"\n]+)"?/u
const HUNK = /^@@ -\S+ \+\S+ @@ ?(.*)$/u
/** A word of a language that stands before a name, and a type of C, on which `*` and `&` may follow. */
const WORD = 'def|function|func|fn|class|interface|sub|let|mut|public|private|protected'
const TYPE = 'struct|enum|void|int|bool|char|static|const'
const DEFINITION = new RegExp(`\\b(?:(?:${WORD})\\s+|(?:${TYPE})\\b[\\s*&]+)+(?:[A-Za-z_]\\w*\\s*[*&]+\\s*)?([A-Za-z_$][\\w$]*)`, 'gu')
/** What a hunk's heading quotes is the line that begins a function, whatever its language. */
const HEADING = /([A-Za-z_$][\w$]*)\s*\(/u

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
  const names = patch.split(/\r?\n/).flatMap((line) => {
    const heading = HUNK.exec(line)?.[1]
    if (heading !== undefined) return [...definedIn(heading), HEADING.exec(heading)?.[1]]
    return /^[+-]/.test(line) && !HEADER.test(line) ? definedIn(line.slice(1)) : []
  })
  return [...new Set(names)].filter((name) => name !== undefined)
}

const definedIn = (line: string): (string | undefined)[] => [...line.matchAll(DEFINITION)].map(([, name]) => name)
