import type { KnownReporter } from '../advisory/advisory.ts'
import type { Policy } from '../policy/policy.ts'
import { RecipientId } from '../shared/ids.ts'
import type { Addressee } from './addressee.ts'

const SAMPLE_ID = RecipientId.parse('0'.repeat(32))
/** With daylight saving time, and likely not the team's. */
const SAMPLE_ZONE = 'Europe/Berlin'

/**
 * A made-up addressee for previews and rehearsals: nobody of the list. The address is the team's own, so that no mail
 * made with it can go astray. As `team` it has a reporter who is reached on a platform, for a `reporter-task`.
 */
export function sampleAddressee(policy: Policy, kind: Addressee['kind']): Addressee {
  const address = policy.project.contact
  const team: Addressee = { kind: 'team', address, zone: policy.embargo.zone, reporter: sampleReporter(policy) }
  switch (kind) {
    case 'recipient': {
      const organisation = 'Example Organisation'
      const member = { id: SAMPLE_ID, version: 1, organisation, contacts: [address], zone: SAMPLE_ZONE, encryption: 'none' as const }
      return { kind, address, zone: SAMPLE_ZONE, member }
    }
    case 'reporter': {
      const reporter: KnownReporter = { ...sampleReporter(policy), contact: { by: 'mail', address } }
      return { kind, address, zone: SAMPLE_ZONE, reporter }
    }
    case 'team':
      return team
  }
}

const sampleReporter = (policy: Policy): KnownReporter => ({
  id: SAMPLE_ID,
  name: 'Example Reporter',
  zone: SAMPLE_ZONE,
  contact: { by: 'platform', platform: 'Example Platform', link: policy.project.url },
})
