/** How esbuild makes one file of a function. */
export const BUNDLING = {
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // CommonJS dependencies, such as the Encryption SDK's, still call `require`.
  banner: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
}
