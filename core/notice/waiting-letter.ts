import { type KeyTrouble } from '../keys/ladder.ts'
import { saysOf } from '../keys/key-fault.ts'
import type { Policy } from '../policy/policy.ts'
import type { Instant } from '../shared/clock.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import { type MailKey, spacedFingerprint } from '../keys/mail-key.ts'
import type { Letter } from './ports.ts'

export interface WaitingLetterOf {
  readonly policy: Policy
  readonly to: MailAddress
  /** In whose thread the notice would have come. */
  readonly references: string
  readonly trouble: KeyTrouble
  /** The key that cannot be used, where there is one. */
  readonly key: MailKey | undefined
  readonly at: Instant
}

/**
 * Tells somebody that a notice waits, and nothing of the notice: it goes in plain to whoever asked that nothing should. Made without
 * a template, since it is no part of what was approved and holds nothing of it.
 */
export function waitingLetter({ policy, to, references, trouble, key, at }: WaitingLetterOf): Letter {
  const { project, sender } = policy
  const text = linesOf({ policy, trouble, key }).join('\n')
  return {
    from: { name: sender.name, address: sender.address },
    replyTo: sender.replyTo,
    to,
    date: at,
    subject: `A notice of the ${project.name} security team waits for you`,
    references,
    text,
    html: pageOf(text),
    attachments: [],
  }
}

function linesOf({ policy, trouble, key }: Pick<WaitingLetterOf, 'policy' | 'trouble' | 'key'>): readonly string[] {
  const { name, contact, url } = policy.project
  return [
    `A confidential notice of the ${name} security team waits for you.`,
    '',
    `We did not send it, since we cannot encrypt it to you. ${explain(trouble)}`,
    ...(key === undefined ? [] : ['', `Your key here: ${spacedFingerprint(key.fingerprint)}`]),
    '',
    `Please write to ${contact} soon, and send your current public key along.`,
    'This mail holds nothing of the notice, and asks for nothing else: no password, and never a private key.',
    '',
    `${name} security team, ${url}`,
    '',
  ]
}

function explain(trouble: KeyTrouble): string {
  if (trouble === 'missing') return 'You asked for encrypted mail alone, and we have no key of yours.'
  if (trouble === 'of-other-mailbox') return 'The key that we have of yours does not name this mailbox.'
  return `The key that we have of yours ${firstClause(saysOf(trouble))}.`
}

/** What is wrong: what mends it is said to operators, in their words. */
const firstClause = (says: string): string => says.replace(/[:,].*$/s, '')

const pageOf = (text: string): string =>
  [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><title>A notice waits for you</title></head>',
    '<body><div style="max-width: 40em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif; white-space: pre-wrap">',
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    '</div></body></html>',
  ].join('')
