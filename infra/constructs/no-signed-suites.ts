/**
 * Stands for `asn1.js` in the bundles. The Encryption SDK wants it for the signatures of its signed algorithm suites alone; the vault
 * writes an unsigned one, so a message that gets here is none of ours and stays closed (ADR 15).
 */
const refuse = (): never => {
  throw new Error('messages of a signed suite are not opened')
}

export default {
  /** Called as the SDK's modules load, so it must not refuse yet. */
  define: () => ({ encode: refuse, decode: refuse }),
  bignum: { BN: refuse },
}
