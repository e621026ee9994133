import { describe, expect, test } from 'vitest'
import { composeMime } from '../../../adapters/mime/compose-mime.ts'
import { AlarmCode, type Cause } from '../../../core/delivery/alarm.ts'
import { alarmLetter } from '../../../core/notice/alarm-letter.ts'
import { ALARM_TEXTS } from '../../../core/notice/alarm-text.ts'
import { CampaignId, NoticeId } from '../../../core/shared/ids.ts'
import { instant, policy } from './sample.ts'

const campaign = CampaignId.parse('c-4k2m9x7q1d8z5t3w')
const notice = NoticeId.parse('advance-1')
const causes: readonly Cause[] = AlarmCode.options.flatMap((code) => [{ code }, { code, campaign }, { code, campaign, notice }])
const letter = (cause: Cause, at = '2026-12-08T16:00:00Z') => alarmLetter({ cause, policy, at: instant(at) })

describe('the mail of an alarm', () => {
  test.each(AlarmCode.options)('says of %s what it means and what to do', (code) => {
    const { text } = letter({ code, campaign, notice })
    const { means, commands } = ALARM_TEXTS[code]
    expect(means).toMatch(/^[A-Z].{30,}\.$/s)
    expect(commands.length).toBeGreaterThan(0)
    expect(commands.filter((command) => !command.startsWith('./forewarn '))).toEqual([])
    for (const part of [means, code, campaign, notice, './forewarn alarms', 'RUNBOOK']) expect(text).toContain(part)
  })

  test('goes to the team alone, from the sender, with nothing attached', () => {
    for (const cause of causes) {
      expect(letter(cause)).toMatchObject({
        to: 'security@consoleme.example',
        replyTo: 'security@consoleme.example',
        from: { address: 'advance@notices.consoleme.example' },
        attachments: [],
      })
    }
  })

  test('has a subject of a code and an id, and of nothing that could break a header', () => {
    const subjects = causes.map((cause) => letter(cause).subject)
    expect(subjects.filter((subject) => !/^\[FOREWARN\] [a-z-]+( c-[0-9a-z]{16})?$/.test(subject))).toEqual([])
  })

  test('names the campaign and the notice in its commands, and leaves no word to fill in that it knows', () => {
    for (const code of AlarmCode.options) {
      const { text } = letter({ code, campaign, notice })
      expect(text).not.toMatch(/\bID\b|\bNOTICE\b/)
    }
  })

  test('holds nothing but words of the code and ids: it is the same, whatever the campaign is about', () => {
    const ours = letter({ code: 'blocked', campaign, notice })
    const theirs = letter({ code: 'blocked', campaign: CampaignId.parse('c-0123456789abcdef'), notice: NoticeId.parse('collapse-2') })
    const neutral = (text: string) => text.replaceAll(/c-[0-9a-z]{16}/g, 'C').replaceAll(/(advance-1|collapse-2)/g, 'N')
    expect(neutral(ours.text)).toBe(neutral(theirs.text))
    expect(neutral(ours.html)).toBe(neutral(theirs.html))
  })

  test('is one thread a campaign, and another for the next', () => {
    const [first, ...others] = AlarmCode.options.map((code) => letter({ code, campaign, notice }).references)
    expect(first).toMatch(/^<[0-9a-f]{32}@notices\.consoleme\.example>$/)
    expect(new Set([first, ...others]).size).toBe(1)
    expect(new Set([first, letter({ code: 'blocked' }).references]).size).toBe(2)
  })

  test('shows commands in HTML as they are typed', () => {
    for (const cause of causes) {
      const { html, text } = letter(cause)
      const shown = html.slice(html.indexOf('monospace">') + 'monospace">'.length, html.indexOf('</pre>'))
      expect(shown).not.toMatch(/[<>]/)
      expect(shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text)
    }
  })

  test('is a mail that can be composed, with one destination', async () => {
    for (const cause of causes) {
      const raw = Buffer.from(await composeMime(letter(cause))).toString('utf8')
      const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
      expect(head.match(/^to:/gim)).toHaveLength(1)
      expect(head).not.toMatch(/^b?cc:/im)
    }
  })
})
