import { type AnyKeyPacket, type Config, type PartialConfig, config, enums } from 'openpgp'
import type { KeyFault } from '../../core/keys/key-fault.ts'

const { hash, publicKey } = enums
export const WEAK_HASHES: ReadonlySet<number> = new Set([hash.md5, hash.sha1, hash.ripemd])

/** What is sealed is sealed under this. */
export const STRICT: Config = {
  ...config,
  // The library takes SHA-1 for what holds a key together; a forger who finds a collision could add a subkey of their own.
  rejectHashAlgorithms: new Set([hash.md5, hash.sha1, hash.ripemd]),
  // What GnuPG 2.2 reads: no AEAD, and no compression, which would tell the texts of an advisory from others by their size.
  aeadProtect: false,
  preferredSymmetricAlgorithm: enums.symmetric.aes256,
  preferredCompressionAlgorithm: enums.compression.uncompressed,
  showVersion: false,
  showComment: false,
}

/** For finding out what is wrong with a key, and that it was revoked, however weak the signature that says so. */
export const LAX: Config = { ...STRICT, rejectHashAlgorithms: new Set(), rejectPublicKeyAlgorithms: new Set(), minRSABits: 0 }

/** The library's functions want options where its methods want all of them. */
export const strictly: { readonly config: PartialConfig } = { config: STRICT }

const DISCRETE = new Set([publicKey.dsa, publicKey.elgamal])
const RSA = new Set([publicKey.rsaEncrypt, publicKey.rsaEncryptSign, publicKey.rsaSign])

/** What is wrong with the mathematics of a key or subkey, by itself. */
export function weaknessOf(packet: AnyKeyPacket): KeyFault | undefined {
  if (DISCRETE.has(packet.algorithm)) return 'weak-dsa'
  // By the library's measure, which is one bit less than it says: a modulus of 2048 bits may happen to begin with a zero.
  const isWeak = RSA.has(packet.algorithm) && (packet.getAlgorithmInfo().bits ?? 0) < config.minRSABits
  return isWeak ? 'weak-rsa' : undefined
}
