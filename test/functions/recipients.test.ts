import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { describe, expect, test } from 'vitest'
import { makeHandler } from '../../functions/recipients/handler.ts'
import { recipientsApi } from '../../functions/recipients/api.ts'
import { saysOf } from '../../core/keys/key-fault.ts'
import { spacedFingerprint } from '../../core/keys/mail-key.ts'
import { PersonId } from '../../core/shared/ids.ts'
import type { WatchKeys } from '../../core/usecases/check-keys.ts'
import { scheduledEvent } from '../../operator/local/clock/scheduler.ts'
import { apiEvent } from '../../operator/local/gateway/api-event.ts'
import { addRecipient, makeTeam } from '../core/usecases/team.ts'
import { policy } from '../core/notice/sample.ts'
import { base64Key } from '../fakes/keys.ts'

const ACME = { organisation: 'Acme', contacts: ['psirt@acme.example'] }
const good = base64Key({ addresses: ['psirt@acme.example'] })
const revoked = base64Key({ addresses: ['psirt@acme.example'], fault: 'revoked' })
const principalOf = (person: string): string => `arn:aws:iam::123456789012:user/${person}`
const dave = { person: PersonId.parse('dave'), principal: principalOf('dave'), roles: ['list-keeper' as const] }
const withDave = { ...policy, operators: [...policy.operators, dave] }

async function installed(watchKeys: WatchKeys = async () => ({ ending: 0 })) {
  const team = await makeTeam({ recipients: 0 })
  const building = { buildAudience: team.build, widenAudience: team.widen }
  const handler = makeHandler({ api: recipientsApi({ ...team, ...building, policy: withDave }), watchKeys })
  const ask = async (request: string, body?: object, who = 'dave') => {
    const [method = '', path = ''] = request.split(' ')
    const answer: APIGatewayProxyStructuredResultV2 = await handler(
      apiEvent({
        method,
        url: new URL(path, 'https://api.example'),
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
        principal: principalOf(who),
        at: team.clock.now(),
      }),
    )
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? '{}') as Record<string, unknown> }
  }
  return { team, handler, ask }
}

const problemOf = (message: string) => ({ error: { code: 'bad-input', problems: [{ field: 'key', message }] } })

describe('keys come in', () => {
  test('with a recipient, and are told of without an address', async () => {
    const { ask } = await installed()
    const { body } = await ask('POST /recipients', { ...ACME, keys: [good] })
    const shown = await ask(`GET /recipients/${String(body['id'])}`)
    expect(shown).toMatchObject({ status: 200, body: { recipient: { keys: [{ kind: 'openpgp', addresses: 1 }] } } })
    expect(JSON.stringify(shown)).not.toContain('@')
  })

  test('when they are good, and are refused by the name of the field', async () => {
    const { ask, team } = await installed()
    const id = await addRecipient(team.keeper, 9, { encryption: 'preferred' })
    const mine = base64Key({ addresses: ['security@org9.example'], fault: 'revoked' })
    const answers = [
      await ask('POST /recipients', { ...ACME, keys: [revoked] }),
      await ask(`PUT /recipients/${id}`, { ...ACME, keys: [revoked] }),
      await ask(`PUT /recipients/${id}/keys`, { keys: [mine] }),
    ]
    for (const { status, body } of answers) expect({ status, body }).toMatchObject({ status: 400, body: problemOf(saysOf('revoked')) })
    expect(await team.recipients.read(id)).toMatchObject({ version: 1 })
  })

  test('row by row, each with what is wrong with it', async () => {
    const { ask } = await installed()
    const rows = [
      { ...ACME, keys: [good] },
      { organisation: 'Brook', contacts: ['psirt@brook.example'], keys: [revoked] },
    ]
    const bad = { outcome: 'bad-key', problems: [{ field: 'key', message: saysOf('revoked') }] }
    expect((await ask('POST /recipients/check', { rows })).body).toEqual({ forecasts: ['new', bad] })
    expect((await ask('POST /recipients/import', { rows })).body).toMatchObject({ results: [{ outcome: 'added' }, bad] })
    expect((await ask('POST /recipients/import', { rows })).body).toMatchObject({ results: [{ outcome: 'unchanged' }, bad] })
  })

  test('for one recipient alone, whose other details stay', async () => {
    const { ask, team } = await installed()
    const id = await addRecipient(team.keeper, 9, { encryption: 'preferred', notes: 'kept' })
    const set = await ask(`PUT /recipients/${id}/keys`, { keys: [base64Key({ addresses: ['security@org9.example'] })] })
    expect(set).toMatchObject({ status: 200, body: { outcome: 'changed', recipient: { version: 2 } } })
    const after = await team.recipients.read(id)
    expect(after?.details).toMatchObject({ notes: 'kept', keys: [{ addresses: ['security@org9.example'] }] })
    expect(spacedFingerprint(after?.details.keys[0]?.fingerprint ?? '')).toMatch(/^([0-9A-F]{4} ){9}[0-9A-F]{4}$/)
  })

  test('not for who asks for no encryption, nor for who is not on the list', async () => {
    const { ask, team } = await installed()
    const id = await addRecipient(team.keeper, 9)
    expect(await ask(`PUT /recipients/${id}/keys`, { keys: [good] })).toMatchObject({
      status: 409,
      body: { error: { code: 'key-not-wanted' } },
    })
    expect(await ask(`PUT /recipients/${'0'.repeat(32)}/keys`, { keys: [] })).toMatchObject({ status: 404 })
    expect(await ask('PUT /recipients/x/keys', { keys: [] })).toMatchObject({ status: 404 })
  })

  test('from who keeps the list alone', async () => {
    const { ask, team } = await installed()
    const id = await addRecipient(team.keeper, 9)
    for (const request of [`PUT /recipients/${id}/keys`, 'GET /recipients/keys'])
      expect(await ask(request, request.startsWith('PUT') ? { keys: [] } : undefined, 'ada')).toMatchObject({ status: 403 })
  })
})

describe('the week’s event', () => {
  test('has the keys looked at, and answers nothing', async () => {
    let watched = 0
    const { handler, team } = await installed(async () => ({ ending: ++watched }))
    expect(await handler(scheduledEvent(team.clock.now(), 'recipients'))).toBeUndefined()
    expect(watched).toBe(1)
  })

  test('throws nothing that names anybody', async () => {
    const { handler, team } = await installed(() => Promise.reject(new Error('psirt@acme.example')))
    const failed = handler(scheduledEvent(team.clock.now(), 'recipients'))
    await expect(failed).rejects.toMatchObject({ code: 'UNEXPECTED', message: expect.not.stringContaining('@') as string })
  })
})
