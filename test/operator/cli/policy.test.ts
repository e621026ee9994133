import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey, readPrivateKey } from 'openpgp'
import { afterAll, describe, expect, test } from 'vitest'
import { spacedFingerprint } from '../../../core/keys/mail-key.ts'
import { forewarn } from './forewarn.ts'
import { repository } from './repository.ts'
import { policyFile } from './running-forewarn.ts'

const folder = mkdtempSync(join(tmpdir(), 'forewarn-policy-'))
afterAll(() => rmSync(folder, { recursive: true }))
const ours = readFileSync(policyFile, 'utf8')

const NOW = ['--now', '2026-12-01T09:00Z']
const render = (...args: readonly string[]) => forewarn(['policy', 'render', ...args, ...NOW], { cwd: folder })
const at = (name: string) => join(folder, name)
function fileWith(name: string, text: string): string {
  writeFileSync(at(name), text)
  return at(name)
}
const policyWith = (name: string, from: string | RegExp, to: string) => fileWith(name, ours.replace(from, to))
const numbered = policyWith('numbered.yaml', "branches: ['1.2', '1.1']", "branches: ['1.2', '1.1']\n  releases: 3")

/** Both files as the policy has them, in a folder of their own. */
async function published(name: string) {
  const of = (file: string) => join(folder, name, file)
  mkdirSync(of('.'), { recursive: true })
  const files = [of('SECURITY.md'), of('security.txt')] as const
  const written = await render('--policy', policyFile, '--write', files[0], '--write', files[1])
  return { files, written, check: (policy = policyFile) => render('--policy', policy, '--check', files[0], '--check', files[1]) }
}

describe('policy render', () => {
  test('prints both texts', async () => {
    const { exit, stdout, stderr } = await render('--policy', policyFile)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toContain('within 3 days')
    expect(stdout).toContain('\nContact: mailto:security@consoleme.example\nExpires: 2027-11-30T00:00:00Z\n')
  })

  test('with --json it is one object', async () => {
    const { stdout } = await render('--policy', policyFile, '--json', '--expires', '2027-06-30T00:00Z')
    expect(JSON.parse(stdout)).toEqual({
      securityMd: expect.stringMatching(/^<!-- forewarn:policy begin -->\n[^]*\n<!-- forewarn:policy end -->$/) as string,
      securityTxt: expect.stringContaining('\nExpires: 2027-06-30T00:00:00Z\n') as string,
    })
  })

  test.each([
    [['--expires', '2026-12-20T00:00Z'], '--expires has a problem\n  must be at least 30 days away'],
    [['--expires', '2028-12-20T00:00Z'], 'must be at most a year away'],
    [['--expires', '2027-06-30'], 'must have a time of day'],
    [['--write', 'SECURITY.md', '--check', 'SECURITY.md'], 'give either --write or --check'],
    [['--check', 'SECURITY.md', '--expires', '2027-06-30T00:00Z'], '--expires is not for --check'],
    [['--check', 'none.md'], 'none.md has a problem\n  (file): is not there'],
  ])('%j exits 2', async (args, says) => {
    const { exit, stdout, stderr } = await render('--policy', policyFile, ...args)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(says)
  })

  test('without reporting it exits 2 and names the field', async () => {
    const silent = policyWith('silent.yaml', /^reporting:[^]*/m, '')
    const { exit, stdout, stderr } = await render('--policy', silent)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain('its field `reporting` is missing')
    expect(stderr).toContain('hint: Add `reporting` to the policy')
  })

  test('a public tracker is refused with its line', async () => {
    const open = policyWith('open.yaml', 'https://consoleme.example/security/report', 'https://github.com/Netflix/consoleme/issues/new')
    const { exit, stderr } = await render('--policy', open)
    expect(exit).toBe(2)
    expect(stderr).toMatch(/line \d+: reporting\.url: looks like a public tracker/)
  })
})

