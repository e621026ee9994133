import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestListener } from 'node:http'
import { comingHolidays } from '../../adapters/holidays/holiday-table.ts'
import type { HolidayTable } from '../../core/embargo/holiday-table.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Clock, Instant } from '../../core/shared/clock.ts'
import { type Refusal, refuse } from '../../core/shared/refusal.ts'
import { bucketName, configurationSet, sealedConfigurationSet, tableName } from './account.ts'
import { type ShiftedClock, openClock } from './clock/shifted-clock.ts'
import { type DataFolder, openDataFolder } from './folder/data-folder.ts'
import { writeDurably } from './folder/durable-file.ts'
import { isCode } from './folder/secret-file.ts'
import { type FunctionsEnv, type HandlersFactory, tickSeconds, timeoutSeconds } from './functions.ts'
import { makeGateway } from './gateway/gateway.ts'
import type { Machine } from './gateway/local-routes.ts'
import { replyError } from './gateway/reply.ts'
import { type Invocations, startInvocations } from './invocations.ts'
import { openJsonLog } from './json-log.ts'
import { type Services, startServices } from './services.ts'
import type { SesLimits } from './ses/sending-account.ts'
import { type LoopbackServer, serveOnLoopback } from './wire/loopback.ts'

export interface StackOptions {
  readonly dataDir: string
  /** 0 takes a free one. */
  readonly port: number
  readonly policy: Policy
  readonly templatesFile: string
  /** What time it is at the start, on a fresh folder. */
  readonly clockAt?: Instant
  /** Where not given: 200 mails a second, 50,000 a day, and the policy's sender is verified. */
  readonly ses?: Partial<SesLimits>
  readonly handlers: HandlersFactory
  /** For people: one line for each error that a function or a part reports. */
  readonly warn: (line: string) => void
}

export interface RunningStack {
  readonly outcome: 'running'
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly clock: Clock
  changeSes(limits: Partial<SesLimits>): void
  /** Lets what runs end; a second call waits for the first. */
  stop(): Promise<void>
}

/**
 * Everything on this machine, in this process; one stack a process. Refuses `folder-in-use`, `key-missing`, `key-broken`,
 * `token-broken`, `secret-exposed`, `clock-already-set`, `policy-unusable` and `port-taken`, and has then changed nothing that matters.
 */
export async function startStack(options: StackOptions): Promise<RunningStack | Refusal> {
  const folder = await openDataFolder(options.dataDir)
  if ('outcome' in folder) return folder
  const stops: (() => Promise<void>)[] = [() => folder.lock.release()]
  const stop = async () => {
    for (const stopOne of stops.splice(0).toReversed()) await stopOne()
  }
  try {
    const started = await startIn(folder, options, (stopOne) => stops.push(stopOne))
    if (started.outcome === 'refused') await stop()
    return started.outcome === 'refused' ? started : { ...started, stop: once(stop) }
  } catch (error) {
    await stop()
    throw error
  }
}

type OnStop = (stop: () => Promise<void>) => void

async function startIn(folder: DataFolder, options: StackOptions, onStop: OnStop): Promise<Omit<RunningStack, 'stop'> | Refusal> {
  const clock = await openClock(join(folder.path, 'clock.json'), options.clockAt)
  if ('outcome' in clock) return clock
  const holidays = comingHolidays(options.policy.dates.countries, clock.now())
  if (!holidays.ok) {
    const wrong = holidays.problems.map(({ field, message }) => `${field} ${message}`).join('; ')
    return refuse('policy-unusable', `the policy cannot be used: ${wrong}`, 'mend it, and start again')
  }
  // Taken first, so that a taken port is known before anything else has begun.
  const door = await openDoor(options.port)
  if ('outcome' in door) return door
  onStop(() => door.server.close())
  const log = openJsonLog(join(folder.path, 'log.jsonl'), clock, options.warn)
  onStop(async () => log.close())
  const limits: SesLimits = { rate: 200, daily: 50_000, verified: [options.policy.sender.address], ...options.ses }
  const services = await startServices({ folder, limits, clock, log, onStop })
  const env = await functionsEnv(folder, { ...options, holidays: holidays.value }, services)
  const handlers = await options.handlers(env, { clock, log })
  const invocations = startInvocations({ services, handlers, clock, log })
  onStop(() => invocations.stop())
  const machine = makeMachine({ folder, url: door.server.url, clock, services, invocations })
  const { operators } = options.policy
  door.answerWith(makeGateway({ token: folder.token, operators, handlers, machine, log }))
  await announce(folder, door.server.url, onStop)
  log.info('stack.ready', { pid: process.pid, port: door.server.port })
  return { outcome: 'running', url: door.server.url, clock, changeSes: (limits) => services.ses.account.change(limits) }
}

