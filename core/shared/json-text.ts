/** The value of a JSON text, or `undefined` when it is none: what parses it next says so without quoting it. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
