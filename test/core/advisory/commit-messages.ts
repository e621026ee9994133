/**
 * Twenty commit messages that give an advisory away, and twenty that do not: those of `strings` belong to samples/consoleme, those of
 * `images` to the advisory of an image library in `image-advisory.ts`.
 */
export interface Labelled {
  readonly advisory: 'strings' | 'images'
  readonly message: string
}

const strings = (message: string): Labelled => ({ advisory: 'strings', message })
const images = (message: string): Labelled => ({ advisory: 'images', message })

export const GIVE_AWAY: readonly Labelled[] = [
  strings('Fix CVE-2022-27177'),
  strings('security: address cwe 134'),
  strings('Do not evaluate permission requests as format strings'),
  strings('self-service: use string.Template\n\nstr.format() reads attributes of what it is given.'),
  strings('Replace the format\nstring by substitution'),
  strings('Security fix in the self service workflow'),
  strings('Refactor fill_text'),
  strings('Security fix; details follow.\n\nReported-by: forthegreatergood'),
  strings('Security fix; details follow.\n\nThanks to Jane Roe for reporting this.'),
  strings('Harden templates: a user can read the AWS credentials of the instance'),
  strings('Sanitize user input before it is formatted'),
  strings('See https://github.com/Netflix/security-bulletins/blob/master/advisories/nflx-2022-001.md'),
  strings('Urgent fix (severity: critical)'),
  images('Prevent heap-buffer-overflow in the PNG reader'),
  images('decoder: check the length before copying'),
  images('Reject tiles with negative strides'),
  images('src/codec/tile_index.c: tidy up'),
  images('Tidy parseTileIndex()'),
  images('Security fix; details follow with the advisory (CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H)'),
  images("Merge branch 'fix/use-after-free' into 3.2"),
]

export const NEUTRAL: readonly Labelled[] = [
  strings('Security fix; details follow with the advisory (ADV-2026-0001).'),
  strings('Security fix for 1.2\n\nDetails will be published on 15 December 2026 at 16:00 UTC. Please update when 1.2.2 is out.'),
  strings('Format Python files with black'),
  strings('Simplify how request templates are filled'),
  strings('Return 403 instead of 500 when a role is missing'),
  strings('Speed up the list of cloud roles\n\nThe query ran once for each role; now it runs once. Closes #4711.'),
  strings('Use dependency injection for the AWS clients'),
  strings('CI: cache pip downloads'),
  strings('Release 1.2.2'),
  strings('Document how to report a vulnerability'),
  strings('Escape closes the dialog\n\nSo does a click outside of it.'),
  strings('Fix memory leak in the websocket client'),
  strings('Exploit locality when roles are sorted'),
  images('Security fix; details follow with the advisory (ADV-2026-0003).\n\nSigned-off-by: Sam Smith <sam@pixels.example>'),
  images('Fix typo in the critical section of the scheduler'),
  images('Convert DOS line endings'),
  images('Bump actions/checkout to 4.2.0, high time'),
  images('Link to the Stack Overflow answer on stride alignment of fonts'.replace('stride ', '')),
  images('png: write gamma 2.2 by default'),
  images('Revert "Use a thread pool"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.'),
]
