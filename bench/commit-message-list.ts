/**
 * Commit messages with a label, written for this bench and not for the rules: how developers write who know of a fix, and how they write on
 * any other day. Those of `strings` are about samples/consoleme, those of `images` about the advisory of an image library.
 */
export interface BenchMessage {
  readonly advisory: 'strings' | 'images'
  readonly givesAway: boolean
  readonly message: string
}

const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().replaceAll('\\n', '\n'))

const STRINGS_GIVE_AWAY = lines(`
  Use string.Template for user supplied text
  Switch from str.format to substitution
  Stop formatting strings that users control
  Fix info leak through format()
  Fix credential exposure in self-service
  Don't let users reach object attributes
  Prevent attribute access in templates
  templates: disallow field access
  Block dunder access in request templates
  No more {0.__class__}
  self_service: reject braces in values
  Reject "{" followed by "." in requests
  Treat user text as data, not as format
  Format string injection fix
  Fix format string bug in permission requests
  fix: SSTI in policy templates
  Security: CVE-2022-27177
  CVE 2022 27177
  Fixes the issue reported through Bugcrowd
  Fix for the bugcrowd submission of last week
  Thanks to forthegreatergood
  Security fix\\n\\nCredit: forthegreatergood
  Avoid leaking AWS credentials of the instance
  Keep instance credentials out of error messages
  Fix possible RCE
  Fix possible remote code execution by any logged-in user
  A logged in user could read the role credentials
  Harden self-service workflow
  Harden the permissions workflow against crafted requests
  Safer string formatting for policies
  Validate what users type into the self-service wizard
  Add regression test for format string evaluation
  tests: values with attribute lookups are not evaluated
  Do not evaluate user input
  Do not eval input
  Replace unsafe formatting
  Replace insecure use of format in request templates
  Critical security fix for the self-service page
  Hotfix critical vulnerability
  Patch vulnerability in template filling
  Patch security hole
  Security fix: escape input
  Security fix: no evaluation of Python expressions
  Security fix\\n\\nThe permissions workflow evaluated requests as format strings.
  Security fix\\n\\nSee https://nvd.nist.gov/vuln/detail/CVE-2022-27177
  Merge branch 'fix-format-string'
  Merge pull request #1201 from netflix/cwe-134
  Merge branch 'self-service-injection' into 1.2
  changelog: fixed user input being evaluated as Python format string
  changelog: fixed a vulnerability that let users read credentials
  Mitigate CWE-134
  Mitigate externally controlled format string
  Fix server-side template injection
  Limit what templates can reach
  Sandbox the template filling
  Templates must not reach secrets
  Fix privilege escalation via IAM roles
  Users could assume other roles
  Prevent role takeover
  Close loophole in self-service requests
  Backport security fix for request templates to 1.1
  Remove exploit vector
  Remove the PoC from the tests
  Exploitable by any authenticated user, so release soon
  High severity fix, CVSS 9.1
  Fix 9.8 critical
  Urgent: attackers may read environment variables
  Protect against malicious input in wizard
  Make fill_text safe
  fill_text: only strings
`)

const IMAGES_GIVE_AWAY = lines(`
  Fix heap overflow
  Fix heap buffer overflow in tile reader
  Fix out of bounds write
  Fix OOB write with negative stride
  tile_index: check stride
  Check stride for negative values
  Reject negative strides
  Validate tile index before use
  parse_tile_index: return early on errors
  Make parse_tile_index robust
  Bounds check in parseTileIndex
  Add bounds checks to PixelReader
  readTile: do not write before the buffer
  Use size_t for stride
  Fix integer overflow when multiplying
  Fix integer underflow in tile offsets
  Avoid memory corruption on malformed files
  Fix crash on malformed files found by fuzzing, possible code execution
  Handle crafted images
  Handle malicious tiles
  Security: tile decoding
  Security fix in codec
  Security fix in src/codec/tile_index.c
  CWE-787
  Fix CVE-2026-12345
  Fix for CVE-2026-12345 (heap write)
  GHSA-abcd-efgh-2345
  Fix issue reported by Ada Marlowe
  Security fix\\n\\nReported-by: Ada Marlowe <ada@labs.example>
  Security fix\\n\\nFound-by: Example Labs
  Thanks to Example Labs for finding this vulnerability
  Fix use-after-free in decoder
  Fix double free on error path
  Sanitize tile sizes
  Sanity check for tile geometry
  Prevent buffer overrun
  Prevent buffer underrun in tiles
  Prevent write before start of buffer
  Prevent arbitrary code execution
  ASAN: heap-buffer-overflow in readTile
  Fix ASAN report
  Fix vulnerability
  Fix several vulnerabilities in the decoder
  Fix a security vulnerability
  Fix security bug in image parsing
  Fix potential exploit
  Fix 0day
  Fix zero-day in tile decoding
  Fix severity high issue
  Bail out when stride < 0
  Clamp stride
  Assert that the stride is positive
  Add test for negative stride
  Add fuzz corpus for tile index
  Add reproducer for the heap overwrite
  Do not trust sizes from the file
  Do not trust the header
  Distrust lengths of the tile table
  Merge branch 'cve-2026-12345'
  Merge branch 'oob-write' into 3.2
  Merge branch 'stride' into 3.2
  Revert "Fix heap overflow"
  changelog: a heap overflow was fixed
  changelog: fixed memory safety issue in tiles
  changelog: fixed DoS with crafted files
  Denial of service via large tiles
  Untrusted input must not set the stride
  Attackers could overwrite the heap
  Embargoed fix: tile index
`)

