import { vi } from 'vitest'

/** All that this process says from now on, by whatever way. */
export function processOutput() {
  const said: string[] = []
  const hear = (...words: readonly unknown[]) => void said.push(words.map(String).join(' '))
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) => vi.spyOn(console, name).mockImplementation(hear)),
    ...[process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        hear(Buffer.from(chunk).toString('utf8'))
        return true
      }),
    ),
  ]
  process.on('warning', hear)
  return {
    text: () => said.join('\n'),
    stop() {
      for (const spy of spies) spy.mockRestore()
      process.off('warning', hear)
    },
  }
}
