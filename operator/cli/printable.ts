/** What can move the cursor, change colours or turn the direction of what follows: stored text may hold it, a terminal must not get it. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu
/** Drawn two columns wide: East Asian wide characters, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const graphemes = new Intl.Segmenter('en')

/** `text` on one line, with every control character as a space. */
export function printable(text: string): string {
  return text.replaceAll(CONTROLS, ' ')
}

/** Columns of a terminal that `text` takes, near enough to align a table. */
export function widthOf(text: string): number {
  return Array.from(graphemes.segment(text)).reduce((width, { segment }) => width + (WIDE.test(segment) ? 2 : 1), 0)
}
