import { describe, expect, test } from 'vitest'
import { toStored } from '../../../core/embargo/instant.ts'
import { KeyKind, type MailKey } from '../../../core/keys/mail-key.ts'
import type { RecipientDetails } from '../../../core/recipient/recipient.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { type DeliveryId, NoticeId } from '../../../core/shared/ids.ts'
import { mailKeyOf } from '../../fakes/sealing.ts'
import type { TakenMail } from '../../fakes/mail.ts'
import { policy } from '../notice/sample.ts'
import { type Team, ada, addRecipient, advance, countsOf, makeTeam, run, scheduled, stored, toLead } from './team.ts'

/** Words that stand in every advance notice of this campaign. */
const WORDS = /ConsoleMe security advance notice|EMBARGOED|format string|disclosure date/i
const mailbox = MailAddress.parse('security@org9.example')
const second = MailAddress.parse('soc@org9.example')

const textOf = ({ raw }: TakenMail): string => Buffer.from(raw).toString('latin1')
const to9 = (team: Team, address: string = mailbox): readonly TakenMail[] =>
  team.mail.taken.filter(({ destination }) => destination === address)

async function withTeamKeys(team: Team): Promise<void> {
  const madeAt = toStored(team.clock.now())
  const current = []
  for (const kind of KeyKind.options) {
    const { made, secret } = await team.sealing[kind].team.create({ name: 'Team', address: policy.sender.address }, team.clock.now())
    await team.teamKeys.keepSecret(secret)
    current.push({ ...made, madeAt, by: ada })
  }
  await team.teamKeys.write({ version: 1, current, former: [] })
}

/** Two recipients in plain, and one who asks for this. */
async function released(wish: Partial<RecipientDetails>, isSignable = true) {
  const team = await makeTeam({ recipients: 2, reporters: 'none' })
  await withTeamKeys(team)
  const member = await addRecipient(team.keeper, 9, wish)
  const { id } = await scheduled(team)
  if (!isSignable) await team.teamKeys.write({ version: 2, current: [], former: [] })
  toLead(team)
  await run(team)
  const deliveryId = `advance-1_2_${member}` as DeliveryId
  return { team, id, deliveryId }
}

function opened(team: Team, mail: TakenMail, key: MailKey): string {
  const text = textOf(mail)
  if (key.kind === 'openpgp') {
    const armored = text.slice(text.indexOf('-----BEGIN PGP'), text.indexOf('-----END PGP MESSAGE-----')) + '-----END PGP MESSAGE-----\r\n'
    return team.sealing.openpgp.open({ kind: 'openpgp', armored }, key).entity
  }
  const base64 = text.slice(text.indexOf('\r\n\r\n')).replaceAll('\r\n', '')
  return team.sealing['s-mime'].open({ kind: 's-mime', cipher: key.cipher, der: Buffer.from(base64, 'base64') }, key).entity
}

const soon = (team: Team, id: Parameters<typeof stored>[1]) => stored(team, id)
const endsAt = (text: string) => ({ usableUntil: text })
/** After the approval and before the advance notice, which is due on 8 December. */
const ENDS_BEFORE = '2026-12-05T00:00:00Z'

describe('an addressee with a key', () => {
  test.each(['openpgp', 's-mime'] as const)('gets the notice sealed by %s, and its words are nowhere outside', async (kind) => {
    const key = mailKeyOf({ address: mailbox, kind })
    const { team, id } = await released({ encryption: 'preferred', keys: [key] })
    const [mail, ...more] = to9(team)
    if (!mail) throw new Error('a mail')
    expect(more).toEqual([])
    expect(textOf(mail)).not.toMatch(WORDS)
    expect(opened(team, mail, key)).toMatch(/^Subject: \[EMBARGOED\]/m)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 3 })
  })
  test('hears at their second mailbox only by a key that names it', async () => {
    const wish = { contacts: [mailbox, second], encryption: 'preferred' as const, keys: [mailKeyOf({ address: mailbox })] }
    const { team, id, deliveryId } = await released(wish)
    const first = to9(team)[0]
    if (!first) throw new Error('a mail')
    await team.feedback({ ...eventOf(id, deliveryId, first.sesId), type: 'Bounce', bounce: { type: 'Permanent', subType: 'General' } })
    await run(team)
    const [waiting, ...more] = to9(team, second)
    expect(more).toEqual([])
    expect(textOf(waiting ?? first)).toContain('does not name this mailbox')
  })
  test('whose mail cannot be signed gets nothing, since the team has no key any more', async () => {
    const { team, id } = await released({ encryption: 'preferred', keys: [mailKeyOf({ address: mailbox, kind: 's-mime' })] }, false)
    expect(to9(team)).toEqual([])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 2, blocked: 1 })
  })
})

