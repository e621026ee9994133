import { createTransport } from 'nodemailer'
import { policyFile } from '../sample.ts'
import { readPolicyFile } from '../../operator/files/policy-file.ts'
import { answerParent } from '../child.ts'
import { type MailEffort, WARM_UP, effortOf } from '../effort.ts'
import { sayings } from '../rival/content.ts'
import { loops } from '../rival/loops.ts'
import { keyedPeople } from './keyed-people.ts'
import { gnupgSeals } from './seal-by-gnupg.ts'
import { openpgpSeals } from './seal-by-openpgp.ts'

/** What a team would write instead: MJML for every recipient, the mail by nodemailer, sealed by a library or by GnuPG. */
await answerParent(async ([keysFile = '', way = '']): Promise<MailEffort> => {
  const policy = await readPolicyFile(policyFile)
  if (!policy.ok) throw new Error('the policy is not valid')
  const list = await keyedPeople(keysFile)
  const seals = way === 'gnupg' ? await gnupgSeals(policy.value.sender, list) : await openpgpSeals(policy.value.sender)
  const [{ mjmlEach }, say] = [await loops(), await sayings()]
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const made = async (mail: object): Promise<Buffer> => {
    const { message } = await transport.sendMail(mail)
    if (!Buffer.isBuffer(message)) throw new TypeError('it was made in memory')
    return message
  }
  let bytes = 0
  const mail = async (some: typeof list): Promise<number> => {
    for (const { key, details } of some) {
      const { view, ...around } = say(details)
      const inner = await made({ ...around, attachments: [...around.attachments], ...(await mjmlEach(view)) })
      const armored = await seals.seal(inner, key)
      const { from, to } = around
      const parts = [
        { content: 'Version: 1', contentType: 'application/pgp-encrypted' },
        { content: armored, contentType: 'application/octet-stream', filename: 'encrypted.asc', contentTransferEncoding: '7bit' as const },
      ]
      bytes += (await made({ from, to, subject: '[...]', attachments: parts })).length
    }
    return some.length
  }
  try {
    const warm = Math.ceil(list.length * WARM_UP)
    await mail(list.slice(0, warm))
    const childrenBefore = seals.childrenCpuMillis()
    const effort = await effortOf(() => mail(list.slice(warm)))
    const cpuMillis = effort.cpuMillis + seals.childrenCpuMillis() - childrenBefore
    return { ...effort, cpuMillis, mailBytes: bytes / list.length }
  } finally {
    await seals.end()
  }
})
