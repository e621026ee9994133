import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KeyKind } from '../../core/keys/mail-key.ts'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import { Stop } from './stop.ts'

/** A mail sealed to a key of nobody; whole messages, in base64. */
export interface SealedMail {
  readonly template: TemplateName
  readonly kind: KeyKind
  /** As it travels. */
  readonly raw: string
  /** As its addressee opens it. */
  readonly opened: string
}

export interface PreviewMail {
  readonly template: TemplateName
  readonly html: string
  readonly text: string
  /** The whole message, in base64. */
  readonly raw: string
}

/**
 * A folder that nothing but a preview goes into.
 *
 * @throws Stop (1) when it holds anything else: whatever it is, a preview must not overwrite it
 */
export async function previewFolder(path: string) {
  if (!(await namesIn(path)).every(isPreview)) {
    throw new Stop(1, { code: 'folder-in-use', message: `${path} holds other files than a preview`, hint: 'Name a new folder with --out.' })
  }
  return {
    /** For the owner alone, since it is the advisory. @returns the names of the files */
    async write(mails: readonly PreviewMail[], sealed: readonly SealedMail[]): Promise<readonly string[]> {
      await mkdir(path, { recursive: true, mode: 0o700 })
      const files = [...mails.flatMap(filesOf), ...sealed.flatMap(sealedFilesOf)]
      for (const { name, content } of files) await writeFile(join(path, name), content, { mode: 0o600 })
      return files.map(({ name }) => name)
    },
  }
}

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new Stop(2, { code: 'folder-unusable', message: `${path} is not a folder that can be read`, hint: 'Name another with --out.' })
  }
}

const ENDINGS = ['html', 'txt', 'eml', ...KeyKind.options.flatMap((kind) => [`${kind}.eml`, `${kind}.opened.eml`])]

function isPreview(name: string): boolean {
  const [template = '', ...rest] = name.split('.')
  return ENDINGS.includes(rest.join('.')) && TemplateName.safeParse(template).success
}

const sealedFilesOf = ({ template, kind, raw, opened }: SealedMail) => [
  { name: `${template}.${kind}.eml`, content: Buffer.from(raw, 'base64') },
  { name: `${template}.${kind}.opened.eml`, content: Buffer.from(opened, 'base64') },
]

const filesOf = ({ template, html, text, raw }: PreviewMail) => [
  { name: `${template}.html`, content: html },
  { name: `${template}.txt`, content: text },
  { name: `${template}.eml`, content: Buffer.from(raw, 'base64') },
]
