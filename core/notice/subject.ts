import type { NoticeInput } from './notice-input.ts'

/**
 * The same for every notice of a campaign, so that threads hold, and neutral: it travels in the clear.
 * Such as `[EMBARGOED] ConsoleMe security advance notice ADV-2026-0003`.
 */
export function subjectOf({ policy, content, rehearsal }: Pick<NoticeInput, 'policy' | 'content' | 'rehearsal'>): string {
  const subject = `[EMBARGOED] ${neutralTitle({ policy, content })}`
  return rehearsal ? `[REHEARSAL] ${subject}` : subject
}

/** What a campaign is called where others may read it. */
export function neutralTitle({ policy, content }: Pick<NoticeInput, 'policy' | 'content'>): string {
  return `${oneLine(policy.project.name)} security advance notice ${content.advisory.id}`
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
