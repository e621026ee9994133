import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answerOf } from '../../../operator/cli/answer.ts'

const error = { code: 'not-due', message: 'Not yet.', hint: 'Wait.' }
const answers = (status: number, body: unknown) => () => Promise.resolve(Response.json(body, { status }))

test('a success is handed on', async () => {
  const response = await answerOf(answers(201, { id: 1 }), '')
  await expect(response.json()).resolves.toEqual({ id: 1 })
})

test.each([
  [400, 2],
  [401, 3],
  [403, 1],
  [404, 1],
  [409, 1],
  [413, 2],
  [429, 3],
  [500, 3],
  [503, 3],
])('%i exits %i with its reason', async (status, exit) => {
  await expect(answerOf(answers(status, { error }), '')).rejects.toMatchObject({ exit, ...error, problems: [] })
})

describe('when no answer comes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a refused connection says what to do', async () => {
    const ask = () => Promise.reject(new TypeError('fetch failed'))
    await expect(answerOf(ask, 'Start it.')).rejects.toMatchObject({ exit: 3, code: 'no-answer', hint: 'Start it.' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a late one warns that it may have been carried out', async () => {
    const outcome = answerOf(() => new Promise(() => undefined), '').catch((stop: unknown) => stop)
    await vi.advanceTimersByTimeAsync(60_000)
    await expect(outcome).resolves.toMatchObject({ exit: 3, code: 'late-answer' })
  })
})
