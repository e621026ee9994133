import { type AdvisoryFile, Reporter, parseAdvisory } from '../../core/advisory/advisory.ts'

export type ReachedBy = 'mail' | 'platform' | 'nothing'

/** Words that must be found in mails alone. */
export const SECRETS = ['Canary title', 'Canary text', 'Canary finder', '.example', 'Organisation <'] as const

export const anotherReporter = Reporter.parse({ name: 'Canary finder', contact: { by: 'mail', address: 'second@research.example' } })

const kept = new Map<ReachedBy, AdvisoryFile>()

/** The same advisory each time: parsed once, since a run makes thousands. */
export function advisoryOf(by: ReachedBy): AdvisoryFile {
  const advisory = kept.get(by) ?? parsed(by)
  kept.set(by, advisory)
  return advisory
}

function parsed(by: ReachedBy): AdvisoryFile {
  const contact =
    by === 'mail'
      ? { by: 'mail', address: 'finder@research.example' }
      : { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/1' }
  const advisory = parseAdvisory({
    id: 'ADV-2026-0007',
    title: 'Canary title',
    description: 'Canary text',
    remediation: 'We release 1.2.2.',
    vulnerabilities: [{ severity: 'critical', summary: 'Canary text', affected: ['<1.2.2'], fixed: ['1.2.2'] }],
    patches: [{ branch: '1.2', file: 'fix.patch' }],
    reporters: by === 'nothing' ? [] : [{ name: 'Canary finder', contact }],
  })
  if (!advisory.ok) throw new Error(advisory.problems.map(({ field }) => field).join())
  return advisory.value
}
