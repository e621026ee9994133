import { join } from 'node:path'
import { withChild } from '../child.ts'
import { MailEffort } from '../effort.ts'
import { measureSender } from '../sender/measure-sender.ts'
import { withFolder } from '../temporary-folder.ts'
import { makeKeys } from './keyed-people.ts'
import { hasGnupg } from './seal-by-gnupg.ts'
import type { Progress } from '../progress.ts'

/** Sealed fan-out, to the same keys, one after the other. */
export interface Sealed {
  readonly recipients: number
  readonly sender: MailEffort
  /** The same sender, to the same people, in plain. */
  readonly plain: MailEffort
  readonly openpgp: MailEffort
  /** Where GnuPG is installed. */
  readonly gnupg?: MailEffort
}

const file = new URL('rival-process.ts', import.meta.url)

export function measureSealed(recipients: number, progress: Progress): Promise<Sealed> {
  return withFolder(async (folder) => {
    progress.at('keys')
    const keys = join(folder, 'keys.json')
    await makeKeys(keys, recipients)
    const rival = (way: 'openpgp' | 'gnupg') =>
      withChild({ file, args: [keys, way], answers: MailEffort }, (effort) => Promise.resolve(effort))
    progress.at('the sender, sealed')
    const sender = await measureSender(recipients, keys)
    progress.at('the sender, in plain')
    const plain = await measureSender(recipients)
    progress.at('a loop over mjml, openpgp and nodemailer')
    const openpgp = await rival('openpgp')
    progress.at('a loop over mjml, gpg and nodemailer')
    const gnupg = (await hasGnupg()) ? { gnupg: await rival('gnupg') } : {}
    progress.end()
    return { recipients, sender, plain, openpgp, ...gnupg }
  })
}
