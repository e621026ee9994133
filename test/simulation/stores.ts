import type { MailService, SendMail } from '../../core/delivery/ports.ts'
import type { MailAddress } from '../../core/shared/mail-address.ts'
import { memoryAlarms } from '../fakes/alarms.ts'
import type { memoryBlobs } from '../fakes/blobs.ts'
import { memoryCampaigns } from '../fakes/campaigns.ts'
import { memoryDocuments } from '../fakes/documents.ts'
import { memoryFences } from '../fakes/fences.ts'
import { memoryHalts } from '../fakes/halts.ts'
import { memoryHints } from '../fakes/hints.ts'
import { memoryLedger } from '../fakes/ledger.ts'
import { type TakenMail, memoryMail } from '../fakes/mail.ts'
import { memoryAccessLog, memoryAddresses, memoryRecipients } from '../fakes/recipients.ts'
import { memorySweeps, memoryTroubles } from '../fakes/sweeps.ts'
import { memoryTableGuard } from '../fakes/table-guard.ts'
import { type TableCopy, memoryTable } from '../fakes/table.ts'
import { memoryTeamKeys } from '../fakes/team-keys.ts'
import { composeAlarm, composeWaiting, writeLetter } from './mails.ts'
import { policy } from './policy.ts'
import { seal } from './sealing.ts'

export type Blobs = ReturnType<typeof memoryBlobs>
export type Stores = ReturnType<typeof makeStores>
/** What is reached by calls: the table itself is not. */
export type StoreName = Exclude<keyof Stores, 'table'>

const DAY_MILLIS = 24 * 60 * 60 * 1000

/** What is not in the table: it stays when another one takes its place. */
export interface Around {
  readonly blobs: Blobs
  readonly mail: ReturnType<typeof accountOf>
  readonly queue: ReturnType<typeof memoryHints>
}

export const makeAround = (blobs: Blobs, of: { readonly now: () => number; readonly taken: readonly TakenMail[] }): Around => ({
  blobs,
  mail: accountOf(of),
  queue: memoryHints(),
})

/** Everything that lies outside of a process, in memory. The table is a copy of another one. */
export function makeStores(around: Around, { copy, number }: { readonly copy: TableCopy; readonly number: number }) {
  const table = memoryTable(number)
  table.restore(copy)
  const [campaigns, halts, recipients] = [memoryCampaigns(table), memoryHalts(table), memoryRecipients(table)]
  const guard = memoryTableGuard(table)
  return {
    table,
    campaigns,
    documents: memoryDocuments(table),
    halts,
    ledger: memoryLedger(table),
    sweeps: memorySweeps(table),
    troubles: memoryTroubles(table),
    recipients,
    addresses: memoryAddresses(table),
    access: memoryAccessLog(),
    alarms: memoryAlarms(table),
    guard,
    fences: memoryFences({ campaigns, halts, recipients, guard }),
    ...around,
    teamKeys: memoryTeamKeys(table),
    sealing: { seal },
    writing: { letter: writeLetter, alarm: composeAlarm, waiting: composeWaiting },
  }
}

/** An SES account that counts: what is beyond its daily quota is throttled. */
function accountOf({ now, taken }: { readonly now: () => number; readonly taken: readonly TakenMail[] }) {
  const memory = memoryMail([...taken])
  memory.verify(policy.sender.address)
  const sentAt: number[] = []
  const account = {
    taken: memory.taken,
    daily: 50_000,
    isVerified: async (address: MailAddress) => memory.isVerified(address),
    quota: async () => ({ daily: account.daily, sent: sentLately(), perSecond: 100 }),
    batch: <T>(work: (send: SendMail) => Promise<T>) => memory.batch((send) => work((mail) => counted(send, mail))),
  }
  const sentLately = (): number => sentAt.filter((at) => at > now() - DAY_MILLIS).length
  const counted = async (send: SendMail, mail: Parameters<SendMail>[0]): ReturnType<SendMail> => {
    if (sentLately() >= account.daily) return { outcome: 'not-sent', code: 'Throttling' }
    sentAt.push(now())
    return send(mail)
  }
  return account satisfies MailService
}

type Enter = (name: string, args: readonly unknown[], call: () => Promise<unknown>) => Promise<unknown>

/** What one process reaches of the stores: each method of those that it names goes through `enter`. */
export function guarded<Name extends StoreName>(
  stores: Stores,
  { names, enter }: { readonly names: readonly Name[]; readonly enter: Enter },
): Pick<Stores, Name> {
  const reached: Partial<Record<StoreName, object>> = {}
  for (const name of names) reached[name] = name === 'mail' ? mailDoors(stores.mail, enter) : doorsOf(name, stores[name], enter)
  return reached as Pick<Stores, Name>
}

function doorsOf(name: string, store: object, enter: Enter): object {
  const doors: Record<string, unknown> = {}
  for (const [method, call] of Object.entries(store) as [string, (...args: readonly unknown[]) => Promise<unknown>][]) {
    const full = `${name}.${method}`
    doors[method] = (...args: readonly unknown[]) => enter(full, args, () => call(...args))
  }
  return doors
}

/** A batch is no call: what is called is each send in it. */
function mailDoors(mail: Stores['mail'], enter: Enter): MailService {
  return {
    quota: () => enter('mail.quota', [], mail.quota) as ReturnType<MailService['quota']>,
    isVerified: (address) => enter('mail.isVerified', [address], () => mail.isVerified(address)) as Promise<boolean>,
    batch: (work) => mail.batch((send) => work((letter) => enter('mail.send', [letter], () => send(letter)) as ReturnType<SendMail>)),
  }
}
