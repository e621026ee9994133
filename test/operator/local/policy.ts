import { Policy } from '../../../core/policy/policy.ts'

export const policy: Policy = Policy.parse({
  project: { name: 'ConsoleMe', contact: 'security@consoleme.example', url: 'https://consoleme.example' },
  sender: { name: 'ConsoleMe security', address: 'security@consoleme.example', replyTo: 'security@consoleme.example' },
  operators: [
    { person: 'alice', principal: 'arn:aws:sts::111122223333:assumed-role/forewarn-author/alice', roles: ['author'] },
    { person: 'bob', principal: 'arn:aws:iam::111122223333:user/bob', roles: ['approver'] },
  ],
  embargo: { lead: 'P7D', zone: 'America/Los_Angeles', maximum: 'P30D' },
  approvals: 1,
  supportedVersions: { branches: ['1.2'] },
  triageTime: 'P3D',
  marking: 'TLP:AMBER',
})
