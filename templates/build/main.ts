import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOfBytes } from '../../core/shared/digest.ts'
import { TemplateDefects, buildBundle } from './bundle.ts'
import { readSources } from './sources.ts'

const folder = join(import.meta.dirname, '..')
const target = join(folder, 'dist', 'bundle.json')

try {
  const startedAt = performance.now()
  const bundle = await buildBundle(await readSources(folder))
  await mkdir(join(folder, 'dist'), { recursive: true })
  await writeFile(target, bundle)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2)
  process.stdout.write(
    `templates/dist/bundle.json: ${Math.ceil(bundle.byteLength / 1000)} KB in ${seconds} s, SHA-256 ${digestOfBytes(bundle)}\n`,
  )
} catch (cause) {
  if (!(cause instanceof TemplateDefects)) throw cause
  process.stderr.write(`${cause.message}\n`)
  process.exitCode = 1
}
