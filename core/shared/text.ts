import * as z from 'zod'

const CONTROLS = /[\p{Cc}\u2028\u2029]/u
const CONTROLS_BUT_LAYOUT = /[^\P{Cc}\t\n\r]/u

/** Half of a surrogate pair has no UTF-8, so it could be neither sealed nor mailed. */
const WELL_FORMED = 'must be well-formed Unicode'

/**
 * One line that may end up in a header or a terminal: trimmed, not empty, no line breaks, no controls.
 *
 * @param max - UTF-16 code units, after trimming
 */
export const lineOf = (max: number) =>
  z
    .string()
    .refine((text) => text.isWellFormed(), WELL_FORMED)
    .refine((text) => !CONTROLS.test(text), 'must be one line, without line breaks or other control characters')
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters long`)

/**
 * Text of several lines, trimmed; tabs and line breaks are the only controls.
 *
 * @param max - UTF-16 code units, after trimming
 */
export const proseOf = (max: number) =>
  z
    .string()
    .refine((text) => text.isWellFormed(), WELL_FORMED)
    .refine((text) => !CONTROLS_BUT_LAYOUT.test(text), 'must not hold control characters other than tabs and line breaks')
    .trim()
    .max(max, `must be at most ${max} characters long`)

/** A whole https URL. The URL standard overlooks line breaks and blanks in one; a header or a terminal would not. */
export const HttpsLink = z
  .string()
  .max(2000)
  .refine((link) => !/[\s\p{Cc}]/u.test(link) && URL.parse(link)?.protocol === 'https:', 'must be an https:// URL')