const ANY_NEUTRAL = lines(`
  Security fix; details follow with the advisory (ADV-2026-0003).
  Security fix. Details will be disclosed on 15 December 2026.
  Security release 1.2.2
  Security fix for the next release
  Prepare the security release
  Merge security fix for 1.2
  Release 3.2.1
  Bump version to 3.2.2-dev
  Update dependencies
  Bump eslint from 8.1.0 to 8.2.0
  Bump the actions group with 4 updates
  Update lock file
  Fix typo
  Fix typos in README
  Fix broken link in the docs
  Fix flaky test
  Fix flaky test on Windows
  Fix build on macOS
  Fix build with clang 18
  Fix compiler warnings
  Fix lint
  Fix off-by-one in pagination
  Fix race condition in the scheduler
  Fix null pointer exception on empty config
  Fix memory leak
  Fix memory leak when a window is closed
  Fix crash at startup
  Fix crash when the config is missing
  Fix deadlock on shutdown
  Fix regression from the last release
  Fix time zone of the nightly report
  Fix encoding of file names on Windows
  Fix stack overflow in the recursive layout of menus
  Fix infinite loop for empty lists
  Fix wrong colour in dark mode
  Fix CSS overflow of long names
  Hide overflow in the sidebar
  Text overflow shows an ellipsis
  Add dark mode
  Add a search box
  Add French translation
  Add tests for the importer
  Add type hints
  Add integration tests for login
  Add support for Python 3.13
  Add metrics
  Add a retry with backoff
  Add CODEOWNERS
  Add SECURITY.md
  Add a health check endpoint
  Add permission to publish packages to the workflow
  Add length column to the table
  Add OAuth login
  Add two-factor authentication
  Add CSRF token to the new form
  Remove dead code
  Remove unused imports
  Remove deprecated option
  Remove Python 3.8
  Remove the old dashboard
  Rename Foo to Bar
  Rename variables
  Refactor
  Refactor config loading
  Refactor the parser into smaller functions
  Refactor user model
  Refactor authentication middleware
  Move helpers
  Move to GitHub Actions
  Simplify error handling
  Simplify tests
  Speed up tests
  Speed up start by caching the config
  Speed up image scaling
  Improve error messages
  Improve documentation
  Improve coverage
  Improve performance of large lists
  Document the release process
  Document how to report a vulnerability
  Document authentication
  Document the permissions that the app needs
  Explain how tokens are rotated
  Clarify license
  Cleanup
  Format code
  Format with prettier
  Format dates in the user's locale
  Format numbers as strings in exports
  Run black
  Run tests in parallel
  Run linter in CI
  CI: cache dependencies
  CI: test on Node 24
  CI: use OIDC instead of long-lived credentials
  Use logger instead of print
  Use dependency injection
  Use const
  Use constants for status codes
  Use environment variables for configuration
  Use a heap for the priority queue
  Use buffered reads
  Use one buffer for all rows
  Use f-strings
  Use parameterized tests
  Use the new request API
  Upgrade to React 19
  Upgrade PostgreSQL
  Upgrade base image
  Downgrade log level
  Log request ids
  Log less
  Log unauthorized requests at level info
  Return 404 for unknown users
  Return 401 for unauthenticated requests
  Return early
  Return an empty list instead of null
  Handle empty files
  Handle timeouts
  Handle missing config
  Handle plural forms
  Validate config at startup
  Validate email addresses in the sign-up form
  Check for updates once a day
  Check types in CI
  Check that the file exists
  Escape closes the dialog
  Escape backslashes in the generated docs
  Encode query parameters
  Decode headers lazily
  Allow several admins
  Allow users to change their name
  Allow users to reset their password
  Let users upload an avatar
  Users can now export their data
  Anyone can read the docs offline now
  Show the version in the footer
  Show a spinner
  Show permissions in the profile
  Show role names in requests
  Sort roles by name
  Make the tables responsive
  Make service start idempotent
  Make tests independent
  Do not run tests twice
  Do not log health checks
  Do not retry on 404
  Never block the event loop
  Avoid a second query
  Avoid copies of large arrays
  Prevent double submit of the form
  Prevent flicker
  Prevent the menu from closing
  Revert "Speed up tests"
  Merge branch 'main' into dashboard
  Merge branch 'feature/export'
  Merge pull request #12 from sam/typo
  Initial commit
  WIP
  Address review comments
  Apply suggestions from code review
  Silence warning
  Pin versions
  Tune garbage collection
  Exploit cache locality in the matcher
  Exploit the symmetry of the matrix
  Critical path: fewer allocations
  Lower the priority of background jobs
  High contrast theme
  Medium breakpoint at 768 px
  Raise timeout to 9.5 seconds
  Drop proof of concept for the new editor
  Inject the clock in tests
  Inject configuration through the constructor
  Bypass the cache in development
  Bypass the proxy for localhost
  Leak detector: raise threshold
  Attach the debugger
  Attack the flakiest test first
  DOS line endings
  Poison pill for the worker queue
  Privilege separation: document user names
  Hash passwords with argon2id
  Rotate signing key
  Trim trailing white space from user names
  Escalate alerts after ten minutes
  Fix docs of the escalation policy
  Fuzz the parser in CI
  Sanitize branch names in CI scripts
  Close file handles
  Free buffers sooner
  Free the list after use
  Support absolute paths
  Support tiled wallpapers
  Support index files larger than 2 GB
  Write the index atomically
  Read tiles in parallel
  Cache decoded tiles
  Show an index of all requests
  String table for translations
  Reported-by trailer is documented
  Crash reporter: ask before sending\\n\\nReported-by: Kim <kim@users.example>
  Fix scrolling on touch screens\\n\\nThanks to Kim for reporting this.
`)

