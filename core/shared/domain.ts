const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
/** Letters, digits and marks of any script, hyphens, and the dots that IDNA takes for dots. */
const DOMAIN_CHARS = /^[\p{L}\p{M}\p{N}\-.\u3002\uff0e\uff61]+$/u

/**
 * A mail domain as lower-case A-labels: `Bücher.example` becomes `xn--bcher-kva.example`.
 *
 * @returns the name, or what is wrong with it, which never quotes it
 * @see RFC 5890; the conversion is the URL standard's (UTS 46, non-transitional)
 */
export function toALabels(domain: string): { readonly name: string } | { readonly wrong: string } {
  if (domain === '') return { wrong: 'must have a domain after the @' }
  if (!DOMAIN_CHARS.test(domain)) return { wrong: 'must have a domain of letters, digits, hyphens and dots' }
  const name = hostOf(domain)
  if (name === undefined) return { wrong: 'must have a domain that can be written in A-labels' }
  const labels = name.split('.')
  if (labels.includes('')) return { wrong: 'must not have an empty part in its domain, or a dot at its end' }
  if (labels.length < 2) return { wrong: 'must have a full domain, with at least one dot' }
  if (!labels.every((label) => LABEL.test(label)))
    return { wrong: 'must have a domain whose parts are at most 63 letters, digits and inner hyphens' }
  // The URL standard reads `1.2.3` and `0x7f.1` as IPv4 addresses; no top-level domain is a number.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return { wrong: 'must have a domain name, not an IP address' }
  return { name }
}

function hostOf(domain: string): string | undefined {
  const url = URL.parse(`http://${domain}/`)
  return url === null ? undefined : url.hostname
}
