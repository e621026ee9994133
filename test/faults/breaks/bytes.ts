import type { Break } from '../break.ts'

export const bytes: readonly Break[] = [
  {
    fault: 'patch replaced after the approval',
    file: 'adapters/s3/blobs.ts',
    line: 'if (digestOfBytes(bytes) === digest) return bytes',
    broken: 'if (bytes.byteLength > 0) return bytes',
    test: { file: 'test/faults/bytes.test.ts', name: 'a patch that was replaced in the bucket holds the notice, and nobody gets it' },
  },
  {
    fault: 'template bundle replaced after the approval',
    file: 'core/usecases/send-chunk.ts',
    line: "if (of.notice.state === 'releasing') await deps.troubles.report(of.campaign.id, of.notice.id, brokenPin(error))",
    broken: '',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'a template bundle that changed holds the notice' },
  },
  {
    fault: 'index of an audience broken in the middle of a release',
    file: 'core/usecases/tick-campaign.ts',
    line: "if (error instanceof Fault && error.retry === 'never') await this.#hold(of, brokenPin(error))",
    broken: '',
    test: {
      file: 'test/core/usecases/alarms.test.ts',
      name: 'is raised for a notice whose audience cannot be read any more, and the others of its campaign go out',
    },
  },
  {
    fault: 'content, audience or chunk replaced after the approval',
    file: 'adapters/dynamodb/documents.ts',
    line: 'if (digestOf(stored as Json) !== digest) {',
    broken: 'if (stored === undefined) {',
    test: { file: 'test/adapters/dynamodb/secrecy.test.ts', name: 'whose clear index was changed does not open' },
  },
  {
    fault: 'template failing for one recipient',
    file: 'core/usecases/write-mail.ts',
    line: "if (error instanceof Fault && error.retry === 'never') return",
    broken: 'if (error instanceof TypeError) return',
    test: { file: 'test/faults/bytes.test.ts', name: 'because its template fails blocks that one, and the others are told' },
  },
  {
    fault: 'message over 10 MB',
    file: 'core/usecases/write-mail.ts',
    line: 'return raw.byteLength > LARGEST_MAIL_BYTES ?',
    broken: 'return raw.byteLength < 0 ?',
    test: { file: 'test/faults/bytes.test.ts', name: 'because it is over 10 MB blocks that one, and the others are told' },
  },
  {
    fault: 'address of another in a mail',
    file: 'core/usecases/write-mail.ts',
    line: "if (scanLetter(letter, allowedIn(input, deps.markdown)) !== 'clean') return { blocked: 'foreign-address' }",
    broken: '',
    test: {
      file: 'test/core/usecases/fences.test.ts',
      name: 'a mail that would hold the address of another is blocked, and only that one',
    },
  },
  {
    fault: 'item over 400 KB',
    file: 'adapters/dynamodb/table.ts',
    line: 'if (bytes <= LIMIT_BYTES) return',
    broken: 'if (bytes <= 10 * LIMIT_BYTES) return',
    test: {
      file: 'test/adapters/dynamodb/secrecy.test.ts',
      name: 'of more than 400 KB is refused before it is sent, without a word of it',
    },
  },
  {
    fault: 'DynamoDB throttled',
    file: 'adapters/dynamodb/ask.ts',
    line: "if (error instanceof ConditionalCheckFailedException) return 'conflict'",
    broken: "if (error instanceof Error) return 'conflict'",
    test: {
      file: 'test/adapters/dynamodb/faults.test.ts',
      name: 'a table that cannot be reached is a fault with a code, and nobody is told to go on',
    },
  },
  {
    fault: 'DynamoDB leaves items out of an answer',
    file: 'adapters/dynamodb/range.ts',
    line: 'request = answer.UnprocessedKeys ?? {}',
    broken: 'request = {}',
    test: { file: 'test/adapters/dynamodb/faults.test.ts', name: 'a look that stays incomplete is a fault, not an empty answer' },
  },
  {
    fault: 'KMS denied',
    file: 'core/usecases/send-chunk.ts',
    line: "if (!(error instanceof Fault) || error.retry === 'later') throw error",
    broken: 'if (!(error instanceof Fault)) throw error',
    test: {
      file: 'test/faults/bytes.test.ts',
      name: 'keys that KMS denies stop the sender before its first claim, and the notice goes out once they are back',
    },
  },
  {
    fault: 'sealed rows swapped',
    file: 'adapters/kms/vault.ts',
    line: 'if (parsed.data.place !== at.place) throw swapped(at)',
    broken: '',
    test: {
      file: 'test/contracts/vault.ts',
      name: 'bytes from another place or for another purpose are swapped',
      through: 'test/adapters/kms/vault.test.ts',
    },
  },
  {
    fault: 'clear state of a recipient changed',
    file: 'adapters/dynamodb/recipients.ts',
    line: 'if (inside.state === state && inside.version === version) return { id, ...inside }',
    broken: 'return { id, ...inside }',
    test: { file: 'test/adapters/dynamodb/secrecy.test.ts', name: 'whose clear state was changed does not open' },
  },
  {
    fault: 'history entry removed or sealed anew',
    file: 'adapters/dynamodb/campaigns.ts',
    line: 'return seq === index + 1 && previousHash === (before && digestOfBytes(before.entry))',
    broken: 'return seq === index + 1 && (before === undefined) === (previousHash === undefined)',
    test: { file: 'test/adapters/dynamodb/secrecy.test.ts', name: 'with an entry sealed anew does not open' },
  },
]
