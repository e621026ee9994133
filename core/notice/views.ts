import { AdvanceView, advanceView } from './advance-view.ts'
import type { NoticeInput } from './notice-input.ts'
import type { TemplateName } from './notice-kind.ts'
import type { MarkdownRenderer } from './ports.ts'
import { ReminderView, reminderView } from './reminder-view.ts'
import { ReporterDateView, ReporterTaskView, reporterDateView, reporterTaskView } from './reporter-view.ts'
import { TeamDayView, teamDayView } from './team-view.ts'
import { WithdrawnView, withdrawnView } from './withdrawn-view.ts'

/** Each template's view model. Templates are checked against these when they are built. */
export const VIEWS = {
  advance: AdvanceView,
  'reporter-date': ReporterDateView,
  'reporter-task': ReporterTaskView,
  reminder: ReminderView,
  'day-ahead': TeamDayView,
  'disclosure-day': TeamDayView,
  withdrawn: WithdrawnView,
} as const satisfies Record<TemplateName, object>

/**
 * What the template of `input` shows: pure, and holding nothing of any addressee but this one.
 *
 * @throws Fault `RENDER_FAILED` when the notice is not for this kind of addressee, or the version before is to be told and is not at hand
 */
export function viewOf(input: NoticeInput, markdown: MarkdownRenderer): object {
  switch (input.template) {
    case 'advance':
      return advanceView(input, markdown)
    case 'reporter-date':
      return reporterDateView(input)
    case 'reporter-task':
      return reporterTaskView(input)
    case 'reminder':
      return reminderView(input)
    case 'day-ahead':
    case 'disclosure-day':
      return teamDayView(input)
    case 'withdrawn':
      return withdrawnView(input)
  }
}
