import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { KnownReporter } from '../../../core/advisory/advisory.ts'
import { type Checklist, type Planned, collapseOf, dayAheadOf, dayOf } from '../../../core/notice/day-plan.ts'
import { content, inputFor, reporter, team } from './sample.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/notice')
if (team.kind !== 'team' || team.reporter === undefined || reporter.kind !== 'reporter') throw new Error('the sample has both')
const [byMail, onPlatform] = [reporter.reporter, team.reporter]

const planned = (changes: Partial<typeof content.advisory> = {}): Planned =>
  inputFor('day-ahead', { content: { ...content, advisory: { ...content.advisory, ...changes } } })

/** As it is worked through: the steps with their commands, then each patch with its commit message. */
const written = ({ steps, patches }: Checklist): string =>
  [
    ...steps.flatMap(({ does, commands }, index) => [`${index + 1}. ${does}`, ...commands.map((command) => `   ${command}`)]),
    ...patches.flatMap(({ name, branch, commitMessage }) => ['', `${name}, for ${branch}:`, commitMessage]),
    '',
  ].join('\n')
const doesOf = ({ steps }: Checklist) => steps.map(({ does }) => does)

describe('a checklist for the team', () => {
  test.each([
    ['checklist-day-ahead.txt', () => dayAheadOf(planned())],
    ['checklist-day.txt', () => dayOf(planned())],
    ['checklist-collapse.txt', () => collapseOf(planned({ reporters: [byMail, onPlatform] }))],
  ])('is as a whole as in the fixture: %s', async (name, list) => {
    await expect(written(list())).toMatchFileSnapshot(join(FIXTURES, name))
  })

  test.each([
    ['the day ahead', dayAheadOf],
    ['the day', dayOf],
    ['a collapse', collapseOf],
  ])('of %s speaks of no patch, commit or push where there are no patches, and keeps all else', (_, list) => {
    const [patched, bare] = [list(planned()), list(planned({ patches: [] }))]
    const others = doesOf(patched).filter((does) => !/patch|commits|push|landed/i.test(does))
    expect(doesOf(bare)).toEqual(others)
    expect(others.length).toBe(doesOf(patched).length - 2)
    expect(bare.patches).toEqual([])
  })

  test('names no releases where no version holds a fix', () => {
    const vulnerabilities = content.advisory.vulnerabilities.map((vulnerability) => ({ ...vulnerability, fixed: [] }))
    expect(doesOf(dayOf(planned({ vulnerabilities })))).toContain('Issue the releases.')
    expect(doesOf(dayAheadOf(planned({ vulnerabilities })))).toContain('Prepare the releases without publishing them.')
  })

  test('leaves the campaign to be filled in where there is none yet, as in a preview', () => {
    const { campaign: _, ...preview } = planned()
    expect(dayOf(preview).steps.at(-1)?.commands).toEqual(['./forewarn campaign disclose ID --public-at LINK'])
  })
})

describe('the reporters whom no mail reaches', () => {
  const task = 'Tell the reporters who cannot be reached by mail: each comes as a task of its own.'

  test.each<[string, KnownReporter[], boolean]>([
    ['are in the checklist of a collapse when there is one among others', [byMail, onPlatform], true],
    ['are in it when there are only such', [onPlatform], true],
    ['are not in it when all are reached by mail', [byMail], false],
    ['are not in it when nobody reported', [], false],
  ])('%s', (_, reporters, isTold) => {
    expect(doesOf(collapseOf(planned({ reporters }))).includes(task)).toBe(isTold)
  })
})
