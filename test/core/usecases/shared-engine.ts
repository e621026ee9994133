import { hash } from 'node:crypto'
import { templateEngine } from '../../../adapters/templates/template-engine.ts'
import type { Renderer, TemplateEngine } from '../../../core/notice/ports.ts'

const engine = templateEngine()
const loaded = new Map<string, Renderer>()

/** Evaluates each bundle once in a file of tests: that takes longer than all the rest of a team, and each team has the same. */
export const sharedEngine: TemplateEngine = {
  load(bundle) {
    const digest = hash('sha256', bundle)
    const renderer = loaded.get(digest) ?? engine.load(bundle)
    loaded.set(digest, renderer)
    return renderer
  },
}
