import { CHUNK_SIZE } from '../core/campaign/audience.ts'
import { approveByTwo, draft, importList, released } from './campaign.ts'
import type { CallCounts } from './stack-client.ts'
import { people } from './people.ts'
import type { Progress } from './progress.ts'
import { type Door, machineOf } from './stack-client.ts'
import { withStack } from './stack-process.ts'
import { withFolder } from './temporary-folder.ts'

/** Two chunks, the second one in part: enough to tell calls a chunk from calls a recipient. */
const RECIPIENTS = 40

/** KMS calls of a campaign, by what it was doing. */
export interface KmsCalls {
  readonly chunks: number
  /** Both approvers' walks over the list. */
  readonly approve: number
  /** From the release until everything has gone. */
  readonly release: number
}

export interface GrownList {
  readonly recipients: number
  /** Each was added by a process of its own, so each is sealed under a data key of its own. */
  readonly grown: KmsCalls
  readonly imported: KmsCalls
}

export async function measureGrownList(progress: Progress): Promise<GrownList> {
  const rows = people(RECIPIENTS)
  const grown = await withFolder(async (folder) => {
    for (const [index, row] of rows.entries()) {
      await withStack(folder, (door) => importList(door, [row], () => undefined))
      progress.at(`a list grown to ${index + 1} of ${RECIPIENTS}`)
    }
    return withStack(folder, kmsCalls)
  })
  const imported = await withFolder(async (folder) => {
    await withStack(folder, (door) => importList(door, rows, () => undefined))
    return withStack(folder, kmsCalls)
  })
  return { recipients: RECIPIENTS, grown, imported }
}

async function kmsCalls(door: Door): Promise<KmsCalls> {
  const machine = machineOf(door)
  await machine.liftSesLimits()
  const disclosureAt = (await machine.now()).plus({ days: 14 })
  const id = await draft(door, disclosureAt)
  const count = async () => kmsIn((await machine.status()).calls)
  const before = await count()
  await approveByTwo(door, id, () => undefined)
  const approved = await count()
  await machine.setClock(disclosureAt.minus({ days: 6 }))
  await released(door, id, { machine, onProgress: () => undefined })
  return { chunks: Math.ceil(RECIPIENTS / CHUNK_SIZE), approve: approved - before, release: (await count()) - approved }
}

const kmsIn = (calls: CallCounts): number => Object.values(calls['kms'] ?? {}).reduce((sum, { ok, failed }) => sum + ok + failed, 0)
