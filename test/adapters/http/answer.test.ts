import { Hono } from 'hono'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { answerFault } from '../../../adapters/http/answer.ts'
import { jsonBody } from '../../../adapters/http/body.ts'
import { memoryLog } from '../../fakes/log.ts'

async function post(body: string) {
  const log = memoryLog()
  const app = new Hono().onError(answerFault(log)).post('/', jsonBody(z.strictObject({ state: z.literal('active') })), (c) => c.json({}))
  const response = await app.request('/', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const answer: unknown = await response.json()
  return { status: response.status, answer, events: log.events }
}

test.each([
  ['no JSON', '{"state": secret@org.example', { field: '(root)', message: 'must be JSON' }],
  ['a wrong field', '{"state":"secret@org.example"}', { field: 'state', message: 'must be active' }],
])('a body with %s is bad input, and no value of it comes back', async (_, body, problem) => {
  const { status, answer, events } = await post(body)
  expect(status).toBe(400)
  expect(answer).toMatchObject({ error: { code: 'bad-input', problems: [problem] } })
  expect(JSON.stringify([answer, events])).not.toContain('secret')
})

test('a body that is as expected goes through', async () => {
  expect(await post('{"state":"active"}')).toMatchObject({ status: 200, answer: {} })
})
