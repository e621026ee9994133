import { type ApiFunction, lambdaOf } from '../../adapters/http/lambda.ts'
import type { RecipientsApi } from './api.ts'

export const makeHandler = (api: RecipientsApi): ApiFunction => lambdaOf(api)
