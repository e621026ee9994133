import { spawn } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { GivenDetails } from '../../core/recipient/recipient.ts'
import { digestOfBytes } from '../../core/shared/digest.ts'
import { INSTALLING_MILLIS } from '../endpoints/debian.ts'
import { type OpenedMail, sampleReaders } from './opened-mail.ts'
import { readAdvisoryFile } from '../../operator/files/advisory-file.ts'
import { readRecipientsFile } from '../../operator/files/recipients-file.ts'

const Result = z.object({
  campaigns: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      disclosureAt: z.string(),
      notices: z.array(z.object({ kind: z.string(), releasedAt: z.string().optional(), deliveries: z.record(z.string(), z.number()) })),
    }),
  ),
  mailDir: z.string(),
})
const Envelope = z.object({ destinations: z.array(z.string()), tags: z.object({ campaign: z.string(), notice: z.string() }) })

interface Mail {
  readonly to: readonly string[]
  readonly campaign: string
  readonly notice: string
  /** As its addressee opens it. */
  readonly email: Email
  /** As it travels. */
  readonly head: string
  readonly raw: Buffer
  readonly sealed: OpenedMail | undefined
}

let folder: string
let stdout = ''
let stderr = ''
let result: z.infer<typeof Result>
let mails: readonly Mail[]
let list: readonly GivenDetails[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-demo-test-'))
  const child = spawn(process.execPath, ['operator/demo/main.ts', '--json', '--data', join(folder, 'data')])
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  const code: unknown = await new Promise((ended) => child.once('close', ended))
  if (code !== 0) throw new Error(`the demo ended with ${String(code)}: ${stderr.slice(-2000)}`)
  result = Result.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  mails = await readMails(result.mailDir, join(folder, 'data'))
  const read = await readRecipientsFile('samples/recipients.csv')
  if (!read.ok) throw new Error('the sample list')
  list = read.value.map(({ details }) => details)
}, 180_000 + INSTALLING_MILLIS)

afterAll(() => rm(folder, { recursive: true, force: true }))

async function readMails(mailDir: string, teamKeys: string): Promise<readonly Mail[]> {
  const readers = await sampleReaders(teamKeys, new Date('2026-12-09T00:00:00Z'))

  const names = (await readdir(mailDir)).filter((name) => name.endsWith('.json')).toSorted()
  const read: Mail[] = []
  try {
    for (const name of names) {
      const { destinations, tags } = Envelope.parse(JSON.parse(await readFile(join(mailDir, name), 'utf8')))
      const raw = await readFile(join(mailDir, name.replace('.json', '.eml')))
      const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
      const sealed = await readers.open(raw)
      read.push({ to: destinations, ...tags, email: await PostalMime.parse(sealed?.entity ?? raw), head, raw, sealed })
    }
  } finally {
    await readers.stop()
  }
  return read
}

const noticed = (kind: string, campaign?: string) =>
  mails.filter((mail) => mail.notice.startsWith(`${kind}-`) && (campaign === undefined || mail.campaign === campaign))

/** Whom the sample list can be told: not who takes sealed mail alone and has given no key. */
const tellable = () => list.filter(({ encryption, keys }) => encryption !== 'required' || keys.length > 0)

/** The texts as readers see them, in one line. */
const folded = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ')

describe('when the demo has run', () => {
  test('both campaigns are embargoed, and everybody who can be told has been', () => {
    expect(result.campaigns.map(({ state }) => state)).toEqual(['embargoed', 'embargoed'])
    for (const { notices } of result.campaigns) {
      expect(notices.find(({ kind }) => kind === 'advance')?.deliveries).toEqual({ accepted: 13, delivered: 13, blocked: 1 })
      expect(notices.find(({ kind }) => kind === 'reporter-date')?.deliveries).toEqual({ accepted: 1, delivered: 1 })
    }
  })
  test('there is one message per addressee and notice, each with one destination', () => {
    expect(mails.filter((mail) => !isAlarm(mail.email) && !isWaiting(mail))).toHaveLength(28)
    // One alarm a campaign, to the team: who is blocked since they take sealed mail alone.
    expect(mails.filter(({ email }) => isAlarm(email)).length).toBeLessThanOrEqual(2)
    for (const { to } of mails) expect(to).toHaveLength(1)
    for (const { id } of result.campaigns) {
      const told = noticed('advance', id).flatMap(({ to }) => to)
      expect(told).toHaveLength(13)
      expect(new Set(told)).toEqual(new Set(tellable().map(({ contacts }) => contacts[0])))
      expect(noticed('reporter-date', id)).toHaveLength(1)
    }
  })
  test("the reporter's mail and the recipients' mails of a campaign come from the same release", () => {
    for (const { notices } of result.campaigns) {
      const releases = notices.filter(({ kind }) => kind === 'advance' || kind === 'reporter-date').map(({ releasedAt }) => releasedAt)
      expect(releases).toHaveLength(2)
      expect(new Set(releases).size).toBe(1)
      expect(releases[0]).toBeDefined()
    }
  })
  test('the first campaign kept its lead time and the shortened one went out at once', () => {
    const [first, second] = result.campaigns.map(({ notices }) => notices.find(({ kind }) => kind === 'advance')?.releasedAt ?? '')
    expect(first).toMatch(/^2026-12-08T17:00:0/)
    expect(second).toMatch(/^2026-12-08T17:0[0-2]/)
    expect(result.campaigns[1]?.disclosureAt).toBe('2026-12-10T17:00:00Z')
  })
  test('a reporter who is on a platform alone is a task to the team', () => {
    const [task] = noticed('reporter-date', result.campaigns[1]?.id)
    expect(task?.to).toEqual(['security@consoleme.example'])
    expect(folded(task?.email.text)).toContain('Bugcrowd')
  })
})

