import { parseArgs } from 'node:util'

const USAGE = 'usage: npm run bench [-- --recipients 1000,10000] [--json], or npm run bench -- --messages'

export interface BenchArguments {
  /** Sizes of the list, ascending. */
  readonly sizes: readonly number[]
  readonly json: boolean
  /** Only how well commit messages are judged, which takes a second. */
  readonly messages: boolean
}

/** The arguments, or what is wrong with them. */
export function argumentsIn(words: readonly string[]): BenchArguments | { readonly wrong: string } {
  try {
    const { recipients, json, messages } = parseArgs({
      args: [...words],
      options: {
        recipients: { type: 'string', default: '1000,10000' },
        json: { type: 'boolean', default: false },
        messages: { type: 'boolean', default: false },
      },
    }).values
    const sizes = recipients.split(',').map(Number)
    const areSizes = sizes.every((size) => Number.isSafeInteger(size) && size >= 25 && size <= 100_000)
    return areSizes
      ? { sizes: sizes.toSorted((a, b) => a - b), json, messages }
      : { wrong: `--recipients takes numbers from 25 to 100000\n${USAGE}` }
  } catch (error) {
    return { wrong: `${error instanceof Error ? error.message : 'the arguments are not valid'}\n${USAGE}` }
  }
}
