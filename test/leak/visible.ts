import type { Kind } from './canaries.ts'
import { type Answer, people } from './installation.ts'

/** Which secrets an answer of the API is for: nothing else may show any. */
interface Rule {
  readonly route: RegExp
  readonly to: readonly string[]
  readonly shows: readonly Kind[]
}

const { author, approver, other, keeper, auditor } = people
const everybody = [author, approver, other, keeper, auditor]
const id = '[0-9a-f]{32}'

const rules: readonly Rule[] = [
  // The one way to whole addresses, which is recorded.
  { route: new RegExp(`^POST /recipients/(${id}/)?reveal$`), to: [keeper], shows: ['address', 'organisation', 'notes'] },
  { route: new RegExp(`^(GET|PUT) /recipients(/${id})?$`), to: [keeper], shows: ['organisation'] },
  { route: new RegExp(`^POST /recipients/(names|${id}/state)$`), to: [keeper], shows: ['organisation'] },
  { route: /^GET \/recipients\/audiences\/c-\w+\/members\?/, to: [keeper], shows: ['organisation'] },
  // The mails as they would go out, made out to somebody who does not exist.
  { route: /^GET \/campaigns\/c-\w+\/preview\/advance$/, to: [author, approver, other], shows: ['advisory', 'patch', 'reporter'] },
  { route: /^GET \/campaigns\/c-\w+\/history$/, to: everybody, shows: ['reason'] },
  { route: /^GET \/campaigns\/c-\w+$/, to: everybody, shows: ['reason'] },
]

/** The secrets that this answer may show. */
export function shownBy({ call, status }: Answer): readonly Kind[] {
  if (status !== 200) return []
  return rules.find(({ route, to }) => route.test(`${call.method} ${call.path}`) && to.includes(call.as))?.shows ?? []
}
