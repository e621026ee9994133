import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { dateFault, strengthFault } from './faults.ts'
import { liesIn } from './mailboxes.ts'

/** From a certificate up to a root that is trusted, both included. */
export type Chain = readonly Certificate[]

export interface ChainOf {
  /** Certificates that may stand between; nobody trusts them for being there. */
  readonly between: readonly Certificate[]
  readonly roots: readonly Certificate[]
  /** Milliseconds. */
  readonly at: number
}

/** More than any authority has, and an end for those that sign each other. */
const MOST_LINKS = 8

/**
 * A way from a certificate to a trusted root on which each was issued by the next, which may issue it, and all are valid. Where no
 * way is good it says what is wrong with the first that leads to a root. Nobody is asked whether a certificate was revoked: that
 * would tell its issuer to whom the team is about to write.
 *
 * @see RFC 5280, section 6
 */
export function chainOf(leaf: Certificate, { between, roots, at }: ChainOf): Chain | { readonly fault: KeyFault } {
  const ways = waysUp([leaf], between, roots)
  const faults = ways.map((chain) => chainFault(chain, at))
  const good = ways.find((_, index) => faults[index] === undefined)
  return good ?? { fault: faults[0] ?? 'untrusted' }
}

/** Whose keys verify, as far as Node's own roots and those of the policy know them. */
function waysUp(chain: Chain, between: readonly Certificate[], roots: readonly Certificate[]): readonly Chain[] {
  const last = chain.at(-1)
  if (last === undefined || chain.length > MOST_LINKS) return []
  if (roots.some(({ fingerprint }) => fingerprint === last.fingerprint)) return [chain]
  const above = [...roots, ...knownIssuersOf(last)].filter((issuer) => isIssuedBy(last, issuer)).map((root) => [...chain, root])
  const next = between.filter((issuer) => !chain.includes(issuer) && isIssuedBy(last, issuer))
  return [...above, ...next.flatMap((issuer) => waysUp([...chain, issuer], between, roots))]
}

const isIssuedBy = (certificate: Certificate, issuer: Certificate): boolean =>
  certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuer.publicKey)

/** Node's are those that web sites show: many authorities for mail are among them, and for others there are the policy's. */
const knownIssuersOf = ({ x509 }: Certificate): Certificate[] =>
  knownRoots()
    .filter((root) => x509.checkIssued(root))
    .flatMap((root) => readCertificate(root.raw) ?? [])

let known: readonly X509Certificate[] | undefined
const knownRoots = (): readonly X509Certificate[] => (known ??= rootCertificates.map((pem) => new X509Certificate(pem)))

function chainFault(chain: Chain, at: number): KeyFault | undefined {
  const authorities = chain.slice(1)
  const untimely = chain.map((certificate) => dateFault(certificate, at)).find((fault) => fault !== undefined)
  if (untimely !== undefined) return untimely
  // Nobody needs a root's own signature: it is trusted for being there.
  if (chain.slice(0, -1).some(({ isSignedWell }) => !isSignedWell)) return 'weak-signature'
  const weak = authorities.map(strengthFault).find((fault) => fault !== undefined)
  if (weak !== undefined) return weak
  const mayIssue = authorities.every((authority, index) => mayIssueAt(authority, chain.slice(0, index + 1)))
  return mayIssue && !chain.some(({ isBeyondUs }) => isBeyondUs) ? undefined : 'untrusted'
}

/** @param below from the end of the chain to the one that it issued */
function mayIssueAt({ isAuthority, usages, isForMail, mostBelow, bounds }: Certificate, below: Chain): boolean {
  const { permitted, excluded } = bounds
  const addresses = below[0]?.addresses ?? []
  const isInBounds = addresses.every((address) => (permitted.length === 0 || liesIn(address, permitted)) && !liesIn(address, excluded))
  const mayHold = usages === undefined || usages.has('keyCertSign')
  return isAuthority && mayHold && isForMail && below.length - 1 <= mostBelow && isInBounds
}
