import { presentInstant } from '../../core/embargo/presentation.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { relativeTo, spanText } from './age.ts'
import type { Mark, Moment } from './moment.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'
import type { Point, Timeline } from './timeline.ts'
import { wrapped } from './wrap.ts'

const COLUMNS = 80
/** Beside the axis and the mark. */
const SAYS_COLUMNS = COLUMNS - 5
/** From one point to the next, the axis says how long it is. */
const LONG_GAP_HOURS = 24

const MARKS: Readonly<Record<Mark, string>> = { done: '●', now: '◆', coming: '○', dropped: '×', trouble: '!' }
const COLOURS: Readonly<Record<Mark, Parameters<Terminal['style']>[0] | undefined>> = {
  done: undefined,
  now: 'bold',
  coming: 'cyan',
  dropped: 'dim',
  trouble: 'red',
}

interface Look {
  /** The operator's, beside UTC. */
  readonly zone: string
  readonly paint: Terminal['style']
}

/** One vertical axis, whole until now and dotted after it, in lines of 80 columns; readable without colours, too. */
export function timelineText({ now, points }: Timeline, look: Look): string {
  return points
    .flatMap((point, index) => {
      const before = points[index - 1]
      return [...(before ? [gapLine(before.at, point.at, now)] : []), ...pointLines(point, now, look)]
    })
    .join('\n')
}

const axisAt = (at: Instant, now: Instant): string => (at < now ? '│' : '┊')

function gapLine(from: Instant, to: Instant, now: Instant): string {
  const isLong = to.toMillis() - from.toMillis() >= LONG_GAP_HOURS * 3_600_000
  return isLong ? `${axisAt(from, now)}  … ${spanText(from, to)}` : axisAt(from, now)
}

function pointLines({ at, moments }: Point, now: Instant, { zone, paint }: Look): readonly string[] {
  const axis = axisAt(at, now)
  const { utc, local } = presentInstant(at, zone)
  const others = moments.filter(({ mark }) => mark !== 'now')
  return [
    moments.length > others.length ? paint('bold', `╞═ ${utc}, NOW`) : `├─ ${paint('bold', utc)}, ${relativeTo(now, at)}`,
    ...(local === undefined ? [] : [`${axis}  ${local}`]),
    ...others.flatMap((moment) => momentLines(moment, zone, paint).map((line) => `${axis}  ${line}`)),
  ]
}

function momentLines(moment: Moment, zone: string, paint: Terminal['style']): readonly string[] {
  const { mark, dates = [], by } = moment
  const [first = '', ...rest] = saysLines(moment)
  const colour = COLOURS[mark]
  const painted = (text: string) => (colour === undefined ? text : paint(colour, text))
  const under = [
    ...dates.flatMap(([name, at]) => movedLines(name.padEnd(4), presentInstant(at, zone))),
    ...(by === undefined ? [] : wrapped(printable(`by ${by}`), SAYS_COLUMNS)),
  ]
  return [painted(`${MARKS[mark]} ${first}`), ...rest.map((line) => `  ${painted(line)}`), ...under.map((line) => `  ${line}`)]
}

/** The counts beside what they count, or under it where both do not fit. */
function saysLines({ says, counts }: Moment): readonly string[] {
  if (counts === undefined) return wrapped(printable(says), SAYS_COLUMNS)
  const both = `${says}: ${counts}`
  return both.length <= SAYS_COLUMNS ? [printable(both)] : [...wrapped(printable(says), SAYS_COLUMNS), ...wrapped(counts, SAYS_COLUMNS)]
}

const movedLines = (name: string, { utc, local }: ReturnType<typeof presentInstant>): readonly string[] => [
  `${name} ${utc}`,
  ...(local === undefined ? [] : [`     ${local}`]),
]
