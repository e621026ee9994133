import { Hono } from 'hono'
import * as z from 'zod'
import { answerBadInput, answerRefusal } from '../../adapters/http/answer.ts'
import { jsonBody, queryOf } from '../../adapters/http/body.ts'
import { type OperatorContext, needsRole } from '../../adapters/http/operator-gate.ts'
import { GivenKeys } from '../../core/recipient/recipient.ts'
import { CampaignId, RecipientId } from '../../core/shared/ids.ts'
import { refuse } from '../../core/shared/refusal.ts'
import type { CheckKeys } from '../../core/usecases/check-keys.ts'
import type { RecipientKeeper } from '../../core/usecases/keep-recipients.ts'
import type { TakeKeys } from '../../core/usecases/take-keys.ts'
import { outlineOf } from './outline.ts'

export interface KeysDeps {
  readonly keeper: RecipientKeeper
  readonly takeKeys: TakeKeys
  readonly checkKeys: CheckKeys
}

const Check = z.strictObject({ campaign: CampaignId.optional(), after: RecipientId.optional() })

/** What mail to recipients is sealed to. Who keeps the list keeps the keys: no address comes out, so no look is recorded. */
export function keysApi({ keeper, takeKeys, checkKeys }: KeysDeps) {
  const keepsList = needsRole('list-keeper')
  return new Hono<OperatorContext>()
    .get('/recipients/keys', keepsList, queryOf(Check), async (c) => {
      const page = await checkKeys(c.req.valid('query'))
      return page.outcome === 'refused' ? answerRefusal(c, page) : c.json(page)
    })
    .put('/recipients/:id/keys', keepsList, jsonBody(GivenKeys), async (c) => {
      const recipient = await found(keeper, c.req.param('id'))
      if (!recipient) return answerRefusal(c, unknown)
      const { details } = recipient
      const given = c.req.valid('json')
      if (given.keys.length > 0 && details.encryption === 'none') return answerRefusal(c, unwanted)
      const keys = await takeKeys(given, { contacts: details.contacts, kept: details.keys })
      if (!keys.ok) return answerBadInput(c, keys.problems)
      const outcome = await keeper.changeKeys(recipient, keys.value)
      return outcome.outcome === 'refused'
        ? answerRefusal(c, outcome)
        : c.json({ outcome: outcome.outcome, recipient: outlineOf(outcome.recipient) })
    })
}

async function found(keeper: RecipientKeeper, text: string) {
  const id = RecipientId.safeParse(text)
  return id.success ? keeper.read(id.data) : undefined
}

const unknown = refuse('unknown-recipient', 'There is no such recipient.', 'See `recipients list`.')
const unwanted = refuse(
  'key-not-wanted',
  'This recipient asks for no encryption, so a key would not be used.',
  'Say what it asks for now: `recipients change ID --encryption preferred --key FILE`.',
)
