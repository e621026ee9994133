import { randomUUID } from 'node:crypto'

/** An SES answer, before it is XML. */
export type SesAnswer =
  | { readonly ok: true; readonly result: string }
  | { readonly ok: false; readonly status: 400 | 500; readonly code: string; readonly message: string; readonly detail?: string }

export const sesError = (code: string, message: string): SesAnswer => ({ ok: false, status: 400, code, message })

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/'

/** @see https://docs.aws.amazon.com/ses/latest/APIReference/API_Operations.html */
export function asXml(action: string, answer: SesAnswer): { status: number; body: string } {
  const id = randomUUID()
  if (answer.ok) {
    const meta = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`
    const result = `<${action}Result>${answer.result}</${action}Result>`
    return { status: 200, body: `<${action}Response xmlns="${namespace}">${result}${meta}</${action}Response>` }
  }
  const type = answer.status === 400 ? 'Sender' : 'Receiver'
  const fields = `${element('Type', type)}${element('Code', answer.code)}${element('Message', answer.message)}${answer.detail ?? ''}`
  return {
    status: answer.status,
    body: `<ErrorResponse xmlns="${namespace}"><Error>${fields}</Error>${element('RequestId', id)}</ErrorResponse>`,
  }
}

export const element = (name: string, text: string | number | boolean): string => `<${name}>${escapeXml(String(text))}</${name}>`

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? '')

/** `Name.member.1`, `Name.member.2` … in order, up to the first that is missing. */
export function members(form: URLSearchParams, name: string): readonly string[] {
  const found: string[] = []
  for (let text = form.get(`${name}.member.1`); text !== null; text = form.get(`${name}.member.${found.length + 1}`)) found.push(text)
  return found
}
