export type Kind =
  | 'advance'
  | 'reporter-date'
  | 'reminder'
  | 'day-ahead'
  | 'disclosure-day'
  | 'disclosed'
  | 'collapse'
  | 'withdrawn'
  | 'rehearsal'

/** Milliseconds. */
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface PlainNotice {
  readonly kind: Kind
  readonly version: number
  state: 'planned' | 'releasing' | 'released' | 'held' | 'cancelled'
  due: number
  /** The words that were consented to, as one text. */
  says: string
  /** From then on it is too late. */
  readonly until: number | undefined
  /** When it went out first. */
  out?: number
  because?: string | undefined
}

type Which = (notice: PlainNotice) => boolean

export const TO: Readonly<Record<Kind, string>> = {
  advance: 'recipients',
  'reporter-date': 'reporters',
  reminder: 'recipients',
  'day-ahead': 'team',
  'disclosure-day': 'team',
  disclosed: 'recipients-and-reporters',
  collapse: 'all',
  withdrawn: 'recipients-and-reporters',
  rehearsal: 'team',
}

/** They tell of a date that is to come. */
const TELLS_OF_A_DATE: readonly Kind[] = ['advance', 'reporter-date', 'reminder', 'day-ahead']
/** A tick that comes a little late in its minute is not late. */
const TICK = 10 * MINUTE

export const nameOf = ({ kind, version }: PlainNotice): string => `${kind}-${version}`
export const isOpen: Which = ({ state }) => state === 'planned' || state === 'releasing' || state === 'held'
export const isOut: Which = ({ out }) => out !== undefined
const isRehearsal: Which = ({ kind }) => kind === 'rehearsal'

/** The notices of one campaign, as on a board on the wall. */
export class Notices {
  all: PlainNotice[] = []

  get isAnybodyTold(): boolean {
    return this.all.some((notice) => notice.kind === 'advance' && isOut(notice))
  }

  named(name: string): PlainNotice | undefined {
    return this.all.find((notice) => nameOf(notice) === name)
  }

  newest(kind: Kind): PlainNotice | undefined {
    return this.all
      .filter((notice) => notice.kind === kind)
      .reduce<PlainNotice | undefined>((a, b) => (a && a.version > b.version ? a : b), undefined)
  }

  plan(kind: Kind, due: number, { date, says }: { date: number; says: string }): PlainNotice {
    const version = (this.newest(kind)?.version ?? 0) + 1
    const notice: PlainNotice = { kind, version, state: 'planned', due, says, until: TELLS_OF_A_DATE.includes(kind) ? date : undefined }
    this.all.push(notice)
    return notice
  }

  /** What is still to come of the day, seen from when the advance notice goes. A reminder less than a day after that is idle. */
  planDay(advance: number, now: number, of: { date: number; says: string }): void {
    const dayBefore = of.date - DAY
    const reminder = this.plan('reminder', dayBefore, of)
    if (dayBefore < advance + DAY) stop(reminder, 'close-to-advance')
    this.plan('day-ahead', Math.max(dayBefore, now), of)
    this.plan('disclosure-day', of.date, of)
  }

  /** What has not begun is as if it had never been planned; what has begun goes no further. */
  clear(because: string, which: Which = (notice) => !isRehearsal(notice)): void {
    this.all = this.all.filter((notice) => isOut(notice) || !which(notice))
    this.stop(because, which)
  }

  stop(because: string, which: Which = () => true): void {
    for (const notice of this.all) if (isOpen(notice) && which(notice)) stop(notice, because)
  }

  /** What goes out from now on says the new words. */
  reword(says: string): void {
    for (const notice of this.all) if (isOpen(notice) && !isRehearsal(notice)) notice.says = says
  }

  due(at: number): PlainNotice[] {
    return this.all.filter(({ state, due }) => state === 'planned' && due <= at)
  }

  /** Whether an advance notice, of whatever version, went out less than a day ago or goes out just now. */
  isAdvanceNear(at: number): boolean {
    const times = this.all
      .filter(({ kind }) => kind === 'advance')
      .map(({ out, due, state }) => {
        if (out === undefined) return state === 'planned' && due <= at ? at : -Infinity
        return due <= out && out <= due + TICK ? due : out
      })
    return times.some((time) => at < time + DAY)
  }
}

function stop(notice: PlainNotice, because: string): void {
  notice.state = 'cancelled'
  notice.because = because
}

export const isTooLate = ({ until }: PlainNotice, at: number): boolean => until !== undefined && until <= at
