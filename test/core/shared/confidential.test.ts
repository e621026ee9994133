import fc from 'fast-check'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import { describe, expect, test } from 'vitest'
import { Confidential } from '../../../core/shared/confidential.ts'

const SECRET = 'alice@example.org'
const hidden = new Confidential(SECRET)
const object = { list: [{ hidden }], map: new Map([['key', hidden]]) }

/** Every way a value finds into a log, an error or a dump without anybody asking for it. */
const LEAKS: Readonly<Record<string, () => string>> = {
  'String()': () => String(hidden),
  // oxlint-disable-next-line typescript/restrict-template-expressions -- the slip that the class is made for
  'a template': () => `to ${hidden}`,
  concatenation: () => ['', hidden].join('to '),
  'JSON.stringify': () => JSON.stringify({ hidden, object }),
  'JSON.stringify of a list': () => JSON.stringify([hidden], null, 2),
  inspect: () => inspect(hidden),
  'inspect, nested': () => inspect(object, { depth: null }),
  'inspect, with everything shown': () => inspect(object, { depth: null, showHidden: true, customInspect: false, getters: true }),
  'format %s': () => format('%s', hidden),
  'format %o, %O and %j': () => format('%o %O %j', hidden, object, hidden),
  'an error’s message': () => new Error(`no mail to ${String(hidden)}`).message,
  'an error’s stack and cause': () => inspect(new Error('no mail', { cause: { hidden } }), { depth: null }),
  structuredClone: () => inspect(structuredClone({ hidden }), { showHidden: true }),
  'a message to a worker': () => serialize({ hidden }).toString('latin1'),
  'its own keys': () => inspect([Object.entries(hidden), Reflect.ownKeys(hidden), Object.assign({}, hidden)]),
}

describe('a confidential value', () => {
  test.each(Object.keys(LEAKS))('does not show in %s', (way) => {
    expect(LEAKS[way]?.()).toEqual(expect.not.stringContaining('alice'))
  })

  test('says what it is where it is shown', () => {
    expect([String(hidden), JSON.stringify(hidden), inspect(hidden)]).toEqual(['[confidential]', '"[confidential]"', '[confidential]'])
  })

  test('comes out as it went in, and only when asked', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(new Confidential(value).reveal()).toBe(value)
      }),
    )
  })
})
