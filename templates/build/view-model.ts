import * as z from 'zod'
import { SafeHtml } from '../../core/notice/safe-html.ts'

/** What a path leads to in a view model. */
export interface Field {
  readonly model: z.ZodType
  /** The parts of the path, from its beginning, that may be absent: `change`, `change.rows`. */
  readonly optional: readonly string[]
}

/** Follows a path; an empty one is the model itself. Undefined when there is no such field. */
export function fieldAt(model: z.ZodType, path: readonly string[]): Field | undefined {
  const optional: string[] = []
  let current = model
  for (const [index, name] of path.entries()) {
    if (!(current instanceof z.ZodObject)) return undefined
    const next: unknown = Object.hasOwn(current.shape, name) ? current.shape[name] : undefined
    if (!(next instanceof z.ZodType)) return undefined
    if (next instanceof z.ZodOptional) optional.push(path.slice(0, index + 1).join('.'))
    current = required(next)
  }
  return { model: current, optional }
}

export function elementOf(model: z.ZodType): z.ZodType | undefined {
  return model instanceof z.ZodArray && model.element instanceof z.ZodType ? required(model.element) : undefined
}

/** Text and numbers; HTML of the Markdown renderer in the HTML part alone, where it is not escaped again. */
export function isPrintable(model: z.ZodType, part: 'html' | 'text'): boolean {
  if (model === SafeHtml) return part === 'html'
  return model instanceof z.ZodString || model instanceof z.ZodNumber
}

function required(model: z.ZodType): z.ZodType {
  return model instanceof z.ZodOptional && model.unwrap() instanceof z.ZodType ? (model.unwrap() as z.ZodType) : model
}