describe('the most recent releases', () => {
  test('are the tags of the repository', async () => {
    const repo = repository()
    repo.commit('Begin', { a: '1' })
    for (const tag of ['v1.2.9', 'v1.2.10', 'v1.10.0-rc.1', 'nightly', 'v1.1.7', 'v1.0.0']) repo.git('tag', tag)
    repo.git('tag', '--annotate', '--message', 'x', 'v1.2.11')
    const { exit, stdout } = await render('--policy', numbered, '--repo', repo.folder)
    expect(exit).toBe(0)
    expect(stdout).toContain('- the 3 most recent releases: 1.2.11, 1.2.10 and 1.2.9\n')
  })

  test('a new one makes a published file differ', async () => {
    const repo = repository()
    repo.commit('Begin', { a: '1' })
    repo.git('tag', 'v1.2.0')
    const args = (what: string) => ['--policy', numbered, '--repo', repo.folder, what, join(repo.folder, 'SECURITY.md')]
    expect((await render(...args('--write'))).exit).toBe(0)
    expect((await render(...args('--check'))).exit).toBe(0)
    repo.git('tag', 'v1.2.1')
    const { exit, stdout } = await render(...args('--check'))
    expect(exit).toBe(1)
    expect(stdout).toContain('- - the 3 most recent releases: 1.2.0\n+ - the 3 most recent releases: 1.2.1 and 1.2.0\n')
  })

  test('are refused where there is no tag of one', async () => {
    const repo = repository()
    repo.commit('Begin', { a: '1' })
    repo.git('tag', 'latest')
    const { exit, stdout, stderr } = await render('--policy', numbered, '--repo', repo.folder)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain('has no tag of a release')
    expect(stderr).toContain('git fetch --tags')
  })

  test('are refused where there is no repository', async () => {
    const { exit, stderr } = await render('--policy', numbered)
    expect(exit).toBe(2)
    expect(stderr).toContain('is no git repository')
  })
})

