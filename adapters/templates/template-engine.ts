import { runInNewContext } from 'node:vm'
import handlebars from 'handlebars/runtime.js'
import * as z from 'zod'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import type { RenderedBody, TemplateEngine } from '../../core/notice/ports.ts'
import { isSafeHtml } from '../../core/notice/safe-html.ts'
import { Fault } from '../../core/shared/fault.ts'

const Bundle = z.strictObject({
  schema: z.literal('bundle/1'),
  /** Precompiled Handlebars: the source of one object each. */
  templates: z.record(TemplateName, z.strictObject({ html: z.string(), text: z.string() })),
})

type Part = (view: object) => string
type Parts = Readonly<Record<keyof RenderedBody, Part>>

/** Handlebars' runtime alone: nothing here can compile a template. */
export function templateEngine(): TemplateEngine {
  return {
    load(bytes) {
      const { templates } = parseBundle(bytes)
      const loaded = new Map<TemplateName, Parts>()
      for (const name of TemplateName.options) loaded.set(name, { html: load(templates[name].html), text: load(templates[name].text) })
      return { render: (name, view) => render(loaded, name, view) }
    },
  }
}

function parseBundle(bytes: Uint8Array): z.infer<typeof Bundle> {
  try {
    return Bundle.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    throw new Fault('RENDER_FAILED', 'the template bundle is malformed', { retry: 'never' })
  }
}

/**
 * A precompiled template is code. It is run because the caller has compared the bundle's digest with the one that
 * operators approved; the empty context without code generation is a second fence, not the first.
 */
function load(source: string): Part {
  try {
    // Without a prototype, since one of ours would lead back to our own Function.
    const context = Object.create(null) as object
    const options = { contextCodeGeneration: { strings: false, wasm: false }, timeout: 1000 }
    const specification: unknown = runInNewContext(`(${source})`, context, options)
    return handlebars.template(specification as TemplateSpecification)
  } catch {
    throw new Fault('RENDER_FAILED', 'a template of the bundle does not load', { retry: 'never' })
  }
}

function render(loaded: ReadonlyMap<TemplateName, Parts>, template: TemplateName, view: object): RenderedBody {
  const parts = loaded.get(template)
  if (parts === undefined) throw new Fault('RENDER_FAILED', 'the bundle lacks a template', { retry: 'never', facts: { template } })
  try {
    const values = withSafeStrings(view) as object
    return { html: parts.html(values), text: parts.text(values) }
  } catch {
    // Handlebars names the missing field, but quotes nothing else; the view is confidential, so not even that goes on.
    throw new Fault('RENDER_FAILED', 'a template does not render', { retry: 'never', facts: { template } })
  }
}

/** A copy in which what the Markdown renderer made is what Handlebars leaves unescaped. */
function withSafeStrings(value: unknown): unknown {
  if (isSafeHtml(value)) return new handlebars.SafeString(value.safeHtml)
  if (Array.isArray(value)) return value.map(withSafeStrings)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withSafeStrings(member)]))
}
