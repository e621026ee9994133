import { stemOf } from './word-stream.ts'

/**
 * How much a word tells by itself: `empty` words hold sentences together; `common` ones stand in the messages of every project;
 * `plain` ones are usual in software, and tell something only beside others of the same advisory; the rest is `distinctive`.
 */
export type Standing = 'empty' | 'common' | 'plain' | 'distinctive'

const EMPTY = `a about above after again all also although always an and another any are as at back be because become been before being
  below beside best better between both but by can cannot could did didn do does doesn doing don done down during each either else even
  ever every few first for from further get gets give given go goes going got had has have having he her here his how however i if in
  instead into is isn it its itself just keep kept last later least less let like ll made make makes making many may me might more most
  much must my near need needed needs neither never next no nobody none nor not nothing now of off often on once one only onto or other
  others otherwise our out over own per perhaps please put rather re really s same see seem several shall she should since so some
  something soon still such t take taken than that the their them then there therefore these they thing things this those though three
  through thus till to together too toward two under until unless up upon us use used uses using ve very via was we were what when where
  whether which while who whoever whole whom whose why will with within without would yet you your`

const COMMON = `add added adjust advisory allow apply available backport bad big branch break bring bug build bump call case change changelog
  check chore ci class cleanup clean code comment commit common config configuration coverage correct create day default delete dependency
  deploy deprecate detail disclose disclosure docs document documentation doc drop embargo enable end error example exist extra fail
  failure feature file find fix follow full function general good great guide handle help improve include incorrect info
  initial install internal introduce issue java javascript js json kotlin lead library line lint linter list little log long main major
  merge message method minor miss missing move name new note number object offer old open option order package part patch perform people
  php pipeline plan possible prepare project provide pull push py python readme reason refactor release remedy remove rename replace
  report require required resolve restore return revert review right ruby run rust script security set setup show simple simplify small
  software source split start state step stop style support sure system task team test testing text time todo tool tooling type typescript
  typo unit update upgrade use user users version wait want way well work write wrong wrote yaml yml year github gitlab git golang npm
  node pip cargo maven gradle docker linux windows mac macos unix ubuntu debian`

