import { keyCell, keysText, revealedKeysText } from './recipient-keys.ts'
import type { Outline, Revealed } from './recipient-pages.ts'
import { type Column, factsOf, tableOf } from './table.ts'

const COLUMNS: readonly Column<Outline>[] = [
  { title: 'recipient', cell: ({ id }) => id },
  { title: 'organisation', cell: ({ organisation }) => organisation },
  { title: 'state', cell: ({ state }) => state },
  { title: 'zone', cell: ({ zone }) => zone },
  { title: 'groups', cell: ({ groups }) => groups.join(', ') },
  { title: 'encryption', cell: ({ encryption }) => encryption },
  { title: 'contacts', cell: ({ contacts }) => contacts },
  { title: 'key', cell: ({ keys }) => keyCell(keys) },
]

const NOBODY = 'Nobody is on the list, or nobody of whom you asked.'

export const outlinesText = (recipients: readonly Outline[]): string => (recipients.length === 0 ? NOBODY : tableOf(recipients, COLUMNS))

/** With whole addresses: for an operator who asked for them, and was recorded. */
export function revealedText(recipients: readonly Revealed[]): string {
  if (recipients.length === 0) return NOBODY
  return tableOf(recipients, [
    { title: 'recipient', cell: ({ id }) => id },
    { title: 'organisation', cell: ({ details }) => details.organisation },
    { title: 'state', cell: ({ state }) => state },
    { title: 'contact', cell: ({ details }) => details.contacts[0] ?? '' },
    { title: 'second contact', cell: ({ details }) => details.contacts[1] ?? '' },
    { title: 'zone', cell: ({ details }) => details.zone },
    { title: 'groups', cell: ({ details }) => details.groups.join(', ') },
    { title: 'encryption', cell: ({ details }) => details.encryption },
    { title: 'key', cell: ({ details }) => keyCell(details.keys) },
  ])
}

export function outlineText({ id, organisation, state, zone, groups, encryption, contacts, version, keys }: Outline): string {
  const facts = factsOf([
    ['recipient', id],
    ['organisation', organisation],
    ['state', state],
    ['zone', zone],
    ['groups', groups.join(', ') || 'none'],
    ['encryption', encryption],
    ['contacts', contacts],
    ['version', version],
  ])
  return keys.length === 0 ? facts : `${facts}\n\n${keysText(keys)}`
}

export function revealedFacts({ id, state, version, details }: Revealed): string {
  const [first = '', second] = details.contacts
  const facts = factsOf([
    ['recipient', id],
    ['organisation', details.organisation],
    ['state', state],
    ['contact', first],
    ...(second === undefined ? [] : [['second contact', second] as const]),
    ['zone', details.zone],
    ['groups', details.groups.join(', ') || 'none'],
    ['encryption', details.encryption],
    ['phone', details.phone || 'none'],
    ['notes', details.notes || 'none'],
    ['version', version],
  ])
  return details.keys.length === 0 ? facts : `${facts}\n\n${revealedKeysText(details.keys)}`
}
