import type { Cause } from '../delivery/alarm.ts'
import type { Policy } from '../policy/policy.ts'
import type { Instant } from '../shared/clock.ts'
import { digestOfBytes } from '../shared/digest.ts'
import { ALARM_TEXTS, commandsFor } from './alarm-text.ts'
import type { Letter } from './ports.ts'

/**
 * The mail that tells the team of an alarm: ids and codes, and nothing else that could be told. Made without a template,
 * since it must get through when the templates are what is broken.
 */
export function alarmLetter({ cause, policy, at }: { cause: Cause; policy: Policy; at: Instant }): Letter {
  const { project, sender } = policy
  const text = linesOf(cause).join('\n')
  return {
    from: { name: sender.name, address: sender.address },
    replyTo: sender.replyTo,
    to: project.contact,
    date: at,
    subject: ['[FOREWARN]', cause.code, cause.campaign].filter((part) => part !== undefined).join(' '),
    references: threadOf(cause, sender.address),
    text,
    html: pageOf(text),
    attachments: [],
  }
}

function linesOf(cause: Cause): readonly string[] {
  return [
    ALARM_TEXTS[cause.code].means,
    '',
    `Alarm: ${cause.code}`,
    ...(cause.campaign === undefined ? [] : [`Campaign: ${cause.campaign}`]),
    ...(cause.notice === undefined ? [] : [`Notice: ${cause.notice}`]),
    '',
    'What to do:',
    ...commandsFor(cause).map((command) => `  ${command}`),
    '  ./forewarn alarms',
    '',
    `The runbook has a page on "${cause.code}" (docs/RUNBOOK.md).`,
    '',
  ]
}

/** One thread a campaign. */
function threadOf({ campaign }: Cause, sender: string): string {
  const hash = digestOfBytes(`alarms/1|${campaign ?? ''}`).slice(0, 32)
  return `<${hash}@${sender.slice(sender.lastIndexOf('@') + 1)}>`
}

const pageOf = (text: string): string =>
  [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">',
    '<title>Forewarn alarm</title></head><body><pre style="white-space: pre-wrap; font: 14px/1.5 monospace">',
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    '</pre></body></html>',
  ].join('')
