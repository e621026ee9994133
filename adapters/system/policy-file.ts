import { readFileSync } from 'node:fs'
import { type Policy, parsePolicy } from '../../core/policy/policy.ts'
import { Fault } from '../../core/shared/fault.ts'
import { fieldsOf } from '../../core/shared/parsed.ts'

/** The policy as it was deployed, in JSON. Read once, when a function starts. @throws Fault `POLICY_UNUSABLE` */
export function readDeployedPolicy(file: string): Policy {
  const parsed = parsePolicy(jsonIn(file))
  if (parsed.ok) return parsed.value
  const facts = { fields: fieldsOf(parsed.problems) }
  throw new Fault('POLICY_UNUSABLE', 'the deployed policy is not valid', { retry: 'never', facts })
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Fault('POLICY_UNUSABLE', 'the deployed policy cannot be read', { retry: 'never' })
  }
}
