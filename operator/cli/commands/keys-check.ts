import type { Command } from 'commander'
import { fromStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import { KEY_STANDINGS, type KeyStanding, isUnusable } from '../../../core/keys/key-check.ts'
import type { CampaignId, RecipientId } from '../../../core/shared/ids.ts'
import type { KeyRow } from '../../../core/usecases/check-keys.ts'
import { type Recipients, bodyOf, recipientsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { keyCell } from '../recipient-keys.ts'
import { openSession } from '../session.ts'
import { tableOf } from '../table.ts'

const HELP = `
Without a campaign: the whole list, and keys that end within 14 days. With one: its audience and its reporters, and besides keys that
end before a week after its disclosure date. Exits 1 when mail to somebody would be blocked, 0 when a key only ends soon.`

export function registerKeysCheck(keys: Command, cli: Cli): void {
  keys
    .command('check')
    .description('whose key cannot be used, or soon cannot, when it ends and what to do')
    .option('--campaign <id>', 'for this campaign: its audience, its reporters and its date')
    .addHelpText(
      'after',
      `${HELP}\n${examples('./forewarn keys check --as dave', './forewarn keys check --campaign c-4k2m9x7q1d8z5t3w --as dave')}`,
    )
    .action(async ({ campaign: text }: { campaign?: string }, command: Command) => {
      const campaign = text === undefined ? undefined : campaignIdOf(text)
      const { rows, looked } = await checked(recipientsOf(await openSession(command, cli)), campaign)
      const sorted = rows.toSorted((a, b) => KEY_STANDINGS.indexOf(a.standing) - KEY_STANDINGS.indexOf(b.standing))
      cli.terminal.result({ looked, keys: sorted }, textOf(sorted, looked))
      // The list is the result, and at the same time a no.
      if (rows.some(({ standing }) => isUnusable(standing))) process.exitCode = 1
    })
}

async function checked({ recipients }: Recipients, campaign: CampaignId | undefined): Promise<{ rows: readonly KeyRow[]; looked: number }> {
  const rows: KeyRow[] = []
  let looked = 0
  for (let after: RecipientId | null | undefined; after !== null;) {
    const query = { ...(campaign !== undefined && { campaign }), ...(after !== undefined && { after }) }
    const page = await bodyOf(recipients.keys.$get({ query }))
    rows.push(...page.rows)
    looked += page.looked
    after = page.next
  }
  return { rows, looked }
}

function textOf(rows: readonly KeyRow[], looked: number): string {
  const of = `${looked} recipient${looked === 1 ? '' : 's'} looked at`
  if (rows.length === 0) return `${of}: every key that mail is sealed to can be used.`
  const table = tableOf(rows, [
    { title: 'organisation', cell: ({ organisation }) => organisation },
    { title: 'contact', cell: ({ contact }) => contact },
    { title: 'key', cell: keyOf },
    { title: 'ends', cell: ({ usableUntil }) => (usableUntil === undefined ? '' : presentInstant(fromStored(usableUntil), 'UTC').utc) },
    { title: 'what is wrong, and what to do', cell: ({ standing }) => SAYS[standing] },
    { title: 'id', cell: ({ id }) => id },
  ])
  const blocked = rows.filter(({ standing }) => isUnusable(standing)).length
  return `${table}\n\n${of}; ${blocked === 0 ? 'nothing would be blocked yet' : `${blocked} would be blocked`}. Set a new key with \`./forewarn recipients key ID set FILE\`.`
}

const keyOf = ({ kind, fingerprint }: KeyRow): string =>
  kind === undefined || fingerprint === undefined ? '' : keyCell([{ kind, fingerprint }])

const SAYS: Readonly<Record<Exclude<KeyStanding, 'ok'>, string>> = {
  'no-key': 'requires encryption and gave no key: ask for one',
  'wrong-mailbox': 'no key names this mailbox: ask for one that does',
  expired: 'has expired: ask its owner to extend it',
  'ends-before': 'ends before a week after the disclosure date: ask its owner to extend it now',
  'ends-soon': 'ends within 14 days: ask its owner to extend it',
}
