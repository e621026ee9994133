import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forewarn } from './forewarn.ts'
import { repository } from './repository.ts'
import { type RunningForewarn, advisoryFile, runningForewarn } from './running-forewarn.ts'

const LINES = Array.from({ length: 20 }, (_, line) => `    line_${line}()`)
const file = (change: Readonly<Record<number, string>> = {}) => `${LINES.map((line, at) => change[at] ?? line).join('\n')}\n`
const FIX = { 9: '    line_9(safe)', 10: '    line_ten()' }

const ADVISORY = `id: ADV-2026-0009
title: A flaw
description: A flaw.
remediation: We merge the patch.
vulnerabilities:
  - { severity: low, summary: A flaw, affected: ['<1.2.3'], fixed: [] }
patches:
  - { branch: '1.2', file: fix.patch }
`

/** A project with the branches main and release-1.2, and the mailed patch, made on a branch that is gone. */
function project() {
  const repo = repository()
  repo.commit('Begin', { 'app.py': file(), 'other.py': 'a\n' })
  repo.git('branch', 'release-1.2')
  repo.git('checkout', '--quiet', '-b', 'embargo')
  repo.commit('The fix', { 'app.py': file(FIX) })
  const patch = repo.git('format-patch', '-1', '--stdout')
  repo.git('checkout', '--quiet', 'release-1.2')
  repo.git('branch', '--quiet', '-D', 'embargo')
  const advisory = join(repo.folder, '.git', 'ADV-2026-0009.yaml')
  writeFileSync(advisory, ADVISORY)
  const mail = (text: string) => writeFileSync(join(repo.folder, '.git', 'fix.patch'), text)
  mail(`${patch}\n`)
  const verify = async (...args: readonly string[]) => {
    const { exit, stdout } = await forewarn(['patches', 'verify', '--advisory', advisory, '--repo', repo.folder, '--json', ...args])
    const { patches } = JSON.parse(stdout) as { patches?: ReadonlyArray<{ state: string; commits: readonly string[] }> }
    return { exit, state: patches?.[0]?.state, commits: patches?.[0]?.commits }
  }
  return { ...repo, verify, mail, patch }
}

describe('a mailed patch', () => {
  test('has landed when a commit on its branch makes the same change, whatever it is called and wherever its lines are', async () => {
    const { commit, verify } = project()
    commit('Lines above', { 'app.py': `# a\n# b\n${file()}` })
    const landed = commit('Security fix', { 'app.py': `# a\n# b\n${file(FIX)}` })
    commit('Another thing', { 'other.py': 'b\n' })
    await expect(verify()).resolves.toEqual({ exit: 0, state: 'landed', commits: [landed] })
  })

  test('is missing where nothing like it is', async () => {
    const { commit, verify } = project()
    commit('Another place in the same file', { 'app.py': file({ 1: '    one()' }) })
    await expect(verify()).resolves.toEqual({ exit: 1, state: 'missing', commits: [] })
    await expect(verify('--branch', '1.2=main')).resolves.toMatchObject({ state: 'missing' })
  })

  test.each([
    ['one of its lines is another', file({ ...FIX, 9: '    line_9(safe, strict)' }), 'different'],
    ['a line is missing', file({ 9: FIX[9] }), 'different'],
    ['only white space is another', file({ ...FIX, 9: '  line_9(safe)' }), 'whitespace'],
  ])('is different when %s', async (_what, text, state) => {
    const { commit, verify } = project()
    const other = commit('Security fix', { 'app.py': text })
    await expect(verify()).resolves.toEqual({ exit: 1, state, commits: [other] })
  })

  test('is different when the commit changes another file as well', async () => {
    const { commit, verify } = project()
    commit('Security fix', { 'app.py': file(FIX), 'other.py': 'b\n' })
    await expect(verify()).resolves.toMatchObject({ exit: 1, state: 'different' })
  })

  test('is reverted when it was taken back', async () => {
    const { commit, verify, git } = project()
    commit('Security fix', { 'app.py': file(FIX) })
    git('revert', '--no-edit', 'HEAD')
    await expect(verify()).resolves.toEqual({ exit: 1, state: 'reverted', commits: [git('rev-parse', 'HEAD')] })
  })

  test('is looked for in a range alone when there is one, and on a branch that is named', async () => {
    const { commit, verify, git } = project()
    const landed = commit('Security fix', { 'app.py': file(FIX) })
    commit('Another thing', { 'other.py': 'b\n' })
    await expect(verify('--range', 'main..HEAD')).resolves.toEqual({ exit: 0, state: 'landed', commits: [landed] })
    await expect(verify('--range', `${landed}..HEAD`)).resolves.toMatchObject({ exit: 1, state: 'missing' })
    git('branch', '--quiet', '-m', 'release-1.2', 'elsewhere')
    await expect(verify()).resolves.toMatchObject({ exit: 1, state: 'no-branch' })
    await expect(verify('--branch', '1.2=elsewhere')).resolves.toMatchObject({ exit: 0 })
    await expect(verify('--branch', 'elsewhere')).resolves.toMatchObject({ exit: 0 })
  })

  test('of several mails has landed when each of them has', async () => {
    const { commit, verify, git, mail } = project()
    commit('First', { 'app.py': file(FIX) })
    const half = git('rev-parse', 'HEAD')
    commit('Second', { 'other.py': 'b\n' })
    mail(`${git('format-patch', '-2', '--stdout')}\n`)
    await expect(verify()).resolves.toMatchObject({ exit: 0, state: 'landed', commits: { length: 2 } })
    git('reset', '--quiet', '--hard', half)
    await expect(verify()).resolves.toMatchObject({ exit: 1, state: 'different' })
  })

  test('that holds no change is said to be unreadable', async () => {
    const { verify, mail } = project()
    mail('Not a patch\n')
    await expect(verify()).resolves.toMatchObject({ exit: 1, state: 'unreadable' })
  })

  test('a person’s own settings of git change nothing', async () => {
    const { commit, verify, git } = project()
    commit('Security fix', { 'app.py': file(FIX) })
    for (const [name, value] of [
      ['diff.context', '0'],
      ['diff.noprefix', 'true'],
      ['color.ui', 'always'],
      ['diff.external', 'false'],
    ])
      git('config', name ?? '', value ?? '')
    await expect(verify()).resolves.toMatchObject({ exit: 0, state: 'landed' })
  })
})

