import type { Break } from '../break.ts'

export const plan: readonly Break[] = [
  {
    fault: 'date moved in the middle of a release',
    file: 'core/campaign/effect.ts',
    line: "const kept = keepReleased(campaign.notices, 'superseded')\n  const again",
    broken: 'const kept = [...campaign.notices]\n  const again',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'a shortened campaign sends the new date, and the old one to nobody else' },
  },
  {
    fault: 'date moved between the claim and the send',
    file: 'core/delivery/last-look.ts',
    line: "if (notice.state === 'cancelled') return instead('cancelled', notice.because ?? 'cancelled')",
    broken: '',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'a claim that finds its notice superseded is cancelled, not sent' },
  },
  {
    fault: 'content revised in the middle of a release',
    file: 'core/campaign/effect.ts',
    line: 'const kept = repin(supersede(campaign.notices, isOvertaken), digest)',
    broken: 'const kept = repin(campaign.notices, digest)',
    test: {
      file: 'test/faults/plan.test.ts',
      name: 'revised content goes to everybody, what changed to those who may know alone, and the rest of the old one to nobody',
    },
  },
  {
    fault: 'campaign withdrawn in the middle of a release',
    file: 'core/usecases/told-before.ts',
    line: 'return { before: undefined, isConcerned: !notice.mayKnowOnly }',
    broken: 'return { before: undefined, isConcerned: true }',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'a withdrawn campaign tells those who may know, and nobody else' },
  },
  {
    fault: 'shortened twice',
    file: 'core/campaign/plan.ts',
    line: 'const version = (latest(notices, plan.kind)?.version ?? 0) + 1',
    broken: 'const version = Math.min(2, (latest(notices, plan.kind)?.version ?? 0) + 1)',
    test: {
      file: 'test/faults/plan.test.ts',
      name: 'a date shortened twice goes out as it was last said, each time as a notice of its own',
    },
  },
  {
    fault: 'two approvers at once',
    file: 'core/usecases/change-campaign.ts',
    line: 'if (!campaign || !stored || !isAsSeen(campaign, stored)) break',
    broken: 'if (!campaign || !stored) break',
    test: { file: 'test/faults/plan.test.ts', name: 'who consent to the same version are told apart: one counts, the other looks again' },
  },
  {
    fault: 'two write the same head',
    file: 'adapters/dynamodb/campaigns.ts',
    line: "return items.put(headKey(campaign.id), head, { ...unchangedSince(before?.campaign), ours: 'entry' })",
    broken: 'return items.put(headKey(campaign.id), head)',
    test: {
      file: 'test/contracts/campaign-store.ts',
      name: 'lets one of many writers of the same version win',
      through: 'test/adapters/dynamodb/stores.test.ts',
    },
  },
  {
    fault: 'approver edited the digest',
    file: 'core/campaign/propose.ts',
    line: 'if (isConsent && next.editors.includes(by)) return ownWork()',
    broken: '',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'who edited cannot approve' },
  },
  {
    fault: 'approval of a digest that nobody was shown',
    file: 'core/usecases/steer-campaign.ts',
    line: 'if (report.digest !== request.digest) {',
    broken: 'if (report.digest === undefined) {',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'an approval of a digest that nobody was shown is refused' },
  },
  {
    fault: 'one approval where two are needed',
    file: 'core/campaign/propose.ts',
    line: 'if (proposal.approvals.length < needed) return',
    broken: 'if (needed < 1) return',
    test: { file: 'test/core/usecases/release.test.ts', name: 'one approval is not enough' },
  },
  {
    fault: 'edited after a first approval',
    file: 'core/campaign/decide.ts',
    line: 'delete draft.proposal',
    broken: '',
    test: { file: 'test/core/campaign/quorum.test.ts', name: 'is gone after an edit' },
  },
  {
    fault: 'settled by the account of a smaller audience',
    file: 'core/campaign/clock.ts',
    line: "if (notice.digest !== digest) return refuse('other-digest', 'This notice has another audience by now.', 'Let the clock go on.')",
    broken: '',
    test: {
      file: 'test/core/campaign/notices.test.ts',
      name: 'of the audience before is none of the wider one: whoever was included is not forgotten',
    },
  },
  {
    fault: 'settled before everybody is accounted for',
    file: 'core/usecases/sweep-notice.ts',
    line: 'const isAccounted = mark.settled === chunks.length',
    broken: 'const isAccounted = mark.queued === chunks.length',
    test: { file: 'test/core/usecases/release.test.ts', name: 'a notice is released only when the ledger accounts for everybody' },
  },
]
