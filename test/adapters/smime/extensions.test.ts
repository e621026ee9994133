import { expect, test } from 'vitest'
import { extensionsOf } from '../../../adapters/smime/extensions.ts'
import { readDer } from '../../../adapters/smime/read-der.ts'
import { type Der, TRUE, identifier, octets, sequence, tagged, utf8 } from '../../../adapters/smime/write-der.ts'

const KEY_USAGE = '2.5.29.15'
const OF_NOBODY = '1.2.3.4'

const read = (...parts: readonly Der[]) => extensionsOf(readDer(tagged(3, sequence(sequence(...parts)))))

test('a certificate without any may be used for everything, and issues nothing', () => {
  expect(extensionsOf(undefined)).toMatchObject({ usages: undefined, isForMail: true, isAuthority: false, isBeyondUs: false })
})

test('an extension that is known, and does not parse, is not passed over', () => {
  expect(read(identifier(KEY_USAGE), octets(Buffer.from('03', 'hex'))).isBeyondUs).toBe(true)
})

test('one that nobody here knows is passed over unless it is critical', () => {
  expect(read(identifier(OF_NOBODY), octets(utf8('x'))).isBeyondUs).toBe(false)
  expect(read(identifier(OF_NOBODY), TRUE, octets(utf8('x'))).isBeyondUs).toBe(true)
})
