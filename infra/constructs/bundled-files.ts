import type { ICommandHooks } from 'aws-cdk-lib/aws-lambda-nodejs'

/** A file to put beside a function's bundle. */
export type BundledFile =
  | { readonly name: string; readonly content: string }
  /** `copyOf`: its path from the root of the project. */
  | { readonly name: string; readonly copyOf: string }

const WRITE = "require('node:fs').writeFileSync(process.argv[1], Buffer.from(process.argv[2], 'base64'))"
const COPY = "require('node:fs').copyFileSync(process.argv[2], process.argv[1])"

/**
 * Writes `files` with Node alone, so that it works wherever the stack can be synthesised. Content travels as base64, which
 * no shell reads as anything else. The files are part of the asset, so another policy makes another function.
 */
export function bundledFiles(files: readonly BundledFile[]): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) =>
      files.map((file) => {
        const target = `"${outputDir}/${file.name}"`
        if ('copyOf' in file) return `node -e "${COPY}" ${target} "${inputDir}/${file.copyOf}"`
        return `node -e "${WRITE}" ${target} ${Buffer.from(file.content).toString('base64')}`
      }),
  }
}
