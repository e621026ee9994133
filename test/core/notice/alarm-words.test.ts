import { describe, expect, it } from 'vitest'
import type { Cause } from '../../../core/delivery/alarm.ts'
import { alarmLetter } from '../../../core/notice/alarm-letter.ts'
import { CampaignId, NoticeId } from '../../../core/shared/ids.ts'
import { instant, policy } from './sample.ts'

const at = instant('2026-12-08T16:00:00Z')
const campaign = CampaignId.parse('c-4k2m9x7q1d8z5t3w')
const other = CampaignId.parse('c-0123456789abcdef')
const letter = (cause: Cause) => alarmLetter({ cause, policy, at })

describe('the mail of an alarm', () => {
  it('says what it means, what it is about and what to do, line by line', () => {
    const { text, subject } = letter({ code: 'notice-held', campaign, notice: NoticeId.parse('advance-2') })
    expect(subject).toBe('[FOREWARN] notice-held c-4k2m9x7q1d8z5t3w')
    expect(text.split('\n')).toEqual([
      'A notice is held and goes out no further until an operator lets it. Those who have not got it yet are not told.',
      '',
      'Alarm: notice-held',
      'Campaign: c-4k2m9x7q1d8z5t3w',
      'Notice: advance-2',
      '',
      'What to do:',
      '  ./forewarn campaign status c-4k2m9x7q1d8z5t3w',
      '  ./forewarn deliveries c-4k2m9x7q1d8z5t3w --not-told',
      '  ./forewarn campaign resume c-4k2m9x7q1d8z5t3w --notice advance-2 --reason "what was mended"',
      '  ./forewarn alarms',
      '',
      'The runbook has a page on "notice-held" (docs/RUNBOOK.md).',
      '',
    ])
  })

  it('of the machine as a whole names no campaign and no notice', () => {
    const { text, subject } = letter({ code: 'table-restored' })
    expect(subject).toBe('[FOREWARN] table-restored')
    expect(text.split('\n').slice(1, 6)).toEqual([
      '',
      'Alarm: table-restored',
      '',
      'What to do:',
      '  ./forewarn restore accept --reason "restored after …"',
    ])
  })

  it('keeps the places for what is not known where it names no campaign', () => {
    expect(letter({ code: 'notice-held' }).text).toContain('./forewarn campaign resume ID --notice NOTICE --reason')
  })

  it('shows the same as HTML, as it is written', () => {
    const { html, text } = letter({ code: 'too-slow', campaign })
    expect(html).toBe(
      [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">',
        '<title>Forewarn alarm</title></head><body><pre style="white-space: pre-wrap; font: 14px/1.5 monospace">',
        text,
        '</pre></body></html>',
      ].join(''),
    )
  })

  it('is of one thread for a campaign, and of another for the machine', () => {
    const threads = [
      letter({ code: 'too-slow', campaign }),
      letter({ code: 'blocked', campaign, notice: NoticeId.parse('advance-1') }),
      letter({ code: 'too-slow', campaign: other }),
      letter({ code: 'table-restored' }),
      letter({ code: 'quota-reached' }),
    ].map(({ references }) => references)
    expect(threads.map((thread) => threads.indexOf(thread))).toEqual([0, 0, 2, 3, 3])
    expect(threads[0]).toMatch(/^<[0-9a-f]{32}@notices\.consoleme\.example>$/)
  })
})
