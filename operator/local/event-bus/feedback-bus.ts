import { type FeedbackRule, type FeedbackTemplate, feedbackRules } from '../../../core/shared/feedback-rules.ts'
import type { SesEvent } from '../ses/events.ts'

/**
 * The default bus with its rules: what they keep of an SES event goes to `put`, as a queue message.
 * An event that lacks what a rule names (mail without our tags) is not ours, and goes nowhere.
 */
export function feedbackMessages(event: SesEvent): readonly string[] {
  return feedbackRules.flatMap((rule) => {
    if (!matches(rule, event)) return []
    const message = transform(rule.message, event)
    return message === undefined ? [] : [JSON.stringify(message)]
  })
}

const matches = (rule: FeedbackRule, event: SesEvent): boolean =>
  event.source === rule.source && rule.detailTypes.includes(event['detail-type'])

type Message = { [field: string]: string | Message }

/** `undefined` when a path leads nowhere. */
function transform(template: FeedbackTemplate, event: SesEvent): Message | undefined {
  const message: Message = {}
  for (const [field, part] of Object.entries(template)) {
    const value = typeof part === 'string' ? fill(part, event) : transform(part, event)
    if (value === undefined) return undefined
    message[field] = value
  }
  return message
}

const fill = (part: string, event: SesEvent): string | undefined => (part.startsWith('$.') ? follow(part, event) : part)

/** The text at a path of names and indices, such as `$.detail.mail.tags.campaign[0]`. */
function follow(path: string, event: unknown): string | undefined {
  let here = event
  for (const step of path
    .slice(2)
    .split(/[.[\]]+/)
    .filter(Boolean)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<string, unknown>)[step]
  }
  return typeof here === 'string' ? here : undefined
}
