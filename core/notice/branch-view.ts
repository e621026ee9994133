import * as z from 'zod'
import { type BranchCoverage, coverage } from '../advisory/coverage.ts'
import type { NoticeInput } from './notice-input.ts'

/** A release branch and what the advisory means for it. */
export const BranchLine = z.strictObject({ branch: z.string(), says: z.string() })
export type BranchLine = z.infer<typeof BranchLine>

/** The supported branches in the policy's order, then others that a patch is for, then what nobody mends. */
export function branchesOf({ content, policy }: Pick<NoticeInput, 'content' | 'policy'>): BranchLine[] {
  const { supported, others, affectsUnsupported } = coverage(content.advisory, policy.supportedVersions.branches)
  const otherBranches = [...new Set(others.map(({ branch }) => branch))]
  return [
    ...supported.map((covered) => ({ branch: covered.branch, says: promiseFor(covered) })),
    ...otherBranches.map((branch) => ({ branch, says: 'a patch is attached, though the branch is not supported' })),
    ...(affectsUnsupported ? [{ branch: 'Others', says: 'affected in part; they are not supported, so move to a branch that is' }] : []),
  ]
}

function promiseFor({ affected, patches, fixed }: BranchCoverage): string {
  if (!affected) return 'not affected'
  const releases = fixed.length === 0 ? undefined : `fixed in ${fixed.join(', ')}`
  const patch = patches.length === 0 ? 'no patch' : patches.length === 1 ? 'a patch is attached' : `${patches.length} patches are attached`
  return ['affected', patch, ...(releases === undefined ? [] : [releases])].join('; ')
}
