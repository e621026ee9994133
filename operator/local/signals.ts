import type { RunningStack } from './stack.ts'

/** SIGTERM and SIGINT let what runs end, and then end the process with 0; a second one ends it at once, with 130. */
export function stopOnSignals(stack: RunningStack): void {
  let asked = false
  const stop = () => {
    if (asked) process.exit(130)
    asked = true
    void stack.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
