import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly as: string | undefined
  readonly body: string
}

/** Stands where a running stack would: a data folder that names it, and a port that answers what the test says. */
export async function stackDouble(answer: (asked: Asked) => { status: number; body: string }) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const { authorization, 'x-forewarn-as': as } = request.headers
      const one = { method: request.method ?? '', path: request.url ?? '', authorization, as: as?.toString(), body }
      asked.push(one)
      const { status, body: answered } = answer(one)
      response.writeHead(status, { 'content-type': 'application/json' }).end(answered)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const data = mkdtempSync(join(tmpdir(), 'forewarn-cli-'))
  const name = (stack: object) => writeFileSync(join(data, 'stack.json'), JSON.stringify(stack))
  name({ url, pid: process.pid })
  writeFileSync(join(data, 'token'), 'a-token\n')
  return {
    url,
    data,
    asked,
    name,
    stop: async () => {
      rmSync(data, { recursive: true })
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
