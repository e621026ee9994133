import { describe, expect, test } from 'vitest'
import type { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { makeHandler } from '../../functions/feedback/handler.ts'
import { sqsEvent } from '../../operator/local/queues/sqs-event.ts'
import { alarmsOf, changed, countsOf, eventOf } from '../core/usecases/team.ts'
import { away, destinationsOf, hear, pass, reopen, sentOne, standing, takenOf, tickOnce } from '../core/usecases/trouble.ts'

describe('a bounce of the first attempt', () => {
  test('that comes after the second was delivered changes the first alone, and is no alarm', async () => {
    const one = await sentOne('taken-but-unknown')
    const { team, id } = one
    changed(await reopen(one))
    await tickOnce(team)
    const [first, second] = takenOf(team, 'advance-1')
    if (!first || !second) throw new Error('two mails')
    await hear(team, second, 'Delivery')
    expect(await hear(team, first, 'Bounce')).toBe('recorded')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
    expect(alarmsOf(team)).toEqual([])
    await pass(team, 30)
    expect(await standing(team)).toEqual([])
    expect(destinationsOf(team, 'advance-1')).toHaveLength(2)
  })
})

describe('an event that cannot be written', () => {
  test('comes back, and those beside it are heard', async () => {
    const { team, id } = await sentOne()
    const [taken] = takenOf(team, 'advance-1')
    if (!taken) throw new Error('a mail')
    let isFirst = true
    const takeFeedback = async (event: FeedbackEvent) => {
      if (!isFirst) return team.feedback(event)
      isFirst = false
      throw away()
    }
    const { attempt, ...event } = eventOf(team, taken, 'Delivery')
    const Body = JSON.stringify({ ...event, attempt: String(attempt) })
    const messages = ['one', 'two'].map((MessageId) => ({ MessageId, ReceiptHandle: 'r', Body }))
    const answer = await makeHandler({ takeFeedback, log: team.log })(sqsEvent(messages, 'arn:aws:sqs:eu-central-1:0:q'))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] })
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
  })
})
