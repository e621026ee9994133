import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../adapters/system/clock.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Log } from '../../core/shared/log.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { builtTemplates } from '../../operator/cli/templates.ts'
import { readPolicyFile } from '../../operator/files/policy-file.ts'
import { bucketName, configurationSet, tableName } from '../../operator/local/account.ts'
import { openDataFolder } from '../../operator/local/folder/data-folder.ts'
import { type FunctionsEnv, type Handlers, tickSeconds, timeoutSeconds } from '../../operator/local/functions.ts'
import { type Services, startServices } from '../../operator/local/services.ts'
import { wireFunctions } from '../../operator/local/wiring.ts'
import { policyFile } from '../sample.ts'

/** AWS on this machine with every function wired, and nobody who calls one by itself. */
export interface Parts {
  readonly policy: Policy
  readonly token: string
  readonly machine: Machine
  readonly services: Services
  readonly handlers: Handlers
  readonly env: FunctionsEnv
}

/** For the life of this process; the folder is its caller's to remove. @throws Error when the folder or the policy is unusable */
export async function startParts(data: string, note: (line: string) => void): Promise<Parts> {
  const policy = await readPolicyFile(policyFile)
  const folder = await openDataFolder(data)
  if (!policy.ok || 'outcome' in folder) throw new Error('the policy or the folder cannot be used')
  const machine = { clock: systemClock(), log: errorLog(note) }
  const limits = { rate: 1_000_000, daily: 1_000_000_000, verified: [policy.value.sender.address] }
  const services = await startServices({ folder, limits, ...machine, onStop: () => undefined })
  const deployedPolicy = join(data, 'policy.json')
  await writeFile(deployedPolicy, JSON.stringify(policy.value))
  const deployedHolidays = join(data, 'holidays.json')
  // No preflight is measured here.
  await writeFile(deployedHolidays, JSON.stringify({ countries: [], firstYear: 2026, lastYear: 2026, days: {} }))
  const env: FunctionsEnv = {
    TABLE: tableName,
    BUCKET: bucketName,
    KEY_ARN: services.keyArn,
    SEND_QUEUE_URL: services.broker.queueUrl('send'),
    POLICY_FILE: deployedPolicy,
    HOLIDAYS_FILE: deployedHolidays,
    TEMPLATES_FILE: await builtTemplates(note),
    CONFIGURATION_SET: configurationSet,
    CONFIGURATION_SET_SEALED: configurationSet,
    TIMEOUT_SECONDS: String(timeoutSeconds.send),
    TICK_SECONDS: String(tickSeconds),
  }
  return { policy: policy.value, token: folder.token, machine, services, env, handlers: await wireFunctions(env, machine) }
}

/** What goes well is of no interest here. */
function errorLog(note: (line: string) => void): Log {
  return { info: () => undefined, error: (event, facts) => note(`${event} ${JSON.stringify(facts)}`) }
}
