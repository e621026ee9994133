import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { startFauxqs } from 'fauxqs'
import { credentials, region } from './account.ts'

/** S3 and SQS in this process and in memory, each with a client. */
export async function startAws() {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
  const place = { endpoint: `http://127.0.0.1:${server.port}`, region, credentials }
  const s3 = new S3Client({ ...place, forcePathStyle: true })
  const sqs = new SQSClient(place)
  let made = 0
  return {
    s3,
    sqs,
    /** A new, empty bucket's name. */
    newBucket: () => server.createBucket(`bucket-${++made}`).bucketName,
    /** A new, empty queue's URL. */
    newQueue: () => server.createQueue(`queue-${++made}`).queueUrl,
    async stop() {
      s3.destroy()
      sqs.destroy()
      await server.stop()
    },
  }
}
