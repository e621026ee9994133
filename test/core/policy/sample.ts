import { type Policy, parsePolicy } from '../../../core/policy/policy.ts'
import { type PublicPolicy, publicPolicy } from '../../../core/policy/public-policy.ts'

export const written = {
  project: { name: 'ConsoleMe', contact: 'contact@consoleme.example', url: 'https://consoleme.example/security' },
  sender: { name: 'ConsoleMe security', address: 'embargo@consoleme.example', replyTo: 'contact@consoleme.example' },
  operators: ['alice', 'bob', 'carol', 'dave', 'erin'].map((person) => ({
    person,
    principal: `arn:aws:iam::111122223333:user/${person}`,
    roles: ['author', 'approver'],
  })),
  embargo: { lead: 'P7D', zone: 'America/Los_Angeles', maximum: 'P90D' },
  override: { approvals: 1 },
  approvals: 2,
  supportedVersions: { branches: ['1.2', '1.1'], releases: 3 },
  triageTime: 'P3D',
  marking: 'TLP:AMBER+STRICT',
  sealing: { tls: 'required' },
  dates: { countries: ['US', 'DE'], day: { from: '08:00', to: '17:00' }, poor: 'warn' },
  reporting: {
    url: 'https://consoleme.example/report',
    address: 'report@consoleme.example',
    asks: ['the version', 'how it is reproduced'],
    encryption: 'https://consoleme.example/key.asc',
    acknowledgments: 'https://consoleme.example/thanks',
    policy: 'https://consoleme.example/policy',
    canonical: 'https://consoleme.example/.well-known/security.txt',
    languages: ['en', 'de'],
  },
}

export type Written = typeof written

export function policyOf(changed: Partial<Record<keyof Written, unknown>> = {}): PublicPolicy {
  const parsed = parsePolicy({ ...written, ...changed })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return asPublic(parsed.value)
}

function asPublic(policy: Policy): PublicPolicy {
  const told = publicPolicy(policy)
  if ('outcome' in told) throw new Error(told.code)
  return told
}
