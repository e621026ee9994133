import type { Break } from '../break.ts'

export const crash: readonly Break[] = [
  {
    fault: 'crash after SES accepts and before the write',
    file: 'core/usecases/sweep-notice.ts',
    line: "{ state: 'uncertain', reason: 'lease-ran-out', at, number }",
    broken: "{ state: 'returned', reason: 'lease-ran-out', at, number }",
    test: {
      file: 'test/faults/sender.test.ts',
      name: 'after SES took the mail and before that is written leaves it uncertain, and the event of that mail settles it',
    },
  },
  {
    fault: 'crash after the claim',
    file: 'core/delivery/attempts.ts',
    line: "attempt.state === 'claimed' && fromStored(attempt.leaseUntil) <= at",
    broken: "attempt.state === 'uncertain' && fromStored(attempt.leaseUntil) <= at",
    test: {
      file: 'test/core/usecases/rounds.test.ts',
      name: 'is found in what a dead sender had claimed, when its lease has run out, and is not sent again',
    },
  },
  {
    fault: 'run longer than its time-out',
    file: 'core/usecases/send-chunk.ts',
    line: 'if (this.#isStopped || this.#batch.timeLeftMillis() < LEAST_TIME_LEFT_MILLIS) return',
    broken: 'if (this.#isStopped) return',
    test: { file: 'test/core/usecases/pace.test.ts', name: 'stops before the function’s time is over: the rest goes with the next hint' },
  },
  {
    fault: 'a slow sender is taken for dead',
    file: 'core/usecases/one-delivery.ts',
    line: 'at.plus({ seconds: timeoutSeconds + LEASE_MARGIN_SECONDS })',
    broken: 'at.plus({ seconds: timeoutSeconds - LEASE_MARGIN_SECONDS })',
    test: { file: 'test/faults/sender.test.ts', name: 'keeps its claim until its function has certainly been stopped' },
  },
  {
    fault: 'two senders claim the same member',
    file: 'adapters/dynamodb/ledger.ts',
    line: "(await items.put(deliveryKey(delivery.key), attributesOf(delivery), ABSENT)) === 'written'",
    broken: "(await items.put(deliveryKey(delivery.key), attributesOf(delivery))) === 'written'",
    test: {
      file: 'test/contracts/ledger.ts',
      name: 'lets one of many claim, however often they try',
      through: 'test/adapters/dynamodb/stores.test.ts',
    },
  },
  {
    fault: 'two write the same delivery',
    file: 'adapters/dynamodb/ledger.ts',
    line: "expression: '#revision = :revision',",
    broken: "expression: '#revision >= :revision',",
    test: { file: 'test/contracts/ledger.ts', name: 'writes the next revision once', through: 'test/adapters/dynamodb/stores.test.ts' },
  },
  {
    fault: 'answer of a write lost',
    file: 'adapters/dynamodb/table.ts',
    line: "return ours !== undefined && sameBytes((await get(key))?.[ours], attributes[ours]) ? 'written' : 'conflict'",
    broken: "return 'conflict'",
    test: {
      file: 'test/adapters/dynamodb/faults.test.ts',
      name: 'a write whose answer was lost, and which the SDK repeats, is known as ours',
    },
  },
]
