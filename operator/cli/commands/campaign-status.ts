import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { fromStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import { Zone } from '../../../core/embargo/zone.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { parseWith } from '../../../core/shared/parsed.ts'
import { type Campaigns, campaignsOf } from '../api-client.ts'
import { attentionOf } from '../attention.ts'
import { type Cli, examples } from '../cli.ts'
import { isGoingOut, nextPlanned } from '../going-out.ts'
import { campaignIdOf } from '../ids.ts'
import { pictureFile } from '../picture-file.ts'
import { openSession } from '../session.ts'
import { historyOf, statusOf } from '../status.ts'
import { type Page, statusLine, statusText } from '../status-view.ts'
import { Stop, accepted } from '../stop.ts'
import { termsOf } from '../terms.ts'
import { timelineSvg } from '../timeline-svg.ts'
import { timelineOf } from '../timeline.ts'

const WATCH_MILLIS = 2000
const CLEAR = '\u001b[H\u001b[2J'

interface StatusOptions {
  readonly watch: boolean
  readonly zone?: string
  readonly svg?: string
  readonly force: boolean
}

const HELP = `${examples(
  './forewarn campaign status c-4k2m9x7q1d8z5t3w --as bob',
  './forewarn campaign status c-4k2m9x7q1d8z5t3w --watch --as bob',
  './forewarn campaign status c-4k2m9x7q1d8z5t3w --zone Europe/Berlin --svg timeline.svg --as bob',
)}

● happened  ◆ now  ○ comes by the plan  × does not come  ! needs an operator. The picture holds ids, kinds, counts and dates: neither
who did what, nor why, nor anything that the advisory says.`

export function registerStatus(campaign: Command, cli: Cli): void {
  campaign
    .command('status')
    .description('where a campaign stands: what happened, who is told, what comes next, and what needs an operator')
    .argument('<id>', 'the campaign')
    .option('--watch', 'show it again as it changes, until nothing is going out or Ctrl-C', false)
    .option('--zone <zone>', 'show times in this zone beside UTC; without it, in that of the policy')
    .option('--svg <file>', 'write the timeline as a picture, too')
    .option('--force', 'replace the picture that is there', false)
    .addHelpText('after', HELP)
    .action(async (text: string, options: StatusOptions, command: Command) => {
      const id = campaignIdOf(text)
      const zone = options.zone === undefined ? undefined : accepted(parseWith(Zone, options.zone), '--zone')
      const picture = await pictureOf(options)
      const campaigns = campaignsOf(await openSession(command, cli))
      const look = () => lookAt(campaigns, id, zone)
      if (options.watch) return watch(look, cli)
      const page = await look()
      await picture?.write(svgOf(page))
      cli.terminal.result({ ...asJson(page), ...(options.svg !== undefined && { svg: options.svg }) }, statusText(page, cli.terminal.style))
    })
}

async function pictureOf({ watch: isWatching, svg, force }: StatusOptions) {
  if (svg === undefined) return undefined
  if (!isWatching) return pictureFile(svg, { replaces: force })
  throw new Stop(2, { code: 'usage', message: 'give either --watch or --svg', hint: 'Add --help to see examples.' })
}

function svgOf({ status, history, terms, zone }: Page): string {
  const { campaign, advisoryId } = status
  return timelineSvg(timelineOf(status, history, terms.now), { campaign: campaign.id, advisoryId, state: campaign.state, zone })
}

async function lookAt(campaigns: Campaigns, id: CampaignId, zone: string | undefined): Promise<Page> {
  const [status, history, terms] = await Promise.all([statusOf(campaigns, id), historyOf(campaigns, id), termsOf(campaigns)])
  return { status, history, attention: attentionOf(status), terms, zone: zone ?? terms.policy.embargo.zone }
}

const asJson = ({ status, history, attention }: Page): object => ({ ...status, history, attention })

/** On a terminal the page is drawn again; elsewhere each change is a line, and with --json an object. */
async function watch(look: () => Promise<Page>, { terminal }: Cli): Promise<void> {
  const redraws = process.stdout.isTTY && !terminal.isJson
  for (let shown = ''; ; await sleep(WATCH_MILLIS)) {
    const page = await look()
    const line = statusLine(page.status)
    if (redraws) terminal.result({}, `${CLEAR}${statusText(page, terminal.style)}`)
    else if (line !== shown) terminal.result(asJson(page), `${presentInstant(page.terms.now, 'UTC').utc}  ${line}`)
    shown = line
    if (!isGoingOut(page.status, page.terms.now)) return terminal.note(endText(page))
  }
}

function endText({ status: { halts, notices } }: Page): string {
  const next = nextPlanned(notices)
  const comes = next ? `Next: ${next.id}, planned for ${presentInstant(fromStored(next.dueAt), 'UTC').utc}.` : 'Nothing more is planned.'
  return `Nothing is going out${halts.length > 0 ? ', since a halt stands' : ''}. ${comes}`
}
