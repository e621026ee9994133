import type { SendOutcome } from '../../core/delivery/ports.ts'
import { Fault, type FaultCode } from '../../core/shared/fault.ts'
import type { Call, FaultKind } from './call.ts'

const everywhere = (): boolean => true
const sends = (name: string): boolean => name === 'mail.send'
/** A call that the SDK may repeat by itself; sending is the one that it may not. */
const isRepeated = (name: string): boolean => !sends(name) && !isPure(name)
/** Work in the process itself: nothing that could be away. */
const isPure = (name: string): boolean => name.startsWith('writing.') || seals(name)
const seals = (name: string): boolean => name === 'sealing.seal'
const isRemote = (name: string): boolean => !sends(name) && !isPure(name)
const isBytes = (name: string): boolean =>
  [
    'blobs.bundle',
    'blobs.patch',
    'documents.content',
    'documents.chunk',
    'documents.audience',
    'teamKeys.keys',
    'teamKeys.secret',
  ].includes(name)

const CODES: Readonly<Record<string, FaultCode>> = {
  mail: 'MAIL_UNAVAILABLE',
  queue: 'QUEUE_UNAVAILABLE',
  documents: 'KEYS_UNAVAILABLE',
  teamKeys: 'KEYS_UNAVAILABLE',
}

export const awayFault = ({ name }: Pick<Call, 'name'>): Fault =>
  new Fault(CODES[name.slice(0, name.indexOf('.'))] ?? 'STORE_UNAVAILABLE', 'away', { retry: 'later' })

export const brokenFault = (code: 'DIGEST_MISMATCH' | 'ITEM_MISSING'): Fault => new Fault(code, 'broken', { retry: 'never' })

const answers =
  (outcome: SendOutcome): FaultKind['run'] =>
  async () =>
    outcome

/** Every way in which a single call can go wrong. A new fault is a new line. */
export const FAULTS = {
  'crash before the call': { fits: everywhere, run: (call) => call.die() },
  'crash after the call': {
    fits: everywhere,
    run: async (call) => {
      await call.go()
      return call.die()
    },
  },
  'away before the effect': {
    fits: isRemote,
    run: async (call) => {
      throw awayFault(call)
    },
  },
  'away after the effect': {
    fits: isRemote,
    run: async (call) => {
      await call.go()
      throw awayFault(call)
    },
  },
  'repeated by the SDK': {
    fits: isRepeated,
    run: async (call) => {
      await call.go()
      return call.go()
    },
  },
  'longer than the time-out': {
    fits: everywhere,
    run: async (call) => {
      call.wait(call.process.timeoutMillis / 1000 + 1)
      return call.go()
    },
  },
  'other bytes': {
    fits: isBytes,
    run: async () => {
      throw brokenFault('DIGEST_MISMATCH')
    },
  },
  'bytes gone': {
    fits: isBytes,
    run: async () => {
      throw brokenFault('ITEM_MISSING')
    },
  },
  'cannot be written': { fits: (name) => name === 'writing.letter', run: async () => ({ blocked: 'render-failed' }) },
  'the key is found bad': { fits: seals, run: async () => ({ unusable: 'revoked' }) },
  'the team’s key does not sign': {
    fits: seals,
    run: async () => {
      throw new Fault('TEAM_KEY_UNUSABLE', 'it does not sign', { retry: 'never' })
    },
  },
  'ses throttles': { fits: sends, run: answers({ outcome: 'not-sent', code: 'Throttling' }) },
  'ses refuses the connection': { fits: sends, run: answers({ outcome: 'not-sent', code: 'ECONNREFUSED' }) },
  'ses refuses the mail': { fits: sends, run: answers({ outcome: 'refused', code: 'MessageRejected' }) },
  'socket dies before ses took it': { fits: sends, run: answers({ outcome: 'unknown', code: 'ECONNRESET' }) },
  'socket dies after ses took it': {
    fits: sends,
    run: async (call) => {
      await call.go()
      return { outcome: 'unknown', code: 'ECONNRESET' }
    },
  },
  'ses times out and took it': {
    fits: sends,
    run: async (call) => {
      await call.go()
      call.wait(10)
      return { outcome: 'unknown', code: 'TimeoutError' }
    },
  },
  'ses answers 500': { fits: sends, run: answers({ outcome: 'unknown', code: 'InternalFailure' }) },
} as const satisfies Readonly<Record<string, FaultKind>>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[]