const NOUNS = [
  'the importer',
  'the scheduler',
  'the dashboard',
  'the exporter',
  'the settings page',
  'the search index',
  'the e-mail templates',
  'the audit log',
]
const CHORES = [
  'Refactor',
  'Speed up',
  'Document',
  'Add tests for',
  'Fix a crash in',
  'Translate',
  'Log errors of',
  'Simplify',
  'Move',
  'Rename parts of',
]
const KINDS = [
  'SQL injection',
  'XSS',
  'path traversal',
  'an auth bypass',
  'a buffer overflow',
  'privilege escalation',
  'an SSRF',
  'insecure deserialization',
  'a vulnerability',
  'a security hole',
]
const WAYS = ['Fix', 'Prevent', 'Patch', 'Close', 'Mitigate']

const product = (first: readonly string[], second: readonly string[], join: string): readonly string[] =>
  first.flatMap((one) => second.map((other) => `${one}${join}${other}`))

const label = (advisory: BenchMessage['advisory'], givesAway: boolean, messages: readonly string[]): readonly BenchMessage[] =>
  messages.map((message) => ({ advisory, givesAway, message }))

/** Written by hand, and by template: the second are easier, and are counted apart. */
export const BY_HAND: readonly BenchMessage[] = [
  ...label('strings', true, STRINGS_GIVE_AWAY),
  ...label('images', true, IMAGES_GIVE_AWAY),
  ...label('strings', false, ANY_NEUTRAL),
  ...label('images', false, ANY_NEUTRAL),
]
export const BY_TEMPLATE: readonly BenchMessage[] = [
  ...label('strings', true, product(product(WAYS, KINDS, ' '), NOUNS, ' in ')),
  ...label('strings', false, product(CHORES, NOUNS, ' ')),
]
