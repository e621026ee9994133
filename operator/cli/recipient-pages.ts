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

/** Below the 6 MB that a call of the API takes, with room for what is around the rows. */
const MOST_PAGE_BYTES = 4 * 1024 * 1024

/** `rows` in groups of a page, in their order; smaller ones where key files make them large. */
export function* pagesOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  let page: Row[] = []
  let bytes = 0
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row))
    if (page.length === PAGE || (page.length > 0 && bytes + size > MOST_PAGE_BYTES)) {
      yield page
      page = []
      bytes = 0
    }
    page.push(row)
    bytes += size
  }
  if (page.length > 0) yield page
}
