import { join } from 'node:path'
import { expect, test } from 'vitest'
import { securityMd } from '../../../core/policy/security-md.ts'
import { securityTxt } from '../../../core/policy/security-txt.ts'
import { instant } from '../notice/sample.ts'
import { type Written, policyOf } from './sample.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/policy')
const expiry = instant('2027-06-30T00:00:00Z')
const key = { fingerprint: '5F2DE5521C63A801AB59CCB603D49DE44B29100F', canEncrypt: true }
const least: Partial<Record<keyof Written, unknown>> = {
  reporting: { address: 'r@least.example' },
  supportedVersions: { branches: ['2'], releases: 1 },
  override: { approvals: 2 },
  approvals: 1,
  dates: { countries: [], day: { from: '00:00', to: '23:59' }, poor: 'refuse' },
  sealing: { tls: 'optional' },
}

/** Whoever changes a sentence sees here what the public reads then: `vitest -u` writes the files anew. */
test.each([
  ['SECURITY.md', () => securityMd({ policy: policyOf(), releases: ['1.2.4', '1.2.3', '1.1.9'], teamKey: key })],
  ['SECURITY-least.md', () => securityMd({ policy: policyOf(least), releases: ['2.0.1'] })],
  ['security.txt', () => securityTxt(policyOf(), expiry, key)],
  ['security-least.txt', () => securityTxt(policyOf(least), expiry)],
])('the whole of %s is as in the fixture', async (name, write) => {
  await expect(write()).toMatchFileSnapshot(join(FIXTURES, name))
})
