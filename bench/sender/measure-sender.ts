import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { withChild } from '../child.ts'
import { Effort, type MailEffort } from '../effort.ts'
import { withFolder } from '../temporary-folder.ts'
import { SendWork } from './send-work.ts'

const file = (name: string) => new URL(name, import.meta.url)

/**
 * The `send` function in one process, and AWS on this machine in another: what a mail costs the sender itself.
 *
 * @param keysFile - of `makeKeys`, for mail that is sealed
 */
export function measureSender(recipients: number, keysFile = ''): Promise<MailEffort> {
  return withFolder((folder) => {
    const parts = { file: file('parts-process.ts'), args: [folder, String(recipients), keysFile], answers: SendWork }
    return withChild(parts, ({ env, hints }) => {
      const sender = { file: file('send-process.ts'), args: [JSON.stringify(hints)], env, answers: Effort }
      return withChild(sender, async (effort) => ({ ...effort, mailBytes: await averageMail(join(folder, 'mail')) }))
    })
  })
}

async function averageMail(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length
}
