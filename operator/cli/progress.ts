import cliProgress from 'cli-progress'
import type { Terminal } from './terminal.ts'

/** Off a terminal, a line at this distance at the most: enough to see that it goes on. */
const PLAIN_LINE_MILLIS = 2000

export interface Progress {
  at(done: number): void
  /** The last word stays. */
  end(): void
}

/**
 * How far a long command is, on stderr.
 *
 * @param total - absent while nobody knows how much there is
 */
export function progressOf(terminal: Terminal, what: string, total?: number): Progress {
  return terminal.isInteractive ? bar(what, total) : lines(terminal, what, total)
}

function bar(what: string, total: number | undefined): Progress {
  const format = total === undefined ? `${what} {value}` : `${what} {bar} {value} of {total}`
  const single = new cliProgress.SingleBar({ format, hideCursor: true }, cliProgress.Presets.shades_classic)
  single.start(total ?? 0, 0)
  return { at: (done) => single.update(done), end: () => single.stop() }
}

function lines({ note }: Terminal, what: string, total: number | undefined): Progress {
  let saidAt = performance.now()
  let said = 0
  let reached = 0
  const say = () => {
    note(`${what}: ${reached}${total === undefined ? '' : ` of ${total}`}`)
    saidAt = performance.now()
    said = reached
  }
  return {
    at: (done) => {
      reached = done
      if (performance.now() - saidAt >= PLAIN_LINE_MILLIS) say()
    },
    end: () => (said === reached ? undefined : say()),
  }
}