const PLAIN = `accept access account action active actor address admin administrator affect agent alert algorithm allocate annotation api
  app application approve arbitrary archive argument array assert asset assign async attach attachment attack attacker attribute audit
  auth authenticate authentication authorize authorization authorized automatic avoid aws backend background backup balance base basic batch behave
  behavior behaviour binary bit block board body bool boolean boot bound boundary box bracket browser bucket buffer bundle button bypass byte
  cache calculate callback cancel capture cause cell certificate chain channel char character chart child chunk click client clock clone close
  cloud cluster collect collection color colour column combine command compare compile compiler complete component compress compute
  condition connect connection console constant constraint construct consume contact contain container content context control
  controller convert cookie copy core cost count counter cpu craft crash credential cron cross crypto current cursor custom customer dashboard data
  database date debug decode decoder decrypt define denial denied depend deserialization deserialize design desktop destination destroy detect
  device dialog dict dictionary diff digest direct directory disable disk display dispatch distribution domain download draw driver
  duplicate dynamic edge edit editor element email embed emit employ empty encode encoder encoding encrypt encryption endpoint engine
  ensure enter entity entry enum environment escalation escape evaluate evaluation event exception exchange exec execute execution exit
  expand expect expire explicit export expose expression extend extension extension external extract fallback fast fatal fetch field fill
  filter final finish fire flag flow flush focus folder font force form format formatter forward found frame framework free frontend gateway generate
  generator global grant graph graphql group guard guest handler handling hash head header heap hidden hide history hold home hook host
  html http https icon id identifier identity ignore image implement import improper incoming index inherit init inject injection input
  insecure insert inside instance integer integrate interface interpret interval invalid invite invoke item iterate iterator join journal
  jump kernel key keyboard label lambda language large layer layout leak length level limit link listen listener load loader local locale
  location lock logic login logout lookup loop machine mail manage manager manifest manual map mapper mark mask master match maximum mean
  measure media member memory menu metadata metric middleware migrate migration minimum mobile mock mode model modify module monitor mount
  multiple mutex namespace native navigate network neutralization normal notification notify null observe offset operate operation operator
  optimize origin output outside overflow overlay override overwrite owner page pagination panel parallel param parameter parent parse
  parser password path pattern pause payload perform performance permission permit persist persistent phone pipe pixel place placeholder plain platform
  player plugin point pointer policy poll pool popup port post prefix prepare present pretty prevent preview print prior priority private
  privilege privileged process processor profile profiler program progress promise prompt proper property protect protocol prototype provider
  proxy public publish purge query queue quick quote race random range rate raw reach react read reader real receive record recover
  redirect reduce reference refresh regex region register registry regular reject relative reload remember remote render repeat repo repository
  request reset resize resource respond response restart restrict result retry reuse role roll root round route router routing row rule
  runtime safe sample sanitize save scale scan schedule schema scope screen scroll search secret section secure select selector self
  send sensitive sequence serial serialize serializer server service session sever setting shape share shell shift short sidebar sign signal
  signature silent single site size skip slot slow snapshot socket sort space spawn special speed spec spring sql ssl stack stage
  standard static statement station statistic status storage store stream string strict struct structure submit subscribe success
  suffix suite supply switch symbol sync syntax tab table tag target template temp temporary tenant terminal theme thread threshold
  throttle throw ticket tile timeout timer timestamp title tls toggle token toolbar top total touch trace track traffic transaction transfer
  transform transition translate translation transport traversal tree trigger trim trust tunnel unauthenticated unauthorized undefined
  unexpected unicode unique universal unknown unlock unsafe untrusted unused upload uri url utf utility validate validation valid value variable
  variant vector verify view virtual visible volume vulnerability warn warning watch weak web webhook widget width window wizard word worker workflow
  workspace wrap wrapper xml zip zone`

/** Names that are written like identifiers, and are none. */
const BRANDS = `github gitlab javascript typescript postgresql mysql sqlite openssl openssh ios macos oauth graphql dynamodb mongodb
  nodejs webpack devops youtube linkedin wordpress powershell jquery latex bibtex`

const stems = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map(stemOf))
const TIERS = [
  ['empty', stems(EMPTY)],
  ['common', stems(COMMON)],
  ['plain', stems(PLAIN)],
] as const
const BRAND_NAMES = new Set(BRANDS.split(/\s+/))

/** @param stem - as `stemOf` makes it; numbers and what is shorter than three letters tell nothing alone */
export function standingOf(stem: string): Standing {
  if (/^\p{N}+$/u.test(stem)) return 'common'
  const tier = TIERS.find(([, words]) => words.has(stem))
  return tier?.[0] ?? (stem.length < 3 ? 'common' : 'distinctive')
}

export const isBrand = (name: string): boolean => BRAND_NAMES.has(name.toLowerCase())

/** Pairs that every project has, whatever its advisory is about. */
const USUAL_PAIRS = [
  'access key, access token, background task, base class, batch size, callback function, client library, command line, content type',
  'cache key, data structure, data model, database connection, database migration, edge case, environment variable, error message, event handler',
  'exit status, external service, file path, global state, home page, input field, input validation, integration test, key value, load time',
  'local storage, log level, login page, memory leak, memory usage, null pointer, query parameter, query string, race condition, rate limit',
  'request body, request handler, response body, response time, rest api, retry logic, return value, run time, search box, server side, service account',
  'session token, status code, string literal, test suite, thread pool, type annotation, unit test, user account, user input, user interface, user name',
  'web app, web application, web interface, web page, web server, worker process, worker thread',
]
const USUAL = new Set(USUAL_PAIRS.flatMap((line) => line.split(/, ?/)).map((pair) => pair.split(' ').map(stemOf).join(' ')))

/** @param pair - two stems with a space between */
export const isUsualPair = (pair: string): boolean => USUAL.has(pair)
