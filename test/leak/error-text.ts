import { inspect } from 'node:util'

/** All that anybody could print of what was thrown: each property of it and of its causes, hidden ones and getters too. */
export function errorText(thrown: unknown): string {
  const own = thrown instanceof Error ? Object.getOwnPropertyNames(thrown).map((name) => [name, Reflect.get(thrown, name)] as const) : []
  return [
    String(thrown),
    inspect(thrown, { depth: Infinity, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null }),
    asJson(thrown),
    ...own.map(([name, value]) => `${name}: ${String(value)} ${asJson(value)}`),
    ...(thrown instanceof Error && thrown.cause !== undefined ? [errorText(thrown.cause)] : []),
  ].join('\n')
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '(in a circle)'
  }
}
