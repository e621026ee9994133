import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** AWS credentials that only this process knows, made anew at each start. */
export interface LocalCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export function makeCredentials(): LocalCredentials {
  return { accessKeyId: `LOCAL${randomBytes(20).toString('hex').toUpperCase()}`, secretAccessKey: randomBytes(20).toString('hex') }
}

/**
 * Whether a request was signed with this process's credentials. Loopback is open to every account on the machine, and who
 * could call both the table and the key would read the list: so the access key, random and never written down, is what lets
 * a caller in. The signature itself is not verified; nothing lies between the two ends.
 */
export function isOwnCaller(request: IncomingMessage, credentials: LocalCredentials): boolean {
  const accessKeyId = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1]
  return accessKeyId !== undefined && sameSecret(accessKeyId, credentials.accessKeyId)
}

/** Compares in a time that tells nothing about either. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}
