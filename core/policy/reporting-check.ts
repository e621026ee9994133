/** What of a policy's `reporting` is compared here; the schema is in policy.ts. */
export interface ReportingShape {
  readonly url?: string | undefined
  readonly address?: string | undefined
  readonly asks: readonly string[]
}

export interface PolicyProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** A way to report that everybody can read along is none, and neither is no way at all. */
export function checkReporting({ url, address, asks }: ReportingShape): readonly PolicyProblem[] {
  return [
    ...(url === undefined && address === undefined
      ? [{ path: ['reporting'], message: 'must say where reports go: give reporting.address, reporting.url or both' }]
      : []),
    ...(url !== undefined && isPublicTracker(url)
      ? [
          {
            path: ['reporting', 'url'],
            message:
              'looks like a public tracker, where a report would be read by all: give a private form, such as https://github.com/OWNER/REPOSITORY/security/advisories/new, or remove it and give reporting.address',
          },
        ]
      : []),
    // A comment that opens there could hide what follows it in the rendered page, or end its section.
    ...asks.flatMap((ask, index) =>
      /<!--|-->/.test(ask) ? [{ path: ['reporting', 'asks', index], message: 'must not hold an HTML comment: remove <!-- and -->' }] : [],
    ),
  ]
}

/** Of GitHub, GitLab, Gitea, Bitbucket, Redmine, Trac and Launchpad, on whatever host. */
const PUBLIC_PLACES = new Set([
  'issues',
  'work_items',
  'discussions',
  'pull',
  'pulls',
  'pull-requests',
  'merge_requests',
  'newticket',
  '+filebug',
])

function isPublicTracker(link: string): boolean {
  const path = URL.parse(link)?.pathname ?? ''
  return path.split('/').some((part) => PUBLIC_PLACES.has(plain(part).toLowerCase()))
}

/** An escaped letter is the same letter to whoever follows the link. */
const plain = (part: string): string =>
  part.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
