import { randomIds } from '../../adapters/system/ids.ts'
import { systemClock } from '../../adapters/system/clock.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { recipientAddressee } from '../../core/delivery/targets.ts'
import type { NoticeInput } from '../../core/notice/notice-input.ts'
import { subjectOf } from '../../core/notice/subject.ts'
import { viewOf } from '../../core/notice/views.ts'
import type { RecipientDetails } from '../../core/recipient/recipient.ts'
import { digestOfBytes } from '../../core/shared/digest.ts'
import { readPolicyFile } from '../../operator/files/policy-file.ts'
import { policyFile, sampleAdvisory } from '../sample.ts'

/** What the loop says to one recipient: the view that Forewarn's own templates show, and what stands around it. */
export interface Saying {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly view: object
  readonly attachments: readonly { readonly filename: string; readonly content: Buffer }[]
}

/** The same words as those of the campaigns that are measured. @throws Error when a file of the project is not valid */
export async function sayings(): Promise<(details: RecipientDetails) => Saying> {
  const policy = await readPolicyFile(policyFile)
  if (!policy.ok) throw new Error('the policy is not valid')
  const { advisory, patches } = await sampleAdvisory()
  const ids = randomIds()
  const pinned = advisory.patches.map((patch) => {
    const bytes = patches.get(patch.file) ?? new Uint8Array()
    return { ...patch, sha256: digestOfBytes(bytes), size: bytes.byteLength }
  })
  const about: Omit<NoticeInput, 'addressee'> = {
    content: {
      schema: 'content/1',
      salt: ids.token(),
      threadKey: ids.token(),
      advisory: { ...advisory, patches: pinned, reporters: [] },
      audience: { kind: 'all' },
    },
    disclosureAt: systemClock().now().plus({ days: 7 }).startOf('hour'),
    template: 'advance',
    version: 1,
    policy: policy.value,
    rehearsal: false,
  }
  const attachments = [...patches].map(([filename, bytes]) => ({ filename, content: Buffer.from(bytes) }))
  const { name, address } = policy.value.sender
  const markdown = markdownRenderer()
  return (details) => {
    const member = { id: ids.recipientId(), version: 1, ...details }
    const addressee = recipientAddressee(member)
    const input = { ...about, addressee }
    return { from: `${name} <${address}>`, to: addressee.address, subject: subjectOf(input), view: viewOf(input, markdown), attachments }
  }
}
