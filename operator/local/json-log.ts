import { closeSync, openSync, writeSync } from 'node:fs'
import type { Clock } from '../../core/shared/clock.ts'
import type { Log } from '../../core/shared/log.ts'

export interface FileLog extends Log {
  close(): void
}

/**
 * One JSON object a line: `at` (of the stack's clock), `level`, `event` and its facts. Errors go to `warn` too, as one line for people.
 * Written at once, not buffered: the last lines before a crash are those one needs.
 */
export function openJsonLog(path: string, clock: Clock, warn: (line: string) => void): FileLog {
  const file = openSync(path, 'a', 0o600)
  let open = true
  const write: (level: 'info' | 'error') => Log['info'] = (level) => (event, facts) => {
    // A function that ran past its time-out may still log after the stack has stopped.
    if (open) writeSync(file, `${JSON.stringify({ at: clock.now().toISO(), level, event, ...facts })}\n`)
  }
  const error = write('error')
  return {
    info: write('info'),
    error: (event, facts) => {
      error(event, facts)
      warn([event, ...Object.entries(facts).map(([name, value]) => `${name}=${value}`)].join(' '))
    },
    close: () => {
      open = false
      closeSync(file)
    },
  }
}