describe('an advance notice', () => {
  test("holds the date in UTC and in its recipient's zone", () => {
    const mailOf = (address: string | undefined) => noticed('advance', result.campaigns[0]?.id).find(({ to }) => to[0] === address)
    for (const { contacts, zone } of tellable()) {
      const mail = mailOf(contacts[0])
      for (const part of [folded(mail?.email.text), folded(mail?.email.html)]) {
        expect(part).toContain('Tuesday, 15 December 2026, 17:00 UTC')
        expect(part).toMatch(zone === 'UTC' ? 'UTC' : new RegExp(`(Tuesday|Wednesday), 1[56] December 2026, \\d\\d:\\d\\d \\(${zone},`))
      }
    }
  })
  test('holds description, affected versions, remediation and patches', async () => {
    const advisory = await readAdvisoryFile('samples/consoleme/ADV-2026-0001.yaml')
    if (!advisory.ok) throw new Error('the sample advisory')
    for (const { email } of noticed('advance', result.campaigns[0]?.id)) {
      for (const part of [folded(email.text), folded(email.html)]) {
        expect(part).toContain('format string')
        expect(part).toContain('1.2.2')
        for (const bytes of advisory.value.patches.values())
          expect(part.replaceAll(/[\s\u200b]|<wbr>/g, '')).toContain(digestOfBytes(bytes))
      }
      const [calendar, ...patches] = email.attachments
      expect(calendar).toMatchObject({ filename: 'ADV-2026-0001.ics', method: 'PUBLISH' })
      const attached = patches.map(({ content }) => digestOfBytes(new Uint8Array(content as ArrayBuffer)))
      expect(attached.toSorted()).toEqual([...advisory.value.patches.values()].map(digestOfBytes).toSorted())
    }
  })
  test('is below the 102 KB at which Gmail clips', () => {
    for (const { email } of mails) expect(Buffer.byteLength(email.html ?? '')).toBeLessThan(100_000)
  })
})

const isWaiting = ({ notice }: Mail): boolean => notice.startsWith('waiting-on-')
const isAlarm = ({ subject }: { readonly subject?: string | undefined }): boolean => subject?.startsWith('[FOREWARN]') ?? false

describe('sealed mail', () => {
  const sealed = () => mails.filter((mail) => mail.sealed !== undefined)
  const keyed = () => list.filter(({ keys }) => keys.length > 0)

  test('goes to everybody who gave a key, in each campaign, and to nobody else', () => {
    for (const { id } of result.campaigns) {
      const to = sealed().flatMap((mail) => (mail.campaign === id ? mail.to : []))
      expect(new Set(to)).toEqual(new Set(keyed().map(({ contacts }) => contacts[0])))
      expect(to).toHaveLength(keyed().length)
    }
    expect(keyed()).toHaveLength(7)
  })
  test('is opened by GnuPG 2.2 and by OpenSSL, with a good signature of the team', () => {
    const seen = sealed().map(({ sealed: opened }) => `${opened?.how}: ${opened?.signature.toSorted().join(' ')}`)
    expect(new Set(seen)).toEqual(
      new Set([expect.stringMatching(/^openpgp: .*\bDECRYPTION_OKAY\b.*\bGOODSIG\b.*\bVALIDSIG$/), 's-mime: verified']),
    )
    expect(seen.filter((one) => one.startsWith('openpgp'))).toHaveLength(12)
  })
  test('shows a stranger who it is from and to, and no three words of the advisory in a row', async () => {
    const said = new Set((await advisoryTexts()).flatMap(threeWords))
    expect(said.size).toBeGreaterThan(200)
    for (const { raw, head } of sealed()) {
      expect(head).toMatch(/^Subject: \[\.\.\.\]$/m)
      expect(threeWords(raw.toString('latin1')).filter((words) => said.has(words))).toEqual([])
    }
  })
  test('shares no ciphertext with that of another recipient, and tells of its length in steps of 4 KB', () => {
    const ciphertext = ({ raw }: Mail) =>
      new Set(
        raw
          .toString('latin1')
          .split('\r\n')
          .filter((line) => /^[A-Za-z0-9+/]{64,}$/.test(line)),
      )
    for (const { id } of result.campaigns) {
      const lines = sealed().flatMap((mail) => (mail.campaign === id ? [...ciphertext(mail)] : []))
      expect(lines.length).toBeGreaterThan(1000)
      expect(new Set(lines).size).toBe(lines.length)
    }
    for (const { sealed: opened } of sealed()) expect((opened?.entity.length ?? 1) % 4096).toBe(0)
  })
  test('that cannot be is not sent: its addressee hears that it waits, once a notice, and nothing of it', async () => {
    const waiting = mails.filter(isWaiting)
    expect(waiting.map(({ to }) => to[0])).toEqual(['seguranca@telhados.example', 'seguranca@telhados.example'])
    const said = new Set((await advisoryTexts()).flatMap(threeWords))
    for (const { raw, email } of waiting) {
      expect(folded(email.text)).toContain('we have no key of yours')
      expect(raw.toString('utf8')).not.toContain('ADV-2026')
      expect(threeWords(`${email.subject} ${email.text}`).filter((words) => said.has(words))).toEqual([])
    }
  })
})

