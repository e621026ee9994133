import type { Command } from 'commander'
import type { Notice } from '../../../core/campaign/campaign.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { ageOf } from '../age.ts'
import { campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { type DeliveryRow, deliveryRows, withOrganisations } from '../delivery-rows.ts'
import { type Reading, readingOf } from '../delivery-text.ts'
import { campaignIdOf, noticeIdOf } from '../ids.ts'
import { newestReleased } from '../newest-released.ts'
import { type Summary, summaryOf, tellingOf } from '../not-told.ts'
import { openSession } from '../session.ts'
import { statusOf } from '../status.ts'
import { countsText } from '../status-view.ts'
import { Stop } from '../stop.ts'
import { type Column, tableOf } from '../table.ts'
import { type Terms, termsOf } from '../terms.ts'

interface DeliveriesOptions {
  readonly notTold: boolean
  readonly notice?: string
}

export function registerDeliveries(program: Command, cli: Cli): void {
  program
    .command('deliveries')
    .description('who got which notice, from the ledger; organisations are named to operators who keep the list')
    .argument('<id>', 'the campaign')
    .option('--not-told', 'only those who are not told: which delivery, why, since when, and what to do', false)
    .option(
      '--notice <notice>',
      'only this notice, such as advance-1; otherwise the newest version of each that went out, without rehearsals',
    )
    .addHelpText(
      'after',
      examples('./forewarn deliveries c-4k2m9x7q1d8z5t3w --as dave', './forewarn deliveries c-4k2m9x7q1d8z5t3w --not-told --as dave'),
    )
    .action(async (text: string, options: DeliveriesOptions, command: Command) => {
      const id = campaignIdOf(text)
      const wanted = options.notice === undefined ? undefined : noticeIdOf(options.notice)
      const session = await openSession(command, cli)
      const campaigns = campaignsOf(session)
      const [{ campaign }, terms] = await Promise.all([statusOf(campaigns, id), termsOf(campaigns)])
      const notices = wanted === undefined ? tellers(campaign.notices) : campaign.notices.filter((notice) => notice.id === wanted)
      if (wanted !== undefined && notices.length === 0) throw unknownNotice()
      const all: DeliveryRow[] = []
      for (const notice of notices) all.push(...(await deliveryRows(session, id, notice)))
      const telling = tellingOf(all)
      const chosen = options.notTold ? all.filter((row) => telling(row) === 'not-told') : all
      const rows = (await withOrganisations(session, chosen)).map((row): Explained => ({ ...row, ...explained(row, id, terms) }))
      const summary = summaryOf(all)
      cli.terminal.result({ campaign: id, ...summary, rows }, textOf(rows, { id, summary, isNotTold: options.notTold }))
    })
}

/** What went out to addressees or as a task to the team: a rehearsal tells nobody anything. */
const tellers = (notices: readonly Notice[]): readonly Notice[] => newestReleased(notices).filter(({ kind }) => kind !== 'rehearsal')

const unknownNotice = () =>
  new Stop(1, { code: 'unknown-notice', message: 'the campaign has no such notice', hint: 'See `./forewarn campaign status`.' })

/** A row that says why and what to do, in the table and for a machine. */
type Explained = DeliveryRow & Pick<Reading, 'why' | 'remedy'> & { readonly age: string; readonly run?: string }

function explained(row: DeliveryRow, id: CampaignId, terms: Terms): Pick<Explained, 'why' | 'remedy' | 'age' | 'run'> {
  const { why, remedy, command } = readingOf(row, terms)
  // Nothing new of it since: what is waited for began with the attempt.
  const since = row.state === 'accepted' || row.state === 'delayed' ? row.claimedAt : row.changedAt
  return {
    why,
    remedy,
    age: since === undefined ? '' : ageOf(since, terms.now),
    ...(command !== undefined &&
      row.delivery !== undefined && { run: `./forewarn ${command} ${row.delivery} --campaign ${id} --reason "…"` }),
  }
}

interface Shown {
  readonly id: CampaignId
  readonly summary: Summary
  readonly isNotTold: boolean
}

function textOf(rows: readonly Explained[], { id, summary, isNotTold }: Shown): string {
  const { counts, told, notTold, notForThem } = summary
  if (told + notTold + notForThem === 0) return 'No notice has gone out yet: nobody is told anything.'
  const others = notForThem > 0 ? `, not for them ${notForThem}` : ''
  return [
    rows.length === 0 ? 'Everybody is told what has gone out.' : tableOf(rows, isNotTold ? [...COLUMNS, ...DETAILS] : COLUMNS),
    ...(isNotTold ? commandsText(rows, id) : []),
    `told ${told}, not told ${notTold}${others}: ${countsText(counts)}`,
  ].join('\n\n')
}

const COLUMNS: readonly Column<Explained>[] = [
  { title: 'delivery', cell: ({ delivery, notice }) => delivery ?? notice },
  { title: 'to', cell: ({ to }) => to },
  { title: 'organisation', cell: ({ organisation }) => organisation ?? '' },
  { title: 'state', cell: ({ state }) => state },
  { title: 'why', cell: ({ why }) => why },
]

const DETAILS: readonly Column<Explained>[] = [
  { title: 'for', cell: ({ age }) => age },
  { title: 'contact', cell: ({ contact }) => contact ?? '' },
  { title: 'attempts', cell: ({ attempts }) => attempts },
  { title: 'what to do', cell: ({ remedy }) => remedy },
]

/** Each command that some row is waiting for, once: the ids stand in the table. */
function commandsText(rows: readonly Explained[], id: CampaignId): readonly string[] {
  const lines = (['resend', 'unblock'] as const)
    .filter((command) => rows.some(({ run }) => run?.startsWith(`./forewarn ${command} `)))
    .map((command) => `  $ ./forewarn ${command} DELIVERY --campaign ${id} --reason "…"`)
  return lines.length === 0 ? [] : [['With a delivery of the first column:', ...lines].join('\n')]
}
