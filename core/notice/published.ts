import type { NoticeInput } from './notice-input.ts'

/** Where the advisory is public, or will be. */
export const placesOf = ({ content, policy }: Pick<NoticeInput, 'content' | 'policy'>): string[] => [
  ...(content.published ?? [policy.project.url]),
]
