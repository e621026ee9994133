/** What vitest puts values in the place of, in a template of `test.each`. */
const PLACE = /%[sdij]|\$\w+/
const PLACES = new RegExp(PLACE, 'g')

/** Whether a test of this name stands in a file: in these words, or as a template whose values stand there too. */
export function isNamedIn(source: string, name: string): boolean {
  return stringsIn(source).some((text) => text === name || (PLACE.test(text) && isMadeBy(text, name, source)))
}

function isMadeBy(template: string, name: string, source: string): boolean {
  const pattern = template.split(PLACES).map(escaped).join('(.+)')
  const values = new RegExp(`^${pattern}$`).exec(name)?.slice(1)
  return values?.every((value) => source.includes(value)) ?? false
}

const stringsIn = (source: string): readonly string[] =>
  Array.from(source.matchAll(/(['"`])((?:\\.|(?!\1).)*)\1/g), ([, , text = '']) => text)

/** For vitest's `-t`, which looks in the names of the suites around a test too. */
export const patternOf = (name: string): string => `${escaped(name)}$`

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
