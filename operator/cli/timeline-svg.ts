import { presentInstant } from '../../core/embargo/presentation.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { relativeTo, spanText } from './age.ts'
import type { Mark, Moment } from './moment.ts'
import { STYLE } from './svg-style.ts'
import type { Point, Timeline } from './timeline.ts'
import { wrapped } from './wrap.ts'
import { type Attributes, element, xmlText } from './xml.ts'

const WIDTH = 840
const AXIS_X = 140
const TEXT_X = AXIS_X + 24
const SAYS_X = TEXT_X + 20
const LINE = 20
const TOP = 104
/** What fits between SAYS_X and the edge in a monospace type of 13 pixels. */
const COLUMNS = 80
const DAY_MILLIS = 86_400_000
const GAP = 18
/** A long silence is longer to the eye, but a month is not thirty times a day. */
const GAP_PER_DOUBLING = 10
const MOST_GAP = 72

/** Of what the picture is; nothing that the advisory says. */
export interface Caption {
  readonly campaign: string
  readonly advisoryId: string
  readonly state: string
  /** The operator's, beside UTC. */
  readonly zone: string
}

/**
 * A timeline as a picture that stands alone: text as text, light or dark as its reader's screen, no script, nothing fetched.
 * Neither who did what nor why is in it.
 */
export function timelineSvg(timeline: Timeline, caption: Caption): string {
  const { drawn, bottom } = drawPoints(timeline, caption.zone)
  const height = bottom + 24
  const title = `Timeline of ${caption.advisoryId}`
  const frame = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: WIDTH,
    height,
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: 'img',
    'aria-labelledby': 'title description',
  }
  return `${element('svg', frame, [
    element('title', { id: 'title' }, [xmlText(title)]),
    element('desc', { id: 'description' }, [xmlText(description(timeline, caption))]),
    element('style', {}, [STYLE]),
    element('rect', { class: 'ground', width: WIDTH, height }),
    text(title, { class: 'title', x: 24, y: 40 }),
    text(`${caption.campaign}, ${caption.state}`, { class: 'dim', x: 24, y: 64 }),
    ...drawn,
  ])}\n`
}

/** The same in one paragraph, for whoever does not see it. */
function description({ now, points }: Timeline, { campaign, state }: Caption): string {
  const said = points.map(({ at, moments }) => `${presentInstant(at, 'UTC').utc}: ${moments.map(saysOf).join('; ')}.`)
  return `Campaign ${campaign}, ${state}, as of ${presentInstant(now, 'UTC').utc}. ${said.join(' ')}`
}

const saysOf = ({ mark, says, counts }: Moment): string => {
  const said = counts === undefined ? says : `${says}: ${counts}`
  return mark === 'trouble' ? `trouble: ${said}` : said
}

function drawPoints({ now, points }: Timeline, zone: string): { readonly drawn: readonly string[]; readonly bottom: number } {
  const drawn: string[] = []
  let y = TOP
  for (const [index, point] of points.entries()) {
    drawn.push(...drawPoint(point, { y, now, zone }))
    const end = y + heightOf(point, zone)
    const next = points[index + 1]
    if (next === undefined) return { drawn, bottom: end }
    const gap = gapHeight(point.at, next.at)
    drawn.push(...drawAxis({ from: y, end, to: end + gap }, { point, next, now }))
    y = end + gap
  }
  return { drawn, bottom: y }
}

function gapHeight(from: Instant, to: Instant): number {
  const days = (to.toMillis() - from.toMillis()) / DAY_MILLIS
  return days < 1 ? GAP : Math.min(MOST_GAP, Math.round(GAP + LINE + GAP_PER_DOUBLING * Math.log2(days)))
}

/** Solid until now, dotted after it; of a day and longer it says how long. */
function drawAxis(
  { from, end, to }: { from: number; end: number; to: number },
  { point, next, now }: { point: Point; next: Point; now: Instant },
): readonly string[] {
  const isComing = point.at >= now
  const axis = element('line', { class: isComing ? 'axis coming' : 'axis', x1: AXIS_X, y1: from + 1, x2: AXIS_X, y2: to - 11 })
  const isLong = next.at.toMillis() - point.at.toMillis() >= DAY_MILLIS
  const middle = (end + to) / 2 - 8
  return isLong ? [axis, text(spanText(point.at, next.at), { class: 'gap', x: TEXT_X, y: middle })] : [axis]
}

interface Line {
  readonly says: string
  readonly class: string
  readonly x: number
  /** Drawn before the line. */
  readonly mark?: Mark
}

function linesOf({ at, moments }: Point, zone: string): readonly Line[] {
  const others = moments.filter(({ mark }) => mark !== 'now')
  const { utc, local } = presentInstant(at, zone)
  return [
    { says: utc, class: 'date', x: TEXT_X },
    ...(local === undefined ? [] : [{ says: local, class: 'dim', x: TEXT_X }]),
    ...others.flatMap((moment) => momentLines(moment, zone)),
  ]
}

function momentLines(moment: Moment, zone: string): readonly Line[] {
  const { mark, says, counts, dates = [] } = moment
  const moved = dates.flatMap(([name, at]) => {
    const { utc, local } = presentInstant(at, zone)
    return [`${name} ${utc}`, ...(local === undefined ? [] : [local])]
  })
  return [
    ...wrapped(says, COLUMNS).map((line, index) => ({ says: line, class: mark, x: SAYS_X, ...(index === 0 && { mark }) })),
    ...[...(counts === undefined ? [] : wrapped(counts, COLUMNS)), ...moved].map((line) => ({ says: line, class: 'dim', x: SAYS_X })),
  ]
}

const heightOf = (point: Point, zone: string): number => linesOf(point, zone).length * LINE

function drawPoint(point: Point, { y, now, zone }: { y: number; now: Instant; zone: string }): readonly string[] {
  const isNow = point.moments.some(({ mark }) => mark === 'now')
  const age = isNow ? 'NOW' : relativeTo(now, point.at)
  const tick = isNow
    ? element('path', { class: 'mark now', d: `M${AXIS_X} ${y - 12}l8 8-8 8-8-8z` })
    : element('circle', { class: `mark ${point.at < now ? 'done' : 'coming'}`, cx: AXIS_X, cy: y - 4, r: 5 })
  return [
    tick,
    text(age, { class: isNow ? 'age now' : 'age', x: AXIS_X - 18, y }),
    ...linesOf(point, zone).flatMap(({ says, class: name, x, mark }, index) => {
      const baseline = y + index * LINE
      const drawn = text(says, { class: name, x, y: baseline })
      return mark === undefined ? [drawn] : [drawMark(mark, baseline - 4), drawn]
    }),
  ]
}

/** Shapes differ, not colours alone. */
function drawMark(mark: Mark, y: number): string {
  const x = TEXT_X + 6
  switch (mark) {
    case 'done':
    case 'coming':
      return element('circle', { class: `mark ${mark}`, cx: x, cy: y, r: 4 })
    case 'now':
      return element('path', { class: 'mark now', d: `M${x} ${y - 5}l5 5-5 5-5-5z` })
    case 'dropped':
      return element('path', { class: 'mark dropped', d: `M${x - 4} ${y - 4}l8 8m0-8l-8 8` })
    case 'trouble':
      return element('path', { class: 'mark trouble', d: `M${x} ${y - 6}l6 11h-12z` })
  }
}

const text = (says: string, at: Attributes): string => element('text', at, [xmlText(says)])
