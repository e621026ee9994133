import type { Command } from 'commander'
import type { RecipientId } from '../../../core/shared/ids.ts'
import { bodyOf, campaignsOf, recipientsOf } from '../api-client.ts'
import { type ReasonOptions, ask, confirmed, tellProposed } from '../change-preview.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf, recipientIdOf } from '../ids.ts'
import { counted } from '../notice-text.ts'
import { listed } from '../recipient-pages.ts'
import { type Session, openSession } from '../session.ts'
import { Stop } from '../stop.ts'

/** What one call of the API widens an audience by. */
const MOST_INCLUDED = 200

interface IncludeOptions extends ReasonOptions {
  readonly recipient: readonly string[]
  readonly group: readonly string[]
}

/** More recipients for an audience that was approved. */
export function registerInclude(campaign: Command, cli: Cli): void {
  const collect = (value: string, before: readonly string[]) => [...before, value]
  campaign
    .command('include')
    .description('propose more recipients for an approved campaign; after the advance notice they get the current one at once')
    .argument('<id>', 'the campaign')
    .option('--recipient <id>', 'a recipient; may be given more than once', collect, [])
    .option(
      '--group <group>',
      'every active recipient of a group, for whom you need the role list-keeper; may be given more than once',
      collect,
      [],
    )
    .requiredOption('--reason <text>', 'why; kept in the history')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        './forewarn campaign include c-4k2m9x7q1d8z5t3w --recipient 0123456789abcdef0123456789abcdef --reason "joined today" --as alice',
      ),
    )
    .action(async (text: string, options: IncludeOptions, command: Command) => {
      const id = campaignIdOf(text)
      const named = options.recipient.map(recipientIdOf)
      const session = await openSession(command, cli)
      const recipients = await chosen(session, { named, groups: options.group })
      const asked = await ask(campaignsOf(session), id, cli)
      const widened = await bodyOf(recipientsOf(session).recipients.audiences.widen.$post({ json: { campaign: id, recipients } }))
      const { audience, members } = widened
      const why = options.reason
      const added = members - (asked.campaign.approved?.members ?? 0)
      const question = `Propose to include ${counted(added, 'recipient')}?`
      await confirmed(asked, { kind: 'propose', change: { kind: 'include', audience, members, why } }, { question, yes: options.yes })
      const { campaign: after } = await bodyOf(asked.campaigns.campaigns[':id'].include.$post({ param: { id }, json: { audience, why } }))
      tellProposed(asked, after, { kind: 'include', added })
    })
}

/** @throws Stop (2) when nobody is chosen, or more than one call takes */
async function chosen(
  session: Session,
  { named, groups }: { named: readonly RecipientId[]; groups: readonly string[] },
): Promise<RecipientId[]> {
  const list = groups.length === 0 ? [] : await listed(recipientsOf(session))
  const grouped = list.filter((recipient) => recipient.state === 'active' && groups.some((group) => recipient.groups.includes(group)))
  const ids = [...new Set([...named, ...grouped.map(({ id }) => id)])]
  if (ids.length > 0 && ids.length <= MOST_INCLUDED) return ids
  throw new Stop(2, {
    code: ids.length === 0 ? 'nobody-chosen' : 'too-many',
    message:
      ids.length === 0 ? 'this includes nobody' : `this includes ${ids.length} recipients, and ${MOST_INCLUDED} at a time are allowed`,
    hint: 'Choose with --recipient ID or --group NAME; see `./forewarn recipients list`.',
  })
}
