import { randomUUID } from 'node:crypto'
import type { DurationLike } from 'luxon'
import * as z from 'zod'
import { feedbackMessages } from '../../operator/local/event-bus/feedback-bus.ts'
import { sesEventsOf } from '../../operator/local/ses/events.ts'
import { secret } from './canaries.ts'
import type { Request } from './doors.ts'
import { type Answer, type ApiCall, type Installation, people, policy } from './installation.ts'

/** What a step needs of those before it. */
export interface Told {
  ids: Record<string, string>
  /** Bodies of the messages in the send queue that nobody has taken. */
  hints: readonly string[]
  /** Mails whose events have not been told. */
  heardOf: number
}

export interface Step {
  readonly name: string
  /** Breaks as an earlier one does. */
  readonly isLikeBefore?: true
  /** Whether it takes what is queued. */
  readonly takesHints?: true
  /** Once, before it is broken in every way: time that passes. */
  readonly before?: (at: Installation) => void
  /** @returns whether it did what it is for; throws what the function threw */
  readonly run: (at: Installation, told: Told) => Promise<boolean>
}

const { author, approver, other, keeper } = people
const utf8 = (text: string): string => Buffer.from(text).toString('base64')

type Json = Readonly<Record<string, unknown>>
type Body = Json | ((ids: Told['ids']) => Json)

/** A call of the API that succeeds; `keep` takes from its answer, by paths, what later steps name. */
function call(
  name: string,
  [method, path]: readonly [string, string],
  { as, body, keep }: { as: ApiCall['as']; body?: Body; keep?: Readonly<Record<string, string>> },
): Step {
  return {
    name,
    async run(at, { ids }) {
      const filled = path.replaceAll(/:(\w+)/g, (_, id: string) => ids[id] ?? id)
      const given = typeof body === 'function' ? body(ids) : body
      const answer = await at.api({ as, method, path: filled, ...(given === undefined ? {} : { body: given }) })
      if (answer.status !== 200) return false
      for (const [id, path] of Object.entries(keep ?? {})) ids[id] = textAt(bodyOf(answer), path)
      return true
    },
  }
}

export const bodyOf = ({ text }: Answer): unknown => JSON.parse(text.slice(text.indexOf('\n') + 1))

function textAt(value: unknown, path: string): string {
  let here = value
  for (const key of path.split('.')) here = typeof here === 'object' && here !== null ? (Reflect.get(here, key) as unknown) : undefined
  return z.string().parse(here)
}

interface Listed {
  readonly organisation: string
  readonly contacts: readonly string[]
  readonly zone?: string
  readonly groups?: readonly string[]
  readonly encryption: string
  readonly notes?: string
}

const first = {
  organisation: secret.organisation,
  contacts: [secret.firstContact, secret.secondContact],
  zone: 'Europe/Berlin',
  groups: [secret.group],
  encryption: 'none',
  notes: secret.notes,
}
const second = { organisation: secret.otherOrganisation, contacts: [secret.bouncing, secret.afterBounce], encryption: 'preferred' }
/** Who is told. */
export const listed: readonly Listed[] = [first, second]
const third = { organisation: `${secret.otherOrganisation} Ltd`, contacts: [secret.newContact] }

export const advisory = {
  id: 'ADV-2026-0009',
  title: secret.title,
  description: secret.description,
  remediation: secret.remediation,
  vulnerabilities: [{ cve: secret.cve, severity: 'critical', summary: secret.summary, affected: ['<1.2.2'], fixed: ['1.2.2'] }],
  patches: [{ branch: '1.2', file: secret.patchFile }],
  credits: [secret.credit],
  reporters: [
    { name: secret.reporter, zone: 'America/New_York', contact: { by: 'mail', address: secret.reporterAddress } },
    { name: secret.platformReporter, contact: { by: 'platform', platform: secret.platform, link: secret.platformLink } },
  ],
  references: [secret.reference],
}
const draft = (ids: Told['ids']) => ({ advisory, patches: { [secret.patchFile]: ids['patch'] } })

const approval = (as: ApiCall['as']): readonly Step[] => [
  call('bundle', ['POST', '/campaigns/:campaign/bundle'], { as, keep: { bundle: 'bundle' } }),
  call('audience', ['POST', '/recipients/audiences'], {
    as,
    body: ({ campaign, bundle }) => ({ campaign, bundle }),
    keep: { audience: 'audience' },
  }),
  call('preflight', ['POST', '/campaigns/:campaign/preflight'], {
    as,
    body: ({ audience, bundle }) => ({ audience, bundle }),
    keep: { digest: 'digest' },
  }),
  call('approve', ['POST', '/campaigns/:campaign/approve'], {
    as,
    body: ({ audience, bundle, digest }) => ({ audience, bundle, digest, why: secret.approval }),
  }),
]

const tick = (name: string, pass: DurationLike = {}): Step => ({
  name,
  before: ({ clock }) => clock.advance(pass),
  async run(at) {
    await at.tick()
    return true
  },
})

