import { setTimeout as sleep } from 'node:timers/promises'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { KeyKind } from '../../core/keys/mail-key.ts'
import { CampaignId } from '../../core/shared/ids.ts'
import { progressOf } from '../cli/progress.ts'
import { Stop } from '../cli/stop.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Type } from './team.ts'

const samples = join(resolve(import.meta.dirname, '../..'), 'samples')

/** When the demo begins, and what it plans: whole hours on working days. */
export const BEGINS = '2026-12-01T16:00Z'
const PLAN = {
  disclosure: '2026-12-15T17:00Z',
  lead: '2026-12-08T17:00Z',
  exploitedDisclosure: '2026-12-18T17:00Z',
  shortened: '2026-12-10T17:00Z',
} as const

const PATIENCE_MILLIS = 30_000
const LOOK_MILLIS = 200

/** What of `campaign status --json` the demo looks at. */
const Status = z.object({
  campaign: z.object({ id: CampaignId, state: z.string(), disclosureAt: z.string() }),
  notices: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      state: z.string(),
      dueAt: z.string(),
      releasedAt: z.string().optional(),
      members: z.number(),
      deliveries: z.record(z.string(), z.number()),
    }),
  ),
})
export type CampaignStatus = z.infer<typeof Status>
const Created = z.object({ campaign: z.object({ id: CampaignId }) })

/** Looks at a campaign without showing it. */
export type Look = (id: CampaignId) => Promise<CampaignStatus>
export const lookWith =
  (typeQuietly: Type): Look =>
  async (id) =>
    Status.parse(await typeQuietly('bob', 'campaign', 'status', id))

/** What recipients are given to check signatures with. */
export const TEAM_KEY_FILES = { openpgp: 'team.asc', 's-mime': 'team.pem' } as const

export interface Stage {
  /** The folder that the team's public keys go into. */
  readonly keys: string
  readonly type: Type
  readonly look: Look
  readonly terminal: Terminal
}

/** A campaign that keeps its lead time, then one that an exploit shortens. @returns both, in order */
export async function play(stage: Stage): Promise<readonly CampaignId[]> {
  const { type, terminal, keys } = stage
  const say = (text: string) => terminal.note(terminal.style('cyan', `── ${text}\n`))

  say('The list: checked as a whole, then sealed. Nobody sees an address again but by --reveal, which is recorded.')
  await type('dave', 'recipients', 'import', join(samples, 'recipients.csv'))

  say('The team’s keys: made where they are used, so their private halves are seen by nobody. Every notice names them.')
  for (const kind of KeyKind.options) {
    await type('bob', 'keys', 'team', 'create', '--kind', kind)
    await type('bob', 'keys', 'team', 'export', '--kind', kind, '--out', join(keys, TEAM_KEY_FILES[kind]))
  }

  say('A campaign: alice writes it, bob and carol approve exactly the same bytes.')
  const first = await create(stage, 'consoleme/ADV-2026-0001.yaml', PLAN.disclosure)
  await approveByTwo(stage, first)

  say('A week before the date: recipients and reporter are told by the same write.')
  await type('alice', 'clock', 'set', PLAN.lead)
  await goesOut(stage, first)

  say('Another campaign, approved in the same way. Then an exploit is seen: the timeline is shortened, and the notices go out at once.')
  const second = await create(stage, 'consoleme-exploited/ADV-2026-0002.yaml', PLAN.exploitedDisclosure)
  await approveByTwo(stage, second)
  await type('alice', 'campaign', 'shorten', second, '--disclose-at', PLAN.shortened, '--reason', 'exploited in the wild', '--yes')
  await goesOut(stage, second)

  say('Who is not told: somebody who takes sealed mail alone, and has given no key. They heard that a notice waits, and nothing of it.')
  await type('bob', 'deliveries', first, '--not-told')
  return [first, second]
}

async function create({ type }: Stage, advisory: string, discloseAt: string): Promise<CampaignId> {
  const created = Created.parse(await type('alice', 'campaign', 'create', join(samples, advisory), '--disclose-at', discloseAt))
  return created.campaign.id
}

async function approveByTwo({ type }: Stage, id: CampaignId): Promise<void> {
  await type('bob', 'campaign', 'approve', id, '--yes')
  await type('carol', 'campaign', 'approve', id, '--yes')
}

/** Draws a bar until everything that is going out is accounted for and every mail's fate has been told. */
async function goesOut({ look, terminal }: Stage, id: CampaignId): Promise<void> {
  const until = Date.now() + PATIENCE_MILLIS
  const total = outOf(await look(id)).members
  const progress = progressOf(terminal, 'addressees accounted for', total)
  try {
    while (Date.now() < until) {
      const { members, settled, isDone } = outOf(await look(id))
      progress.at(settled)
      if (isDone && members > 0) return
      await sleep(LOOK_MILLIS)
    }
  } finally {
    progress.end()
    terminal.note('')
  }
  throw new Stop(3, {
    code: 'notices-not-out',
    message: 'the notices did not go out in time',
    hint: `See \`./forewarn campaign status ${id}\`.`,
  })
}

function outOf({ notices }: CampaignStatus): { members: number; settled: number; isDone: boolean } {
  const out = notices.filter(({ kind, state }) => (kind === 'advance' || kind === 'reporter-date') && state !== 'cancelled')
  const members = out.reduce((sum, notice) => sum + notice.members, 0)
  const underWay = out.reduce(
    (sum, { deliveries }) => sum + (deliveries['claimed'] ?? 0) + (deliveries['accepted'] ?? 0) + (deliveries['planned'] ?? 0),
    0,
  )
  const isDone = out.every(({ state }) => state === 'released') && underWay === 0
  const known = out.reduce((sum, { deliveries }) => sum + Object.values(deliveries).reduce((all, n) => all + n, 0), 0)
  return { members, settled: known - underWay, isDone }
}
