import * as z from 'zod'
import { KIND_NAMES, spacedFingerprint } from '../keys/mail-key.ts'
import type { Policy } from '../policy/policy.ts'
import type { Addressee } from './addressee.ts'
import type { NoticeInput } from './notice-input.ts'
import { When, whenOf } from './when-view.ts'

/** What every mail shows: whose it is, how it is marked, the date, and whom to ask. */
export const Frame = z.strictObject({
  project: z.string(),
  projectUrl: z.string(),
  /** The neutral id. */
  advisory: z.string(),
  /** Organisation, reporter or team: never an address. */
  addressee: z.string(),
  marking: z.strictObject({ label: z.string(), colour: z.string(), means: z.string() }),
  version: z.int(),
  /** A later version, which stands in for the ones before. */
  isUpdate: z.boolean(),
  disclosure: When,
  contact: z.string(),
  rehearsal: z.boolean(),
  /** The embargo is over, so that the marking no longer holds for the advisory. */
  isOver: z.boolean(),
  /** What sealed notices are signed with, so that somebody who keeps one can tell the next from a forged one; empty while the team has no key. */
  signedWith: z.array(z.strictObject({ kind: z.string(), fingerprint: z.string() })),
})
export type Frame = z.infer<typeof Frame>

export function frameOf(input: NoticeInput): Frame {
  const { policy, addressee, version, before } = input
  return {
    project: policy.project.name,
    projectUrl: policy.project.url,
    advisory: input.content.advisory.id,
    addressee: nameOf(addressee, policy),
    marking: MARKINGS[policy.marking],
    version,
    isUpdate: version > 1 && before !== undefined,
    disclosure: whenOf(input.disclosureAt, addressee.zone),
    contact: policy.project.contact,
    rehearsal: input.rehearsal,
    isOver: input.ending === 'disclosed' || input.ending === 'collapse',
    signedWith: (input.signedWith ?? []).map(({ kind, fingerprint }) => ({
      kind: KIND_NAMES[kind],
      fingerprint: spacedFingerprint(fingerprint),
    })),
  }
}

function nameOf(addressee: Addressee, policy: Policy): string {
  switch (addressee.kind) {
    case 'recipient':
      return addressee.member.organisation
    case 'reporter':
      return addressee.reporter.name
    case 'team':
      return `the ${policy.project.name} security team`
  }
}

/** Labels and colours are the standard's, on black. @see https://www.first.org/tlp/ */
export const MARKINGS: Record<Policy['marking'], Frame['marking']> = {
  'TLP:RED': { label: 'TLP:RED', colour: '#ff2b2b', means: 'It is for you personally. Do not hand it on to anyone.' },
  'TLP:AMBER+STRICT': {
    label: 'TLP:AMBER+STRICT',
    colour: '#ffc000',
    means: 'Share it within your organisation only, with those who need to know.',
  },
  'TLP:AMBER': {
    label: 'TLP:AMBER',
    colour: '#ffc000',
    means: 'Share it within your organisation and with its clients only, with those who need to know.',
  },
  'TLP:GREEN': {
    label: 'TLP:GREEN',
    colour: '#33ff00',
    means: 'Share it within your community, never through a channel that is open to the public.',
  },
}
