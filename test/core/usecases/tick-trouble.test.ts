import { describe, expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import { makeTick } from '../../../core/usecases/tick.ts'
import { TickFailures } from '../../../core/usecases/tick-failures.ts'
import { memoryLog } from '../../fakes/log.ts'
import { policy } from '../notice/sample.ts'
import { makeTeam, mailsOf, run, scheduled, toLead } from './team.ts'
import { away, logged } from './trouble.ts'

describe('what goes wrong in a tick', () => {
  test('is told in the log by code, facts and ids, and thrown at the end when the rest has had its turn', async () => {
    const [log, turns] = [memoryLog(), [] as string[]]
    const failures = new TickFailures(log)
    const throttled = new Fault('STORE_UNAVAILABLE', 'the table is away', {
      retry: 'later',
      facts: { code: 'ThrottlingException', attempts: 3 },
    })
    expect(await failures.during({ campaign: 'c-1' }, () => Promise.reject(throttled))).toBeUndefined()
    expect(await failures.during({ campaign: 'c-2' }, async () => (turns.push('c-2'), 'done'))).toBe('done')
    expect(log.events).toEqual([
      {
        level: 'error',
        event: 'tick.failed',
        facts: { attempts: 3, service: 'ThrottlingException', code: 'STORE_UNAVAILABLE', campaign: 'c-1' },
      },
    ])
    expect(turns).toEqual(['c-2'])
    expect(() => failures.throwLast()).toThrow(throttled)
  })

  test('names nobody whom an error that is no fault may name', async () => {
    const log = memoryLog()
    const failures = new TickFailures(log)
    await failures.during({ campaign: 'c-1', notice: 'advance-1' }, () => Promise.reject(new TypeError('security@org1.example is odd')))
    expect(log.events.map(({ facts }) => facts)).toEqual([{ code: 'UNEXPECTED', campaign: 'c-1', notice: 'advance-1' }])
    expect(() => failures.throwLast()).toThrow(
      expect.objectContaining({ code: 'UNEXPECTED', facts: { campaign: 'c-1', notice: 'advance-1' } }),
    )
  })

  test('is the last of several that is thrown, and nothing when all went well', async () => {
    const failures = new TickFailures(memoryLog())
    await failures.during({}, async () => 'done')
    expect(() => failures.throwLast()).not.toThrow()
    await failures.during({}, () => Promise.reject(away()))
    await failures.during({}, () => Promise.reject(new Fault('MAIL_UNAVAILABLE', 'SES is away', { retry: 'later' })))
    expect(() => failures.throwLast()).toThrow('SES is away')
  })
})

describe('the audience of a notice', () => {
  test('is read once by a clock that ticks on', async () => {
    const { team, reads } = await counting()
    await run(team, { ticks: 4 })
    expect(reads()).toBe(1)
    expect(mailsOf(team)).toEqual(['advance-1 → security@org1.example'])
  })

  test('that could not be read for a moment is read by the next tick', async () => {
    const { team, fail } = await counting()
    fail(1)
    await expect(team.tick()).rejects.toThrow(away().message)
    expect(logged(team, 'tick.failed')).toHaveLength(1)
    await run(team, { ticks: 2 })
    expect(mailsOf(team)).toEqual(['advance-1 → security@org1.example'])
  })

  /** A campaign that is due, whose clock and senders each read audiences of their own. */
  async function counting() {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    await scheduled(team)
    toLead(team)
    let [reads, failing] = [0, 0]
    const { documents } = team
    const tick = makeTick({
      ...team,
      fences: team.sending.fences,
      table: team.guard,
      queue: team.hints,
      policy,
      tickSeconds: 60,
      documents: {
        ...documents,
        audience: (...of: Parameters<typeof documents.audience>) => {
          reads++
          return failing-- > 0 ? Promise.reject(away()) : documents.audience(...of)
        },
      },
    })
    return { team: { ...team, tick }, reads: () => reads, fail: (times: number) => void (failing = times) }
  }
})
