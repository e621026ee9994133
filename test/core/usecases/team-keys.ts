import { toStored } from '../../../core/embargo/instant.ts'
import { KeyKind } from '../../../core/keys/mail-key.ts'
import { policy } from '../notice/sample.ts'
import { type Team, ada } from './team.ts'

/** Gives the team a key of each of these kinds. */
export async function withTeamKeys(team: Team, kinds: readonly KeyKind[] = KeyKind.options, usableUntil?: string): Promise<void> {
  const madeAt = toStored(team.clock.now())
  const { version } = await team.teamKeys.keys()
  const current = []
  for (const kind of kinds) {
    const { made, secret } = await team.sealing[kind].team.create({ name: 'Team', address: policy.sender.address }, team.clock.now())
    await team.teamKeys.keepSecret(secret)
    current.push({ ...made, madeAt, by: ada, ...(usableUntil !== undefined && { usableUntil }) })
  }
  await team.teamKeys.write({ version: version + 1, current, former: [] })
}
