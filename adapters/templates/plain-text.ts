import type { Token } from 'markdown-it'

/**
 * Markdown as a person would type it into a plain mail: marks of emphasis gone, links followed by their address,
 * lists and code indented. Nothing is wrapped.
 */
export function plainText(tokens: readonly Token[]): string {
  const page = new Page()
  const cells: string[] = []
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    const type = token.type.replace(/^(bullet|ordered)_/, '')
    if (type === 'list_open') page.openList(token.type === 'ordered_list_open' ? Number(token.attrGet('start') ?? 1) : undefined)
    else if (type === 'list_close') page.closeList()
    else if (type === 'list_item_open') page.openItem()
    else if (type === 'blockquote_open') page.open('> ', '> ')
    else if (type === 'list_item_close' || type === 'blockquote_close') page.close()
    else if (type === 'inline' && /^t[hd]_open$/.test(before?.type ?? '')) cells.push(inlineText(token.children ?? []))
    else if (type === 'inline') page.write(inlineText(token.children ?? []), before?.hidden === true)
    else if (type === 'tr_close') page.write(cells.splice(0).join(' | '), true)
    else if (type === 'table_close') page.part()
    else if (type === 'fence' || type === 'code_block') page.write(token.content.replace(/\n$/, '').replaceAll(/^/gm, '    '), false)
    else if (type === 'hr') page.write('----', false)
  })
  return page.text
}

/** Blocks below each other, each behind the marks of the lists and quotes that it stands in. */
class Page {
  text = ''
  #wasTight = false
  /** `first` stands before a block's first line, `later` before the others and all later blocks. */
  #margins: { first: string; readonly later: string }[] = []
  /** The next number of each open list; undefined for bullets. */
  #numbers: (number | undefined)[] = []

  openList(start: number | undefined): void {
    this.#numbers.push(start)
  }

  closeList(): void {
    this.#numbers.pop()
    if (this.#numbers.length === 0) this.part()
  }

  openItem(): void {
    const number = this.#numbers.pop()
    this.#numbers.push(number === undefined ? undefined : number + 1)
    const mark = number === undefined ? '- ' : `${number}. `
    this.open(mark, ' '.repeat(mark.length))
  }

  open(first: string, later: string): void {
    this.#margins.push({ first, later })
  }

  close(): void {
    this.#margins.pop()
  }

  /** Keeps what comes next apart from a tight list or a table. */
  part(): void {
    this.#wasTight = false
  }

  /** @param tight - whether it goes close below another tight block, as the items of a list do */
  write(block: string, tight: boolean): void {
    const gap = this.text === '' ? '' : tight && this.#wasTight ? '\n' : '\n\n'
    const first = this.#margins.map((margin) => margin.first).join('')
    const later = this.#margins.map((margin) => margin.later).join('')
    const lines = block.split('\n').map((line, index) => `${index === 0 ? first : later}${line}`.trimEnd())
    this.text += gap + lines.join('\n')
    this.#wasTight = tight
    for (const margin of this.#margins) margin.first = margin.later
  }
}

function inlineText(tokens: readonly Token[]): string {
  let linked: { href: string; from: number } | undefined
  let text = ''
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'code_inline' || token.type === 'text_special') text += token.content
    else if (token.type === 'softbreak' || token.type === 'hardbreak') text += '\n'
    else if (token.type === 'link_open') linked = { href: String(token.attrGet('href') ?? ''), from: text.length }
    else if (token.type === 'link_close' && linked !== undefined) {
      if (text.slice(linked.from) !== linked.href) text += ` <${linked.href}>`
      linked = undefined
    }
  }
  return text
}
