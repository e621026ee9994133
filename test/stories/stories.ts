import { join } from 'node:path'
import * as z from 'zod'
import type { CampaignId } from '../../core/shared/ids.ts'
import { JOINER, writeAdvisory, writeRevision } from './cast.ts'
import { type Stage, approveByTwo, changeWhileHalted, create, goesOut, tellSome } from './stage.ts'

/** In order: the clock goes forward only. */
export const STORIES = ['moved', 'collapsed', 'withdrawn'] as const
export type StoryName = (typeof STORIES)[number]

/** Plays a whole campaign. `folder`: where its advisory is written. */
type Play = (stage: Stage, folder: string) => Promise<CampaignId>

export const PLAYS: Readonly<Record<StoryName, Play>> = { moved, collapsed, withdrawn }
/** When the stories begin: before the change of clocks in Europe and in America, and before anything is due. */
export const BEGINS = '2026-10-06T16:00Z'

const Added = z.object({ id: z.string() })

async function moved(stage: Stage, folder: string): Promise<CampaignId> {
  const { type, say } = stage
  say('alice writes it, bob and carol approve it: Tuesday, 27 October.')
  const id = await create(stage, await writeAdvisory(join(folder, 'first'), 'ADV-2026-0003'), '2026-10-27T16:00Z')
  await approveByTwo(stage, id)
  say('A backport takes longer. Nobody outside was told yet: nine days later, and past the end of summer time.')
  const later = ['reschedule', id, '--disclose-at', '2026-11-05T17:00Z', '--reason', 'the backport to 1.1 needs nine days more', '--yes']
  await type('alice', 'campaign', ...later)
  await approveByTwo(stage, id)
  say('A week before the date, on the clock of Los Angeles, the notices go out; the account may send no more than a part of them that day.')
  await tellSome(stage, id, '2026-10-29T16:00Z')
  say('An exploit is seen. The timeline is shortened, by one person; some know the date before, and some nothing.')
  const earlier = ['shorten', id, '--disclose-at', '2026-11-03T17:00Z', '--reason', 'It is being exploited.']
  await changeWhileHalted(stage, id, earlier)
  await reviseAndInclude(stage, id, folder)
  await disclose(stage, id)
  return id
}

async function reviseAndInclude(stage: Stage, id: CampaignId, folder: string): Promise<void> {
  const { type, say } = stage
  say('The next day one of the patches is mended.')
  await type('alice', 'clock', 'set', '2026-10-30T17:00Z')
  const revision = await writeRevision(join(folder, 'revised'), 'ADV-2026-0003')
  await type(
    'alice',
    'campaign',
    'revise',
    id,
    '--advisory',
    revision,
    '--reason',
    'The patch for 1.1 did not pass its own linter.',
    '--yes',
  )
  await approveByTwo(stage, id)
  await goesOut(stage, id)
  say('A downstream joins the list, and is included.')
  const { organisation, contact, zone } = JOINER
  const details = ['--organisation', organisation, '--contact', contact, '--zone', zone, '--group', 'newcomers']
  const joined = Added.parse(await type('dave', 'recipients', 'add', ...details))
  await type('alice', 'campaign', 'include', id, '--recipient', joined.id, '--reason', 'joined today', '--yes')
  await approveByTwo(stage, id)
  await goesOut(stage, id)
}

async function disclose(stage: Stage, id: CampaignId): Promise<void> {
  const { type, say } = stage
  say('A day before: the reminder.')
  await type('alice', 'clock', 'set', '2026-11-02T17:00Z')
  await goesOut(stage, id)
  say('The day.')
  await type('alice', 'clock', 'set', '2026-11-03T17:00Z')
  await goesOut(stage, id)
  say('It is public, and alice says so.')
  await type('alice', 'clock', 'advance', 'PT40M')
  const places = ['https://consoleme.example/security/ADV-2026-0003', 'https://github.example/consoleme/advisories/ADV-2026-0003']
  await type('alice', 'campaign', 'disclose', id, ...places.flatMap((place) => ['--public-at', place]), '--yes')
  await goesOut(stage, id)
}

async function collapsed(stage: Stage, folder: string): Promise<CampaignId> {
  const { say } = stage
  say('Another campaign, which goes out in part.')
  const id = await create(stage, await writeAdvisory(folder, 'ADV-2026-0004'), '2026-12-08T17:00Z')
  await approveByTwo(stage, id)
  await tellSome(stage, id, '2026-12-01T17:00Z')
  say('It is in public. Everybody is told at once that it is over, whether they knew of it or not.')
  await changeWhileHalted(stage, id, ['collapse', id, '--reason', 'Details were posted on a public mailing list.'])
  return id
}

async function withdrawn(stage: Stage, folder: string): Promise<CampaignId> {
  const { say } = stage
  say('A third one, which goes out in part.')
  const id = await create(stage, await writeAdvisory(folder, 'ADV-2026-0005'), '2027-01-12T17:00Z')
  await approveByTwo(stage, id)
  await tellSome(stage, id, '2027-01-05T17:00Z')
  say('It is no vulnerability after all. Whoever may know of it is told, and nobody else.')
  await changeWhileHalted(stage, id, ['withdraw', id, '--reason', 'What was reported works as documented.'])
  return id
}
