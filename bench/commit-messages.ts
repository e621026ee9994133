import { join, resolve } from 'node:path'
import { giveAwaysIn } from '../core/advisory/give-away.ts'
import { type OwnWords, ownWords } from '../core/advisory/own-words.ts'
import { readAdvisoryFile } from '../operator/files/advisory-file.ts'
import { tableOf } from '../operator/cli/table.ts'
import { imageAdvisory } from '../test/core/advisory/image-advisory.ts'
import { BY_HAND, BY_TEMPLATE, type BenchMessage } from './commit-message-list.ts'

async function wordsOfBoth(): Promise<Readonly<Record<BenchMessage['advisory'], OwnWords>>> {
  const sample = await readAdvisoryFile(join(resolve(import.meta.dirname, '..'), 'samples/consoleme/ADV-2026-0001.yaml'))
  if (!sample.ok) throw new Error('the sample cannot be read')
  const { advisory, patches } = sample.value
  const texts = [...patches.values()].map((bytes) => Buffer.from(bytes).toString('utf8'))
  return {
    strings: ownWords({ advisory, project: 'ConsoleMe', patches: texts }),
    images: ownWords({ advisory: imageAdvisory, project: 'Pixels' }),
  }
}

interface Score {
  readonly list: string
  readonly givingAway: number
  readonly missed: readonly BenchMessage[]
  readonly neutral: number
  readonly alarmed: readonly BenchMessage[]
}

function scoreOf(list: string, messages: readonly BenchMessage[], words?: Readonly<Record<BenchMessage['advisory'], OwnWords>>): Score {
  const isRefused = ({ advisory, message }: BenchMessage) => giveAwaysIn(message, words?.[advisory]).length > 0
  const [givingAway, neutral] = [messages.filter(({ givesAway }) => givesAway), messages.filter(({ givesAway }) => !givesAway)]
  return {
    list,
    givingAway: givingAway.length,
    missed: givingAway.filter((message) => !isRefused(message)),
    neutral: neutral.length,
    alarmed: neutral.filter(isRefused),
  }
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

/**
 * How often `commit-message check` is wrong, and where. The lists were written by whoever wrote the rules, so another project's
 * figures will be worse.
 */
export async function messagesText(): Promise<string> {
  const words = await wordsOfBoth()
  const scores = [
    scoreOf('by hand, words known', BY_HAND, words),
    scoreOf('by hand, phrases alone', BY_HAND),
    scoreOf('by template, words known', BY_TEMPLATE, words),
  ]
  const table = tableOf(scores, [
    { title: 'list', cell: ({ list }) => list },
    { title: 'give away', cell: ({ givingAway }) => givingAway },
    { title: 'missed', cell: ({ missed }) => missed.length },
    { title: 'miss rate', cell: ({ missed, givingAway }) => percent(missed.length, givingAway) },
    { title: 'neutral', cell: ({ neutral }) => neutral },
    { title: 'alarmed', cell: ({ alarmed }) => alarmed.length },
    { title: 'false alarms', cell: ({ alarmed, neutral }) => percent(alarmed.length, neutral) },
  ])
  const [known] = scores
  const quoted = (messages: readonly BenchMessage[] = []) =>
    messages.map(({ advisory, message }) => `  ${advisory}: ${JSON.stringify(message)}`).join('\n')
  return `Commit messages: what \`commit-message check\` gets wrong\n\n${table}\n\nMissed with the words known:\n${quoted(known?.missed)}\n\nFalse alarms:\n${quoted(known?.alarmed)}`
}
