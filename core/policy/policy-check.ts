import { Duration } from 'luxon'
import { type PolicyProblem, type ReportingShape, checkReporting } from './reporting-check.ts'

interface OperatorShape {
  readonly person: string
  readonly principal: string
  readonly roles: readonly string[]
}

/** What of a policy is compared here; the schema is in policy.ts, which calls this. */
export interface PolicyShape {
  readonly operators: readonly OperatorShape[]
  readonly embargo: { readonly lead: string; readonly maximum: string }
  readonly override: { readonly approvals: number }
  readonly approvals: number
  readonly dates: { readonly day: { readonly from: string; readonly to: string } }
  readonly supportedVersions: { readonly branches: readonly string[] }
  readonly reporting?: ReportingShape | undefined
}

/** What no single field shows: a policy under which nobody could act, or that contradicts itself. */
export function checkPolicy(policy: PolicyShape): readonly PolicyProblem[] {
  return [
    ...checkOperators(policy),
    ...checkQuorum(policy),
    ...checkSpans(policy),
    ...checkDay(policy),
    ...checkBranches(policy),
    ...(policy.reporting === undefined ? [] : checkReporting(policy.reporting)),
  ]
}

function checkOperators({ operators }: PolicyShape): readonly PolicyProblem[] {
  return operators.flatMap((operator, index): PolicyProblem[] => {
    const before = operators.slice(0, index)
    return [
      ...(before.some(({ person }) => person === operator.person)
        ? [{ path: ['operators', index, 'person'], message: 'is listed already: give all roles of a person in one entry' }]
        : []),
      ...(before.some(({ principal }) => principal === operator.principal)
        ? [{ path: ['operators', index, 'principal'], message: 'belongs to another operator already: each needs a principal of their own' }]
        : []),
    ]
  })
}

/** Whoever edits cannot approve, so each author needs enough approvers besides themselves. */
function checkQuorum({ operators, approvals, override }: PolicyShape): readonly PolicyProblem[] {
  const authors = withRole(operators, 'author')
  const approvers = withRole(operators, 'approver')
  // Who proposes an override consents by that, in either role; everybody else consents as an approver.
  const most = approvers.length + (authors.some((person) => !approvers.includes(person)) ? 1 : 0)
  const fewest = Math.min(...authors.map((author) => approvers.filter((person) => person !== author).length))
  return [
    ...(authors.length === 0
      ? [{ path: ['operators'], message: 'must give the role author to somebody: nobody could create a campaign' }]
      : []),
    ...(authors.length > 0 && fewest < approvals
      ? [
          {
            path: ['approvals'],
            message: `is ${approvals}, but an author has only ${fewest} approvers besides themselves: add approvers, or lower it`,
          },
        ]
      : []),
    ...(most < override.approvals
      ? [
          {
            path: ['override', 'approvals'],
            message: `is ${override.approvals}, but only ${most} operators could consent to one: add approvers, or lower it`,
          },
        ]
      : []),
  ]
}

const withRole = (operators: readonly OperatorShape[], role: string): readonly string[] => [
  ...new Set(operators.filter(({ roles }) => roles.includes(role)).map(({ person }) => person)),
]

function checkSpans({ embargo }: PolicyShape): readonly PolicyProblem[] {
  const isShorter = Duration.fromISO(embargo.lead).toMillis() < Duration.fromISO(embargo.maximum).toMillis()
  return isShorter ? [] : [{ path: ['embargo', 'lead'], message: 'must be shorter than embargo.maximum' }]
}

/** Both are `HH:MM`, so their order as texts is their order as times. */
function checkDay({ dates: { day } }: PolicyShape): readonly PolicyProblem[] {
  return day.from < day.to ? [] : [{ path: ['dates', 'day', 'to'], message: 'must be later than dates.day.from' }]
}

function checkBranches({ supportedVersions: { branches } }: PolicyShape): readonly PolicyProblem[] {
  return branches.flatMap((branch, index) =>
    branches.slice(0, index).some((other) => isWithin(branch, other) || isWithin(other, branch))
      ? [{ path: ['supportedVersions', 'branches', index], message: 'is listed already, by itself or as part of another branch' }]
      : [],
  )
}

/** `1.2` is within `1.2` and within `1`. */
const isWithin = (branch: string, outer: string): boolean => branch === outer || branch.startsWith(`${outer}.`)
