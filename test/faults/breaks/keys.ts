import type { Break } from '../break.ts'

const SEALED = 'test/core/usecases/sealed.test.ts'
const LADDER = 'test/core/keys/ladder.test.ts'

export const keys: readonly Break[] = [
  {
    fault: 'key expires after the approval',
    file: 'core/keys/ladder.ts',
    line: 'if (key !== undefined && isUsableAt(key, at)) return',
    broken: 'if (key !== undefined) return',
    test: { file: LADDER, name: 'a key is good until the instant at which it ends, exclusive' },
  },
  {
    fault: 'required without key',
    file: 'core/keys/ladder.ts',
    line: "return { how: 'blocked', trouble: keys.length === 0 ? 'missing' : 'of-other-mailbox' }",
    broken: "return keys.length === 0 ? { how: 'plain' } : { how: 'blocked', trouble: 'of-other-mailbox' }",
    test: { file: LADDER, name: 'without any key: required is blocked, and nobody else (required)' },
  },
  {
    fault: 'team’s key missing',
    file: 'core/usecases/seal-letter.ts',
    line: "if (!own) return { blocked: 'team-key-missing' }",
    broken: 'if (!own) return { raw: await deps.compose(letter), sealedTo: undefined }',
    test: { file: SEALED, name: 'whose mail cannot be signed gets nothing, since the team has no key any more' },
  },
  {
    fault: 'key of another mailbox',
    file: 'core/keys/mail-key.ts',
    line: 'return keys.find(({ addresses }) => addresses.includes(mailbox))',
    broken: 'return keys.find(({ addresses }) => addresses.includes(mailbox)) ?? keys[0]',
    test: { file: SEALED, name: 'hears at their second mailbox only by a key that names it' },
  },
  {
    fault: 'word in plain for required',
    file: 'core/usecases/reopen-delivery.ts',
    line: 'if (!trouble.isRequired) return undefined',
    broken: 'if (trouble) return undefined',
    test: { file: SEALED, name: 'is refused where encryption is required' },
  },
  {
    fault: 'waiting mail twice',
    file: 'core/usecases/send-waiting.ts',
    line: 'if (!isToSend(before)) return undefined',
    broken: '',
    test: { file: SEALED, name: 'hears of each notice that waits, and not twice of one when it is tried again' },
  },
]
