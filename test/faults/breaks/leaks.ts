import type { Break } from '../break.ts'

export const leaks: readonly Break[] = [
  {
    fault: 'log leak',
    file: 'functions/send/handler.ts',
    line: "log.error('send.failed', { ...of, ...factsOfError(error) })",
    broken: "log.error('send.failed', { ...of, code: String(error) })",
    test: { file: 'test/leak/ports.test.ts', name: 'ledger: neither a log nor an answer nor what is thrown hands it on' },
  },
  {
    fault: 'trace leak',
    file: 'functions/clock/handler.ts',
    line: 'throw asFault(error)',
    broken: 'throw error',
    test: { file: 'test/leak/ports.test.ts', name: 'alarms: neither a log nor an answer nor what is thrown hands it on' },
  },
  {
    fault: 'error of a service that quotes its input',
    file: 'adapters/dynamodb/ask.ts',
    line: 'facts: { ...readServiceError(error) }',
    broken: 'facts: { ...readServiceError(error), says: String(error) }',
    test: {
      file: 'test/leak/adapters.test.ts',
      name: 'an error of a service that quotes every secret makes no adapter hand one on, in whatever part of what it throws',
    },
  },
  {
    fault: 'DLQ leak',
    file: 'core/shared/feedback-rules.ts',
    line: "sesId: '$.detail.mail.messageId',",
    broken: "sesId: '$.detail.mail.destination[0]',",
    test: { file: 'test/leak/poison.test.ts', name: 'of an event of SES only ids, the type and the time pass the rules' },
  },
  {
    fault: 'table leak',
    file: 'adapters/dynamodb/recipients.ts',
    line: 'return items.put(recipientKey(id), { state, version, sealed },',
    broken: 'return items.put(recipientKey(id), { state, version, sealed, organisation: details.organisation },',
    test: { file: 'test/adapters/dynamodb/secrecy.test.ts', name: 'no secret stands in the table outside of sealed bytes' },
  },
]
