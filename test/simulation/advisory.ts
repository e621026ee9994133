import { type AdvisoryFile, Reporter, parseAdvisory } from '../../core/advisory/advisory.ts'
import type { Draft } from '../../core/usecases/draft-campaign.ts'
import { base64Key } from '../fakes/keys.ts'
import { type ReporterWish, reportersKeyEndsAt } from './wishes.ts'

/** Words that must be found in mails alone. */
export const SECRETS = ['Canary title', 'Canary text', 'Canary finder', '.example', 'Organisation <'] as const

export const anotherReporter = Reporter.parse({ name: 'Canary finder', contact: { by: 'mail', address: 'second@research.example' } })

const FINDER = 'finder@research.example'
const KEY_FILE = 'finder.asc'

type Advised = Pick<Draft, 'advisory' | 'keys'>

const kept = new Map<ReporterWish, Advised>()

/** The same advisory each time, and its reporter's key: parsed once, since a run makes thousands. */
export function advised(reporter: ReporterWish): Advised {
  const advisory = kept.get(reporter) ?? { advisory: parsed(reporter), keys: keysOf(reporter) }
  kept.set(reporter, advisory)
  return advisory
}

function keysOf(reporter: ReporterWish): Record<string, string> {
  const usableUntil = reportersKeyEndsAt(reporter)
  return { [KEY_FILE]: base64Key({ addresses: [FINDER], ...(usableUntil !== undefined && { usableUntil }) }) }
}

function parsed(reporter: ReporterWish): AdvisoryFile {
  const key = reporter === 'a key' || reporter === 'a key that ends midway' ? { key: KEY_FILE } : {}
  const encryption = reporter === 'required, without a key' ? { encryption: 'required' } : {}
  const advisory = parseAdvisory({
    id: 'ADV-2026-0007',
    title: 'Canary title',
    description: 'Canary text',
    remediation: 'We release 1.2.2.',
    vulnerabilities: [{ severity: 'critical', summary: 'Canary text', affected: ['<1.2.2'], fixed: ['1.2.2'] }],
    patches: [{ branch: '1.2', file: 'fix.patch' }],
    reporters: [{ name: 'Canary finder', contact: { by: 'mail', address: FINDER, ...key, ...encryption } }],
  })
  if (!advisory.ok) throw new Error(advisory.problems.map(({ field }) => field).join())
  return advisory.value
}
