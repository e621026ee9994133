import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import { Stop } from './stop.ts'

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
    async write(mails: readonly PreviewMail[]): Promise<readonly string[]> {
      await mkdir(path, { recursive: true, mode: 0o700 })
      const files = mails.flatMap(filesOf)
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

const ENDINGS = ['html', 'txt', 'eml']

function isPreview(name: string): boolean {
  const [template, ending = '', ...rest] = name.split('.')
  return rest.length === 0 && ENDINGS.includes(ending) && TemplateName.safeParse(template).success
}

const filesOf = ({ template, html, text, raw }: PreviewMail) => [
  { name: `${template}.html`, content: html },
  { name: `${template}.txt`, content: text },
  { name: `${template}.eml`, content: Buffer.from(raw, 'base64') },
]
