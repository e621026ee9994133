import type { Facts } from '../../core/shared/fault.ts'
import type { Log } from '../../core/shared/log.ts'

/**
 * One JSON line an event: `{ time, level, event, facts }`, with the machine's time, which may differ from the service's clock
 * on one machine. `write` gets whole lines, with their line feed.
 */
export function jsonLog(write: (line: string) => void): Log {
  const line = (level: 'info' | 'error') => (event: string, facts: Facts) => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, facts })}\n`)
  }
  return { info: line('info'), error: line('error') }
}

/** Where a Lambda's log is read from. */
export const stdoutLog = (): Log => jsonLog((line) => void process.stdout.write(line))
