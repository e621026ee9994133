import { tableOf } from '../../operator/cli/table.ts'
import type { MailEffort } from '../effort.ts'
import { cpuPerMail, mailsPerSecond } from '../measurement.ts'
import type { Sealed } from './measure-sealed.ts'

export function sealedText({ recipients, sender, plain, openpgp, gnupg }: Sealed): string {
  const rows: readonly (readonly [string, MailEffort])[] = [
    ['the sender, sealed', sender],
    ['the sender, in plain', plain],
    ['loop: mjml + openpgp + nodemailer', openpgp],
    ...(gnupg === undefined ? [] : [['loop: mjml + gpg + nodemailer', gnupg] as const]),
  ]
  const table = tableOf(rows, [
    { title: `${recipients} recipients, Curve25519`, cell: ([what]) => what },
    { title: 'CPU ms a mail', cell: ([, effort]) => cpuPerMail(effort).toFixed(2) },
    { title: 'mails/s', cell: ([, effort]) => mailsPerSecond(effort).toFixed(0) },
    { title: 'mail size', cell: ([, { mailBytes }]) => `${(mailBytes / 1000).toFixed(0)} KB` },
    { title: 'its CPU to the sealing sender’s', cell: ([, effort]) => `${(cpuPerMail(effort) / cpuPerMail(sender)).toFixed(1)} x` },
  ])
  return `Sealed mail, one instance of each, one after the other, with the same keys\n\n${table}`
}
