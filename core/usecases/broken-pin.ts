import type { Fault } from '../shared/fault.ts'

/** Why a notice is held whose bytes, or the index of them, cannot be read as they were approved. */
export const brokenPin = ({ code }: Fault): string => `pin-broken-${code.toLowerCase().replaceAll('_', '-')}`
