import { parseArgs } from 'node:util'

const USAGE = 'usage: npm run bench [-- --recipients 1000,10000] [--json], or npm run bench -- --messages | --bundles | --sealed'

export interface BenchArguments {
  /** Sizes of the list, ascending. */
  readonly sizes: readonly number[]
  readonly json: boolean
  /** Only how well commit messages are judged, which takes a second. */
  readonly messages: boolean
  /** Only what the functions' bundles weigh, and how long their import takes. */
  readonly bundles: boolean
  /** Only sealed mail, beside the loops that a team might use instead. */
  readonly sealed: boolean
}

/** The arguments, or what is wrong with them. */
export function argumentsIn(words: readonly string[]): BenchArguments | { readonly wrong: string } {
  try {
    const {
      recipients: given,
      json,
      ...only
    } = parseArgs({
      args: [...words],
      options: {
        recipients: { type: 'string' },
        json: { type: 'boolean', default: false },
        messages: { type: 'boolean', default: false },
        bundles: { type: 'boolean', default: false },
        sealed: { type: 'boolean', default: false },
      },
    }).values
    const recipients = given ?? (only.sealed ? '500' : '1000,10000')
    const sizes = recipients.split(',').map(Number)
    const areSizes = sizes.every((size) => Number.isSafeInteger(size) && size >= 25 && size <= 100_000)
    return areSizes
      ? { sizes: sizes.toSorted((a, b) => a - b), json, ...only }
      : { wrong: `--recipients takes numbers from 25 to 100000\n${USAGE}` }
  } catch (error) {
    return { wrong: `${error instanceof Error ? error.message : 'the arguments are not valid'}\n${USAGE}` }
  }
}
