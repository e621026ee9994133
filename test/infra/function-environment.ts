/** What Lambda gives a function, as far as its start needs it. */
export const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  TABLE: 'table',
  BUCKET: 'bucket',
  KEY_ARN: 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000',
  POLICY_FILE: 'policy.json',
  HOLIDAYS_FILE: 'holidays.json',
  TEMPLATES_FILE: 'bundle.json',
  CONFIGURATION_SET: 'set',
  CONFIGURATION_SET_SEALED: 'set',
  SEND_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/send',
  TICK_SECONDS: '60',
  TIMEOUT_SECONDS: '120',
}
