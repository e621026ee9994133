/** @returns `undefined` when `text` is not JSON: whoever asked checks the shape next, and tells what is missing */
export function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
