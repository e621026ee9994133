import { Hono } from 'hono'
import * as z from 'zod'
import { answerRefusal } from '../../adapters/http/answer.ts'
import { jsonBody } from '../../adapters/http/body.ts'
import { type OperatorContext, needsRole } from '../../adapters/http/operator-gate.ts'
import { KeyKind, MOST_KEY_FILE_BYTES } from '../../core/keys/mail-key.ts'
import type { TeamKeyKeeper } from '../../core/usecases/keep-team-keys.ts'

export interface KeysDeps {
  readonly keyKeeper: TeamKeyKeeper
}

const PrivateKey = z
  .base64('must be a private key as base64')
  .min(1, 'must be a private key as base64')
  .max(Math.ceil(MOST_KEY_FILE_BYTES / 3) * 4, 'must be a private key of at most 64 KB')
const Create = z.strictObject({ kind: KeyKind })
const Import = z.strictObject({ kind: KeyKind, privateKey: PrivateKey })
const Rotate = z.strictObject({ kind: KeyKind, replaces: z.string().max(64), privateKey: PrivateKey.optional() })

/** The keys that the team signs with. No answer ever holds a private half. */
export function keysApi({ keyKeeper }: KeysDeps) {
  const approver = needsRole('approver')
  return new Hono<OperatorContext>()
    .get('/keys/team', async (c) => {
      const { current, former } = await keyKeeper.keys()
      return c.json({ current, former })
    })
    .post('/keys/team/create', approver, jsonBody(Create), async (c) => {
      const outcome = await keyKeeper.create(c.var.operator.person, c.req.valid('json').kind)
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ key: outcome.key })
    })
    .post('/keys/team/import', approver, jsonBody(Import), async (c) => {
      const { kind, privateKey } = c.req.valid('json')
      const outcome = await keyKeeper.adopt(c.var.operator.person, kind, Buffer.from(privateKey, 'base64'))
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ key: outcome.key })
    })
    .post('/keys/team/rotate', approver, jsonBody(Rotate), async (c) => {
      const { kind, replaces, privateKey } = c.req.valid('json')
      const own = privateKey === undefined ? {} : { privateKey: Buffer.from(privateKey, 'base64') }
      const outcome = await keyKeeper.rotate(c.var.operator.person, { kind, replaces, ...own })
      return outcome.outcome === 'refused' ? answerRefusal(c, outcome) : c.json({ key: outcome.key })
    })
}
