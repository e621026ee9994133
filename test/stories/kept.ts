import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readableMails } from './readable.ts'
import type { Stories } from './run.ts'
import { STORIES, type StoryName } from './stories.ts'
import { PLACES, type Place } from './told.ts'

const fixtures = join(resolve(import.meta.dirname, '..'), 'fixtures/stories')

/** The mails of one place, by file name, as they are and as they are kept. */
export type Texts = Readonly<Record<string, string>>

/** Of the first of those in a place, who stands for the others. */
export const madeTexts = (stories: Stories, story: StoryName, place: Place): Texts => {
  const [first] = stories[story][place]
  return first === undefined ? {} : Object.fromEntries(readableMails(first))
}

export async function keptTexts(story: StoryName, place: Place): Promise<Texts> {
  const folder = join(fixtures, story, place)
  const names = (await readdir(folder).catch((): string[] => [])).toSorted()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)))
}

/** Replaces all that is kept by what this run made. */
export async function keepTexts(stories: Stories): Promise<void> {
  await rm(fixtures, { recursive: true, force: true })
  for (const story of STORIES)
    for (const place of PLACES) {
      const texts = Object.entries(madeTexts(stories, story, place))
      if (texts.length > 0) await mkdir(join(fixtures, story, place), { recursive: true })
      for (const [name, text] of texts) await writeFile(join(fixtures, story, place, name), text)
    }
}
