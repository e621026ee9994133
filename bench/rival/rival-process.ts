import { createTransport } from 'nodemailer'
import { answerParent } from '../child.ts'
import { type MailEffort, WARM_UP, effortOf } from '../effort.ts'
import { people } from '../people.ts'
import { sayings } from './content.ts'
import { type Fill, loops } from './loops.ts'

/** What a team would write instead: a loop over nodemailer, whose transport keeps the mail in memory and so costs nothing. */
await answerParent(async ([recipients = '', way = '']): Promise<MailEffort> => {
  const { mjmlEach, mjmlOnce } = await loops()
  return mailEverybody(Number(recipients), way === 'each' ? mjmlEach : mjmlOnce)
})

async function mailEverybody(recipients: number, fill: Fill): Promise<MailEffort> {
  const say = await sayings()
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const list = people(recipients)
  let bytes = 0
  const mail = async (some: typeof list): Promise<number> => {
    for (const details of some) {
      const { view, ...around } = say(details)
      const { message } = await transport.sendMail({ ...around, attachments: [...around.attachments], ...(await fill(view)) })
      bytes += Buffer.isBuffer(message) ? message.length : 0
    }
    return some.length
  }
  const warm = Math.ceil(list.length * WARM_UP)
  await mail(list.slice(0, warm))
  const effort = await effortOf(() => mail(list.slice(warm)))
  return { ...effort, mailBytes: bytes / list.length }
}
