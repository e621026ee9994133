import { againstConsent, againstProposal, askedBy, decided } from './model-consent.ts'
import { HOUR, Notices, type PlainNotice, isOut, isTooLate, nameOf } from './model-notices.ts'
import { FROM, type Now, type Order, type Sheet, type Words, textOf } from './model-orders.ts'

/**
 * A campaign as one would keep it on paper: DESIGN.md, sections 2 and 3, in other words than the core's. It changes in place,
 * counts in milliseconds and knows no digest.
 */
export class PlainCampaign implements Sheet {
  state = 'draft'
  version = 1
  content: string
  date: number
  readonly writers: Set<string>
  readonly notices = new Notices()
  inForce: Sheet['inForce']
  rehearsed: Words | undefined
  question: Sheet['question']

  constructor(by: string, content: string, date: number) {
    this.writers = new Set([by])
    this.content = content
    this.date = date
  }

  /** @returns every reason that speaks against it; when there is none it is done */
  run(order: Order, now: Now): readonly string[] {
    const reasons = Object.entries(this.#against(order, now))
      .filter(([, isSo]) => isSo)
      .map(([reason]) => reason)
    if (reasons.length > 0) return reasons
    this.version++
    this.#carryOut(order, now)
    return []
  }

  /** What time makes of it at a tick. */
  tick(now: Now, seen: { readonly isHalted: boolean; readonly accounted: readonly string[] }): void {
    for (const name of seen.accounted) {
      const notice = this.notices.named(name)
      if (notice) this.run({ do: 'settle', notice: name, says: notice.says }, now)
    }
    this.run({ do: 'arrive' }, now)
    if (!seen.isHalted) this.run({ do: 'release' }, now)
  }

  alarms({ at }: Now): readonly string[] {
    const held = this.notices.all.filter(({ state }) => state === 'held')
    return [
      ...held.map((notice) => `${notice.because === 'past-not-after' ? notice.because : 'notice-held'} ${nameOf(notice)}`),
      ...(this.state === 'due' && !this.notices.isAnybodyTold ? ['nobody-was-told'] : []),
      ...(this.state === 'due' && this.date + HOUR <= at ? ['not-disclosed'] : []),
    ]
  }

  #against(order: Order, now: Now): Readonly<Record<string, boolean>> {
    const notice = 'notice' in order ? this.notices.named(order.notice) : undefined
    switch (order.do) {
      case 'propose':
        return againstProposal(this, order, now)
      case 'consent':
        return againstConsent(this, order, now)
      case 'edit':
        return {
          ...this.#wrongFor(order.do),
          'date-past': order.date <= now.at,
          'nothing-changed': order.content === this.content && order.date === this.date,
        }
      case 'rehearse':
      case 'disclose':
      case 'withdraw':
        return this.#wrongFor(order.do)
      case 'unhold':
        return { 'not-held': notice?.state !== 'held', 'past-not-after': notice !== undefined && isTooLate(notice, now.at) }
      case 'resend':
      case 'unblock':
        return {
          'not-released': !notice || !isOut(notice),
          superseded: notice?.state === 'cancelled',
          'past-not-after': notice !== undefined && isTooLate(notice, now.at),
          'not-in-force': notice !== undefined && notice.says !== this.#saysNow(notice),
        }
      case 'settle':
        return { 'not-releasing': notice?.state !== 'releasing', 'other-digest': notice !== undefined && notice.says !== order.says }
      case 'hold':
        return { 'not-releasing': notice?.state !== 'releasing' }
      case 'arrive':
        return { 'not-yet': !this.#isDateThere(now) }
      case 'release':
        return { 'date-has-come': this.#isDateThere(now), 'nothing-due': this.notices.due(now.at).length === 0 }
    }
  }

  #wrongFor(what: keyof typeof FROM): Record<string, boolean> {
    return { 'wrong-state': !FROM[what].includes(this.state) }
  }

  #isDateThere({ at }: Now): boolean {
    return (this.state === 'scheduled' || this.state === 'embargoed') && this.date <= at
  }

  #saysNow({ kind }: PlainNotice): string | undefined {
    const words = kind === 'rehearsal' ? this.rehearsed : this.inForce
    return words && textOf(words)
  }

  #carryOut(order: Order, now: Now): void {
    const { at } = now
    const notice = 'notice' in order ? this.notices.named(order.notice) : undefined
    switch (order.do) {
      case 'propose':
        this.question = askedBy(this, order)
        return decided(this, now)
      case 'consent':
        this.question?.yes.add(order.by)
        return decided(this, now)
      case 'edit':
        Object.assign(this, { state: 'draft', content: order.content, date: order.date, inForce: undefined, question: undefined })
        this.writers.add(order.by)
        return this.notices.clear('edited')
      case 'rehearse':
        this.rehearsed = order.words
        this.notices.stop('superseded', ({ kind }) => kind === 'rehearsal')
        return void this.notices.plan('rehearsal', at, { date: this.date, says: textOf(order.words) })
      case 'disclose':
        return this.#end('disclosed', order.content, at)
      case 'withdraw':
        return this.#end('withdrawn', this.notices.isAnybodyTold ? order.content : undefined, at)
      case 'unhold':
        return this.#letGo(notice, at)
      case 'settle':
        return void (notice && (notice.state = 'released'))
      case 'hold':
        return void (notice && Object.assign(notice, { state: 'held', because: order.because }))
      case 'arrive':
        return this.#dateComes(at)
      case 'release':
        return this.#release(at)
      case 'resend':
      case 'unblock':
    }
  }

  /** The last notice, if anybody knows of anything, and nothing after it. */
  #end(how: 'disclosed' | 'withdrawn', content: string | undefined, at: number): void {
    this.state = how
    this.question = undefined
    this.notices.stop(how)
    if (content === undefined || !this.inForce) return
    this.content = content
    this.inForce = { ...this.inForce, content }
    this.notices.plan(how, at, { date: this.date, says: textOf(this.inForce) })
  }

  /** Recipients and reporters learn of a date together. */
  #letGo(held: PlainNotice | undefined, at: number): void {
    const isPair = ({ kind }: PlainNotice) => kind === 'advance' || kind === 'reporter-date'
    for (const notice of this.notices.all) {
      const isTwin = held && isPair(held) && isPair(notice) && notice.state === 'held' && notice.says === held.says
      if (notice === held || isTwin) Object.assign(notice, { state: 'planned', due: at, because: undefined })
    }
  }

  #dateComes(at: number): void {
    this.state = 'due'
    for (const notice of this.notices.all)
      if (notice.state === 'planned' && isTooLate(notice, at)) Object.assign(notice, { state: 'held', because: 'past-not-after' })
  }

  #release(at: number): void {
    const isNear = this.notices.isAdvanceNear(at)
    for (const notice of this.notices.due(at)) {
      if (isTooLate(notice, at)) Object.assign(notice, { state: 'held', because: 'past-not-after' })
      else if (notice.kind === 'reminder' && isNear) Object.assign(notice, { state: 'cancelled', because: 'close-to-advance' })
      else Object.assign(notice, { state: 'releasing', out: notice.out ?? at })
      if (notice.kind === 'advance' && notice.state === 'releasing' && this.state === 'scheduled') this.state = 'embargoed'
    }
  }
}
