import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { machineOf } from '../../bench/stack-client.ts'
import { builtTemplates } from '../../operator/cli/templates.ts'
import type { Terminal } from '../../operator/cli/terminal.ts'
import { startStackProcess } from '../../operator/demo/stack-process.ts'
import { lookWith } from '../../operator/demo/story.ts'
import { typingOn } from '../../operator/demo/team.ts'
import { writeList } from './cast.ts'
import type { Stage } from './stage.ts'
import { BEGINS, PLAYS, STORIES, type StoryName } from './stories.ts'
import { type Company, companyOf, mailsIn } from './told.ts'

const policy = join(resolve(import.meta.dirname, '../..'), 'forewarn.yaml')

/** Who was told what, in each story. */
export type Stories = Readonly<Record<StoryName, Company>>

/** Plays every story on one real stack, with the real command line. `folder` must be empty. */
export async function playStories(folder: string, terminal: Terminal): Promise<{ readonly stories: Stories; readonly mailDir: string }> {
  await builtTemplates(terminal.note)
  const [data, papers] = [join(folder, 'data'), join(folder, 'papers')]
  await mkdir(papers, { recursive: true })
  const mailDir = join(data, 'mail')
  const stack = await startStackProcess({ data, clock: BEGINS, policy })
  try {
    const stage: Stage = {
      type: typingOn(data, terminal),
      look: lookWith(typingOn(data, { ...terminal, note: () => undefined, warn: () => undefined })),
      say: (text) => terminal.note(terminal.style('cyan', `── ${text}\n`)),
      machine: machineOf({ url: stack.url, token: (await readFile(join(data, 'token'), 'utf8')).trim() }),
      mailDir,
    }
    await stage.type('dave', 'recipients', 'import', await writeList(papers))
    const ids = new Map<StoryName, string>()
    for (const name of STORIES) ids.set(name, await PLAYS[name](stage, join(papers, name)))
    const mails = await mailsIn(mailDir)
    const companyIn = (name: StoryName) => companyOf(mails, ids.get(name) ?? '')
    return { stories: { moved: companyIn('moved'), collapsed: companyIn('collapsed'), withdrawn: companyIn('withdrawn') }, mailDir }
  } finally {
    await stack.stop()
  }
}
