import type { Message } from '@aws-sdk/client-sqs'
import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { region } from '../account.ts'

/** The event that Lambda's poller makes of received messages. @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsEvent(messages: readonly Message[], queueArn: string): SQSEvent {
  return { Records: messages.map((message) => recordOf(message, queueArn)) }
}

function recordOf(message: Message, eventSourceARN: string): SQSRecord {
  const attribute = (name: keyof NonNullable<Message['Attributes']>) => message.Attributes?.[name] ?? ''
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: attribute('ApproximateReceiveCount'),
      SentTimestamp: attribute('SentTimestamp'),
      SenderId: attribute('SenderId'),
      ApproximateFirstReceiveTimestamp: attribute('ApproximateFirstReceiveTimestamp'),
    },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region,
  }
}
