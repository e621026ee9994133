import { describe, expect, test } from 'vitest'
import { fromStored } from '../../../core/embargo/instant.ts'
import { timelineSvg } from '../../../operator/cli/timeline-svg.ts'
import { timelineOf } from '../../../operator/cli/timeline.ts'
import { xmlText } from '../../../operator/cli/xml.ts'
import { SHORTENED, SHORTENED_NOW, SHORTENED_STATUS, statusOf } from './timeline-sample.ts'
import * as w from '../../core/campaign/world.ts'

const caption = { campaign: 'c-4k2m9x7q1d8z5t3w', advisoryId: 'ADV-2026-0003', state: 'embargoed', zone: 'America/Los_Angeles' }
const svg = timelineSvg(timelineOf(SHORTENED_STATUS, SHORTENED.history, SHORTENED_NOW), caption)

/** Start tags, end tags and empty ones, in order. @throws Error where they do not nest */
function namesIn(xml: string): readonly string[] {
  const open: string[] = []
  const names: string[] = []
  for (const [, end, name = '', , empty] of xml.matchAll(/<(\/?)(\w+)((?: [\w-]+="[^"<>]*")*)(\/?)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) throw new Error(`${name} is not what is open`)
      continue
    }
    names.push(name)
    if (empty !== '/') open.push(name)
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} stay open`)
  return names
}

const textsIn = (xml: string) =>
  [...xml.matchAll(/<text class="([\w ]+)" x="(\d+)" y="([\d.]+)">([^<]*)<\/text>/g)].map(([, name, x, y, says]) => ({
    name,
    x: Number(x),
    y: Number(y),
    says,
  }))

describe('the timeline as a picture', () => {
  test('is XML that stands alone: nothing is fetched, nothing runs', () => {
    expect(namesIn(svg)).toContain('text')
    expect(svg.replaceAll(/<[^>]*>/g, '')).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/)
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/<script|\bon\w+=|href|url\(|@import|@font-face|https?:/i)
  })

  test('is light or dark as its reader has it', () => {
    expect(svg).toContain('@media (prefers-color-scheme: dark)')
    expect(svg).toMatch(/font: 13px ui-monospace, .*monospace;/)
  })

  test('says what it shows to whoever does not see it', () => {
    expect(svg).toContain('role="img" aria-labelledby="title description"')
    expect(svg).toContain('<title id="title">Timeline of ADV-2026-0003</title>')
    expect(svg).toMatch(
      /<desc id="description">Campaign c-4k2m9x7q1d8z5t3w, embargoed, as of Tuesday, 8 December 2026, 21:07 UTC\. .*advance-1 went out to 30 recipients: told 28 of 30/,
    )
  })

  test('names who did what neither, nor why', () => {
    expect(svg).not.toMatch(/alice|bob|carol|exploited|honeypot|drilled|joined/)
  })

  test('holds each date in UTC and in the zone', () => {
    expect(textsIn(svg).map(({ says }) => says)).toEqual(
      expect.arrayContaining([
        'Thursday, 10 December 2026, 16:00 UTC',
        'Thursday, 10 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
        'from Tuesday, 15 December 2026, 16:00 UTC',
        'to Thursday, 10 December 2026, 16:00 UTC',
      ]),
    )
  })

  test('shows trouble by a shape of its own, and in words to whoever does not see it', () => {
    const halts = [{ scope: 'ALL' as const, since: w.stored(w.ADVANCE), by: 'bob', reason: 'a doubt' }]
    const halted = timelineSvg(timelineOf(statusOf(w.scheduled(), {}, { halts }), [], w.ADVANCE), caption)
    expect(halted).toMatch(/<path class="mark trouble" d="[^"]*"\/><text class="trouble"[^>]*>everything halted</)
    expect(halted).toContain('trouble: everything halted')
  })
})

/** As many entries as asked for, minutes, days and years apart. */
function crowded(entries: number): string {
  const apart = [1, 1, 90, 3000, 600_000]
  let minutes = 0
  const history = Array.from({ length: entries }, (_, index) => {
    minutes += apart[index % apart.length] ?? 0
    const at = w.stored(fromStored('2020-01-01T00:00:07Z').plus({ minutes }))
    return { seq: index + 1, at, who: 'clock', what: 'hold', facts: { notice: `advance-${index + 1}` } }
  })
  return timelineSvg(timelineOf(statusOf(w.scheduled()), history, w.ADVANCE), { ...caption, zone: 'America/Argentina/Buenos_Aires' })
}

test.each([3, 30, 300])('with %i entries no line lies on another, and all of them are inside', (entries) => {
  const picture = crowded(entries)
  const texts = textsIn(picture)
  const right = texts.filter(({ name, y }) => name !== 'age' && name !== 'age now' && y > 64)
  expect(right.length).toBeGreaterThan(entries * 2)
  right.slice(1).forEach(({ y }, index) => expect(y - (right[index]?.y ?? 0)).toBeGreaterThanOrEqual(18))
  const height = Number(/height="(\d+)"/.exec(picture)?.[1])
  expect(Math.max(...texts.map(({ y }) => y))).toBeLessThan(height)
  // A monospace type is at most 0.61 of its size wide.
  for (const { x, says = '', name } of right) expect(x + says.length * 13 * 0.61, `${name}: ${says}`).toBeLessThanOrEqual(840)
})

test('what XML cannot say does not get into it', () => {
  expect(xmlText(`<a b="c">&'\u0000\u0007\ud800\uffff`)).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;  \ufffd\ufffd')
})
