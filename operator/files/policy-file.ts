import { type Policy, parsePolicy } from '../../core/policy/policy.ts'
import type { Parsed } from '../../core/shared/parsed.ts'
import { readText } from './file-bytes.ts'
import { parseYaml } from './yaml-source.ts'

const MAX_BYTES = 1024 * 1024

/** Reads `forewarn.yaml`. */
export async function readPolicyFile(path: string): Promise<Parsed<Policy>> {
  const text = await readText(path, MAX_BYTES)
  if (!text.ok) return text
  const source = parseYaml(text.value)
  if (!source.ok) return source
  const policy = parsePolicy(source.value.value)
  return policy.ok ? policy : { ok: false, problems: policy.problems.map(source.value.located) }
}
