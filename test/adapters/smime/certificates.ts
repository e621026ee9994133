import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { instantAt } from '../../../core/embargo/instant.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'

const folder = resolve(import.meta.dirname, '../../fixtures/keys/s-mime')
export const pathOf = (name: string): string => resolve(folder, name)
export const bytesOf = (name: string): Buffer => readFileSync(pathOf(name))
export const textOf = (name: string): string => bytesOf(name).toString('latin1')

export const root = textOf('root.pem')
export const at = instantAt(Date.parse('2026-12-08T16:00:00Z'))
/** As the list has it; the certificates write its first letter large. */
export const mailbox = MailAddress.parse('ops@alder.example')
export const owner = { name: 'Larch security', address: MailAddress.parse('notices@larch.example') }

/** As recipients give theirs: with the certificate between. */
export const withBetween = (name: string, between = 'between.pem'): Buffer => Buffer.concat([bytesOf(name), bytesOf(between)])
