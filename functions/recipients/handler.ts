import { handle } from 'hono/aws-lambda'
import type { RecipientsApi } from './api.ts'

/** API Gateway's HTTP API events, payload format 2.0. */
export const makeHandler = (api: RecipientsApi) => handle(api)
