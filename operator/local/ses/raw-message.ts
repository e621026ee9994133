export interface Header {
  readonly name: string
  readonly value: string
}

/** The top headers of a message, in order, unfolded; none when it has no header section. */
export function headersOf(raw: Uint8Array): readonly Header[] {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const end = bytes.indexOf('\r\n\r\n')
  const section = bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1')
  return section
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .flatMap((line) => {
      const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [{ name, value }]
    })
}

/** The addr-spec of `Name <address>`, or the text itself when there are no angle brackets. */
export function addressOf(text: string): string {
  return (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim()
}
