import { describe, expect, test } from 'vitest'
import type { OutgoingMail } from '../../../core/delivery/ports.ts'
import { makeReopenDelivery } from '../../../core/usecases/reopen-delivery.ts'
import { makeChangeCampaign } from '../../../core/usecases/change-campaign.ts'
import { policy } from '../notice/sample.ts'
import { type Team, ada, changed, makeTeam, run, scheduled, stored, toLead } from './team.ts'
import { only, pass, reopen, sentOne, tickOnce } from './trouble.ts'

/** Every mail as SES is asked to take it, but for its bytes. */
function asked(team: Team) {
  const all: Pick<OutgoingMail, 'tls' | 'tags'>[] = []
  const mail = { ...team.mail }
  team.mail.batch = async (work) =>
    mail.batch(async (send) =>
      work(async (outgoing) => {
        all.push({ tls: outgoing.tls, tags: outgoing.tags })
        return send(outgoing)
      }),
    )
  return all
}

describe('SES is asked for an encrypted way and told ids alone', () => {
  test('of a notice', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const mails = asked(team)
    const { id } = await scheduled(team)
    toLead(team)
    await run(team)
    const delivery = `advance-1_2_${only(team.members)}`
    expect(mails).toEqual([{ tls: 'required', tags: { campaign: id, notice: 'advance-1', delivery, attempt: '1' } }])
  })

  test('of a notice that goes again, by the number of its attempt', async () => {
    const made = await sentOne('taken-but-unknown')
    const mails = asked(made.team)
    changed(await reopen(made))
    await tickOnce(made.team)
    expect(mails.map(({ tags }) => [tags.delivery, tags.attempt])).toEqual([[made.delivery, '3']])
  })

  test('of an alarm', async () => {
    const { team, id } = await sentOne('taken-but-unknown')
    const mails = asked(team)
    await pass(team, 16)
    const notice = 'alarm-uncertain-on-advance-1'
    expect(mails).toEqual([
      {
        tls: 'required',
        tags: { campaign: id, notice, delivery: expect.stringMatching(new RegExp(`^${notice}_`)) as string, attempt: '1' },
      },
    ])
  })
})

test('a delivery that always changes under an operator’s word is given up after five tries, until later', async () => {
  const { team, id, delivery } = await sentOne('taken-but-unknown')
  let tries = 0
  const update = async () => (++tries > 50 ? Promise.reject(new Error('this never ends')) : ('conflict' as const))
  const deps = { ledger: { ...team.ledger, update }, change: makeChangeCampaign({ ...team, policy }), policy, clock: team.clock }
  const queued: unknown[] = []
  const reopening = makeReopenDelivery({ ...deps, queueChunk: async (...of) => void queued.push(of) })
  await expect(reopening(ada, await stored(team, id), { delivery, how: 'resend', why: 'asked' })).rejects.toMatchObject({
    code: 'STORE_CONTENDED',
    message: 'a delivery changed too often while it was opened again',
    retry: 'later',
  })
  expect(tries).toBe(5)
  expect(queued).toEqual([])
})
