import ICAL from 'ical.js'

export interface Entry {
  readonly uid: string
  readonly sequence: number
  readonly status: string
  /** Milliseconds since 1970; NaN for a time that floats or names a zone. */
  readonly startsAt: number
  readonly stampedAt: number
}

/** The one event of an iCalendar object, and the object around it. */
export function eventIn(text: string): { readonly calendar: ICAL.Component; readonly event: ICAL.Component } {
  const calendar = ICAL.Component.fromString(text)
  const [event, ...others] = calendar.getAllSubcomponents()
  if (event?.name !== 'vevent' || others.length > 0) throw new Error('not one event')
  return { calendar, event }
}

/** A property's value as text, which it must have once. */
export function valueOf(component: ICAL.Component, name: string): string {
  const [property, ...others] = component.getAllProperties(name)
  const value: unknown = property?.getFirstValue()
  if (others.length > 0 || (typeof value !== 'string' && typeof value !== 'number')) throw new Error(`not one text: ${name}`)
  return String(value)
}

function momentOf(component: ICAL.Component, name: string): number {
  const time = component.getFirstPropertyValue(name)
  if (!(time instanceof ICAL.Time)) throw new Error(`no time: ${name}`)
  return time.zone === ICAL.Timezone.utcTimezone ? time.toJSDate().getTime() : Number.NaN
}

export function entryIn(text: string): Entry {
  const { event } = eventIn(text)
  return {
    uid: valueOf(event, 'uid'),
    sequence: Number(valueOf(event, 'sequence')),
    status: valueOf(event, 'status'),
    startsAt: momentOf(event, 'dtstart'),
    stampedAt: momentOf(event, 'dtstamp'),
  }
}

/** A calendar that keeps the rules. @see RFC 5546, section 2.1.5 */
export class RecipientCalendar {
  readonly #entries = new Map<string, Entry>()

  add(text: string): this {
    const entry = entryIn(text)
    const held = this.#entries.get(entry.uid)
    const isNewer =
      held === undefined || entry.sequence > held.sequence || (entry.sequence === held.sequence && entry.stampedAt >= held.stampedAt)
    if (isNewer) this.#entries.set(entry.uid, entry)
    return this
  }

  /** What it shows: the times of what is not cancelled, as ISO 8601. */
  get shown(): readonly string[] {
    return [...this.#entries.values()]
      .filter(({ status }) => status !== 'CANCELLED')
      .map(({ startsAt }) => new Date(startsAt).toISOString())
  }
}
