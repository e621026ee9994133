import { setTimeout as sleep } from 'node:timers/promises'

/** When in a life of the stack it is killed: `millis` after SES has taken `mails` more of them. */
export interface Moment {
  readonly mails: number
  readonly millis: number
}

const SHORT_LIFE_MILLIS = { least: 20, most: 400 } as const
const MOST_MAILS = 14
/** A mail takes about this long from its claim to its record, so that the kill may fall on any step of it. */
const MOST_MILLIS_AFTER_MAIL = 25

/** One third come soon after a start, whatever happens then; the others while mails go out. */
export function killMoments(count: number, seed: number): readonly Moment[] {
  const random = randomOf(seed)
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  return Array.from({ length: count }, () =>
    random() < 1 / 3
      ? { mails: 0, millis: between(SHORT_LIFE_MILLIS.least, SHORT_LIFE_MILLIS.most) }
      : { mails: between(1, MOST_MAILS), millis: between(0, MOST_MILLIS_AFTER_MAIL) },
  )
}

/** Numbers from 0 (inclusive) to 1 (exclusive), the same ones for the same seed. @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md, mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Patience {
  readonly seconds: number
  /** Milliseconds from one look to the next. */
  readonly every?: number
}

const LOOK_MILLIS = 5

/** @throws Error that says what did not come in time */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { seconds, every = LOOK_MILLIS }: Patience,
): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`in ${seconds} s it did not come to this: ${what}`)
    await sleep(every)
  }
}
