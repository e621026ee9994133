import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { spacedFingerprint } from '../../../core/keys/mail-key.ts'
import { type MadeKey, madeKey, writtenIn } from './key-files.ts'
import { type RunningForewarn, advisoryFile, runningForewarn } from './running-forewarn.ts'

const FOREVER = ['psirt@forever.example', 'soc@forever.example']
/** Of 2026: the stack begins on 1 December, its day 334. */
const ENDS_10_DECEMBER = 343
const ENDS_30_NOVEMBER = 333

let forewarn: RunningForewarn
let keys: Record<'forever' | 'soon' | 'ended' | 'other', MadeKey>
let path: (name: string) => string
let id = ''

const dave = (...args: readonly string[]) => forewarn.run(...args, '--as', 'dave')
const looks = async (): Promise<number> =>
  (JSON.parse(await forewarn.ask('/recipients/access', 'dave')) as { entries: object[] }).entries.length
const add = (name: string, ...more: readonly string[]) =>
  dave('recipients', 'add', '--organisation', name, '--contact', `psirt@${name}.example`, ...more)
const FINDER = 'finder@research.example'
/** The sample advisory with one reporter, who gave this key. */
const campaignWith = (key: string): readonly string[] => {
  const advisory: unknown = parse(readFileSync(advisoryFile, 'utf8'))
  const reporters = [{ name: 'Finder', contact: { by: 'mail', address: FINDER, key } }]
  const file = path(`${key}.yaml`)
  writeFileSync(file, JSON.stringify({ ...(advisory as object), reporters }))
  return ['campaign', 'create', file, '--disclose-at', '2026-12-08T16:00Z', '--as', 'alice']
}
const certificateFile = join(dirname(dirname(advisoryFile)), 'certificate-bengaluru.pem')
const idIn = (text: string): string => /[0-9a-f]{32}/.exec(text)?.[0] ?? ''

beforeAll(async () => {
  const [forever, soon, ended, other, ...finder] = await Promise.all([
    madeKey(FOREVER),
    madeKey(['psirt@soon.example'], ENDS_10_DECEMBER),
    madeKey(['psirt@ended.example'], ENDS_30_NOVEMBER),
    madeKey(['psirt@other.example']),
    madeKey([FINDER], ENDS_10_DECEMBER),
    madeKey([FINDER], ENDS_30_NOVEMBER),
  ])
  keys = { forever, soon, ended, other }
  forewarn = await runningForewarn('2026-12-01T09:00Z')
  path = writtenIn(forewarn.folder, {
    'forever.asc': forever.publicKey,
    'soon.asc': soon.publicKey,
    'ended.asc': ended.publicKey,
    'other.asc': other.publicKey,
    'soon-finder.asc': finder[0].publicKey,
    'ended-finder.asc': finder[1].publicKey,
    'private.asc': forever.privateKey,
    'text.asc': 'hello',
    'list.csv': [
      'organisation,contact,encryption,key,phone',
      'Listed,psirt@soon.example,required,soon.asc,"+49 30 1, ask for Ines"',
      'Bare,psirt@bare.example,required,,',
      '',
    ].join('\n'),
    'bad.csv': [
      'organisation,contact,key',
      'Fresh,psirt@fresh.example,',
      'Ended,psirt@ended.example,ended.asc',
      'Wrong,psirt@wrong.example,other.asc',
      '',
    ].join('\n'),
  })
  cpSync(dirname(advisoryFile), join(forewarn.folder, 'keys'), { recursive: true })
}, 180_000)
afterAll(async () => {
  await forewarn.stop()
})

