import type { AdvisoryFile } from './advisory.ts'
import { type Coverage, coverage } from './coverage.ts'
import { baseScore, ratingOf } from './cvss.ts'

/** Fits a preflight's `Finding`. Names fields and the policy's branches, and nothing of the advisory's text. */
export interface Advice {
  readonly check: string
  readonly level: 'note' | 'warn'
  readonly says: string
}

type Advised = Pick<AdvisoryFile, 'vulnerabilities' | 'reporters'> & {
  readonly patches: readonly { readonly branch: string; readonly file: string }[]
}

/** What is allowed, and more often a slip: to be looked at before an approval. Empty when there is nothing to say. */
export function adviceOn(
  advisory: Advised,
  policy: { readonly supportedVersions: { readonly branches: readonly string[] } },
): readonly Advice[] {
  return [...onBranches(coverage(advisory, policy.supportedVersions.branches)), ...onSeverity(advisory), ...onReporters(advisory)]
}

function onBranches({ supported, others, affectsUnsupported }: Coverage): readonly Advice[] {
  const warn = (check: string, says: string): Advice => ({ check, level: 'warn', says })
  return [
    ...(supported.some(({ affected }) => affected)
      ? []
      : [warn('branches-affected', 'no supported branch is affected: compare vulnerabilities.affected with the policy')]),
    ...supported
      .filter(({ affected, patches }) => affected && patches.length === 0)
      .map(({ branch }) =>
        warn('branch-patched', `branch ${branch} is supported and affected, but no patch is for it; the notice will say so`),
      ),
    ...supported
      .filter(({ affected, patches }) => !affected && patches.length > 0)
      .map(({ branch }) => warn('patch-needed', `a patch is for branch ${branch}, which is not affected`)),
    ...supported
      .filter(({ affected, unfixed }) => affected && unfixed > 0)
      .map(({ branch, unfixed }): Advice => ({
        check: 'branch-fixed',
        level: 'note',
        says: `branch ${branch} has no fixed version for ${unfixed} of what affects it`,
      })),
    ...(others.length > 0
      ? [warn('patch-supported', `${others.length} of the patches are for branches that the policy does not support`)]
      : []),
    ...(affectsUnsupported
      ? [{ check: 'unsupported-affected', level: 'note', says: 'versions outside of the supported branches are affected too' } as const]
      : []),
  ]
}

/** CVSS 4.0 is not scored here. */
function onSeverity({ vulnerabilities }: Advised): readonly Advice[] {
  return vulnerabilities.flatMap(({ cvss, severity }, index): Advice[] => {
    const score = cvss === undefined ? undefined : baseScore(cvss)
    if (score === undefined || ratingOf(score) === severity) return []
    return [{ check: 'severity', level: 'warn', says: `vulnerabilities.${index}.severity is not what its CVSS vector comes to` }]
  })
}

function onReporters({ reporters }: Advised): readonly Advice[] {
  if (reporters.length > 0) return []
  return [{ check: 'reporters', level: 'note', says: 'there is no reporter: nobody will be told the date as the one who found it' }]
}
