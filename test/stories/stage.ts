import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import type { StackMachine } from '../../bench/stack-client.ts'
import { CHUNK_SIZE } from '../../core/campaign/audience.ts'
import { CampaignId } from '../../core/shared/ids.ts'
import type { Type } from '../../operator/demo/team.ts'
import type { CampaignStatus, Look } from '../../operator/demo/story.ts'
import { takenMails } from '../operator/mail-folder.ts'
import { REPORTERS } from './cast.ts'

const PATIENCE_MILLIS = 60_000
/** A look reads the whole ledger, and takes its time from the mails that it waits for. */
const LOOK_MILLIS = 500
/**
 * A day's mails are the first chunk's, the reporters' and the alarm that says that no more can go. A second's are fewer than
 * a chunk's: the clock does not pay for the second chunk before SES has counted what the first one took of the day.
 */
const IN_THE_MIDDLE = { rate: 20, daily: CHUNK_SIZE + REPORTERS.length + 1 }

const Created = z.object({ campaign: z.object({ id: CampaignId }) })

/** What a story is played on: the command line, and one machine's clock and SES. */
export interface Stage {
  readonly type: Type
  readonly look: Look
  readonly say: (text: string) => void
  readonly machine: StackMachine
  readonly mailDir: string
}

/** To the list as it was when the stories began. */
export async function create({ type }: Stage, advisory: string, discloseAt: string): Promise<CampaignId> {
  const options = ['--disclose-at', discloseAt, '--audience', 'distributors']
  return Created.parse(await type('alice', 'campaign', 'create', advisory, ...options)).campaign.id
}

/** Approves a campaign, or consents to what was proposed for it. */
export async function approveByTwo({ type }: Stage, id: CampaignId): Promise<void> {
  await type('bob', 'campaign', 'approve', id, '--yes')
  await type('carol', 'campaign', 'approve', id, '--yes')
}

/** Lets the notices' time come on an account that may send no more than a part of them that day. */
export async function tellSome(stage: Stage, id: CampaignId, at: string): Promise<void> {
  await stage.machine.limitSes(IN_THE_MIDDLE)
  await stage.type('alice', 'clock', 'set', at)
  await until('the first chunk, the reporters and the team are told', async () => {
    const { notices } = await stage.look(id)
    const told = notices.reduce((sum, { deliveries }) => sum + (deliveries['delivered'] ?? 0), 0)
    const isTeamTold = (await takenMails(stage.mailDir)).some(
      ({ envelope: { tags } }) => tags['campaign'] === id && tags['notice']?.startsWith('alarm-quota-reached'),
    )
    // The head is written once more when the reporters' notice is settled, and a command in between would be refused.
    const isSettled = notices.every(({ kind, state }) => kind !== 'reporter-date' || state === 'released')
    return told === CHUNK_SIZE + REPORTERS.length && isTeamTold && isSettled
  })
}

/** Nothing goes out between the old plan and the new one; what was held up by the quota goes with the new one. */
export async function changeWhileHalted(stage: Stage, id: CampaignId, change: readonly string[]): Promise<void> {
  const { type, machine } = stage
  await type('alice', 'halt', id, '--reason', 'the plan changes')
  await machine.liftSesLimits()
  await type('alice', 'campaign', ...change, '--yes')
  await type('alice', 'resume', id, '--reason', 'the plan has changed', '--yes')
  await goesOut(stage, id)
}

/** Until everything that is due is out, and every mail's fate has been told. */
export const goesOut = ({ look, machine }: Stage, id: CampaignId): Promise<void> =>
  until('what is due is out', async () => isOut(await look(id), (await machine.now()).toMillis()))

function isOut({ notices }: CampaignStatus, now: number): boolean {
  const isStill = ({ state, dueAt }: CampaignStatus['notices'][number]) =>
    state === 'releasing' || (state === 'planned' && Date.parse(dueAt) <= now)
  const underWay = notices.flatMap(({ deliveries }) => ['claimed', 'accepted', 'planned'].map((state) => deliveries[state] ?? 0))
  return !notices.some(isStill) && underWay.every((count) => count === 0)
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MILLIS
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`in ${PATIENCE_MILLIS / 1000} s it did not come to this: ${what}`)
    await sleep(LOOK_MILLIS)
  }
}
