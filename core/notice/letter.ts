import type { Digest } from '../shared/digest.ts'
import type { Instant } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { NoticeInput } from './notice-input.ts'
import type { TemplateName } from './notice-kind.ts'
import { patchNames } from './patch-view.ts'
import type { Attachment, Letter, RenderedBody } from './ports.ts'
import { subjectOf } from './subject.ts'
import { threadIdOf } from './thread.ts'

/** The notices that carry the patches: a collapse too, since not everybody had them before it. A reporter gets none. */
const WITH_PATCHES: ReadonlySet<TemplateName> = new Set(['advance', 'day-ahead', 'disclosure-day', 'collapse'])
const carriesPatches = ({ template, addressee }: NoticeInput): boolean => WITH_PATCHES.has(template) && addressee.kind !== 'reporter'

interface LetterParts {
  readonly input: NoticeInput
  readonly body: RenderedBody
  /** By the SHA-256 that the advisory pins; may be empty where the notice carries none. */
  readonly patches: ReadonlyMap<Digest, Uint8Array>
  readonly at?: Instant
  /** What `calendarEntryOf` the input says, written. */
  readonly calendar?: string | undefined
}

/** @throws Fault `ITEM_MISSING` when a patch of the advisory is not among `patches`, `DIGEST_MISMATCH` when its size is another */
export function letterOf({ input, body, patches, at, calendar }: LetterParts): Letter {
  const { policy, content, addressee } = input
  return {
    from: { name: policy.sender.name, address: policy.sender.address },
    replyTo: policy.sender.replyTo,
    to: addressee.address,
    ...(at === undefined ? {} : { date: at }),
    subject: subjectOf(input),
    references: threadIdOf(content.threadKey, addressee, policy.sender.address),
    html: body.html,
    text: body.text,
    ...(calendar === undefined ? {} : { calendar: { name: `${content.advisory.id}.ics`, text: calendar } }),
    attachments: carriesPatches(input) ? attachmentsOf(input, patches) : [],
  }
}

function attachmentsOf(input: NoticeInput, patches: ReadonlyMap<Digest, Uint8Array>): Attachment[] {
  const { advisory } = input.content
  const names = patchNames(advisory)
  return advisory.patches.map(({ sha256, size }, index) => {
    const bytes = patches.get(sha256)
    if (bytes === undefined) throw new Fault('ITEM_MISSING', 'a patch is not at hand', { retry: 'never', facts: { digest: sha256 } })
    if (bytes.byteLength !== size)
      throw new Fault('DIGEST_MISMATCH', 'a patch has another size', { retry: 'never', facts: { digest: sha256 } })
    return { name: names[index] ?? '', contentType: 'text/x-patch', bytes }
  })
}
