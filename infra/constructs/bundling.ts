import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, type Metafile, buildSync } from 'esbuild'

const ROOT = resolve(import.meta.dirname, '../..')

/** How esbuild makes what a Lambda runs of the sources. ADR 15 argues the two stand-ins. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  format: 'esm',
  // What is imported by `import()` alone, such as openpgp, becomes a file of its own, which is read when it is first needed.
  splitting: true,
  outExtension: { '.js': '.mjs' },
  minify: true,
  // Licences lie beside the bundle: Node would parse them at each start.
  legalComments: 'linked',
  // CommonJS dependencies, such as the Encryption SDK's, still call `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  alias: {
    // It ships ES modules as well, which its package.json does not name; of CommonJS esbuild must keep all, used or not.
    '@aws-crypto/client-node': '@aws-crypto/client-node/build/module/src/index.js',
    'asn1.js': fileURLToPath(import.meta.resolve('./no-signed-suites.ts')),
  },
  metafile: true,
  logLevel: 'error',
} as const satisfies BuildOptions

/**
 * Bundles the function of this name in `functions/` into `folder`: `index.mjs`, and the files that it imports at once or later.
 *
 * @returns what esbuild says of each file: its paths are relative to the root of the project
 * @throws when a source does not bundle
 */
export function bundleFunction(name: string, folder: string): Metafile {
  const { metafile } = buildSync({ ...BUNDLING, entryPoints: { index: `functions/${name}/main.ts` }, outdir: folder })
  if (Object.keys(metafile.inputs).some((input) => input.includes('node_modules/openpgp/'))) putBrainpool(folder)
  return metafile
}

/**
 * openpgp asks for this by name when it meets a key on a brainpool curve, where no bundler sees it: without it such a key cannot be
 * read. It has the real `asn1.js`.
 */
function putBrainpool(folder: string): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['eckey-utils'],
    outfile: join(folder, 'node_modules/eckey-utils/index.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    legalComments: 'linked',
    logLevel: 'error',
  })
}