describe('wrong usage', () => {
  test.each([
    [['--repo', '.'], 'nothing says which patches were mailed'],
    [['--advisory', advisoryFile, '--repo', '/'], 'is no git repository'],
    [['--advisory', advisoryFile], 'required option'],
  ])('%j exits 2', async (args, says) => {
    const { exit, stdout, stderr } = await forewarn(['patches', 'verify', ...args])
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(says)
  })
})

describe('by campaign', { timeout: 120_000 }, () => {
  let running: RunningForewarn
  beforeAll(async () => {
    running = await runningForewarn('2026-12-01T09:00Z')
  }, 120_000)
  afterAll(async () => {
    await running.stop()
  })

  test('the patches are those that it pinned, and files beside an advisory must be the same', async () => {
    const { commit, folder, mail } = project()
    const advisory = join(folder, '.git', 'ADV-2026-0009.yaml')
    const landed = commit('Security fix', { 'app.py': file(FIX) })
    const created = await running.json<{ campaign: { id: string } }>(
      'campaign',
      'create',
      advisory,
      '--disclose-at',
      '2026-12-15T16:00Z',
      '--as',
      'alice',
    )
    const verify = (...args: readonly string[]) =>
      running.run('patches', 'verify', created.campaign.id, '--repo', folder, '--as', 'bob', '--json', ...args)
    const sound = await verify('--advisory', advisory)
    expect(JSON.parse(sound.stdout)).toMatchObject({
      isSound: true,
      patches: [{ patch: 'ADV-2026-0009-1.2.patch', state: 'landed', commits: [landed] }],
    })
    mail('--- a/app.py\n+++ b/app.py\n@@ -1 +1 @@\n-a\n+b\n')
    await expect(verify()).resolves.toMatchObject({ exit: 0 })
    const altered = await verify('--advisory', advisory)
    expect(JSON.parse(altered.stdout)).toMatchObject({ isSound: false, patches: [{ state: 'altered' }] })
    expect(altered.exit).toBe(1)
  })

  test('who is no author or approver gets none', async () => {
    const { folder } = project()
    await expect(running.run('patches', 'verify', 'c-0000000000000000', '--repo', folder, '--as', 'dave')).resolves.toMatchObject({
      exit: 1,
    })
    const unknown = await running.run('patches', 'verify', 'c-0000000000000000', '--repo', folder, '--as', 'bob')
    expect(unknown.stderr).toContain('There is no such campaign')
  })
})
