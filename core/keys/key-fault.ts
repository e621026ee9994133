import * as z from 'zod'

/** Why a key cannot be used to write to somebody. */
export const KeyFault = z.enum([
  'unreadable',
  'private-key',
  'too-large',
  'several-keys',
  'unknown-version',
  'version-6',
  'expired',
  'not-yet-valid',
  'revoked',
  'no-encryption-key',
  'encryption-key-expired',
  'weak-rsa',
  'weak-dsa',
  'weak-signature',
  'wrong-address',
  'wrong-usage',
  'untrusted',
])
export type KeyFault = z.infer<typeof KeyFault>

/** What is wrong and what mends it, after the name of the field. Never a byte of the key. */
export function saysOf(fault: KeyFault): string {
  switch (fault) {
    case 'unreadable':
      return 'is neither an OpenPGP key nor an S/MIME certificate: give what `gpg --armor --export` writes, or a certificate as PEM or DER'
    case 'private-key':
      return 'holds a private key, which nobody but its owner should have: delete your copy, tell its owner, and give the public key'
    case 'too-large':
      return 'is too large: export it without the signatures of others (`gpg --export-options export-minimal --armor --export`)'
    case 'several-keys':
      return 'holds several keys: give the one that mail is to be encrypted to'
    case 'unknown-version':
      return 'is a key of a version that is not known here: ask for a version 4 key'
    case 'version-6':
      return 'is an OpenPGP version 6 key, which many mail programs cannot use yet: ask for a version 4 key'
    case 'expired':
      return 'has expired: ask its owner to extend it, and give it again'
    case 'not-yet-valid':
      return 'is not valid yet: ask its owner, or look at this machine’s clock'
    case 'revoked':
      return 'was revoked by its owner: ask for the new one'
    case 'no-encryption-key':
      return 'can sign only: ask its owner for a key that can encrypt'
    case 'encryption-key-expired':
      return 'has no part left that can encrypt, since its encryption subkey has expired: ask its owner to extend or renew it'
    case 'weak-rsa':
      return 'uses RSA with fewer than 2048 bits: ask for a stronger key'
    case 'weak-dsa':
      return 'uses DSA or ElGamal, which are not safe any more: ask for a key of another kind'
    case 'weak-signature':
      return 'is held together by SHA-1 or MD5 signatures, which can be forged: ask its owner to renew them'
    case 'wrong-address':
      return 'names none of the contacts’ addresses: is it theirs? Ask its owner to add the address to it'
    case 'wrong-usage':
      return 'is a certificate that may not be used to encrypt mail: ask for one for mail'
    case 'untrusted':
      return 'is a certificate whose issuer is not trusted here: give the certificates between in the same file, or add its root to `sealing.roots` of the policy'
  }
}
