const EXPRESSION = /\{\{.*?\}\}/gs
/** Whatever a mail program would fetch: a mail that does so tells when and where it is read. */
const FETCHES = /<(img|link|script|iframe|object|embed|video|audio|source|form)\b|\bsrc(set)?\s*=|\bbackground\s*=|url\s*\(|@import/i

/** What is wrong with the MJML itself. */
export function lintMjml(mjml: string): string[] {
  return /<mj-include/i.test(mjml) ? ['mj-include is off: use a partial'] : []
}

/**
 * What MJML lost or added on the way to HTML. An expression between two sections without `mj-raw` around it vanishes
 * without a word, and a notice would then show a block that it must not.
 */
export function lintHtml(mjml: string, html: string): string[] {
  const kept = countOf(html)
  const lost = [...countOf(mjml)].filter(([expression, times]) => (kept.get(expression) ?? 0) < times)
  const fetches = FETCHES.exec(html)?.[0]
  return [
    ...lost.map(([expression]) => `${expression} is lost in the HTML: put it in mj-raw`),
    ...(fetches === undefined ? [] : [`the HTML holds ${fetches}: a mail fetches nothing`]),
  ]
}

function countOf(source: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [expression] of source.matchAll(EXPRESSION)) counts.set(expression, (counts.get(expression) ?? 0) + 1)
  return counts
}
