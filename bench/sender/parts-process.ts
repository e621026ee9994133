import { scheduledEvent } from '../../operator/local/clock/scheduler.ts'
import { makeGateway } from '../../operator/local/gateway/gateway.ts'
import { serveOnLoopback } from '../../operator/local/wire/loopback.ts'
import { advanceHints, approveByTwo, draft, importList } from '../campaign.ts'
import { answerParent } from '../child.ts'
import { bodyOf, campaignsOf } from '../../operator/cli/api-client.ts'
import { people } from '../people.ts'
import { keyedPeople } from '../sealed/keyed-people.ts'
import { sessionOf } from '../stack-client.ts'
import type { Door } from '../stack-client.ts'
import type { SendWork } from './send-work.ts'
import { type Parts, startParts } from './parts.ts'

/** Puts a campaign to this many recipients into the table, released and not sent, and serves it until the parent ends. */
await answerParent(async ([folder = '', recipients = '', keysFile = '']): Promise<SendWork> => {
  const parts = await startParts(folder, (line) => void process.stderr.write(`${line}\n`))
  const { clock } = parts.machine
  const door = await openDoor(parts)
  if (keysFile !== '') await bodyOf(campaignsOf(sessionOf(door, 'bob')).keys.team.create.$post({ json: { kind: 'openpgp' } }))
  const list = keysFile === '' ? people(Number(recipients)) : (await keyedPeople(keysFile)).map(({ details }) => details)
  await importList(door, list, () => undefined)
  // Inside of the lead time, so that the notice is due at once and no clock has to be moved.
  const id = await draft(door, clock.now().plus({ days: 3 }))
  await approveByTwo(door, id, () => undefined)
  await parts.handlers.clock(scheduledEvent(clock.now()))
  return { env: { ...awsEnv(), ...parts.env }, hints: await advanceHints(door, id) }
})

async function openDoor({ policy, token, machine, services, handlers }: Parts): Promise<Door> {
  const { account } = services.ses
  const now = async () => machine.clock.now()
  const limits = {
    sesLimits: () => account.limits(),
    changeSes: (changes: Parameters<typeof account.change>[0]) => account.change(changes),
  }
  const local = { clock: machine.clock, status: () => ({}), set: now, advance: now, ...limits }
  const gateway = makeGateway({ token, operators: policy.operators, handlers, machine: local, log: machine.log })
  return { url: (await serveOnLoopback(gateway)).url, token }
}

/** How the SDK of this process finds the parts, and is let in. */
function awsEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (name.startsWith('AWS_') && value ? [[name, value]] : [])),
  )
}
