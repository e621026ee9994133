import type { Request } from './doors.ts'

const formOf = ({ body }: Request): URLSearchParams => new URLSearchParams(body.toString('latin1'))

/** The bytes that would be mailed. */
export const mailIn = (request: Request): Buffer => Buffer.from(formOf(request).get('RawMessage.Data') ?? '', 'base64')

/** What left for SES beside the mail's parts: source, tags, configuration set, and every header but To. */
export function besideTheMail(request: Request): string {
  const [headers = ''] = mailIn(request).toString('latin1').split('\r\n\r\n')
  const beside = [...formOf(request)].filter(([name]) => name !== 'RawMessage.Data' && !name.startsWith('Destinations.'))
  return [request.head, ...beside.flat(), headers.replaceAll(/\r\n[ \t]+/g, ' ').replaceAll(/^To: .*$/gm, '')].join('\n')
}

export function tagsOf(request: Request): Readonly<Record<string, string>> {
  const form = formOf(request)
  const names = [...form].filter(([name]) => /^Tags\.member\.\d+\.Name$/.test(name))
  return Object.fromEntries(names.map(([name, tag]) => [tag, form.get(name.replace(/Name$/, 'Value')) ?? '']))
}
