/** Says on stderr how far it has come: on a terminal in one line, elsewhere not at all. */
export interface Progress {
  at(text: string): void
  end(): void
}

export function progressOn(stream: NodeJS.WriteStream, what: string): Progress {
  const write = (text: string) => stream.isTTY && stream.write(`\r\u001B[K${text}`)
  if (!stream.isTTY) stream.write(`${what}\n`)
  return { at: (text) => void write(`${what}: ${text}`), end: () => void write('') }
}
