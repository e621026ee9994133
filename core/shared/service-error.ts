import * as z from 'zod'

/** What may be kept of another service's error. Its message may name addresses, so it is never read. */
export interface ServiceError {
  /** The service's or the system's own code, such as `AccessDenied` or `ECONNREFUSED`; `Unknown` when there is none. */
  readonly code: string
  readonly requestId?: string
  /** HTTP status, when there was an answer. */
  readonly status?: number
}

const Word = z.string().regex(/^[A-Za-z][\w.-]{0,79}$/)
// AWS's services answer with UUIDs (SES, KMS, SQS) or runs of capitals and digits (DynamoDB, S3); either may start with a digit.
const RequestId = z.string().regex(/^[\dA-Za-z-]{1,80}$/)
const Status = z.int().min(100).max(599)
const Metadata = z.object({ requestId: RequestId.optional().catch(undefined), httpStatusCode: Status.optional().catch(undefined) })
const Shape = z.object({
  name: Word.catch('Unknown'),
  code: Word.optional().catch(undefined),
  $metadata: Metadata.catch({}).default({}),
})

/** Reads an error that came from a service or the network. Never throws. */
export function readServiceError(error: unknown): ServiceError {
  const { name, code, $metadata } = Shape.parse(error instanceof Error ? pick(error) : {})
  return {
    code: code ?? (name === 'Error' ? 'Unknown' : name),
    ...($metadata.requestId !== undefined && { requestId: $metadata.requestId }),
    ...($metadata.httpStatusCode !== undefined && { status: $metadata.httpStatusCode }),
  }
}

// An error's own fields may be getters or live on its prototype (`name`), which zod's object reader does not promise to see.
const pick = (error: Error): unknown => ({
  name: error.name,
  code: 'code' in error ? error.code : undefined,
  $metadata: '$metadata' in error ? error.$metadata : undefined,
})
