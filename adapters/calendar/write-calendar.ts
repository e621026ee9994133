import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { WriteCalendar } from '../../core/notice/ports.ts'

const STATUS = { confirmed: ICalEventStatus.CONFIRMED, cancelled: ICalEventStatus.CANCELLED } as const

/**
 * Without a zone every time is written in UTC. An instant has no end: the entry takes up no time, and keeps nobody from another.
 * It is private, so that whoever sees the calendar of an addressee does not see the date of an embargo.
 */
export const writeCalendar: WriteCalendar = ({ uid, sequence, status, startsAt, stampedAt, summary, description, organizer }) => {
  const calendar = ical({ prodId: '//Forewarn//Forewarn//EN', method: ICalCalendarMethod.PUBLISH })
  calendar.createEvent({
    id: uid,
    sequence,
    status: STATUS[status],
    start: startsAt.toJSDate(),
    stamp: stampedAt.toJSDate(),
    summary,
    description,
    organizer: { name: organizer.name, email: organizer.address },
    transparency: ICalEventTransparency.TRANSPARENT,
    class: ICalEventClass.PRIVATE,
  })
  return `${calendar.toString()}\r\n`
}
