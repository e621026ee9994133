import { type Command, Option } from 'commander'
import type { DeliveryState } from '../../../core/delivery/attempts.ts'
import { ageOf } from '../age.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { deliveryRow, withOrganisations } from '../delivery-rows.ts'
import { readingOf } from '../delivery-text.ts'
import { campaignIdOf, deliveryIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { statusOf, warnOfHalts } from '../status.ts'
import { Stop } from '../stop.ts'
import { factsOf } from '../table.ts'
import { termsOf } from '../terms.ts'

interface ReopenOptions {
  readonly campaign: string
  readonly reason: string
  readonly contact?: 'first' | 'second'
  readonly plain?: boolean
  readonly yes: boolean
}

const DELIVERY = 'advance-1_2_0123456789abcdef0123456789abcdef'
const CAMPAIGN = 'c-4k2m9x7q1d8z5t3w'

/** An operator's word on one delivery: it is recorded in the history, and goes out in a new attempt. */
export function registerReopen(program: Command, cli: Cli): void {
  command(program, 'resend')
    .description('send one delivery again that is uncertain, unconfirmed or came back; the only way for an uncertain one')
    .addOption(new Option('--contact <which>', 'to which of their contacts; otherwise the one it went to').choices(['first', 'second']))
    .addHelpText(
      'after',
      examples(
        `./forewarn resend ${DELIVERY} --campaign ${CAMPAIGN} --reason "asked by telephone: not there" --as alice`,
        `./forewarn resend ${DELIVERY} --campaign ${CAMPAIGN} --contact second --reason "their first mailbox is full" --as alice`,
      ),
    )
    .action(action('resend', cli))

  command(program, 'unblock')
    .description('let one blocked delivery go out, after its reason was mended')
    .option('--plain', 'in plain, where it cannot be sealed and encryption is only preferred; kept in the history', false)
    .addHelpText(
      'after',
      examples(
        `./forewarn unblock ${DELIVERY} --campaign ${CAMPAIGN} --reason "the patch is back" --as alice`,
        `./forewarn unblock ${DELIVERY} --campaign ${CAMPAIGN} --plain --reason "asked by telephone: plain will do" --as alice`,
      ),
    )
    .action(action('unblock', cli))
}

const command = (program: Command, name: 'resend' | 'unblock') =>
  program
    .command(name)
    .argument('<delivery>', 'the delivery, as `deliveries ID --not-told` shows it')
    .requiredOption('--campaign <id>', 'the campaign')
    .requiredOption('--reason <text>', 'why; kept in the history')
    .option('--yes', 'do not ask', false)

/** In these they may have it already, or get it yet. */
const MAY_COME_TWICE: readonly DeliveryState[] = ['claimed', 'accepted', 'delayed', 'uncertain']

const action = (how: 'resend' | 'unblock', cli: Cli) => async (text: string, options: ReopenOptions, command: Command) => {
  const [delivery, id] = [deliveryIdOf(text), campaignIdOf(options.campaign)]
  const session = await openSession(command, cli)
  const campaigns = campaignsOf(session)
  const [{ halts }, terms] = await Promise.all([statusOf(campaigns, id), termsOf(campaigns)])
  const found = await deliveryRow(session, id, delivery)
  if (!found) throw unknownDelivery()
  const [row = found] = await withOrganisations(session, [found])
  const { state, attempts, contact = 'first', changedAt } = row
  cli.terminal.note(
    factsOf([
      ['delivery', delivery],
      ['to', row.organisation ?? `a ${row.to}`],
      ['state', `${state}: ${readingOf(row, terms).why}`],
      ...(changedAt === undefined ? [] : [['for', ageOf(changedAt, terms.now)] as const]),
      ['attempts', attempts],
      ['contact', options.contact ?? contact],
    ]),
  )
  if (how === 'resend' && MAY_COME_TWICE.includes(state)) cli.terminal.warn('they may have this mail already, and would get it twice')
  if (options.plain) cli.terminal.warn('the whole notice goes in plain, over TLS: every server on its way can read it')
  warnOfHalts(halts, cli)
  await cli.terminal.confirm(how === 'resend' ? 'Send it again?' : 'Let it go out?', options.yes)
  const json = { delivery, how, why: options.reason, contact: options.contact, ...(options.plain === true && { plain: true }) }
  const { campaign } = await bodyOf(campaigns.campaigns[':id'].reopen.$post({ param: { id }, json }))
  const goes = halts.length > 0 ? 'It goes out once the halt is lifted' : 'It goes out now'
  cli.terminal.result({ campaign, delivery }, `${goes}; what becomes of it: \`./forewarn deliveries ${id} --not-told\`.`)
}

const unknownDelivery = () =>
  new Stop(1, {
    code: 'unknown-delivery',
    message: 'the ledger of this campaign has no such delivery',
    hint: 'Copy it from `./forewarn deliveries ID --not-told`.',
  })
