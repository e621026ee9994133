/** What gives an advisory away whatever the advisory is. */
export type PhraseCode = 'identifier' | 'score' | 'weakness' | 'flaw' | 'attack' | 'hardening' | 'credit' | 'report-link'

interface Rule {
  readonly code: PhraseCode
  readonly pattern: RegExp
}

/**
 * A blank stands for whatever may separate two words, in prose and in the name of a branch, a blank and `?` for that or nothing, and `…` for
 * up to three words between.
 * Case counts only where a rule says so.
 */
function rules(code: PhraseCode, sources: readonly string[], flags = 'giu'): readonly Rule[] {
  return sources.map((source) => ({
    code,
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${source
        .replaceAll(' ?', String.raw`[\s_/-]*`)
        .replaceAll(' … ', String.raw`[\s_/-]+(?:[\p{L}\p{N}'’]+[\s_/-]+){0,3}`)
        .replaceAll(' ', String.raw`[\s_/-]+`)})(?![\\p{L}\\p{N}])`,
      flags,
    ),
  }))
}

const IDENTIFIER = rules('identifier', [
  String.raw`(?:CVE|CAN)[\s_:-]?\d{4}[\s_-]\d{4,}`,
  'GHSA(?:-[0-9a-z]{4}){3}',
  String.raw`CWE[\s_:-]?\d{1,5}`,
  String.raw`(?:RUSTSEC|PYSEC|OSV|EUVD|ZDI|TALOS|JVNDB|DSA|DLA|USN|RHSA|SNYK|XSA|VU|GO)[\s_#-](?:[A-Z]+-)*\d{2,}(?:[-:]\d{2,})*`,
])

const SCORE = rules('score', [
  String.raw`CVSS(?: ?v?[234](?:\.\d)?)?(?:[:\s]*(?:base )?(?:score|vector|rating))?[:\s]*(?:of )?(?:\d{1,2}(?:\.\d)?|[\w.]*\/?AV:\w)`,
  String.raw`AV:[NALP]\/A[CT]:[LHNP]\S*`,
  String.raw`(?:critical|high|medium|moderate|low)[\s,:]*\(?(?:cvss[:\s]*)?(?<![.\d])(?:10\.0|\d\.\d)(?![.\d])(?: ?\/ ?10)?\)?`,
  String.raw`(?<![.\d])(?:10\.0|\d\.\d)(?![.\d])(?: ?\/ ?10)?[\s,:]*\(?(?:critical|high|medium|moderate) ?(?:severity)?\)?`,
  String.raw`(?:critical|high|medium|moderate|low) severity`,
  String.raw`severity[:\s]+(?:is )?(?:critical|high|medium|moderate|low)`,
  'critical … (?:security|vulnerabilit(?:y|ies)|flaw|vuln)',
])

const INJECTED =
  'sql|nosql|command|cmd|code|shell|os|html|script|header|crlf|ldap|xpath|xml|template|log|argument|prompt|format string|expression|object|css|email|smtp|host header'
const WEAKNESS = [
  ...rules('weakness', [
    '(?:heap|stack|global|buffer|integer|int|signed)(?: based)?(?: buffer)? (?:over|under)(?:flow|run)s?(?! (?:answer|question|post|thread|link|page|menu|button))',
    String.raw`(?:buffer|heap) over ?reads?`,
    '(?:out of bounds?|oob)(?: (?:array|heap|memory|stack))? (?:read|write|access|index)(?:s|es|ing)?',
    '(?:read|writ|access|index)(?:s|es|e|ing)? out of bounds?',
    '(?:read|writ|cop)(?:s|es|e|ies|ing|y|ying)? (?:past|beyond) the (?:end|bounds?|buffer)',
    '(?:use after free|uaf|double free|memory (?:corruption|disclosure|safety)|type confusion|toctou|uninitiali[sz]ed memory)',
    `(?:${INJECTED}) injections?`,
    'injections? (?:attacks?|vulnerabilit(?:y|ies)|flaws?|vectors?)',
    'inject(?:s|ed|ing)? (?:arbitrary|malicious|sql|html|commands?|scripts?|shell|markup)',
    '(?:sqli|xss|xsrf|ssrf|xxe|ssti|rce|lfi|rfi|lpe|idor|bola|redos|cross site|crosssite|zip ?slip|tar ?slip)(?: scripting| request forgery)?',
    'csrf(?! (?:token|cookie|header|middleware|meta|field|secret))',
    '(?:server side request forgery|(?:code|command) exec(?:ution)?|(?:account|role|subdomain) take ?overs?|prototype pollution|zip ?bombs?|billion laughs?|open redirects?|clickjacking)',
    'arbitrary (?:code|commands?|files?|sql|javascript|python|memory|reads?|writes?|urls?|objects?)',
    '(?:path|directory|dir) traversals?',
    '(?:traverse|escape|break) out of the … (?:root|directory|folder|sandbox|container|jail|chroot)',
    '(?:privileges?|priv) esc(?:alations?)?|escalat(?:e|es|ed|ing|ion)(?: of)?(?: their)? privileges?|elevation of privileges?',
    '(?:auth[nz]?|authentication|authori[sz]ation|permissions?|login|password|sandbox|acl|2fa|mfa|signature|access control|security|validation|csp|filter) bypass(?:es|ed)?',
    'bypass(?:es|ed|ing)? … (?:auth[nz]?|authentication|authori[sz]ation|permissions?|login|sandbox|acls?|2fa|mfa|signatures?|checks?|access control|approvals?|restrictions?|filters?|policy)',
    'without (?:being )?(?:auth|authenticated|authorized|authentication|authorization|(?:a )?(?:valid )?(?:login|permission|password))',
    'unauth(?:enticated|ori[sz]ed)? (?:access|rce|remote|attack|read|write|disclosure|modification|data|exec)(?:er|ers|s|ution)?',
    '(?:information|info|data|credential|secret|token|password|key) (?:disclosures?|exposures?|leak(?:s|age|ed)?)',
    '(?:leak|disclos|expos)(?:s|e|es|ed|ing|ure of|ure)? … (?:credentials?|secrets?|passwords?|tokens?|private keys?|pii|addresses of|sensitive|personal)',
    'denial of service',
    '(?:can|could|may|might) … (?:read|obtain|steal|access|view|see|get|extract|dump|leak|learn) … (?:credentials?|secrets?|passwords?|private keys?|tokens?)',
    '(?:insecure|unsafe|untrusted) (?:de ?seriali[sz]ation|direct object|eval|pickle|yaml|default|temp(?:orary)? files?)',
    'de ?seriali[sz]ation of … (?:data|input|objects?)',
    '(?:session (?:fixation|hijack(?:ing)?)|request smuggling|(?:cache|dns) poisoning|timing (?:attack|leak|side)s?|side channels?|response splitting|tabnabbing|host header attack)',
    '(?:hard ?coded|default|weak|predictable|guessable) … (?:credentials?|passwords?|secrets?|tokens?|seeds?|nonces?|entropy)',
    '(?:signature|certificate|cert|tls) (?:forgery|spoofing|confusion|malleability)',
  ]),
  // MS-DOS and the endings of its lines are nobody's denial of service.
  ...rules('weakness', ['DoS(?: (?:vector|attack|via|in|when|through))?'], 'gu'),
]

const FLAW = rules('flaw', [
  '(?:fix|patch|clos|address|resolv|mitigat|prevent|remediat|correct|plug|solv|squash)(?:s|e|es|ed|ing)? … (?:vulnerabilit(?:y|ies)|vulns?|(?:security )?(?:flaws?|holes?|weakness(?:es)?)|loopholes?|backdoors?)',
  '(?:vulnerabilit(?:y|ies)|vulns?) (?:in|where|that|which|when|allow(?:s|ing)?|affecting|caused|via|through|fix(?:es|ed)?|patch)',
  'vulnerable (?:to|code|versions?|endpoints?|function|method|when|if)',
  'security (?:holes?|flaws?|vulnerabilit(?:y|ies)|vulns?|weakness(?:es)?|loopholes?|regressions?)',
  String.raw`security (?:fix|fixes|bugs?|issues?|problems?|patch|hardening) (?:in|of|with|where|that|when|around|to)(?! (?:this|the) (?:release|version|branch))`,
  String.raw`security (?:fix|fixes|bugs?|issues?|problems?|patch) for (?!(?:the )?(?:next )?(?:v?\d|releases?|branch|version|all supported|supported))[\p{L}\p{N}_.-]+`,
])

const ATTACK = rules('attack', [
  'attack(?:er|ers|s|ed|ing|able)?(?: (?:can|could|may|might|surface|vector))?',
  'adversar(?:y|ies|ial) (?:can|could|may|input|control)(?:led|s)?',
  'malicious(?:ly)?|(?:hostile|evil|rogue) (?:users?|input|clients?|servers?|actors?|payloads?|files?|requests?|packages?|packets?|pages?|sites?|links?|peers?|crafted|data|content|code|script|insiders?)',
  'exploit(?:s|ed|ing|able|ability|ation)?(?! (?:the |data |cache |spatial |temporal |instruction |more |this |that |a )?(?:locality|parallelism|symmetry|sparsity|structure|concurrency|fact|cores))',
  '(?:poc|proof of concept)(?! (?:of|for) (?:the|a|an|our) (?:new|next))',
  '(?:0 ?day|zero ?days?|in the wild|weaponi[sz]ed?|pwn(?:ed|able)?|hacked|hackers?)',
  '(?:specially |maliciously )?crafted (?:input|request|file|packet|payload|message|url|link|header|document|image|archive|query|string|template|value|response|certificate|token|name)s?',
  '(?:attacker|user|client|externally) controlled',
  'untrusted (?:input|data|users?|sources?|content|html|templates?|code|strings?|peers?|clients?|values?|origin)s?',
  'compromis(?:e|es|ed|ing) (?:of )?(?:the )?(?:host|server|account|machine|instance|credentials?|keys?|system|users?)s?',
])

const CHECKS =
  'auth|authentication|authori[sz]ation|permissions?|access(?: control)?|ownership|bounds?|origin|csrf|signature|privilege|role|acl|tenant|length'
const HARDENING = rules('hardening', [
  'harden(?:s|ed|ing)?|sanity checks? (?:for|of|on)|sandbox(?:es|ed|ing)? the',
  '(?:saniti[sz]|neutrali[sz])(?:e|es|ed|ing|ation|er)(?: of)?(?: (?:the|all|any|user|untrusted|external|html|svg|input|inputs|url|urls|file|filename|filenames|path|paths|query|names?|markup|request|header|headers|values?|strings?|output|template|templates|parameters?|arguments?)){1,4}',
  '(?:validat|escap|filter|quot|encod|check|verif|restrict|strip)(?:e|es|ed|ing|y|ies|ied|ation of)? … (?:user|untrusted|external|client|attacker)(?: ?(?:supplied|provided|controlled))? (?:input|inputs|data|html|content|urls?|filenames?|strings?|values?|parameters?|templates?)',
  '(?:user|client|externally) (?:supplied|provided)(?: (?:input|data|html|values?|strings?|names?|paths?|urls?))?',
  'escap(?:e|es|ed|ing) … (?:html|markup|shell|sql|quotes|metacharacters|delimiters|braces|wildcards|output|input|meta characters|special characters)',
  '(?:do not|don.?t|does not|never|no longer|stop|avoid|refuse to|disallow|forbid|cannot) … (?:eval|evaluat|exec|execut|deseriali[sz]|unseriali[sz]|unpickl|trust|dereference|interpolat)(?:e|es|ed|ing|ion)?(?! (?:the )?(?:tests?|twice|queries|again|hooks?|locally))',
  `(?:missing|lacking|absent|insufficient|improper|inadequate|bypassable|enforce|forgotten|add) … (?:${CHECKS}) (?:check|checks|checking|validation|verification|test|enforcement)`,
  `(?:${CHECKS}) checks? (?:was|were|is|are|is being|being|has been|missing|skipped|bypassed)`,
  'check … (?:bounds|length|size) before … (?:cop(?:y|ying)|read(?:ing)?|writ(?:e|ing)|alloc\\p{L}*|memcpy|index(?:ing)?)',
  '(?:prevent|block|stop|disallow|reject|guard against|protect against|defend against|avoid)(?:s|ed|ing)? … (?:injections?|overflows?|bypass(?:es)?|traversals?|spoofing|forgery|hijacking|smuggling|tampering|impersonation|brute force|enumeration|pollution|poisoning)',
  '(?:constant time|timing safe) (?:compar\\p{L}*|equals?|string|check|hmac)',
  '(?:anyone|anybody|any user|everyone|other users?|guests?|strangers|non admins?) (?:can|could|may|might|was able to|were able to|is able to) (?:read|view|see|run|execute|delete|change|access|overwrite|download|take|become|log|edit|write|modify)',
  '(?:hijack|impersonat|steal|exfiltrat|eavesdrop|spoof|brute forc)(?:s|e|es|ed|ing|ion)?',
])

const CREDIT = rules('credit', [
  'responsibl[ey] (?:disclos\\p{L}*|report\\p{L}*)|responsible disclosure (?:by|from)',
  '(?:bug bounty|bugcrowd|hackerone|intigriti|yeswehack|huntr|zero day initiative|security researchers?|pentest(?:er|ers)?|penetration test(?:er|ers)?)',
  String.raw`(?:vulnerability|security (?:issue|bug|problem)|flaw|issue) … (?:discovered|found|reported) by`,
])

/** A trailer of any message; beside a security note it leads to whoever looked, and so to what they look at. */
const REPORTED_BY = rules('credit', [
  '(?:reported|discovered|found|disclosed|identified)(?:-| and \\p{L}+ )?(?: ?by)[\\s:]+[\\p{L}@<"]\\S*(?: \\p{Lu}\\S*)?',
  '(?:credits?|kudos|props|hat ?tip)(?: goes| go)?(?: to|:)[\\s]+\\p{L}\\S*(?: \\p{Lu}\\S*)?',
  'thanks? (?:you )?to … for (?:report|finding|disclos|discover|spott)\\p{L}*',
])
const SECURITY_NOTE = /(?<![\p{L}\p{N}])(?:security|advisory|vulnerab\p{L}*|embargo\p{L}*|disclos\p{L}*)(?![\p{L}\p{N}])/iu

const REPORT_LINK: readonly Rule[] = [
  {
    code: 'report-link',
    pattern:
      /(?<![\w.-])(?:[\w-]+\.)*(?:hackerone\.com|bugcrowd\.com|intigriti\.com|yeswehack\.com|huntr\.(?:dev|com)|nvd\.nist\.gov|cve\.org|cve\.mitre\.org|osv\.dev|security\.snyk\.io|exploit-db\.com|zerodayinitiative\.com)(?:\/\S*)?/giu,
  },
  {
    code: 'report-link',
    pattern: /(?<![\w/.-])(?:https?:\/\/)?[\w.-]+(?::\d+)?\/(?:\S*\/)?security\/(?:advisories|bulletins)(?:\/\S*)?/giu,
  },
  {
    code: 'report-link',
    pattern: /(?<![\w/])https?:\/\/\S*(?:security-(?:bulletins?|advisor\w+|tracker|reports?|issues?)|vulnerabilit\w+|embargo)\S*/giu,
  },
]

/** Whether a text says of itself that it is about security, which it may; then it may say less of anything else. */
export const isSecurityNote = (text: string): boolean => SECURITY_NOTE.test(text)

const ALWAYS: readonly Rule[] = [...IDENTIFIER, ...SCORE, ...WEAKNESS, ...FLAW, ...ATTACK, ...HARDENING, ...CREDIT, ...REPORT_LINK]

export interface Place<Code> {
  readonly code: Code
  /** UTF-16 code units from the beginning; `end` is exclusive. */
  readonly start: number
  readonly end: number
}

/** In no order; places may overlap. */
export function phrasesIn(text: string): ReadonlyArray<Place<PhraseCode>> {
  const applied = isSecurityNote(text) ? [...ALWAYS, ...REPORTED_BY] : ALWAYS
  return applied.flatMap(({ code, pattern }) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ code, start: index, end: index + found.length })),
  )
}
