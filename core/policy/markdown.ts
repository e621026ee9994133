/** A name from the policy in a line of Markdown: what would be markup there is shown as it is. */
export const plainText = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>~|]/g, String.raw`\$&`).replaceAll(/&(?=#?\w+;)/g, String.raw`\&`)

/** With everything escaped that would end it early. */
export const linkTo = (url: string): string => `<${new URL(url).href}>`

export const bullets = (lines: readonly string[]): readonly string[] => lines.map((line) => `- ${line}`)

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`
}
