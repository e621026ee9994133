import { join } from 'node:path'
import type { Clock } from '../../../core/shared/clock.ts'
import type { Log } from '../../../core/shared/log.ts'
import type { CallCounter } from '../wire/call-counter.ts'
import type { LocalCredentials } from '../wire/caller.ts'
import type { LoopbackServer } from '../wire/loopback.ts'
import { serveSes } from './endpoint.ts'
import { type EventOutbox, openEventOutbox } from './event-outbox.ts'
import type { SesEvent } from './events.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { type SendingAccount, type SesLimits, makeSendingAccount } from './sending-account.ts'

export interface SesService {
  readonly server: LoopbackServer
  readonly account: SendingAccount
  readonly outbox: EventOutbox
  /** Takes no more mail; what was not told is told at the next start. */
  stop(): Promise<void>
}

export interface SesOptions {
  readonly dataDir: string
  readonly limits: SesLimits
  readonly clock: Clock
  readonly log: Log
  readonly credentials: LocalCredentials
  readonly calls: CallCounter
  readonly publish: (event: SesEvent) => void
}

/** SES on this machine: `mail/` in the data folder is its outbound queue, its archive and its outbox of events at once. */
export async function startSes({ dataDir, limits, clock, log, credentials, calls, publish }: SesOptions): Promise<SesService> {
  const mailbox = await openMailbox(join(dataDir, 'mail'))
  const account = makeSendingAccount(limits, clock, await sentInTheLastDay(mailbox, clock))
  const outbox = await openEventOutbox(join(dataDir, 'ses-events-told'), mailbox, { publish, log })
  const deps = { account, mailbox, clock, onAccepted: (...mail: Parameters<EventOutbox['tell']>) => outbox.tell(...mail) }
  const server = await serveSes(deps, credentials, calls)
  return {
    server,
    account,
    outbox,
    stop: async () => {
      await server.close()
      await outbox.stop()
    },
  }
}

/** When, in milliseconds, ascending; one entry a destination. Mails are numbered in order of time, so the newest are read first. */
async function sentInTheLastDay(mailbox: Mailbox, clock: Clock): Promise<readonly number[]> {
  const after = clock.now().minus({ hours: 24 }).toMillis()
  const newestFirst: number[] = []
  for (const number of mailbox.numbers.toReversed()) {
    const { acceptedAt, destinations } = await mailbox.envelope(number)
    const at = Date.parse(acceptedAt)
    if (at <= after) break
    newestFirst.push(...destinations.map(() => at))
  }
  return newestFirst.sort((a, b) => a - b)
}
