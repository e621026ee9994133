import { describe, expect, test } from 'vitest'
import { KnownReporter } from '../../../core/advisory/advisory.ts'
import { sampleAddressee } from '../../../core/notice/sample-addressee.ts'
import { policy } from './sample.ts'

const NOBODY = '0'.repeat(32)
const ofTeam = policy.project.contact

describe('a made-up addressee, for previews and rehearsals,', () => {
  test('is as a recipient an organisation of no list, whom the team’s mailbox stands in for and who asks for no key', () => {
    expect(sampleAddressee(policy, 'recipient')).toStrictEqual({
      kind: 'recipient',
      address: ofTeam,
      zone: 'Europe/Berlin',
      member: {
        id: NOBODY,
        version: 1,
        organisation: 'Example Organisation',
        contacts: [ofTeam],
        zone: 'Europe/Berlin',
        encryption: 'none',
      },
    })
  })

  test('is as a reporter one by mail, at the team’s mailbox', () => {
    expect(sampleAddressee(policy, 'reporter')).toStrictEqual({
      kind: 'reporter',
      address: ofTeam,
      zone: 'Europe/Berlin',
      reporter: { id: NOBODY, name: 'Example Reporter', zone: 'Europe/Berlin', contact: { by: 'mail', address: ofTeam } },
    })
  })

  test('is as the team in place of a reporter one on a platform, by a link that is the project’s own', () => {
    expect(sampleAddressee(policy, 'team')).toStrictEqual({
      kind: 'team',
      address: ofTeam,
      zone: policy.embargo.zone,
      reporter: {
        id: NOBODY,
        name: 'Example Reporter',
        zone: 'Europe/Berlin',
        contact: { by: 'platform', platform: 'Example Platform', link: policy.project.url },
      },
    })
  })

  test.each(['reporter', 'team'] as const)('has as %s a reporter such as an advisory holds', (kind) => {
    const addressee = sampleAddressee(policy, kind)
    expect(KnownReporter.safeParse('reporter' in addressee ? addressee.reporter : undefined).error).toBeUndefined()
  })
})
