import { type Finding, type Findings, count, finding } from '../campaign/findings.ts'
import { fromStored } from '../embargo/instant.ts'
import { lastNeededAt } from '../keys/key-check.ts'
import { KIND_NAMES, KeyKind, isUsableAt } from '../keys/mail-key.ts'
import type { TeamSecrets } from '../keys/ports.ts'
import type { Clock } from '../shared/clock.ts'
import type { CampaignId } from '../shared/ids.ts'

const whoOf = (campaign: CampaignId): string => `\`./forewarn keys check --campaign ${campaign}\` says who they are`

/** Whom a notice could not be sealed to, and whom soon not. */
export function blockedFindings({ blocked, keysEnding }: Findings, campaign: CampaignId): Finding[] {
  return [
    blocked > 0
      ? finding(
          'blocked',
          'warn',
          `${count(blocked, 'addressee')} would be blocked: mail to them must be sealed, and they have no key that will do until a week after the disclosure date. ${whoOf(campaign)}: ask them for another key, or tell them by other means.`,
        )
      : finding('blocked', 'ok', 'Nobody would be blocked.'),
    ...(keysEnding > 0
      ? [
          finding(
            'keys',
            'warn',
            `${count(keysEnding, 'addressee')} with a key that ends within two weeks. ${whoOf(campaign)}: ask for it to be extended.`,
          ),
        ]
      : []),
  ]
}

interface TeamKeyDeps {
  readonly teamKeys: Pick<TeamSecrets, 'keys'>
  readonly clock: Clock
}

/** A notice is sealed and signed in one: without a key of the team's of that kind none of these can be made. */
export async function teamKeyFindings({ teamKeys, clock }: TeamKeyDeps, { sealedTo, disclosureAt }: Findings): Promise<Finding[]> {
  const wanted = KeyKind.options.filter((kind) => sealedTo[kind] > 0)
  if (wanted.length === 0) return []
  const { current } = await teamKeys.keys()
  const last = lastNeededAt(fromStored(disclosureAt))
  return wanted.map((kind) => {
    const own = current.find((key) => key.kind === kind && isUsableAt(key, clock.now()))
    const mails = `${count(sealedTo[kind], 'mail')} sealed with ${KIND_NAMES[kind]}`
    if (!own)
      return finding(
        'team-key',
        'fail',
        `${mails}, and the team has no key of that kind which can be used: \`./forewarn keys team create --kind ${kind}\`.`,
      )
    if (!isUsableAt(own, last))
      return finding('team-key', 'warn', `${mails}, and the team’s key of that kind ends before a week after the disclosure date.`)
    return finding('team-key', 'ok', `${mails}, and the team has a key of that kind.`)
  })
}