describe('nothing leaks', () => {
  test('no subject and no header holds title, CVE, severity or component', () => {
    for (const { head, email } of mails) {
      expect(email.subject).toMatch(
        /^(\[EMBARGOED\] ConsoleMe security advance notice ADV-2026-000[12]|\[FOREWARN\] key-unusable c-[0-9a-z]{16}|A notice of the ConsoleMe security team waits for you)$/,
      )
      expect(head).not.toMatch(/CVE-|critical|format|permission|template|python/i)
    }
  })
  test("a reporter's mail holds nothing of the list", () => {
    for (const { email } of noticed('reporter-date')) {
      const said = `${email.text}${email.html}`
      for (const { organisation, contacts } of list) for (const secret of [organisation, ...contacts]) expect(said).not.toContain(secret)
    }
  })
  test('no mail holds another addressee', () => {
    for (const { to, email } of mails) {
      const others = list.filter(({ contacts }) => contacts[0] !== to[0])
      const said = `${email.text}${email.html}`
      for (const { contacts } of others) for (const address of contacts) expect(said).not.toContain(address)
    }
  })
  test('no address, organisation or sentence of an advisory is in the data folder beside the mails, nor in any output', async () => {
    const secrets = await secretTexts()
    expect(secrets.length).toBeGreaterThan(60)
    const places = new Map<string, string>([
      ['stdout', stdout],
      ['stderr', stderr],
    ])
    for (const file of await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name)
      if (file.isFile() && !path.startsWith(result.mailDir)) places.set(path, (await readFile(path)).toString('utf8'))
    }
    expect(places.size).toBeGreaterThan(8)
    const leaks = [...places].flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${place}`),
    )
    expect(leaks).toEqual([])
  })
})

/** Each run of three words, in lower case. */
function threeWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(2).map((word, index) => [words[index], words[index + 1], word].join(' '))
}

async function advisoryTexts(): Promise<readonly string[]> {
  const read = await Promise.all(
    ['consoleme/ADV-2026-0001.yaml', 'consoleme-exploited/ADV-2026-0002.yaml'].map((file) => readAdvisoryFile(join('samples', file))),
  )
  return read.flatMap((one) => {
    if (!one.ok) throw new Error('a sample advisory')
    const { title, description, remediation, vulnerabilities } = one.value.advisory
    return [title, description, remediation, ...vulnerabilities.map(({ summary }) => summary)]
  })
}

/** Addresses and organisations of the list and the reporters, and every line of the advisories, plain and as base64 has them. */
async function secretTexts(): Promise<readonly string[]> {
  const people = list.flatMap(({ organisation, contacts }) => [organisation, ...contacts])
  const advisories = await Promise.all(
    ['consoleme/ADV-2026-0001.yaml', 'consoleme-exploited/ADV-2026-0002.yaml'].map((file) => readAdvisoryFile(join('samples', file))),
  )
  const said = advisories.flatMap((read) => {
    if (!read.ok) throw new Error('a sample advisory')
    const { title, description, remediation, vulnerabilities } = read.value.advisory
    const lines = [description, remediation].flatMap((text) => text.split('\n')).filter((line) => line.length > 30)
    return [title, ...lines, ...vulnerabilities.map(({ summary }) => summary)]
  })
  const plain = [...people, 'forthegreatergood@researcher.example', ...said]
  return [
    ...plain,
    ...plain.map((text) =>
      Buffer.from(text)
        .toString('base64')
        .replace(/.{0,3}=*$/, ''),
    ),
  ].filter((text) => text.length > 6)
}
