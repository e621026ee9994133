import { FROM, type Now, type Order, type Proposed, type Question, type Sheet, type Words, textOf } from './model-orders.ts'

/** Who proposes these says yes by it. */
const OWN: readonly string[] = ['approve', 'shorten', 'collapse']

const stateOf = ({ state, content, date, inForce }: Sheet): string => [state, content, date, inForce && textOf(inForce)].join(' ')

const wordsOf = (campaign: Sheet, { words }: Proposed): Words => ({
  ...(campaign.inForce ?? { content: '', audience: '', bundle: '', date: campaign.date }),
  ...words,
})

const isInsideLead = (date: number, { at, lead }: Now): boolean => date - lead < at

export function againstProposal(campaign: Sheet, order: Proposed, now: Now): Readonly<Record<string, boolean>> {
  const { kind, words, members = 0 } = order
  const { date = campaign.date, content } = words
  const movesDate = kind === 'approve' || kind === 'reschedule' || kind === 'shorten'
  return {
    'wrong-state': !FROM[kind].includes(campaign.state),
    'date-past': movesDate && date <= now.at,
    'not-later': kind === 'reschedule' && date <= campaign.date,
    'not-earlier': kind === 'shorten' && date >= campaign.date,
    'nothing-changed': kind === 'revise' && content === campaign.content,
    'nobody-new': kind === 'include' && members <= (campaign.inForce?.members ?? 0),
    'nobody-knows': kind === 'collapse' && !campaign.notices.isAnybodyTold,
    'other-date': kind === 'approve' && date !== campaign.date,
    'other-content': kind === 'approve' && content !== campaign.content,
    'audience-empty': kind === 'approve' && members === 0,
    'lead-too-short': kind === 'approve' && !order.hasReason && isInsideLead(date, now),
    'own-work': kind === 'approve' && campaign.writers.has(order.by),
  }
}

export function againstConsent(
  campaign: Sheet,
  { by, to }: Extract<Order, { do: 'consent' }>,
  now: Now,
): Readonly<Record<string, boolean>> {
  const { question } = campaign
  if (!question) return { 'no-proposal': true }
  const { kind, hasReason } = question.order
  const { date } = question.words
  return {
    'other-digest': to !== question.text,
    'proposal-void': question.from !== stateOf(campaign),
    'own-work': question.authors.has(by),
    'already-consented': question.yes.has(by),
    'date-past': kind !== 'collapse' && date <= now.at,
    'lead-too-short': kind === 'approve' && !hasReason && isInsideLead(date, now),
  }
}

export function askedBy(campaign: Sheet, order: Proposed): Question {
  const { kind, by } = order
  const words = wordsOf(campaign, order)
  const text = kind === 'approve' ? textOf(words) : `${kind}: ${textOf(words)}`
  return {
    order,
    words,
    text,
    from: stateOf(campaign),
    yes: new Set(OWN.includes(kind) ? [by] : []),
    authors: authorsOf(campaign, order, text),
  }
}

function authorsOf({ writers, question }: Sheet, { kind, by }: Proposed, text: string): ReadonlySet<string> {
  if (kind === 'approve') return new Set(writers)
  if (kind === 'shorten' || kind === 'collapse') return new Set()
  return new Set([...(question?.text === text ? question.authors : []), by])
}

/** Enough persons have said yes, or nothing happens yet. */
export function decided(campaign: Sheet, now: Now): void {
  const { question } = campaign
  if (!question || question.yes.size < now.needed[question.order.kind]) return
  const { order, words, authors } = question
  const former = campaign.inForce
  if (words.content !== campaign.content || words.date !== campaign.date)
    for (const author of [...authors, order.by]) campaign.writers.add(author)
  const members = order.members ?? former?.members ?? 0
  const reporters = order.reporters ?? former?.reporters ?? 0
  campaign.content = words.content
  campaign.date = words.date
  campaign.inForce = { ...words, members, reporters }
  campaign.question = undefined
  planAfter(campaign, { order, reporters, formerly: former && textOf(former) }, now)
}

function planAfter(
  campaign: Sheet,
  { order: { kind, isForReporters }, reporters, formerly }: { order: Proposed; reporters: number; formerly: string | undefined },
  now: Now,
): void {
  const { notices, date, inForce } = campaign
  const of = { date, says: inForce ? textOf(inForce) : '' }
  switch (kind) {
    case 'approve':
    case 'reschedule':
    case 'shorten': {
      const isTold = notices.isAnybodyTold
      const advance = isTold ? now.at : Math.max(date - now.lead, now.at)
      campaign.state = isTold ? 'embargoed' : 'scheduled'
      notices.clear('superseded')
      notices.plan('advance', advance, of)
      if (reporters > 0) notices.plan('reporter-date', advance, of)
      return notices.planDay(advance, now.at, of)
    }
    case 'revise': {
      const waits = notices.all.some((notice) => notice.kind === 'reporter-date' && (notice.state === 'planned' || notice.state === 'held'))
      const hear = (isForReporters || waits) && reporters > 0
      notices.clear('superseded', (notice) => notice.kind === 'advance')
      notices.clear('superseded', (notice) => notice.kind === 'reminder' && notice.state === 'releasing')
      if (hear || reporters === 0) notices.clear('superseded', (notice) => notice.kind === 'reporter-date')
      notices.reword(of.says)
      notices.plan('advance', now.at, of)
      return void (hear && notices.plan('reporter-date', now.at, of))
    }
    case 'include': {
      const current = notices.newest('advance')
      notices.reword(of.says)
      for (const notice of notices.all) if (notice.state === 'released' && notice.says === formerly) notice.says = of.says
      return void (current?.state === 'released' && Object.assign(current, { state: 'planned', due: now.at, says: of.says }))
    }
    case 'collapse':
      campaign.state = 'collapsed'
      notices.stop('collapse')
      return void notices.plan('collapse', now.at, of)
  }
}
