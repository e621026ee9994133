import { region } from './account.ts'
import type { LocalCredentials } from './wire/caller.ts'

export interface Endpoints {
  readonly dynamodb: string
  readonly s3: string
  readonly sqs: string
  readonly kms: string
  readonly ses: string
}

/** Whatever could lead an SDK client of this process to another account, region or endpoint. */
const misleading = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'AWS_DEFAULT_REGION']

/**
 * Points every AWS SDK client of this process at this machine, by the SDK's own variables, so that the functions are wired
 * exactly as they are deployed. This process is the one machine: nothing in it may reach AWS, and that holds after the stack
 * has stopped too, so the variables stay.
 */
export function pointSdkHere(endpoints: Endpoints, credentials: LocalCredentials): void {
  for (const name of misleading) delete process.env[name]
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_KMS: endpoints.kms,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
  })
}
