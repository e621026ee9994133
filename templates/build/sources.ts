import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { TemplateName } from '../../core/notice/notice-kind.ts'

/** A template as it is written, with its partials put in. */
export interface Source {
  readonly mjml: string
  readonly text: string
}

export interface Partials {
  /** By name, without what follows the dot. */
  readonly mjml: ReadonlyMap<string, string>
  readonly text: ReadonlyMap<string, string>
}

const MJML = '.mjml'
const TEXT = '.txt.hbs'

/** Reads every template and its text twin. @throws Error when one is missing, or names a partial that is */
export async function readSources(folder: string): Promise<ReadonlyMap<TemplateName, Source>> {
  const partials: Partials = { mjml: await readPartials(folder, MJML), text: await readPartials(folder, TEXT) }
  const sources = TemplateName.options.map(async (name): Promise<[TemplateName, Source]> => {
    const read = (ending: string) => readFile(join(folder, name + ending), 'utf8')
    return [name, { mjml: withPartials(await read(MJML), partials.mjml), text: withPartials(await read(TEXT), partials.text) }]
  })
  return new Map(await Promise.all(sources))
}

async function readPartials(folder: string, ending: string): Promise<Map<string, string>> {
  const files = (await readdir(join(folder, 'partials'))).filter((file) => file.endsWith(ending)).toSorted()
  const read = files.map(async (file): Promise<[string, string]> => [
    file.slice(0, -ending.length),
    await readFile(join(folder, 'partials', file), 'utf8'),
  ])
  return new Map(await Promise.all(read))
}

/**
 * Puts each partial in the place of `{{> name}}`, with the line that names it. That is done here, before MJML and
 * Handlebars, since half a section is no MJML, and so that the lints see each expression in the scope it is used in.
 */
export function withPartials(source: string, partials: ReadonlyMap<string, string>): string {
  return source.replaceAll(/^[ \t]*\{\{> *([a-z-]+) *\}\}[ \t]*\n/gm, (_, name: string) => {
    const partial = partials.get(name)
    if (partial === undefined) throw new Error(`there is no partial ${name}`)
    return withPartials(partial, partials)
  })
}
