import { type Context, Hono } from 'hono'
import { answerError, answerRefusal } from '../../adapters/http/answer.ts'
import { type OperatorContext, needsRole } from '../../adapters/http/operator-gate.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import type { CampaignStore } from '../../core/campaign/ports.ts'
import { KeyKind } from '../../core/keys/mail-key.ts'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import type { Digest } from '../../core/shared/digest.ts'
import { CampaignId } from '../../core/shared/ids.ts'
import { refuse } from '../../core/shared/refusal.ts'
import type { Preview, PreviewSealed } from '../../core/usecases/preview.ts'

export interface PreviewDeps {
  readonly campaigns: Pick<CampaignStore, 'read'>
  /** The templates that this deployment brought: what a new approval pins. */
  readonly currentBundle: () => Promise<Digest>
  readonly preview: Preview
  readonly previewSealed: PreviewSealed
}

/** The mails of a campaign, made out to nobody: in plain, and sealed to a key of nobody. */
export function previewApi({ campaigns, currentBundle, preview, previewSealed }: PreviewDeps) {
  const team = needsRole('author', 'approver')
  const found = async (c: Context): Promise<{ campaign: Campaign; template: TemplateName } | undefined> => {
    const id = CampaignId.safeParse(c.req.param('id'))
    const template = TemplateName.safeParse(c.req.param('template'))
    const campaign = id.success ? await campaigns.read(id.data) : undefined
    return campaign && template.success ? { campaign, template: template.data } : undefined
  }

  return new Hono<OperatorContext>()
    .get('/campaigns/:id/preview/:template', team, async (c) => {
      const of = await found(c)
      if (!of) return answerRefusal(c, unknown)
      const mail = await preview(of.campaign, of.template, await currentBundle())
      if ('blocked' in mail) return notMade(c, mail.blocked)
      const { subject, html, text, raw } = mail
      return c.json({ template: of.template, subject, html, text, raw: base64(raw) })
    })
    .get('/campaigns/:id/preview/:template/sealed/:kind', team, async (c) => {
      const of = await found(c)
      const kind = KeyKind.safeParse(c.req.param('kind'))
      if (!of || !kind.success) return answerRefusal(c, unknown)
      const mail = await previewSealed(of.campaign, { template: of.template, bundle: await currentBundle(), kind: kind.data })
      if ('blocked' in mail) return notMade(c, mail.blocked)
      const { raw, opened, isSigned } = mail
      return c.json({ template: of.template, kind: kind.data, raw: base64(raw), opened: base64(opened), isSigned })
    })
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const notMade = (c: Context, code: string) =>
  answerError(c, 409, { code, message: 'This mail could not be made.', hint: 'Check the advisory with `advisory check`.' })

const unknown = refuse('unknown-campaign', 'There is no such campaign, or no such mail of it.', 'See `campaign list`.')