describe('an addressee whose key cannot be used', () => {
  test.each([
    ['required, and none was given', { encryption: 'required' as const }, 'required-key-missing'],
    [
      'required, and it has expired',
      { encryption: 'required' as const, keys: [mailKeyOf({ address: mailbox, ...endsAt(ENDS_BEFORE) })] },
      'required-key-expired',
    ],
    [
      'preferred, and it has expired',
      { encryption: 'preferred' as const, keys: [mailKeyOf({ address: mailbox, ...endsAt(ENDS_BEFORE) })] },
      'key-expired',
    ],
  ])('is blocked and hears that a notice waits, once, and nothing of it: %s', async (_, wish, reason) => {
    const { team, id, deliveryId } = await released(wish)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 2, blocked: 1 })
    const [mail, ...more] = to9(team)
    expect(more).toEqual([])
    if (!mail) throw new Error('a mail')
    const { advisory } = (await team.documents.content(id, (await soon(team, id)).content)) ?? {}
    expect(textOf(mail)).toContain('waits for you')
    expect(textOf(mail)).not.toMatch(WORDS)
    expect(textOf(mail)).not.toContain(advisory.id)
    expect(mail.tags).toMatchObject({ notice: 'waiting-on-advance-1', attempt: '1' })
    expect(await team.ledger.chunk(id, 'advance-1' as never, 2)).toEqual(
      expect.arrayContaining([expect.objectContaining({ attempts: [expect.objectContaining({ state: 'blocked', reason })] })]),
    )
    expect((await team.alarms.standing()).map(({ cause }) => cause.code)).toEqual(['key-unusable'])
    expect(deliveryId).toContain('advance-1')
  })
  test('hears of each notice that waits, and not twice of one when it is tried again', async () => {
    const { team, id, deliveryId } = await released({ encryption: 'required' })
    await team.reopen(ada, await stored(team, id), { delivery: deliveryId, how: 'unblock', why: 'to see' })
    await run(team)
    expect(to9(team)).toHaveLength(1)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 2, blocked: 1 })
  })
  test('is tried again while SES takes nothing, so that the word is not lost', async () => {
    const team = await makeTeam({ recipients: 0, reporters: 'none' })
    await addRecipient(team.keeper, 9, { encryption: 'required' })
    const { id } = await scheduled(team)
    toLead(team)
    team.mail.answer({ outcome: 'not-sent', code: 'Throttling' })
    await run(team)
    advance(team, { minutes: 5 })
    await run(team)
    expect(to9(team)).toHaveLength(1)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ blocked: 1 })
  })
  test('whose word bounces is still the one whose key cannot be used', async () => {
    const { team, id } = await released({ encryption: 'required' })
    const mail = to9(team)[0]
    if (!mail) throw new Error('a mail')
    const event = eventOf(id, mail.tags.delivery as DeliveryId, mail.sesId)
    await team.feedback({ ...event, type: 'Bounce', bounce: { type: 'Permanent', subType: 'General' } })
    expect((await team.alarms.standing()).map(({ cause }) => [cause.code, cause.notice])).toEqual([['key-unusable', 'advance-1']])
  })
})

describe('an operator who lets a delivery go in plain', () => {
  const expired = [mailKeyOf({ address: mailbox, ...endsAt(ENDS_BEFORE) })]
  const plain = { how: 'unblock' as const, why: 'asked by telephone', plain: true }

  test('is obeyed where encryption is preferred, and it stands in the history', async () => {
    const { team, id, deliveryId } = await released({ encryption: 'preferred', keys: expired })
    const outcome = await team.reopen(ada, await stored(team, id), { ...plain, delivery: deliveryId })
    expect(outcome.outcome).not.toBe('refused')
    await run(team)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 3 })
    expect(textOf(to9(team).at(-1) as TakenMail)).toMatch(WORDS)
    const history = await team.campaigns.history(id)
    expect(history.map(({ facts }) => facts)).toContainEqual({ delivery: deliveryId, plain: true, state: 'embargoed' })
  })
  test('without the word it is blocked again', async () => {
    const { team, id, deliveryId } = await released({ encryption: 'preferred', keys: expired })
    await team.reopen(ada, await stored(team, id), { delivery: deliveryId, how: 'unblock', why: 'to see' })
    await run(team)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 2, blocked: 1 })
  })
  test('is refused where encryption is required', async () => {
    const { team, id, deliveryId } = await released({ encryption: 'required', keys: expired })
    const outcome = await team.reopen(ada, await stored(team, id), { ...plain, delivery: deliveryId })
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'encryption-required' })
  })
  test('is refused for what no key is the trouble of', async () => {
    const { team, id, deliveryId } = await released(
      { encryption: 'preferred', keys: [mailKeyOf({ address: mailbox, kind: 's-mime' })] },
      false,
    )
    const outcome = await team.reopen(ada, await stored(team, id), { ...plain, delivery: deliveryId })
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'no-key-trouble' })
  })
})

function eventOf(campaign: Parameters<typeof stored>[1], delivery: DeliveryId, sesId: string) {
  return {
    schema: 'feedback/1' as const,
    notice: NoticeId.parse(delivery.slice(0, delivery.indexOf('_'))),
    campaign,
    delivery,
    attempt: 1,
    at: '2026-12-08T17:05:00Z',
    sesId,
  }
}
