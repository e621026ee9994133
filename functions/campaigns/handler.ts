import { type ApiFunction, lambdaOf } from '../../adapters/http/lambda.ts'
import type { CampaignsApi } from './api.ts'

export const makeHandler = (api: CampaignsApi): ApiFunction => lambdaOf(api)
