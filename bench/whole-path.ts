import { setTimeout as sleep } from 'node:timers/promises'
import type { CampaignId } from '../core/shared/ids.ts'
import { approveByTwo, deliveries, draft, importList, released, writesOf } from './campaign.ts'
import { type CallFigures, callFigures } from './call-figures.ts'
import { people } from './people.ts'
import type { Progress } from './progress.ts'
import { type Door, type StackMachine, machineOf } from './stack-client.ts'
import { withStack } from './stack-process.ts'
import { withFolder } from './temporary-folder.ts'

type Phase = 'import' | 'approve' | 'release' | 'feedback'

export interface WholePath {
  readonly recipients: number
  /** Mails that were delivered: the recipients' and the reporter's. */
  readonly mails: number
  /** Wall-clock seconds; `feedback` is what is still to be heard when the notice is `released`. */
  readonly seconds: Readonly<Record<Phase, number>>
  /** The highest resident set of the stack's process by the end of each phase. */
  readonly peakBytes: Readonly<Record<Phase, number>>
  /** From the release until the last feedback. */
  readonly calls: CallFigures
  /** How often a delivery itself was written, as the ledger counts it: the rest of the writes are heads, marks and the pace. */
  readonly ownWrites: number
}

const POLL_MILLIS = 250

/** One campaign, from an empty data folder to the last delivery, on a stack in a process of its own. */
export function measureWholePath(recipients: number, progress: Progress): Promise<WholePath> {
  return withFolder((folder) => withStack(folder, (door) => run(door, recipients, progress)))
}

async function run(door: Door, recipients: number, progress: Progress): Promise<WholePath> {
  const machine = machineOf(door)
  await machine.liftSesLimits()
  const rows = people(recipients)
  const timed = phaseTimer(machine)
  const step = (name: string) => (done: number) => progress.at(`${name} ${done} of ${recipients}`)

  await timed.phase('import', () => importList(door, rows, step('imported')))
  const disclosureAt = (await machine.now()).plus({ days: 14 })
  const id = await draft(door, disclosureAt)
  await timed.phase('approve', () => approveByTwo(door, id, step('checked')))

  const before = await machine.status()
  await timed.phase('release', async () => {
    await machine.setClock(disclosureAt.minus({ days: 6 }))
    await released(door, id, { machine, onProgress: step('released') })
  })
  await timed.phase('feedback', () => quiet(machine))
  const after = await machine.status()
  const mails = await deliveredMails(door, id, recipients)
  const ownWrites = (await writesOf(door, id)) / mails
  return { recipients, mails, ...timed.figures(), calls: callFigures(before.calls, after.calls, mails), ownWrites }
}

function phaseTimer(machine: StackMachine) {
  const seconds: Record<Phase, number> = { import: 0, approve: 0, release: 0, feedback: 0 }
  const peakBytes: Record<Phase, number> = { ...seconds }
  return {
    async phase(name: Phase, work: () => Promise<void>): Promise<void> {
      const from = performance.now()
      await work()
      seconds[name] = (performance.now() - from) / 1000
      peakBytes[name] = (await machine.status()).maxRssBytes
    },
    figures: () => ({ seconds, peakBytes }),
  }
}

/** Until no event waits, and none has been recorded for two looks. */
async function quiet(machine: StackMachine): Promise<void> {
  let last = -1
  for (let calm = 0; calm < 2;) {
    await sleep(POLL_MILLIS)
    const { calls, queues } = await machine.status()
    const depth = queues.feedback.waiting + queues.feedback.inFlight
    const deleted = calls['sqs']?.['DeleteMessageBatch']?.ok ?? 0
    calm = depth === 0 && deleted === last ? calm + 1 : 0
    last = deleted
  }
}

/** @throws Error unless every recipient's mail, and the reporter's, was delivered: figures of anything less mean nothing */
async function deliveredMails(door: Door, id: CampaignId, recipients: number): Promise<number> {
  const { delivered = 0, ...others } = await deliveries(door, id)
  if (delivered > recipients && Object.keys(others).length === 0) return delivered
  throw new Error(`not everything was delivered: ${JSON.stringify({ delivered, ...others })}`)
}
