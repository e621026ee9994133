import type { RecipientId } from '../../core/shared/ids.ts'
import { type Recipients, bodyOf } from './api-client.ts'

/** The most that the API tells at once. */
export const PAGE = 200

interface Page<Row> {
  readonly recipients: readonly Row[]
  readonly next: RecipientId | null
}

async function everyPage<Row>(read: (after: RecipientId | undefined) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let after: RecipientId | undefined; ;) {
    const page = await read(after)
    rows.push(...page.recipients)
    if (page.next === null) return rows
    after = page.next
  }
}

/** Everybody on the list in order of id, in every state, without addresses. */
export const listed = ({ recipients }: Recipients) =>
  everyPage((after) => bodyOf(recipients.$get({ query: { limit: String(PAGE), ...(after !== undefined && { after }) } })))

/** Likewise with whole addresses and notes. Each page is recorded as a look at the list. */
export const revealed = ({ recipients }: Recipients) =>
  everyPage((after) => bodyOf(recipients.reveal.$post({ json: { limit: PAGE, after } })))

export type Outline = Awaited<ReturnType<typeof listed>>[number]
export type Revealed = Awaited<ReturnType<typeof revealed>>[number]

/** `rows` in groups of a page, in their order. */
export function* pagesOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += PAGE) yield rows.slice(from, from + PAGE)
}
