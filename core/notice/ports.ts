import type { Digest } from '../shared/digest.ts'
import type { Instant } from '../shared/clock.ts'
import type { SealedBody } from '../keys/ports.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { CalendarEntry } from './calendar-entry.ts'
import type { TemplateName } from './notice-kind.ts'
import type { SafeHtml } from './safe-html.ts'

/** A rendered mail body, before it is composed. */
export interface RenderedBody {
  readonly html: string
  readonly text: string
}

/** Renders the templates of one bundle. @throws Fault `RENDER_FAILED` */
export interface Renderer {
  /** `view` is the template's view model; values of type `SafeHtml` go in unescaped in the HTML part. */
  render(template: TemplateName, view: object): RenderedBody
}

export interface TemplateEngine {
  /** Evaluates a bundle. The caller has compared its digest with the approved one. @throws Fault `RENDER_FAILED` */
  load(bundle: Uint8Array): Renderer
}

export interface MarkdownRenderer {
  /** Raw HTML, images and non-https links in the source come out as text. */
  html(markdown: string): SafeHtml
  /** The same for the plain-text part: readable, wrapped nowhere. */
  text(markdown: string): string
}

/** Content-addressed files: template bundles and (sealed) patches. */
export interface BlobStore {
  /** Writing what is there already is harmless. */
  putBundle(bytes: Uint8Array): Promise<Digest>
  /** @throws Fault `ITEM_MISSING`, `DIGEST_MISMATCH` */
  bundle(digest: Digest): Promise<Uint8Array>
  putPatch(bytes: Uint8Array): Promise<Digest>
  /** @throws Fault `ITEM_MISSING`, `DIGEST_MISMATCH`, `ITEM_SWAPPED` */
  patch(digest: Digest): Promise<Uint8Array>
  hasPatch(digest: Digest): Promise<boolean>
}

export interface Attachment {
  /** Neutral: it stands in a header. */
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** Writes an entry as an iCalendar object of method PUBLISH, with CRLF and folded lines. @see RFC 5545 */
export type WriteCalendar = (entry: CalendarEntry) => string

/** An iCalendar object as it goes out with a letter. */
export interface CalendarPart {
  /** Neutral: it stands in a header. */
  readonly name: string
  readonly text: string
}

/** A whole message for one addressee; `composeMime` writes it as RFC 5322 bytes with CRLF and 7-bit-safe parts. */
export interface Letter {
  readonly from: { readonly name: string; readonly address: MailAddress }
  readonly replyTo: MailAddress
  readonly to: MailAddress
  /** SES overwrites it; absent means that it is left to SES. */
  readonly date?: Instant
  readonly subject: string
  /** One constant id per campaign and addressee, in angle brackets. */
  readonly references: string
  readonly html: string
  readonly text: string
  readonly calendar?: CalendarPart
  readonly attachments: readonly Attachment[]
}

export type ComposeMime = (letter: Letter) => Promise<Uint8Array>

/** A letter that only its addressee can read. What everybody on the way sees names the issue nowhere, nor the advisory. */
export interface SealedMime {
  /**
   * The MIME entity to sign and encrypt: all of the letter, with the header fields that it protects, as long as a multiple of 4 KB.
   *
   * @see RFC 9788
   */
  entity(letter: Letter): Uint8Array
  /** The message around it. @see RFC 3156, section 4, and RFC 8551, section 3 */
  message(letter: Letter, body: SealedBody): Uint8Array
}
