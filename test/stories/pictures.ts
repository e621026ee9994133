import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph, withBrowser } from '../templates/photograph.ts'
import type { Stories } from './run.ts'
import { STORIES } from './stories.ts'
import { PLACES } from './told.ts'

/** Each mail of the first in each place, light and dark, for people to look at. @returns how many mails */
export async function drawStories(stories: Stories, folder: string): Promise<number> {
  const mails = STORIES.flatMap((story) =>
    PLACES.flatMap((place) =>
      (stories[story][place][0]?.mails ?? []).map(({ notice, email }, index) => ({
        path: join(folder, `${story}-${place}-${String(index + 1).padStart(2, '0')}-${notice}`),
        html: email.html ?? '',
      })),
    ),
  )
  await mkdir(folder, { recursive: true })
  await withBrowser(async (browser) => {
    for (const { path, html } of mails) await photograph(browser, html, { path, looks: ['light', 'dark'] })
  })
  return mails.length
}
