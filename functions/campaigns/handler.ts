import { handle } from 'hono/aws-lambda'
import type { CampaignsApi } from './api.ts'

/** API Gateway's HTTP API events, payload format 2.0. */
export const makeHandler = (api: CampaignsApi) => handle(api)
