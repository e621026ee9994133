import type { AdvisoryFile } from './advisory.ts'
import { inOrder, isOnBranch, reachesBeyond, touchesBranch } from './versions.ts'

/** What the advisory means for one supported branch. */
export interface BranchCoverage {
  readonly branch: string
  readonly affected: boolean
  /** Files of the patches for it, in the advisory's order; a patch comes when there is one. */
  readonly patches: readonly string[]
  /** Its versions that hold a fix of what affects it, oldest first. */
  readonly fixed: readonly string[]
  /** Vulnerabilities that affect it and name no fixed version of it. */
  readonly unfixed: number
}

export interface Coverage {
  /** In the policy's order. */
  readonly supported: readonly BranchCoverage[]
  /** Patches for branches that the policy does not support, in the advisory's order. */
  readonly others: readonly { readonly branch: string; readonly file: string }[]
  /** Versions outside of every supported branch are affected too: no patch is promised for them. */
  readonly affectsUnsupported: boolean
}

/** What of an advisory counts here; patches may be pinned or not. */
export interface Covered {
  readonly vulnerabilities: AdvisoryFile['vulnerabilities']
  readonly patches: readonly { readonly branch: string; readonly file: string }[]
}

/**
 * Sets what is affected against what is supported.
 *
 * @param branches - the policy's supported branches, such as `1.2`
 */
export function coverage({ vulnerabilities, patches }: Covered, branches: readonly string[]): Coverage {
  return {
    supported: branches.map((branch) => coverBranch({ vulnerabilities, patches }, branch)),
    others: patches
      .filter((patch) => !branches.some((branch) => isFor(patch.branch, branch)))
      .map(({ branch, file }) => ({ branch, file })),
    affectsUnsupported: vulnerabilities.some(({ affected }) => affected.some((range) => reachesBeyond(range, branches))),
  }
}

function coverBranch({ vulnerabilities, patches }: Covered, branch: string): BranchCoverage {
  const affecting = vulnerabilities.filter(({ affected }) => affected.some((range) => touchesBranch(range, branch)))
  const fixes = affecting.map(({ fixed }) => fixed.filter((version) => isOnBranch(version, branch)))
  return {
    branch,
    affected: affecting.length > 0,
    patches: patches.filter((patch) => isFor(patch.branch, branch)).map(({ file }) => file),
    fixed: inOrder(fixes.flat()),
    unfixed: fixes.filter((versions) => versions.length === 0).length,
  }
}

/** Teams write `1.2` and `1.2.x` for one branch; any other name is another branch. */
const isFor = (named: string, branch: string): boolean => named === branch || named === `${branch}.x`