describe('--write', () => {
  test('makes both files, and nothing beside them', async () => {
    const { written, files } = await published('fresh')
    expect(written).toEqual({
      exit: 0,
      stdout: `${files[0]} says what the policy says.\n${files[1]} says what the policy says.\n`,
      stderr: '',
    })
    expect(readdirSync(at('fresh')).toSorted()).toEqual(['SECURITY.md', 'security.txt'])
    expect(readFileSync(files[0], 'utf8')).toMatch(/^# Security policy\n\n<!-- forewarn:policy begin -->\n/)
    expect(readFileSync(files[1], 'utf8')).toMatch(/^# [^]*\nPolicy: \S+\n$/)
  })

  test('replaces the section alone, and says so where there was none', async () => {
    const file = fileWith('own.md', '# Ours\n\nWords of our own.\n')
    const first = await render('--policy', policyFile, '--write', file)
    expect(first.stderr).toContain('warning: ')
    expect(first.stderr).toContain('the section stands at its end')
    writeFileSync(file, `${readFileSync(file, 'utf8').replace('within 3 days', 'within a year')}\nAnd a last word.\n`)
    const again = await render('--policy', policyFile, '--write', file)
    expect({ exit: again.exit, stderr: again.stderr }).toEqual({ exit: 0, stderr: '' })
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^# Ours\n\nWords of our own\.\n\n<!-- forewarn:policy begin -->\n[^]*\nAnd a last word\.\n$/)
    expect(text).toContain('within 3 days')
  })

  test('leaves a file as it is whose section has no end', async () => {
    const text = '<!-- forewarn:policy begin -->\nhalf\n'
    const file = fileWith('half.md', text)
    const { exit, stderr } = await render('--policy', policyFile, '--write', file)
    expect(exit).toBe(1)
    expect(stderr).toContain('was not changed')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('writes none of several files when one of them cannot be', async () => {
    const broken = fileWith('broken.md', '<!-- forewarn:policy end -->\n')
    const { exit, stdout, stderr } = await render('--policy', policyFile, '--write', at('first.md'), '--write', broken)
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toContain(`${broken} has the lines that begin and end its section not once each`)
    expect(existsSync(at('first.md'))).toBe(false)
  })

  test('says that a signed security.txt is to be signed again', async () => {
    mkdirSync(at('signed'))
    const file = fileWith('signed/security.txt', '-----BEGIN PGP SIGNED MESSAGE-----\n\nContact: mailto:a@b.example\n')
    expect((await render('--policy', policyFile, '--write', file)).stderr).toContain('sign it again')
  })

  test('exits 2 where it may not write', async () => {
    const { exit, stderr } = await render('--policy', policyFile, '--write', 'none/SECURITY.md')
    expect(exit).toBe(2)
    expect(stderr).toContain('none/SECURITY.md cannot be written')
  })
})

describe('--check', () => {
  test('exits 0 for what was written', async () => {
    const { check, files } = await published('same')
    expect(await check()).toEqual({
      exit: 0,
      stdout: `${files[0]} says what the policy says.\n\n${files[1]} says what the policy says.\n`,
      stderr: '',
    })
  })

  test('exits 1 after the policy was edited, with the lines', async () => {
    const { check, files } = await published('edited')
    const { exit, stdout } = await check(
      fileWith('edited.yaml', ours.replace('triageTime: P3D', 'triageTime: P5D').replace('  address: security@', '  address: report@')),
    )
    expect(exit).toBe(1)
    expect(stdout).toContain(`${files[0]} is not what the policy says (- in the file, + by the policy):\n`)
    expect(stdout).toMatch(/line \d+\n- We triage every report within 3 days: .*\n\+ We triage every report within 5 days: /)
    expect(stdout).toContain('- Contact: mailto:security@consoleme.example\n+ Contact: mailto:report@consoleme.example\n')
  })

  test('exits 1 after the file was edited by hand, and names its line', async () => {
    const { check, files } = await published('by-hand')
    const text = readFileSync(files[0], 'utf8').replace('7 days before', '30 days before')
    writeFileSync(files[0], text)
    const line = text.split('\n').findIndex((one) => one.includes('30 days before')) + 1
    const { exit, stdout } = await check()
    expect(exit).toBe(1)
    expect(stdout).toMatch(new RegExp(`\\nline ${line}\\n- .* 30 days before .*\\n\\+ .* 7 days before `))
    expect(stdout).toContain(`${files[1]} says what the policy says.`)
  })

  test('exits 1 when a security.txt is about to expire, and with --json is one object', async () => {
    const { files } = await published('stale')
    const { exit, stdout } = await forewarn(
      ['policy', 'render', '--policy', policyFile, '--json', '--check', files[1], '--now', '2027-11-10T00:00Z'],
      { cwd: folder },
    )
    expect(exit).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      isSame: false,
      files: [
        {
          file: files[1],
          kind: 'securityTxt',
          problems: ['Expires must be at least 30 days away, so that there is time to renew it. Write the file anew with --write.'],
          differences: [],
        },
      ],
    })
  })

  test.each<[string, string, number]>([
    ['policy.txt', '<!-- forewarn:policy begin -->\n', 1],
    ['well-known.txt', 'Contact: mailto:a@b.example\n', 1],
    ['notes.txt', 'something else\n', 2],
  ])('knows %s by what it holds', async (name, text, exit) => {
    const run = await render('--policy', policyFile, '--check', fileWith(name, text))
    expect(run.exit).toBe(exit)
    expect(run.stdout + run.stderr).toContain(exit === 1 ? 'is not what the policy says' : 'neither a SECURITY.md nor a security.txt')
  })

  test('what a file holds cannot move the cursor', async () => {
    const { files } = await published('sly')
    writeFileSync(files[0], readFileSync(files[0], 'utf8').replace('3 days', '3\u001b[2J days'))
    expect((await render('--policy', policyFile, '--check', files[0])).stdout).not.toContain('\u001b')
  })
})

describe('the team’s key', () => {
  const keyFile = async (name: string, subkeys: ReadonlyArray<{ sign?: boolean }>) => {
    const of = { type: 'ecc' as const, curve: 'curve25519Legacy' as const, userIDs: [{ email: 'embargo@consoleme.example' }] }
    const made = await generateKey({ ...of, subkeys: [...subkeys], date: new Date('2026-11-01T00:00:00Z') })
    const fingerprint = (await readPrivateKey({ armoredKey: made.privateKey })).getFingerprint()
    return { file: fileWith(name, made.publicKey), secret: fileWith(`secret-${name}`, made.privateKey), fingerprint }
  }

  test('stands in security.txt as a field when reports can be encrypted to it, with a warning, and its fingerprint in both', async () => {
    const { file, fingerprint } = await keyFile('encrypts.asc', [{}])
    const { exit, stdout, stderr } = await render('--policy', policyFile, '--team-key', file)
    expect({ exit, stderr }).toMatchObject({ exit: 0, stderr: expect.stringContaining('see that the team can decrypt them') as string })
    expect(stdout).toContain(`\nEncryption: openpgp4fpr:${fingerprint}\n`)
    expect(stdout).toContain(`report to the OpenPGP key \`${spacedFingerprint(fingerprint.toUpperCase())}\``)
  })

  test('that only signs takes no reports', async () => {
    const { file, fingerprint } = await keyFile('signs.asc', [])
    const { exit, stdout, stderr } = await render('--policy', policyFile, '--team-key', file)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toContain(`# Encrypted notices to recipients are signed with openpgp4fpr:${fingerprint}\n`)
    expect(stdout).not.toContain('Encryption: openpgp4fpr')
  })

  test('is its public half: the private one is refused, and what is no key', async () => {
    const { secret } = await keyFile('another.asc', [])
    const refused = await render('--policy', policyFile, '--team-key', secret)
    expect(refused).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('holds a private key') as string })
    expect(await render('--policy', policyFile, '--team-key', policyFile)).toMatchObject({ exit: 2, stdout: '' })
  })
})
