import type { Break } from '../break.ts'

export const deploys: readonly Break[] = [
  {
    fault: 'deploy in mid-campaign',
    file: 'core/usecases/load-material.ts',
    line: 'const digest = digestOf({ content, disclosureAt, bundle })',
    broken: 'const digest = digestOf({ content, disclosureAt })',
    test: {
      file: 'test/faults/plan.test.ts',
      name: 'in mid-campaign changes nothing that was approved, also for a sender that knows the new templates',
    },
  },
  {
    fault: 'deploy between two approvals',
    file: 'core/usecases/steer-campaign.ts',
    line: "if (campaign.proposal?.kind === 'approve' && campaign.proposal.digest === report.digest) {",
    broken: "if (campaign.proposal?.kind === 'approve') {",
    test: { file: 'test/faults/plan.test.ts', name: 'between two approvals makes the second one a new proposal' },
  },
  {
    fault: 'a sender knows another pin than the one in force',
    file: 'core/usecases/load-material.ts',
    line: 'if (pin && digestOfPin(pin) === notice.digest) return pin',
    broken: 'if (pin) return pin',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'a notice whose pin is not in force gets no bytes' },
  },
  {
    fault: 'halt and resume',
    file: 'adapters/dynamodb/fences.ts',
    line: "halted: stored.some((item) => item['pk'] === HALT),",
    broken: "halted: stored.every((item) => item['pk'] === HALT),",
    test: {
      file: 'test/contracts/fences.ts',
      name: 'sees a halt of ALL until it is lifted',
      through: 'test/adapters/dynamodb/stores.test.ts',
    },
  },
  {
    fault: 'halt between the claim and the send',
    file: 'core/delivery/last-look.ts',
    line: "if (fence.halted) return instead('returned', 'halted')",
    broken: '',
    test: {
      file: 'test/faults/plan.test.ts',
      name: 'a halt that comes between the claim and the send keeps the mail, and it goes out once after the halt',
    },
  },
  {
    fault: 'halt while no key can be reached',
    file: 'adapters/dynamodb/halts.ts',
    line: 'await addDetails(halt).catch(() => undefined)',
    broken: 'await addDetails(halt)',
    test: { file: 'test/adapters/dynamodb/secrecy.test.ts', name: 'stands when nothing can be sealed' },
  },
]