/** Works through everything that is queued. */
const send: Step = {
  name: 'send',
  takesHints: true,
  async run(at, { hints }) {
    for (const hint of hints) await at.send(hint)
    return hints.length > 0
  },
}

const Batch = z.object({ Entries: z.array(z.object({ MessageBody: z.string() })) })

/** What these requests put into the send queue. */
export const hintsIn = (requests: readonly Request[]): readonly string[] =>
  requests
    .filter(({ operation }) => operation === 'SendMessageBatch')
    .flatMap(({ body }) => Batch.parse(JSON.parse(body.toString('utf8'))).Entries.map(({ MessageBody }) => MessageBody))

/** What SES tells of the mails that it took since, through the rules of the event bus. */
const feedback: Step = {
  name: 'feedback',
  async run(at, told) {
    const messages = at.ses.arrived.slice(told.heardOf).flatMap((mail) => {
      const envelope = {
        destinations: [mail.destination],
        source: policy.sender.address,
        configurationSet: 'forewarn',
        tags: mail.tags,
        messageId: mail.sesId,
        acceptedAt: at.clock.now().toISO(),
      }
      return sesEventsOf(envelope, mail.raw).flatMap(feedbackMessages)
    })
    for (const message of messages) await at.feedback(message)
    return messages.length > 0
  },
}
const look = (name: string, path: string, as: ApiCall['as'] = author): Step => call(name, ['GET', path], { as })

const again = (step: Step): Step => ({ ...step, isLikeBefore: true })

/** A campaign from the list to its withdrawal, with everything that is secret in it. */
export const story: readonly Step[] = [
  call('check', ['POST', '/recipients/check'], { as: keeper, body: { rows: [first, second] } }),
  call('import', ['POST', '/recipients/import'], {
    as: keeper,
    body: { rows: [first, second] },
    keep: { recipient: 'results.0.id', bouncing: 'results.1.id' },
  }),
  call('add', ['POST', '/recipients'], { as: keeper, body: { ...third, contacts: ['dull@dull.example'] }, keep: { third: 'id' } }),
  call('change', ['PUT', '/recipients/:third'], { as: keeper, body: third }),
  call('suspend', ['POST', '/recipients/:third/state'], { as: keeper, body: { state: 'suspended' } }),
  look('list', '/recipients', keeper),
  look('show', '/recipients/:recipient', keeper),
  call('names', ['POST', '/recipients/names'], { as: keeper, body: ({ recipient }) => ({ ids: [recipient] }) }),
  call('reveal all', ['POST', '/recipients/reveal'], { as: keeper, body: {} }),
  call('reveal one', ['POST', '/recipients/:recipient/reveal'], { as: keeper }),
  look('accesses', '/recipients/access', keeper),
  call('patch', ['POST', '/campaigns/patches'], {
    as: author,
    // Each time other bytes: what is in the bucket is not written again, so it would break only once.
    body: () => ({ base64: utf8(`${secret.patch}${randomUUID()}\n`) }),
    keep: { patch: 'digest' },
  }),
  call('create', ['POST', '/campaigns'], {
    as: author,
    body: (ids) => ({ ...draft(ids), disclosureAt: '2026-12-05T09:00:00Z', audience: { kind: 'all' } }),
    keep: { campaign: 'campaign.id' },
  }),
  call('edit', ['PUT', '/campaigns/:campaign'], { as: author, body: (ids) => ({ draft: draft(ids) }) }),
  call('preview', ['GET', '/campaigns/:campaign/preview/advance'], { as: author }),
  ...approval(approver),
  ...approval(other).map(again),
  tick('release'),
  send,
  feedback,
  send,
  again(feedback),
  tick('settle', { minutes: 1 }),
  tick('alarms', { hours: 5 }),
  send,
  again(feedback),
  call('halt', ['PUT', '/halts/ALL'], { as: author, body: { reason: secret.halt } }),
  look('status', '/campaigns/:campaign'),
  call('resume', ['DELETE', '/halts/ALL'], { as: author, body: { reason: secret.halt } }),
  call('annotate', ['PUT', '/recipients/:third'], { as: keeper, body: { ...third, notes: secret.notes } }),
  call('shorten', ['POST', '/campaigns/:campaign/shorten'], {
    as: author,
    body: { disclosureAt: '2026-12-04T09:00:00Z', why: secret.shortening },
  }),
  again(tick('release the next version')),
  again(send),
  again(feedback),
  again(tick('settle it', { minutes: 1 })),
  look('history', '/campaigns/:campaign/history'),
  look('campaigns', '/campaigns'),
  look('deliveries', '/campaigns/:campaign/deliveries?notice=advance-2'),
  look('verify', '/campaigns/:campaign/verify'),
  look('alarms', '/alarms'),
  look('members', '/recipients/audiences/:campaign/members?position=0', keeper),
  call('withdraw', ['POST', '/campaigns/:campaign/withdraw'], { as: author, body: { why: secret.withdrawing } }),
  again(tick('release the withdrawal')),
  again(send),
]
