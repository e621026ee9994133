import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Transcript, forewarn } from './forewarn.ts'
import { repository } from './repository.ts'
import { advisoryFile, policyFile } from './running-forewarn.ts'

const folder = mkdtempSync(join(tmpdir(), 'forewarn-words-'))
afterAll(() => rmSync(folder, { recursive: true }))
const words = join(folder, 'words.json')

let written: Transcript
beforeAll(async () => {
  written = await forewarn(['commit-message', 'words', advisoryFile, '--out', words, '--policy', policyFile])
})

function fileWith(text: string, name = 'MESSAGE'): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const check = (...args: readonly string[]) => forewarn(['commit-message', 'check', ...args], { cwd: folder })
const NEUTRAL = 'Security fix; details follow with the advisory (ADV-2026-0001).\n'

describe('commit-message words', () => {
  test('writes a list for its owner alone, without a word of the advisory', () => {
    expect({ exit: written.exit, stderr: written.stderr }).toEqual({ exit: 0, stderr: '' })
    expect(statSync(words).mode & 0o777).toBe(0o600)
    expect(written.stdout + readFileSync(words, 'utf8')).not.toMatch(/format|self.service|27177|forthegreatergood/i)
  })

  test('leaves a file that is there as it is', async () => {
    const before = statSync(words).mtimeMs
    const { exit, stderr } = await forewarn(['commit-message', 'words', advisoryFile, '--out', words, '--policy', policyFile])
    expect(exit).toBe(1)
    expect(stderr).toContain('is there already')
    expect(statSync(words).mtimeMs).toBe(before)
  })

  test('exits 2 when the file cannot be written', async () => {
    const { exit } = await forewarn([
      'commit-message',
      'words',
      advisoryFile,
      '--out',
      join(folder, 'none/words.json'),
      '--policy',
      policyFile,
    ])
    expect(exit).toBe(2)
  })
})

describe('commit-message check', () => {
  test('a neutral note is fine', async () => {
    const { exit, stdout, stderr } = await check(fileWith(NEUTRAL), '--words', words)
    expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: 'Nothing gives the advisory away.\n', stderr: '' })
  })

  test.each([
    ['--words', words],
    ['--advisory', advisoryFile],
  ])('%s: words of the advisory are refused, with their place', async (option, file) => {
    const { exit, stdout } = await check(fileWith('Tidy up\n\nNo format strings here.\n'), option, file)
    expect(exit).toBe(1)
    expect(stdout).toContain('message, line 3, column 4: words of the advisory (advisory-words): format strings\n')
  })

  test('with --json it is one object', async () => {
    const { exit, stdout } = await check(fileWith('Tidy up the format strings'), '--words', words, '--json')
    expect(exit).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      clean: false,
      checked: 1,
      knowsWords: true,
      findings: [{ where: 'message', code: 'advisory-words', line: 1, column: 13, words: 'format strings' }],
    })
  })

  test('without words it says that it does not know them, and finds what gives any advisory away', async () => {
    const unknowing = await check(fileWith('Tidy up the format strings'))
    expect(unknowing.exit).toBe(0)
    expect(unknowing.stderr).toContain('an advisory’s own words need --words or --advisory')
    await expect(check(fileWith('Fix SQL injection'))).resolves.toMatchObject({ exit: 1 })
  })

  test('a list that others can read is warned of', async () => {
    const file = join(folder, 'open.json')
    copyFileSync(words, file)
    chmodSync(file, 0o644)
    const { exit, stderr } = await check(fileWith(NEUTRAL), '--words', file)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringContaining('warning: others on this machine can read') as string })
  })

  test('only in a message that git has to clean are its comments left out', async () => {
    const text = `${NEUTRAL}# On branch fix-sql-injection\n# ------------------------ >8 ------------------------\n+ use after free\n`
    await expect(check(fileWith(text, 'COMMIT_EDITMSG'))).resolves.toMatchObject({ exit: 0 })
    await expect(check(fileWith(text))).resolves.toMatchObject({ exit: 1 })
  })

  test.each([
    [[], 'give either a file'],
    [['MESSAGE', '--range', 'a..b'], 'give either a file'],
    [['none.txt'], 'none.txt has a problem'],
    [['MESSAGE', '--words', 'MESSAGE'], 'MESSAGE has a problem'],
    [['--range', 'a..b'], 'is no git repository'],
  ])('%j exits 2', async (args, says) => {
    fileWith(NEUTRAL)
    const { exit, stdout, stderr } = await check(...args)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(says)
  })

  test('exits 3 where git is missing', async () => {
    const bare = { command: process.execPath, cwd: folder, env: { PATH: folder } }
    const main = join(policyFile, '../operator/cli/main.ts')
    const { exit, stderr } = await forewarn([main, 'commit-message', 'check', '--range', 'a..b'], bare)
    expect(exit).toBe(3)
    expect(stderr).toContain('hint: Install git')
  })
})

