import { AdvanceView, advanceView } from './advance-view.ts'
import { CollapseView, collapseView } from './collapse-view.ts'
import { DisclosedView, disclosedView } from './disclosed-view.ts'
import type { NoticeInput } from './notice-input.ts'
import type { TemplateName } from './notice-kind.ts'
import type { MarkdownRenderer } from './ports.ts'
import { ReminderView, reminderView } from './reminder-view.ts'
import { ReporterTaskView, reporterTaskView } from './reporter-task-view.ts'
import { ReporterDateView, reporterDateView } from './reporter-view.ts'
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
  disclosed: DisclosedView,
  collapse: CollapseView,
  withdrawn: WithdrawnView,
} as const satisfies Record<TemplateName, object>

/**
 * What the template of `input` shows: pure, and holding nothing of any addressee but this one.
 *
 * @throws Fault `RENDER_FAILED` when the notice is not for this kind of addressee
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
    case 'disclosed':
      return disclosedView(input)
    case 'collapse':
      return collapseView(input, markdown)
    case 'withdrawn':
      return withdrawnView(input)
  }
}
