import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { fromStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { type Campaigns, campaignsOf } from '../api-client.ts'
import { type Attention, attentionOf } from '../attention.ts'
import { type Cli, examples } from '../cli.ts'
import { isGoingOut, nextPlanned } from '../going-out.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { type Status, statusOf } from '../status.ts'
import { statusLine, statusText } from '../status-view.ts'
import { type Terms, termsOf } from '../terms.ts'

const WATCH_MILLIS = 2000
const CLEAR = '\u001b[H\u001b[2J'

export function registerStatus(campaign: Command, cli: Cli): void {
  campaign
    .command('status')
    .description('where a campaign stands: its date, its notices and who is told, and what needs an operator')
    .argument('<id>', 'the campaign')
    .option('--watch', 'show it again as it changes, until nothing is going out or Ctrl-C', false)
    .addHelpText(
      'after',
      examples('./forewarn campaign status c-4k2m9x7q1d8z5t3w --as bob', './forewarn campaign status c-4k2m9x7q1d8z5t3w --watch --as bob'),
    )
    .action(async (text: string, { watch: isWatching }: { watch: boolean }, command: Command) => {
      const id = campaignIdOf(text)
      const campaigns = campaignsOf(await openSession(command, cli))
      if (isWatching) return watch(campaigns, id, cli)
      const look = await lookAt(campaigns, id)
      cli.terminal.result(asJson(look), statusText(look.status, look.attention, look.terms))
    })
}

interface Look {
  readonly status: Status
  readonly attention: readonly Attention[]
  readonly terms: Terms
}

async function lookAt(campaigns: Campaigns, id: CampaignId): Promise<Look> {
  const [status, terms] = await Promise.all([statusOf(campaigns, id), termsOf(campaigns)])
  return { status, attention: attentionOf(status), terms }
}

const asJson = ({ status, attention }: Look): object => ({ ...status, attention })

/** On a terminal the page is drawn again; elsewhere each change is a line, and with --json an object. */
async function watch(campaigns: Campaigns, id: CampaignId, { terminal }: Cli): Promise<void> {
  const redraws = process.stdout.isTTY && !terminal.isJson
  for (let shown = ''; ; await sleep(WATCH_MILLIS)) {
    const look = await lookAt(campaigns, id)
    const line = statusLine(look.status)
    if (redraws) terminal.result({}, `${CLEAR}${statusText(look.status, look.attention, look.terms)}`)
    else if (line !== shown) terminal.result(asJson(look), `${presentInstant(look.terms.now, 'UTC').utc}  ${line}`)
    shown = line
    if (!isGoingOut(look.status, look.terms.now)) return terminal.note(endText(look))
  }
}

function endText({ status: { halts, notices } }: Look): string {
  const next = nextPlanned(notices)
  const comes = next ? `Next: ${next.id}, planned for ${presentInstant(fromStored(next.dueAt), 'UTC').utc}.` : 'Nothing more is planned.'
  return `Nothing is going out${halts.length > 0 ? ', since a halt stands' : ''}. ${comes}`
}
