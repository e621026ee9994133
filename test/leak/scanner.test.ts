import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../core/shared/fault.ts'
import { byteSearch } from './byte-search.ts'
import { canaries, secret } from './canaries.ts'
import { errorText } from './error-text.ts'
import { makeScanner } from './scanner.ts'

const scan = makeScanner()
const namesIn = (hay: string | Uint8Array): readonly string[] => [...new Set(scan(hay).map(({ canary }) => canary))]

/** Written by the platform's own encoders, not by those that the scanner looks with. */
const writers: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  raw: (text) => text,
  'in small letters': (text) => text.toLowerCase(),
  'in capitals': (text) => text.toUpperCase(),
  decomposed: (text) => text.normalize('NFD'),
  'base64, first alignment': (text) => Buffer.from(`---${text}---`).toString('base64'),
  'base64, second alignment': (text) => Buffer.from(`-${text}---`).toString('base64'),
  'base64, third alignment': (text) => Buffer.from(`--${text}---`).toString('base64'),
  base64url: (text) => Buffer.from(`-${text}?`).toString('base64url'),
  'base64 in lines': (text) => Buffer.from(`--${text}`).toString('base64').replaceAll(/.{19}/g, '$&\r\n'),
  'base64 of small letters': (text) => Buffer.from(text.toLowerCase()).toString('base64'),
  'base64 in JSON in base64url': (text) => JSON.stringify({ body: Buffer.from(text).toString('base64') }),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'hex as a buffer is shown': (text) => inspect(Buffer.from(text), { maxArrayLength: null }),
  'a buffer in JSON': (text) => JSON.stringify(Buffer.from(text)),
  'an array of bytes as it is shown': (text) => inspect(new Uint8Array(Buffer.from(text)), { maxArrayLength: null }),
  'percent-encoded': (text) => encodeURIComponent(text),
  'in a form': (text) => new URLSearchParams({ text }).toString(),
  'in a URL': (text) => new URL(`http://127.0.0.1/?q=${encodeURIComponent(text)}`).href,
  'in JSON': (text) => JSON.stringify({ text }),
  'in JSON in JSON': (text) => JSON.stringify({ body: JSON.stringify({ text }) }),
  'in UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'folded as a header is': (text) => text.replaceAll(' ', '\r\n '),
  'between random bytes': (text) => Buffer.concat([randomBytes(200), Buffer.from(text), randomBytes(200)]),
}

describe('each spelling of each secret is found', () => {
  const planted = canaries.flatMap(({ name, texts }) => texts.map((text) => ({ name, text })))
  test.each(Object.entries(writers))('%s', (_, write) => {
    const missed = planted.filter(({ name, text }) => !namesIn(write(text)).includes(name))
    expect(missed).toEqual([])
  })
})

test('quoted-printable is found, wrapped anywhere', () => {
  expect(namesIn('Zanthorpe =C3=96lwe=\r\nrk &')).toContain('organisation')
  expect(namesIn('=?UTF-8?Q?Zanthorpe_=C3=96lwerk?=')).toContain('organisation')
  expect(namesIn('psirt.zanthorpe=40zantho=\nrpe-lynx.example')).toContain('first contact')
  expect(namesIn('=70=73=69=72=74=2e=7a=61=6e=74=68=6f=72=70=65')).toContain('first contact')
})

test('HTML is found, in names and in numbers', () => {
  expect(namesIn('nightdesk.vambrace&#64;x')).toContain('second contact')
  expect(namesIn('&#x67;&#x72;&#x6f;&#x75;&#x70;')).toEqual([])
  expect(namesIn(Array.from(secret.group, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join(''))).toContain('group')
})

test('either side of an address gives it away, in A-labels, in letters and backwards', () => {
  for (const part of ['nightdesk.vambrace', 'STÖRFALL-VAMBRACE.example', 'xn--strfall-vambrace-nwb', 'example.xn--strfall-vambrace-nwb'])
    expect(namesIn(`at ${part}!`)).toEqual(['second contact'])
  expect(namesIn('example.zanthorpe-lynx.')).toContain('first contact')
})

test('nothing is found where nothing was put', () => {
  const innocent = [randomBytes(1_000_000), JSON.stringify({ campaign: 'c-4k2m9x7q1d8z5t3w', zone: 'Europe/Berlin' }), 'psirt@example.org']
  expect(innocent.flatMap(scan)).toEqual([])
})

test('what is found says where', () => {
  expect(scan(`{"level":"error","message":"to ${secret.bouncing}"}`)).toContainEqual({
    canary: 'bouncing contact',
    kind: 'address',
    spelling: 'as it is',
    around: `{"level":"error","message":"to ${secret.bouncing}"}`,
  })
})

test('a needle at either end of the hay is found, and one that is too short is refused', () => {
  const search = byteSearch(
    new Map([
      ['abcdefgh', 1],
      ['cdefghijk', 2],
    ]),
  )
  expect(search(Buffer.from('abcdefghijk'))).toEqual([
    { label: 1, at: 0 },
    { label: 2, at: 2 },
  ])
  expect(search(Buffer.from('abcdefg'))).toEqual([])
  expect(() => byteSearch(new Map([['short', 1]]))).toThrow('8 bytes')
})

describe('all that an error says is read', () => {
  const text = secret.firstContact
  class Odd extends Error {
    readonly #text = text
    get told() {
      return this.#text
    }
  }
  const hidden = new Error('no')
  Object.defineProperty(hidden, 'response', { enumerable: false, value: { body: { deep: [{ deeper: { deepest: { text } } }] } } })
  const named = new Error('no')
  named.name = text
  test.each<[string, unknown]>([
    ['its message', new Error(`to ${text}`)],
    ['its name', named],
    ['its cause', new Error('no', { cause: new Error('why', { cause: { text } }) })],
    ['a hidden property', hidden],
    ['a getter', new Odd('no')],
    ['the parts of an aggregate', new AggregateError([new Error(text)])],
    ['the facts of a fault', new Fault('UNEXPECTED', 'no', { retry: 'never', facts: { who: text } })],
    ['what is no error at all', { text }],
    ['bytes', Object.assign(new Error('no'), { body: Buffer.from(text) })],
  ])('%s', (_, thrown) => {
    expect(namesIn(errorText(thrown))).toContain('first contact')
  })
  test('and a fault that says nothing is not accused', () => {
    expect(namesIn(errorText(new Fault('UNEXPECTED', 'no', { retry: 'never', facts: { code: 'AccessDenied' } })))).toEqual([])
  })
})
