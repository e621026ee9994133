import { canaries } from './canaries.ts'

const everything = canaries.flatMap(({ texts }) => texts).join(' | ')

/** An error that quotes every secret wherever an error can: as those of an SDK, of a parser or of a library may. */
export function hostileError(): Error {
  const error = new Error(`cannot do this with ${everything}`, { cause: new SyntaxError(`Unexpected token in "${everything}"`) })
  error.name = everything
  return Object.assign(error, {
    code: everything,
    input: { Destinations: [everything] },
    $metadata: { requestId: everything, httpStatusCode: 400 },
    $response: { body: Buffer.from(everything) },
    toJSON: () => everything,
  })
}

/** Every method of these ports throws a hostile error until the end of `work`. */
export async function whileHostile(port: object, work: () => Promise<void>): Promise<void> {
  const methods = Object.entries(port).filter(([, value]) => typeof value === 'function')
  for (const [name] of methods) Reflect.set(port, name, () => Promise.reject(hostileError()))
  try {
    await work()
  } finally {
    Object.assign(port, Object.fromEntries(methods))
  }
}
