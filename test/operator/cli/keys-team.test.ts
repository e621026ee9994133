import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { generateKey, readKey } from 'openpgp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spacedFingerprint } from '../../../core/keys/mail-key.ts'
import { type RunningForewarn, runningForewarn } from './running-forewarn.ts'

interface Shown {
  readonly current: ReadonlyArray<{ readonly kind: string; readonly fingerprint: string; readonly by: string }>
  readonly former: ReadonlyArray<{ readonly fingerprint: string; readonly until: string }>
}

const PASSPHRASE = 'correct horse battery staple'
let forewarn: RunningForewarn
beforeAll(async () => {
  forewarn = await runningForewarn('2026-12-01T08:00:00Z', { hasTeamKeys: false })
}, 60_000)
afterAll(async () => {
  await forewarn.stop()
})

const file = (name: string) => join(forewarn.folder, name)
const team = (...args: readonly string[]) => forewarn.run('keys', 'team', ...args, '--as', 'bob')
const shown = () => forewarn.json<Shown>('keys', 'team', 'show', '--as', 'alice')
const current = async () => (await shown()).current[0]?.fingerprint ?? 'none'

/** A private key for the address that notices come from, locked unless there is no passphrase. */
async function privateKeyFile(name: string, passphrase?: string): Promise<string> {
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [{ name: 'Embargo', email: 'embargo@consoleme.example' }],
    date: new Date('2026-11-01T00:00:00Z'),
    ...(passphrase !== undefined && { passphrase }),
  })
  writeFileSync(file(name), privateKey)
  return file(name)
}

describe('before there is a key', () => {
  test('that is said, and nothing can be rotated or exported', async () => {
    expect((await team('show')).stdout).toMatch(/^The team has no key yet/)
    expect(await team('rotate', '--yes')).toMatchObject({ exit: 1, stdout: '' })
    expect(await team('export')).toMatchObject({ exit: 1, stdout: '' })
  })

  test('what is no private key is refused on this machine, and so is a passphrase that nobody can give', async () => {
    const locked = await privateKeyFile('locked.asc', PASSPHRASE)
    writeFileSync(file('wrong.txt'), 'not this one\n')
    expect(await team('import', resolve('package.json'))).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching('no private key') as string,
    })
    expect(await team('import', file('nowhere.asc'))).toMatchObject({ exit: 2, stderr: expect.stringMatching('is not there') as string })
    expect(await team('import', locked)).toMatchObject({ exit: 2, stderr: expect.stringMatching('--passphrase-file') as string })
    const wrong = await team('import', locked, '--passphrase-file', file('wrong.txt'))
    expect(wrong).toMatchObject({ exit: 2, stderr: expect.stringMatching('does not open with this passphrase') as string })
    expect((await shown()).current).toEqual([])
  })

  test('a key for another address is refused by the stack', async () => {
    const { privateKey } = await generateKey({ userIDs: [{ email: 'somebody@else.example' }], date: new Date('2026-11-01T00:00:00Z') })
    writeFileSync(file('other.asc'), privateKey)
    const refused = await team('import', file('other.asc'))
    expect(refused).toMatchObject({ exit: 1, stdout: '', stderr: expect.stringMatching('does not name the address') as string })
    expect(refused.stderr).not.toContain('somebody')
  })
})

describe('a key', () => {
  test('is made by who may approve, and shown by its fingerprint in groups of four, since when and by whom', async () => {
    expect(await forewarn.run('keys', 'team', 'create', '--as', 'alice')).toMatchObject({ exit: 1, stdout: '' })
    const made = await team('create')
    const fingerprint = await current()
    expect(made).toMatchObject({ exit: 0, stdout: expect.stringContaining(`OpenPGP  ${spacedFingerprint(fingerprint)}\n`) as string })
    expect(made.stderr).toContain('./forewarn keys team export --out team.asc')
    expect((await team('show')).stdout).toMatch(
      /^OpenPGP {2}([0-9A-F]{4} ){9}[0-9A-F]{4}\nsince {4}Tuesday, 1 December 2026, 08:.*, by bob\n$/,
    )
    expect(await team('create')).toMatchObject({ exit: 1, stderr: expect.stringContaining('has a key of this kind already') as string })
    expect(await current()).toBe(fingerprint)
  })

  test('is exported, its public half alone, and not over a file that is there', async () => {
    const { exit, stdout } = await team('export')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n/)
    const out = file('team.asc')
    expect((await team('export', '--out', out)).exit).toBe(0)
    expect(readFileSync(out, 'utf8')).toBe(stdout)
    expect(statSync(out).mode & 0o777).toBe(0o644)
    const key = await readKey({ armoredKey: stdout })
    expect([key.isPrivate(), key.getFingerprint().toUpperCase()]).toEqual([false, await current()])
    writeFileSync(out, 'something else')
    expect(await team('export', '--out', out)).toMatchObject({ exit: 1, stderr: expect.stringContaining('is there already') as string })
    expect(readFileSync(out, 'utf8')).toBe('something else')
    expect((await team('export', '--out', out, '--force')).exit).toBe(0)
    expect(readFileSync(out, 'utf8')).toBe(stdout)
  })

  test('is replaced after a question, which says what follows', async () => {
    const before = await current()
    const asked = await team('rotate')
    expect(asked).toMatchObject({ exit: 2, stdout: '' })
    expect(asked.stderr).toContain('those of campaigns that are approved too')
    expect(await current()).toBe(before)
    expect((await team('rotate', '--yes')).stderr).toContain('that it has changed')
    const { current: now, former } = await shown()
    expect(former).toMatchObject([{ fingerprint: before }])
    expect(now[0]?.fingerprint).not.toBe(before)
    expect((await team('show')).stdout).toContain(`\n\nFormer ones:\n\nuntil Tuesday, 1 December 2026, `)
  })

  test('that is locked with a passphrase is unlocked on this machine, and its file is to be deleted', async () => {
    const own = await privateKeyFile('own.asc', PASSPHRASE)
    writeFileSync(file('passphrase.txt'), `${PASSPHRASE}\n`, { mode: 0o600 })
    const taken = await team('rotate', '--key', own, '--passphrase-file', file('passphrase.txt'), '--yes')
    expect(taken).toMatchObject({ exit: 0, stderr: expect.stringContaining(`${own} holds the private key: delete it`) as string })
    const published = await readKey({ armoredKey: (await team('export')).stdout })
    expect(published.getUserIDs()).toEqual(['Embargo <embargo@consoleme.example>'])
    expect((await shown()).former).toHaveLength(2)
    const again = await team('rotate', '--key', own, '--passphrase-file', file('passphrase.txt'), '--yes')
    expect(again).toMatchObject({ exit: 1, stderr: expect.stringContaining('exactly this key already') as string })
  })
})

test('nothing that the stack has on disk holds a key in clear', () => {
  const files = readdirSync(forewarn.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  // The clear name of its item is there, so that what is looked through is where the keys are.
  expect(bytes.some((one) => one.includes('TEAM-SECRETS'))).toBe(true)
  expect(bytes.filter((one) => /KEY BLOCK|correct horse/.test(one.toString('latin1')))).toEqual([])
})

test('no command has shown a private half or the passphrase', () => {
  expect(forewarn.said()).toContain('PUBLIC KEY BLOCK')
  expect(forewarn.said()).not.toMatch(/PRIVATE KEY BLOCK|correct horse/)
})
