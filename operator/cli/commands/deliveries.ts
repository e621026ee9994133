import type { Command } from 'commander'
import type { Notice } from '../../../core/campaign/campaign.ts'
import { type DeliveryState, isTold } from '../../../core/delivery/attempts.ts'
import { campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { type DeliveryRow, deliveryRows, withOrganisations } from '../delivery-rows.ts'
import { readingOf } from '../delivery-text.ts'
import { campaignIdOf, noticeIdOf } from '../ids.ts'
import { newestReleased } from '../newest-released.ts'
import { openSession } from '../session.ts'
import { statusOf } from '../status.ts'
import { countsText } from '../status-view.ts'
import { Stop } from '../stop.ts'
import { tableOf } from '../table.ts'

interface DeliveriesOptions {
  readonly notTold: boolean
  readonly notice?: string
}

export function registerDeliveries(program: Command, cli: Cli): void {
  program
    .command('deliveries')
    .description('who got which notice, from the ledger; organisations are named to operators who keep the list')
    .argument('<id>', 'the campaign')
    .option('--not-told', 'only those who are not told, with the reason and what to do', false)
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
      const { campaign } = await statusOf(campaignsOf(session), id)
      const notices = wanted === undefined ? tellers(campaign.notices) : campaign.notices.filter((notice) => notice.id === wanted)
      if (wanted !== undefined && notices.length === 0) throw unknownNotice()
      const all: DeliveryRow[] = []
      for (const notice of notices) all.push(...(await deliveryRows(session, id, notice)))
      const rows = await withOrganisations(session, options.notTold ? all.filter(({ state }) => !isTold(state)) : all)
      const summary = summaryOf(all)
      cli.terminal.result({ campaign: id, ...summary, rows: rows.map(explained) }, textOf(rows, summary, options.notTold))
    })
}

/** What went out to addressees or as a task to the team: a rehearsal tells nobody anything. */
const tellers = (notices: readonly Notice[]): readonly Notice[] => newestReleased(notices).filter(({ kind }) => kind !== 'rehearsal')

const unknownNotice = () =>
  new Stop(1, { code: 'unknown-notice', message: 'the campaign has no such notice', hint: 'See `./forewarn campaign status`.' })

interface Summary {
  readonly counts: Readonly<Partial<Record<DeliveryState, number>>>
  readonly told: number
  readonly notTold: number
}

function summaryOf(rows: readonly DeliveryRow[]): Summary {
  const counts: Partial<Record<DeliveryState, number>> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  const told = rows.filter(({ state }) => isTold(state)).length
  return { counts, told, notTold: rows.length - told }
}

/** For a machine: a row that is not told says why and what to do, as the table does. */
const explained = (row: DeliveryRow): object => (isTold(row.state) ? row : { ...row, ...readingOf(row.state, row.reason) })

function textOf(rows: readonly DeliveryRow[], { counts, told, notTold }: Summary, isNotTold: boolean): string {
  if (told + notTold === 0) return 'No notice has gone out yet: nobody is told anything.'
  const table = tableOf(rows, [
    { title: 'notice', cell: ({ notice }) => notice },
    { title: 'to', cell: ({ to }) => to },
    { title: 'addressee', cell: ({ addressee }) => addressee ?? '-' },
    { title: 'organisation', cell: ({ organisation }) => organisation ?? '' },
    { title: 'state', cell: ({ state }) => state },
    { title: 'why', cell: ({ state, reason }) => readingOf(state, reason).why },
    ...(isNotTold ? [{ title: 'what to do', cell: ({ state, reason }: DeliveryRow) => readingOf(state, reason).remedy }] : []),
  ])
  return `${rows.length === 0 && isNotTold ? 'Everybody is told what has gone out.' : table}\n\ntold ${told}, not told ${notTold}: ${countsText(counts)}`
}
