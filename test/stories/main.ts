import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { examples } from '../../operator/cli/cli.ts'
import { Stop, stopOf } from '../../operator/cli/stop.ts'
import { type Terminal, terminalOn } from '../../operator/cli/terminal.ts'
import { findingsIn } from './findings.ts'
import { keepTexts } from './kept.ts'
import { drawStories } from './pictures.ts'
import { playStories } from './run.ts'
import { STORIES } from './stories.ts'
import { PLACES } from './told.ts'

interface StoryOptions {
  readonly pictures?: string
  readonly update: boolean
}

const program = new Command('story')
  .description(
    'Three campaigns whose embargo moves, on this machine: one is disclosed, one collapses, one is withdrawn. Each mail is checked.',
  )
  .option('--update', 'keep the mails of this run as the fixtures; look at what `git diff` shows', false)
  .option('--pictures <dir>', 'draw each mail, light and dark, as a PNG; needs Chromium')
  .option('--json', 'the last line on stdout is one object, everything else goes to stderr', false)
  .addHelpText(
    'after',
    examples('npm run story', 'npm run story -- --pictures out', 'npm run story -- --update && git diff test/fixtures/stories'),
  )
  .configureOutput({ outputError: () => undefined })
  .exitOverride()

const terminal = terminalOn(process, process.argv.includes('--json'))
try {
  await tell(program.parse().opts<StoryOptions>(), terminal)
} catch (thrown) {
  const stop = stopOf(thrown)
  if (stop) {
    terminal.stopped(stop)
    process.exitCode = stop.exit
  }
}

async function tell({ update, pictures }: StoryOptions, shown: Terminal): Promise<void> {
  const { stories, mailDir } = await playStories(await mkdtemp(join(tmpdir(), 'forewarn-story-')), shown)
  if (update) await keepTexts(stories)
  if (pictures !== undefined) shown.note(`${await drawStories(stories, pictures)} mails are drawn in ${pictures}`)
  const findings = await findingsIn(stories)
  for (const finding of findings) shown.warn(finding)
  if (findings.length > 0)
    throw new Stop(1, { code: 'not-as-told', message: 'a mail is not what it is to be', hint: `See above, and the mails in ${mailDir}.` })
  const counts = Object.fromEntries(
    STORIES.map((story) => [story, Object.fromEntries(PLACES.map((place) => [place, stories[story][place].length]))]),
  )
  shown.result({ stories: counts, mailDir }, `Everybody was told what they need, and nothing more.\nThe mails lie in ${mailDir}.`)
}