interface Door {
  readonly server: LoopbackServer
  answerWith(listener: RequestListener): void
}

async function openDoor(port: number): Promise<Door | Refusal> {
  let listener: RequestListener = (_, response) =>
    replyError(response, 503, { code: 'starting', message: 'the stack is starting', hint: 'wait for its "ready" line' })
  try {
    const server = await serveOnLoopback((request, response) => listener(request, response), port)
    return {
      server,
      answerWith: (next) => {
        listener = next
      },
    }
  } catch (error) {
    if (!isCode(error, 'EADDRINUSE')) throw error
    return refuse('port-taken', `port ${port} is taken`, 'give another with --port, or --port 0 for a free one')
  }
}

/** The policy goes where the functions read it, whole and already parsed, and the holidays of its countries beside it. */
async function functionsEnv(
  folder: DataFolder,
  { policy, holidays, templatesFile }: Pick<StackOptions, 'policy' | 'templatesFile'> & { readonly holidays: HolidayTable },
  { keyArn, broker }: Services,
): Promise<FunctionsEnv> {
  const policyFile = join(folder.path, 'policy.json')
  await writeDurably(policyFile, JSON.stringify(policy))
  const holidaysFile = join(folder.path, 'holidays.json')
  await writeDurably(holidaysFile, JSON.stringify(holidays))
  return {
    TABLE: tableName,
    BUCKET: bucketName,
    KEY_ARN: keyArn,
    SEND_QUEUE_URL: broker.queueUrl('send'),
    POLICY_FILE: policyFile,
    HOLIDAYS_FILE: holidaysFile,
    TEMPLATES_FILE: templatesFile,
    CONFIGURATION_SET: configurationSet,
    CONFIGURATION_SET_SEALED: sealedConfigurationSet,
    TIMEOUT_SECONDS: String(timeoutSeconds.send),
    TICK_SECONDS: String(tickSeconds),
  }
}

interface Parts {
  readonly folder: DataFolder
  readonly url: string
  readonly clock: ShiftedClock
  readonly services: Services
  readonly invocations: Invocations
}

function makeMachine({ folder, url, clock, services, invocations }: Parts): Machine {
  const { account } = services.ses
  return {
    clock,
    set: (instant) => invocations.moveClock(() => clock.set(instant)),
    advance: (span) => invocations.moveClock(() => clock.advance(span)),
    sesLimits: () => account.limits(),
    changeSes: (limits) => account.change(limits),
    status: () => ({
      pid: process.pid,
      dataDir: folder.path,
      url,
      endpoints: services.endpoints,
      now: clock.now().toISO(),
      calls: services.calls.counts(),
      queues: { send: services.broker.depth('send'), feedback: services.broker.depth('feedback') },
      rssBytes: process.memoryUsage.rss(),
      maxRssBytes: process.resourceUsage().maxRSS * 1024,
    }),
  }
}

/** How a client finds the stack; after a crash it lies there still, so it is only a hint. */
async function announce(folder: DataFolder, url: string, onStop: OnStop): Promise<void> {
  const path = join(folder.path, 'stack.json')
  await writeDurably(path, JSON.stringify({ url, pid: process.pid }))
  onStop(() => unlink(path))
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
