import { type Command, Option } from 'commander'
import { type Campaigns, bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { previewFolder } from '../preview-folder.ts'
import { sealedViewOf, sealedViewText } from '../sealed-view.ts'
import { openSession } from '../session.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { KeyKind } from '../../../core/keys/mail-key.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'

export function registerPreview(campaign: Command, cli: Cli): void {
  campaign
    .command('preview')
    .description('write each mail as html, txt and eml, made out to somebody who does not exist')
    .argument('<id>', 'the campaign')
    .requiredOption('--out <dir>', 'a new or empty folder, or one that holds a former preview')
    .addOption(
      new Option('--sealed <kind>', 'also sealed to a key that is made for it, opened, and as a stranger on the way sees it').choices(
        KeyKind.options,
      ),
    )
    .addHelpText(
      'after',
      examples(
        './forewarn campaign preview c-4k2m9x7q1d8z5t3w --out preview --as alice',
        './forewarn campaign preview c-4k2m9x7q1d8z5t3w --out preview --sealed openpgp --as alice',
      ),
    )
    .action(async (text: string, { out, sealed: kind }: { out: string; sealed?: KeyKind }, command: Command) => {
      const id = campaignIdOf(text)
      const folder = await previewFolder(out)
      const campaigns = campaignsOf(await openSession(command, cli))
      const mails = await mailsOf(campaigns, id)
      const sealed = kind === undefined ? [] : await sealedMailsOf(campaigns, id, kind)
      const files = await folder.write(mails, sealed)
      const views = sealed.map(sealedViewOf)
      const result = { out, files, ...(kind !== undefined && { sealed: views }) }
      cli.terminal.result(result, [...views.map(sealedViewText), ...files.map((file) => `${out}/${file}`)].join('\n'))
    })

  campaign
    .command('rehearse')
    .description('send each mail once through SES, to the team only')
    .argument('<id>', 'the campaign')
    .addHelpText('after', examples('./forewarn campaign rehearse c-4k2m9x7q1d8z5t3w --as alice'))
    .action(async (text: string, _options: object, command: Command) => {
      const id = campaignIdOf(text)
      const campaigns = campaignsOf(await openSession(command, cli))
      const rehearsed = await bodyOf(campaigns.campaigns[':id'].rehearse.$post({ param: { id } }))
      const notice = rehearsed.campaign.notices.findLast(({ kind }) => kind === 'rehearsal')
      cli.terminal.result(
        rehearsed,
        `${notice?.id ?? 'rehearsal'}: the mails go to the team within a minute; see \`./forewarn campaign status ${id}\`.`,
      )
    })
}

/** What can go to anybody but the team, whose own mails are not sealed. */
const TO_OTHERS = TemplateName.exclude(['reporter-task', 'day-ahead', 'disclosure-day']).options

async function sealedMailsOf(campaigns: Campaigns, id: CampaignId, kind: KeyKind) {
  const mails = []
  for (const template of TO_OTHERS) {
    mails.push(await bodyOf(campaigns.campaigns[':id'].preview[':template'].sealed[':kind'].$get({ param: { id, template, kind } })))
  }
  return mails
}

async function mailsOf(campaigns: Campaigns, id: CampaignId) {
  const mails = []
  for (const template of TemplateName.options) {
    mails.push(await bodyOf(campaigns.campaigns[':id'].preview[':template'].$get({ param: { id, template } })))
  }
  return mails
}
