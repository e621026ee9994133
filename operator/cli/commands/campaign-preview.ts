import type { Command } from 'commander'
import { type Campaigns, bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { previewFolder } from '../preview-folder.ts'
import { openSession } from '../session.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'

export function registerPreview(campaign: Command, cli: Cli): void {
  campaign
    .command('preview')
    .description('write each mail as html, txt and eml, made out to somebody who does not exist')
    .argument('<id>', 'the campaign')
    .requiredOption('--out <dir>', 'a new or empty folder, or one that holds a former preview')
    .addHelpText('after', examples('./forewarn campaign preview c-4k2m9x7q1d8z5t3w --out preview --as alice'))
    .action(async (text: string, { out }: { out: string }, command: Command) => {
      const id = campaignIdOf(text)
      const folder = await previewFolder(out)
      const mails = await mailsOf(campaignsOf(await openSession(command, cli)), id)
      const files = await folder.write(mails)
      cli.terminal.result({ out, files }, files.map((file) => `${out}/${file}`).join('\n'))
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

async function mailsOf(campaigns: Campaigns, id: CampaignId) {
  const mails = []
  for (const template of TemplateName.options) {
    mails.push(await bodyOf(campaigns.campaigns[':id'].preview[':template'].$get({ param: { id, template } })))
  }
  return mails
}
