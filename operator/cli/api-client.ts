import { hc, type ClientResponse } from 'hono/client'
import type { CampaignsApi } from '../../functions/campaigns/api.ts'
import type { RecipientsApi } from '../../functions/recipients/api.ts'
import type { Session } from './session.ts'

/** The half of the API that knows campaigns. */
export const campaignsOf = ({ url, fetch }: Session) => hc<CampaignsApi>(url, { fetch })
export type Campaigns = ReturnType<typeof campaignsOf>

/** The half of the API that keeps the list. */
export const recipientsOf = ({ url, fetch }: Session) => hc<RecipientsApi>(url, { fetch })
export type Recipients = ReturnType<typeof recipientsOf>

type Success<Answer> = Answer extends ClientResponse<infer Body, infer Status> ? (200 extends Status ? Body : never) : never

/** The body of an answer. A session throws for every answer that is not a success, so the others need no handling here. */
export async function bodyOf<Answer extends ClientResponse<unknown>>(asked: Promise<Answer>): Promise<Success<Answer>> {
  return (await (await asked).json()) as Success<Answer>
}
