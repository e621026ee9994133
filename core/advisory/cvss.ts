export type CvssRating = 'none' | 'low' | 'medium' | 'high' | 'critical'

/** @see https://www.first.org/cvss/v3.1/specification-document, section 7.4 */
const WEIGHTS = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  S: { U: 0, C: 1 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
} as const satisfies Record<string, Record<string, number>>
type Metric = keyof typeof WEIGHTS
const METRICS = Object.keys(WEIGHTS) as Metric[]
/** Privileges weigh more where the scope changes. */
const CHANGED_PR: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 }

/**
 * The base score of a CVSS 3.0 or 3.1 vector, 0.0 to 10.0.
 *
 * @returns undefined for another version, or when a base metric is missing, unknown or there twice
 */
export function baseScore(vector: string): number | undefined {
  const [version, ...parts] = vector.split('/')
  if (version !== 'CVSS:3.1' && version !== 'CVSS:3.0') return undefined
  const given = new Map(parts.map((part) => part.split(':') as [string, string]))
  if (given.size !== parts.length) return undefined
  const values = METRICS.map((metric) => weightOf(metric, given))
  return values.includes(undefined)
    ? undefined
    : score(Object.fromEntries(METRICS.map((metric, index) => [metric, values[index] ?? 0])) as Weighed)
}

/** How FIRST names a score. */
export function ratingOf(baseScore: number): CvssRating {
  if (baseScore === 0) return 'none'
  if (baseScore < 4) return 'low'
  if (baseScore < 7) return 'medium'
  return baseScore < 9 ? 'high' : 'critical'
}

type Weighed = Record<Metric, number>

function weightOf(metric: Metric, given: ReadonlyMap<string, string>): number | undefined {
  const value = given.get(metric) ?? ''
  const weights: Readonly<Record<string, number>> = metric === 'PR' && given.get('S') === 'C' ? CHANGED_PR : WEIGHTS[metric]
  return Object.hasOwn(weights, value) ? weights[value] : undefined
}

function score({ AV, AC, PR, UI, S, C, I, A }: Weighed): number {
  const loss = 1 - (1 - C) * (1 - I) * (1 - A)
  const impact = S === 0 ? 6.42 * loss : 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15
  if (impact <= 0) return 0
  const exploitability = 8.22 * AV * AC * PR * UI
  return roundUp(Math.min((S === 0 ? 1 : 1.08) * (impact + exploitability), 10))
}

/** To one decimal, upwards, as the 3.1 specification words it so that floating point cannot tip it. */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000)
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10
}