describe('of a range', () => {
  test('messages, added change log lines and names are read, and nothing outside of it', async () => {
    const repo = repository()
    const first = repo.commit('Fix XSS', { 'CHANGELOG.md': '# Changes\n\n- fixed an SSRF\n' })
    repo.git('checkout', '--quiet', '-b', 'fix/rce-in-login')
    const second = repo.commit(NEUTRAL, {
      'CHANGELOG.md': '# Changes\n\n- no more format strings\n- fixed an SSRF\n',
      'app.py': 'path traversal\n',
    })
    const { exit, stdout } = await check('--range', `${first}..HEAD`, '--repo', repo.folder, '--words', words)
    expect(exit).toBe(1)
    const lines = stdout.split('\n').slice(0, -3)
    expect(lines).toEqual([
      `commit ${second.slice(0, 12)} CHANGELOG.md, line 3, column 11: words of the advisory (advisory-words): format strings`,
      'branch, line 1, column 5: what kind of flaw it is (weakness): rce',
    ])
  })

  test('a clean one is fine, and so is an empty one', async () => {
    const repo = repository()
    const first = repo.commit('Begin', { a: '1' })
    repo.commit(NEUTRAL, { a: '2' })
    await expect(check('--range', `${first}..main`, '--repo', repo.folder, '--words', words)).resolves.toMatchObject({ exit: 0 })
    await expect(check('--range', 'main..main', '--repo', repo.folder, '--words', words)).resolves.toMatchObject({ exit: 0 })
  })

  test.each([['main'], ['main..none'], ['--output=x..main'], ['main...main']])('%s is none', async (range) => {
    const repo = repository()
    repo.commit('Begin', { a: '1' })
    await expect(check(`--range=${range}`, '--repo', repo.folder)).resolves.toMatchObject({ exit: 2, stdout: '' })
  })
})

describe('as a hook of git', () => {
  async function hooked() {
    const repo = repository()
    const { stdout } = await forewarn(['commit-message', 'hook', '--words', words])
    repo.write('.git/hooks/commit-msg', stdout)
    chmodSync(join(repo.folder, '.git/hooks/commit-msg'), 0o755)
    repo.write('a', '1')
    repo.git('add', 'a')
    return repo
  }

  test('a commit that gives it away is refused, and no other word of the advisory is shown', async () => {
    const { tried } = await hooked()
    const { exit, stdout, stderr } = tried(['commit', '-m', 'Rework the self-service page'])
    expect(exit).toBe(1)
    expect(stdout + stderr).toContain('self-service')
    expect(stdout + stderr).not.toMatch(/format|string|permission|workflow|python|CVE-2022|CWE-134|forthegreatergood|bugcrowd/i)
    expect(tried(['log']).exit).not.toBe(0)
  })

  test('a neutral commit goes through, and what git keeps of comments is read', async () => {
    const { tried } = await hooked()
    expect(tried(['commit', '-m', `Security fix\n# format strings`]).exit).toBe(1)
    expect(tried(['commit', '-m', NEUTRAL]).exit).toBe(0)
    expect(tried(['log', '-1', '--format=%s']).stdout).toBe(NEUTRAL)
  })

  test('what git takes out of an edited message is not read', async () => {
    const { tried, git } = await hooked()
    git('checkout', '--quiet', '-b', 'format-strings')
    const edited = { GIT_EDITOR: `sh -c 'printf "Security fix" | cat - "$1" > "$1.new" && mv "$1.new" "$1"' --` }
    expect(tried(['commit', '--verbose'], edited)).toMatchObject({ exit: 0 })
    expect(tried(['log', '-1', '--format=%B']).stdout.trim()).toBe('Security fix')
  })
})
