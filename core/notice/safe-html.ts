import * as z from 'zod'

/**
 * HTML that goes into a mail unescaped. The Markdown renderer alone makes it, from source in which raw HTML is off:
 * `trustedHtml` is the one word to grep for.
 */
export const SafeHtml = z.strictObject({ safeHtml: z.string() }).brand<'SafeHtml'>()
export type SafeHtml = z.infer<typeof SafeHtml>

export function trustedHtml(html: string): SafeHtml {
  return { safeHtml: html } as SafeHtml
}

/** True for a value that `trustedHtml` made. No document that is parsed at a boundary can hold one: there, text is a string. */
export function isSafeHtml(value: unknown): value is SafeHtml {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    'safeHtml' in value &&
    typeof value.safeHtml === 'string'
  )
}
