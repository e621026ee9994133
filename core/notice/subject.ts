import type { NoticeInput } from './notice-input.ts'

/**
 * The same for every notice of a campaign, so that threads hold, and neutral: it travels in the clear.
 * Such as `[EMBARGOED] ConsoleMe security advance notice ADV-2026-0003`.
 */
export function subjectOf({ policy, content, rehearsal }: Pick<NoticeInput, 'policy' | 'content' | 'rehearsal'>): string {
  const subject = `[EMBARGOED] ${oneLine(policy.project.name)} security advance notice ${content.advisory.id}`
  return rehearsal ? `[REHEARSAL] ${subject}` : subject
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
