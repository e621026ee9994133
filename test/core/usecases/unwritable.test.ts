import { describe, expect, test } from 'vitest'
import { writeCalendar } from '../../../adapters/calendar/write-calendar.ts'
import { composeMime } from '../../../adapters/mime/compose-mime.ts'
import { markdownRenderer } from '../../../adapters/templates/markdown-renderer.ts'
import type { ComposeMime, MarkdownRenderer } from '../../../core/notice/ports.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { plainly } from '../../../core/usecases/seal-letter.ts'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import { makeWriteMail } from '../../../core/usecases/write-mail.ts'
import { policy } from '../notice/sample.ts'
import { type Team, makeTeam, scheduled, stored, toLead } from './team.ts'
import { shownOf, standing } from './trouble.ts'

const SES_TAKES = 10 * 1024 * 1024

/** An advance notice to one recipient, whose mail is made in this way. */
async function sentWith(compose: (team: Team) => ComposeMime) {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  const [hint] = team.hints.drainChunks()
  if (!hint) throw new Error('a hint')
  const markdown = markdownRenderer()
  const writeMail = makeWriteMail({ markdown, calendar: writeCalendar, wrap: plainly(compose(team)), policy, clock: team.clock })
  const send = async () => makeSendChunk({ ...team.sending, writeMail })(hint, () => 60_000)
  return { team, id, send }
}

const ofSize = (bytes: number) => (): ComposeMime => async () => new Uint8Array(bytes)
const failing = (fault: Error) => (): ComposeMime => async () => Promise.reject(fault)

describe('a mail', () => {
  test('as large as SES takes goes, and a larger one is blocked, with an alarm', async () => {
    const fits = await sentWith(ofSize(SES_TAKES))
    expect(await fits.send()).toEqual({ outcome: 'worked', states: { accepted: 1 } })
    const large = await sentWith(ofSize(SES_TAKES + 1))
    expect(await large.send()).toEqual({ outcome: 'worked', states: { blocked: 1 } })
    expect(await shownOf(large.team, large.id)).toEqual(['blocked too-large'])
    expect(await standing(large.team)).toEqual(['blocked advance-1'])
    expect(large.team.mail.taken).toEqual([])
  })

  test('that can never be made is blocked, with the code of why', async () => {
    const { team, id, send } = await sentWith(failing(new Fault('RENDER_FAILED', 'a slip of a template', { retry: 'never' })))
    await send()
    expect(await shownOf(team, id)).toEqual(['blocked render-failed'])
  })

  test.each([
    ['a fault that may pass', new Fault('KEYS_UNAVAILABLE', 'no key', { retry: 'later' })],
    ['an error that is no fault', new TypeError('a slip')],
  ])('that fails by %s is planned again', async (_, error) => {
    const { team, id, send } = await sentWith(failing(error))
    await expect(send()).rejects.toBe(error)
    expect(await shownOf(team, id)).toEqual(['planned fault-before-sending'])
    expect(await standing(team)).toEqual([])
  })

  test('that names somebody else is blocked', async () => {
    const { team, id } = await sentWith(() => composeMime)
    const markdown = markdownRenderer()
    let turn = 0
    // The scan asks the renderer too, so what it is told to allow must not be what the mail holds.
    const stranger = () => (turn++ < 2 ? 'stranger@elsewhere.example' : '')
    const odd: MarkdownRenderer = { html: (source) => markdown.html(source), text: (source) => `${markdown.text(source)} ${stranger()}` }
    const writeMail = makeWriteMail({ markdown: odd, calendar: writeCalendar, wrap: plainly(composeMime), policy, clock: team.clock })
    const notice = (await stored(team, id)).notices[0]
    if (!notice) throw new Error('a notice')
    const hint = { schema: 'chunk-hint/1' as const, campaign: id, notice: notice.id, chunk: 2, everyMillis: 0 }
    await makeSendChunk({ ...team.sending, writeMail })(hint, () => 60_000)
    expect(await shownOf(team, id)).toEqual(['blocked foreign-address'])
    expect(team.mail.taken).toEqual([])
  })
})

describe('a sender that finds nothing to do says why', () => {
  test.each<[string, (team: Team, id: Awaited<ReturnType<typeof sentWith>>['id']) => Promise<unknown>]>([
    ['halted', async (team, id) => team.steering.halt('ada' as never, id, 'a doubt')],
    ['not-going-out', async (team, id) => team.steering.withdraw('ada' as never, await stored(team, id), 'no vulnerability')],
  ])('%s', async (because, happens) => {
    const { team, id, send } = await sentWith(() => composeMime)
    await happens(team, id)
    expect(await send()).toEqual({ outcome: 'nothing-to-do', because })
    expect(team.mail.taken).toEqual([])
  })

  test('all-settled, when the same hint comes again', async () => {
    const { send } = await sentWith(() => composeMime)
    expect(await send()).toEqual({ outcome: 'worked', states: { accepted: 1 } })
    expect(await send()).toEqual({ outcome: 'nothing-to-do', because: 'all-settled' })
  })
})