describe('a key on the command line', { timeout: 120_000 }, () => {
  test('comes with its recipient, and is shown by its fingerprint alone', async () => {
    const added = await add('forever', '--encryption', 'required', '--key', path('forever.asc'), '--phone', '+49 30 1')
    expect({ exit: added.exit, stderr: added.stderr }).toEqual({ exit: 0, stderr: '' })
    id = idIn(added.stdout)
    const before = await looks()
    for (const args of [['list'], ['show', id], ['key', id, 'show']]) {
      const { stdout } = await dave('recipients', ...args)
      expect(stdout).toContain('OpenPGP')
      expect(stdout).toContain(spacedFingerprint(keys.forever.fingerprint))
      expect(stdout).not.toMatch(/@|\+49/)
    }
    expect((await dave('recipients', 'key', id, 'show')).stdout).toMatch(/^usable until {2}no end$\n^addresses {5}2$/m)
    expect(await looks()).toBe(before)
  })

  test('shows the addresses that it names to whoever asks, which is recorded', async () => {
    const before = await looks()
    const { stdout, stderr } = await dave('recipients', 'key', id, 'show', '--reveal')
    expect(stdout).toMatch(/^addresses {5}psirt@forever\.example, soc@forever\.example$/m)
    expect(stderr).toContain('that you looked is recorded')
    expect(await looks()).toBe(before + 1)
  })

  test('is set and cleared without a look at anybody’s details', async () => {
    const before = await looks()
    const { stdout: other } = await add('other', '--key', path('other.asc'))
    const cleared = await forewarn.json<{ keys: object[]; version: number }>('recipients', 'key', idIn(other), 'clear', '--as', 'dave')
    expect(cleared).toEqual({ id: idIn(other), keys: [], version: 2 })
    const set = await dave('recipients', 'key', idIn(other), 'set', path('other.asc'))
    expect(set.stdout).toContain(spacedFingerprint(keys.other.fingerprint))
    expect(set.stderr).toContain('compare the fingerprint with its owner by another way than mail')
    expect(await looks()).toBe(before)
  })

  test('that is required is cleared only by who confirms it', async () => {
    const asked = await dave('recipients', 'key', id, 'clear')
    expect(asked).toMatchObject({ exit: 2, stderr: expect.stringContaining('nobody is at the terminal') as string })
    expect((await dave('recipients', 'key', id, 'show')).stdout).toContain(spacedFingerprint(keys.forever.fingerprint))
    const { exit, stderr } = await dave('recipients', 'key', id, 'clear', '--yes')
    expect({ exit, stderr }).toMatchObject({ exit: 0, stderr: expect.stringContaining('every notice to it will be blocked') as string })
    expect((await dave('recipients', 'key', id, 'set', path('forever.asc'))).exit).toBe(0)
  })

  test('stays with a change of something else', async () => {
    expect((await dave('recipients', 'change', id, '--zone', 'Asia/Tokyo')).exit).toBe(0)
    const { stdout } = await dave('recipients', 'show', id)
    expect(stdout).toContain('Asia/Tokyo')
    expect(stdout).toContain(spacedFingerprint(keys.forever.fingerprint))
  })

  test.each<[string, () => readonly string[], RegExp]>([
    ['has expired', () => ['--key', path('ended.asc')], /^error: .*\n {2}key: has expired: ask its owner to extend it/],
    ['is of another mailbox', () => ['--key', path('other.asc')], /\n {2}key: names none of the contacts’ addresses/],
    ['is a private one', () => ['--key', path('private.asc')], /\n {2}key: holds a private key, which nobody but its owner should have/],
    ['is none', () => ['--key', path('text.asc')], /\n {2}key: is neither an OpenPGP key nor an S\/MIME certificate/],
    ['is not there', () => ['--key', path('nowhere.asc')], /\n {2}key: is not there/],
    [
      'is not wanted',
      () => ['--key', path('ended.asc'), '--encryption', 'none'],
      /\n {2}encryption: must not be none where there is a key/,
    ],
    [
      'knows no old client',
      () => ['--key', path('forever.asc'), '--old-client', '--contact', 'psirt@forever.example'],
      /old-client: is for S\/MIME/,
    ],
  ])('is refused when it %s', async (...[, options, says]) => {
    const { exit, stdout, stderr } = await add('ended', ...options())
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/@|BEGIN/)
  })

  test('may be missing where encryption is required, with a warning', async () => {
    const { exit, stderr } = await add('none', '--encryption', 'required')
    expect({ exit, stderr }).toMatchObject({ exit: 0, stderr: expect.stringContaining('every notice to it will be blocked') as string })
  })
})

describe('a certificate on the command line', { timeout: 120_000 }, () => {
  const CONTACT = 'product-security@bbs.example.com'
  let certified = ''
  const cipher = async () => /^cipher +(\S+)$/m.exec((await dave('recipients', 'key', certified, 'show')).stdout)?.[1]

  test('is taken when it leads to a root of the policy, and is for an old client when that is said', async () => {
    const options = ['--organisation', 'Certified', '--contact', CONTACT, '--key', certificateFile, '--old-client']
    const { exit, stdout, stderr } = await dave('recipients', 'add', ...options)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    certified = idIn(stdout)
    const shown = await dave('recipients', 'show', certified)
    expect(shown.stdout).toMatch(/^kind +S\/MIME$/m)
    expect(shown.stdout).toMatch(/^fingerprint +([0-9A-F]{4} ){15}[0-9A-F]{4}$/m)
    expect(await cipher()).toBe('AES-256-CBC')
  })

  test('stays for an old client with a change of something else, until it is set for a new one', async () => {
    await dave('recipients', 'change', certified, '--notes', 'changed')
    expect(await cipher()).toBe('AES-256-CBC')
    await dave('recipients', 'key', certified, 'set', certificateFile)
    expect(await cipher()).toBe('AES-256-GCM')
    await dave('recipients', 'change', certified, '--old-client')
    expect(await cipher()).toBe('AES-256-CBC')
  })
})

