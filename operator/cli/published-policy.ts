import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Checked, checkSecurityMd, checkSecurityTxt } from '../../core/policy/check-published.ts'
import { BEGIN, withSection } from '../../core/policy/fenced-section.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { readText } from '../files/file-bytes.ts'
import { replaceFile } from '../files/replace-file.ts'
import { Stop, accepted } from './stop.ts'

const MAX_BYTES = 256 * 1024

/** What the policy says in public: a section of Markdown with its fences, and a whole `security.txt`. Without a line break at the end. */
export interface PublicTexts {
  readonly securityMd: string
  readonly securityTxt: string
}

export interface CheckedFile extends Checked {
  readonly file: string
  readonly kind: keyof PublicTexts
}

/** @throws Stop (2) when the file cannot be read, or is neither of the two */
export async function checkFile(file: string, texts: PublicTexts, now: Instant): Promise<CheckedFile> {
  const text = accepted(await readText(file, MAX_BYTES), file)
  const kind = kindOf(file, text)
  const checked = kind === 'securityMd' ? checkSecurityMd(text, texts.securityMd) : checkSecurityTxt(text, texts.securityTxt, now)
  return { file, kind, ...checked }
}

export interface Written {
  readonly file: string
  readonly kind: keyof PublicTexts
  /** What the operator may want to look at in it. */
  readonly note?: string
}

/**
 * Puts the texts into these files. Each is looked at before the first is written: what one of them keeps from happening, happens to none.
 *
 * @throws Stop when a file cannot be read, is neither of the two, or has a broken section; then all are as they were. Or when one cannot
 *   be written; then it is as it was
 */
export async function writeTexts(files: readonly string[], texts: PublicTexts): Promise<readonly Written[]> {
  const planned: Planned[] = []
  for (const file of files) planned.push(await plan(file, texts))
  for (const { written, after } of planned) await put(written.file, after)
  return planned.map(({ written }) => written)
}

interface Planned {
  readonly written: Written
  readonly after: string
}

async function plan(file: string, texts: PublicTexts): Promise<Planned> {
  const isThere = (await stat(file).catch(() => undefined)) !== undefined
  const before = isThere ? accepted(await readText(file, MAX_BYTES), file) : undefined
  const kind = kindOf(file, before ?? '')
  const after = kind === 'securityMd' ? sectionIn(before, texts.securityMd, file) : `${texts.securityTxt}\n`
  const note = before === undefined ? undefined : noteOn(before, kind)
  return { written: { file, kind, ...(note !== undefined && { note }) }, after }
}

async function put(file: string, after: string): Promise<void> {
  await replaceFile(file, after).catch(() => {
    throw new Stop(2, {
      code: 'not-written',
      message: `${file} cannot be written`,
      hint: 'Choose a folder that is there and that you may write to.',
    })
  })
}

function noteOn(before: string, kind: keyof PublicTexts): string | undefined {
  if (kind === 'securityTxt') return before.startsWith('-----BEGIN PGP') ? 'it was signed, and is not any more: sign it again' : undefined
  return before.includes(BEGIN) ? undefined : 'the section stands at its end: see that nothing above it promises something else'
}

function sectionIn(before: string | undefined, section: string, file: string): string {
  const after = withSection(before ?? '# Security policy\n', section)
  if (after !== undefined) return after
  throw new Stop(1, {
    code: 'section-broken',
    message: `${file} has the lines that begin and end its section not once each in order, and was not changed`,
    hint: 'Mend the two lines by hand, or remove both; then the section is put at the end.',
  })
}

/** By its name, or by what it holds. */
function kindOf(file: string, text: string): keyof PublicTexts {
  const name = basename(file).toLowerCase()
  if (name === 'security.txt') return 'securityTxt'
  if (/\.(md|markdown)$/.test(name) || text.includes(BEGIN)) return 'securityMd'
  if (/^(contact|expires):/im.test(text)) return 'securityTxt'
  throw new Stop(2, {
    code: 'unknown-file',
    message: `${file} is neither a SECURITY.md nor a security.txt, by its name or by what it holds`,
    hint: 'Call it security.txt, or give it a name that ends in .md.',
  })
}
