import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AlarmCode } from '../../../core/delivery/alarm.ts'
import { ALARM_TEXTS, commandsFor } from '../../../core/notice/alarm-text.ts'
import { CampaignId, NoticeId } from '../../../core/shared/ids.ts'
import { commandNames, commandsIn, complaintOf } from './commands-in-text.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const runbook = read('docs/RUNBOOK.md')

/** Each page of the runbook, by its heading. */
const pages = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((page) => [page.slice(0, page.indexOf('\n')).trim(), page] as const),
)

describe('the runbook', () => {
  test.each(AlarmCode.options)('has a page for %s, with what it means, who is not told and what to run', (code) => {
    const page = pages.get(code) ?? ''
    expect(page).toMatch(/\*\*Means\.\*\*/)
    expect(page).toMatch(/\*\*Not told\.\*\*/)
    expect(commandsIn(page)).not.toEqual([])
  })

  test.each(AlarmCode.options)('says on the page of %s every command that the alarm says', (code) => {
    const said = commandsIn(pages.get(code) ?? '').map(withoutReason)
    for (const command of ALARM_TEXTS[code].commands.map(withoutReason)) expect(said).toContain(command)
  })

  test('is written for these alarms and no others', () => {
    const section = /^## Alarms of a campaign$([^]*?)^## /m.exec(runbook)?.[1] ?? ''
    expect([...section.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)).toEqual(AlarmCode.options)
  })
})

/** Why is the operator's own to say. */
const withoutReason = (command: string): string => command.replace(/--reason "[^"]*"/, '--reason')

describe('every command that a text tells an operator to run', () => {
  const campaign = CampaignId.parse('c-4k2m9x7q1d8z5t3w')
  const inAlarms = AlarmCode.options.flatMap((code) => commandsFor({ code, campaign, notice: NoticeId.parse('advance-1') }))
  const files = ['README.md', 'docs/RUNBOOK.md', ...readdirSync(resolve(root, 'docs/adr')).map((name) => `docs/adr/${name}`)]
  const inFiles = files.flatMap((file) => commandsIn(read(file)))

  test.each([...new Set([...inAlarms, ...inFiles])])('%s', async (command) => {
    expect(await complaintOf(command)).toBeUndefined()
  })

  test('there are some in the runbook, in the daily use and in the alarms', () => {
    for (const commands of [commandsIn(runbook), commandsIn(read('README.md')), inAlarms]) expect(commands.length).toBeGreaterThan(15)
  })

  test('one that does not exist, or lacks an option, would be found', async () => {
    expect(await complaintOf('./forewarn resned DELIVERY --campaign ID --reason "x"')).toContain('unknown command')
    expect(await complaintOf('./forewarn resend DELIVERY --campaign ID')).toContain("required option '--reason <text>'")
    expect(await complaintOf('./forewarn deliveries ID --nottold')).toContain('unknown option')
    expect(commandsIn('```\n./forewarn halt --reason "x"  # stop\n```\nor `./forewarn alarms`')).toEqual([
      './forewarn halt --reason "x"',
      './forewarn alarms',
    ])
  })
})

describe('every command of the command line', () => {
  test.each(commandNames().filter((name) => !name.startsWith('clock ')))('%s stands in the README or the runbook', (name) => {
    expect(`${read('README.md')}${runbook}`).toContain(`./forewarn ${name}`)
  })
})
