import { type ErrorCode, LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'

/** What the parser says about these can quote the file, so each code has words of its own. */
const SYNTAX: Partial<Record<ErrorCode, string>> = {
  BAD_DIRECTIVE: 'has a directive that is not known',
  BAD_INDENT: 'is not indented like the lines around it',
  BLOCK_AS_IMPLICIT_KEY: 'has a colon in a text that is not in quotes',
  DUPLICATE_KEY: 'has the same key twice',
  MISSING_CHAR: 'has a quote, bracket or comma missing, here or above',
  MULTIPLE_DOCS: 'begins a second document: the file must hold one',
  TAB_AS_INDENT: 'is indented with a tab: use spaces',
  TAG_RESOLVE_FAILED: 'has a tag (!…), which is not allowed',
}

export interface YamlSource {
  readonly value: unknown
  /** The same problem with the line of its field, or of the nearest field around it that is there. */
  readonly located: (problem: Problem) => Problem
}

/** One YAML 1.2 document, without tags, aliases and duplicate keys. Problems have lines, and never quote the file. */
export function parseYaml(text: string): Parsed<YamlSource> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, schema: 'core', logLevel: 'error' })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  const problems: Problem[] = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    field: '(yaml)',
    message: SYNTAX[code] ?? `is not well-formed YAML (${code})`,
    line: lineAt(pos[0]),
  }))
  visit(document, {
    Alias: (_, { range }) =>
      void problems.push({ field: '(yaml)', message: 'has an alias (*name), which is not allowed', line: lineAt(range?.[0] ?? 0) }),
  })
  if (problems.length > 0) return { ok: false, problems }
  const located = (problem: Problem): Problem => ({ ...problem, line: lineAt(offsetOf(document.contents, problem.field.split('.'))) })
  return { ok: true, value: { value: document.toJS() as unknown, located } }
}

/** Where the last of the keys that exists stands. */
function offsetOf(root: unknown, path: readonly string[]): number {
  let node = root
  let offset = 0
  for (const key of path) {
    const next = childOf(node, key)
    if (next === undefined) return offset
    node = next.node
    offset = next.offset
  }
  return offset
}

function childOf(node: unknown, key: string): { readonly node: unknown; readonly offset: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)]
    return isScalar(item) || isMap(item) || isSeq(item) ? { node: item, offset: item.range?.[0] ?? 0 } : undefined
  }
  if (!isMap(node) || isAlias(node)) return undefined
  const pair = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)
  return pair !== undefined && isScalar(pair.key) ? { node: pair.value, offset: pair.key.range?.[0] ?? 0 } : undefined
}
