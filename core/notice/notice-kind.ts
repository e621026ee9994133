import * as z from 'zod'

/** Every notice of a campaign, and `rehearsal`: all the mails of one, to the team alone. */
export const NoticeKind = z.enum([
  'advance',
  'reporter-date',
  'reminder',
  'day-ahead',
  'disclosure-day',
  'disclosed',
  'collapse',
  'withdrawn',
  'rehearsal',
])
export type NoticeKind = z.infer<typeof NoticeKind>

/** The three ways in which an embargo ends. */
export const Ending = z.enum(['disclosed', 'collapse', 'withdrawn'])
export type Ending = z.infer<typeof Ending>

/**
 * The mails that templates exist for: a template's name is its file's.
 * `reporter-task` is what the team gets in place of whatever a reporter would, who cannot be reached by mail.
 */
export const TemplateName = z.enum([
  'advance',
  'reporter-date',
  'reporter-task',
  'reminder',
  'day-ahead',
  'disclosure-day',
  'disclosed',
  'collapse',
  'withdrawn',
])
export type TemplateName = z.infer<typeof TemplateName>
