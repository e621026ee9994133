import { expect, test } from 'vitest'
import { KeyFault, saysOf } from '../../../core/keys/key-fault.ts'

/** What is wrong, and what the reader can do. */
const SAYS: Record<KeyFault, readonly [wrong: RegExp, remedy: RegExp]> = {
  unreadable: [/neither an OpenPGP key nor an S\/MIME certificate/, /give what `gpg --armor --export` writes/],
  'private-key': [/holds a private key/, /delete your copy, tell its owner/],
  'too-large': [/too large/, /export-minimal/],
  'several-keys': [/several keys/, /give the one/],
  'unknown-version': [/of a version that is not known/, /version 4 key/],
  'version-6': [/version 6 key/, /version 4 key/],
  expired: [/^has expired/, /owner to extend it/],
  'not-yet-valid': [/not valid yet/, /this machine’s clock/],
  revoked: [/was revoked/, /ask for the new one/],
  'no-encryption-key': [/can sign only/, /a key that can encrypt/],
  'encryption-key-expired': [/encryption subkey has expired/, /extend or renew it/],
  'weak-rsa': [/RSA with fewer than 2048 bits/, /a stronger key/],
  'weak-dsa': [/DSA or ElGamal/, /a key of another kind/],
  'weak-signature': [/SHA-1 or MD5/, /owner to renew them/],
  'wrong-address': [/names none of the contacts’ addresses/, /add the address to it/],
  'wrong-usage': [/may not be used to encrypt mail/, /one for mail/],
  untrusted: [/issuer is not trusted here/, /`sealing\.roots`/],
}

test.each(KeyFault.options)('%s: what is wrong comes first, and then what mends it', (fault) => {
  const [wrong, remedy] = SAYS[fault]
  const [first = '', ...rest] = saysOf(fault).split(': ')
  expect(first).toMatch(wrong)
  expect(rest.join(': ')).toMatch(remedy)
})