describe('a list with key files', { timeout: 120_000 }, () => {
  test.each(['--dry-run', '--json'])('is refused as a whole with the line of each bad key, %s', async (option) => {
    const before = await forewarn.ask('/recipients?limit=200', 'dave')
    const { exit, stderr } = await dave('recipients', 'import', path('bad.csv'), option)
    expect(exit).toBe(2)
    expect(stderr).toMatch(/line 3: key: has expired: .*\n {2}line 4: key: names none of the contacts’ addresses/)
    expect(await forewarn.ask('/recipients?limit=200', 'dave')).toBe(before)
  })

  test('is imported, and again without a change', async () => {
    const first = await dave('recipients', 'import', path('list.csv'))
    expect(first.stdout).toBe('added 2, unchanged 0\n')
    expect(first.stderr).toContain('every notice will be blocked until one is set: line 3')
    expect((await dave('recipients', 'import', path('list.csv'))).stdout).toBe('added 0, unchanged 2\n')
  })
})

describe('keys check', { timeout: 120_000 }, () => {
  test('lists whose key cannot be used or soon cannot, the worst first', async () => {
    const { exit, stdout } = await dave('keys', 'check')
    expect(exit).toBe(1)
    expect(
      stdout
        .split('\n')
        .slice(1, 4)
        .map((line) => line.split(/ {2,}/)[0]),
    ).toEqual(expect.arrayContaining(['none', 'Bare', 'Listed']))
    expect(stdout).toMatch(/Listed +first +OpenPGP [0-9A-F ]+ +Thursday, 10 December 2026, 00:00 UTC +ends within 14 days/)
    expect(stdout).toMatch(/Bare +first +requires encryption and gave no key/)
    expect(stdout).not.toMatch(/forever|@/)
  })

  test('knows a campaign’s date and its reporters, who are not named', async () => {
    const created = await forewarn.json<{ campaign: { id: string } }>(...campaignWith('soon-finder.asc'))
    const { exit, stdout } = await dave('keys', 'check', '--campaign', created.campaign.id)
    expect(exit).toBe(1)
    expect(stdout).toMatch(/^Listed .*ends before a week after the disclosure date/m)
    expect(stdout).toMatch(/^reporter 1 of the advisory .*10 December 2026, 00:00 UTC +ends before a week after the disclosure date/m)
    expect(stdout).not.toMatch(/@|Finder/)
  })

  test('has nothing to say of a reporter’s bad key, which does not come in', async () => {
    const refused = await forewarn.run(...campaignWith('ended-finder.asc'))
    expect({ exit: refused.exit, stdout: refused.stdout }).toEqual({ exit: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^error: reporters\.0\.contact\.key has expired: ask its owner to extend it/m)
    const missing = await forewarn.run(...campaignWith('nowhere.asc'))
    expect(missing).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('reporters.0.contact.key: is not beside the advisory') as string,
    })
  })

  test('is nothing that keeps anybody when keys only end soon', async () => {
    const { stdout } = await dave('keys', 'check', '--json')
    for (const { id: blocked, standing } of (JSON.parse(stdout) as { keys: { id: string; standing: string }[] }).keys)
      if (standing === 'no-key') await dave('recipients', 'suspend', blocked)
    const { exit, stdout: after } = await dave('keys', 'check')
    expect(exit).toBe(0)
    expect(after).toContain('nothing would be blocked yet')
  })

  test('is made every Monday, and raises an alarm while a key ends', async () => {
    await forewarn.run('clock', 'set', '2026-12-07T06:00Z')
    const alarms = await forewarn.run('alarms', '--as', 'alice')
    expect(alarms.stdout).toMatch(/^keys-ending/m)
    expect(alarms.stdout).toContain('./forewarn keys check')
    expect((await dave('keys', 'check')).exit).toBe(0)
  })
})
