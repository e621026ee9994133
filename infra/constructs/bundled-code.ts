import { resolve } from 'node:path'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda'
import { type BundledFile, putFiles } from './bundled-files.ts'
import { bundleFunction } from './bundling.ts'

const FUNCTIONS = resolve(import.meta.dirname, '../../functions')

/**
 * The code of the function of this name, with `files` beside its bundle. CDK's own `NodejsFunction` gives esbuild one file to write, and so
 * cannot split. The hash is that of what comes out, files and all: another policy makes another function, and only then.
 */
export function bundledCode(name: string, files: readonly BundledFile[]): AssetCode {
  // The folder also tells the assets apart: CDK bundles once for each source.
  return Code.fromAsset(resolve(FUNCTIONS, name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK asks for one; nothing is run in it, since what fails here throws.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (folder) => {
          bundleFunction(name, folder)
          putFiles(files, folder)
          return true
        },
      },
    },
  })
}
