import type { Break } from '../break.ts'

export const restore: readonly Break[] = [
  {
    fault: 'old table restored: the clock',
    file: 'core/usecases/tick.ts',
    line: "const isOurs = isEmpty || (await deps.table.owner()) === 'ours'",
    broken: "const isOurs = isEmpty || (await deps.table.owner()) !== 'unclaimed'",
    test: { file: 'test/core/usecases/restored-table.test.ts', name: 'nothing goes out, nothing is decided, and the team is told, once' },
  },
  {
    fault: 'old table restored: a hint of before',
    file: 'core/usecases/send-chunk.ts',
    line: "if (table !== 'ours') return { outcome: 'nothing-to-do', because: 'table-restored' }",
    broken: 'void table',
    test: { file: 'test/core/usecases/restored-table.test.ts', name: 'a hint of before claims nothing' },
  },
  {
    fault: 'old table restored between the claim and the send',
    file: 'core/delivery/last-look.ts',
    line: "if (fence.table !== 'ours') return instead('returned', 'table-restored')",
    broken: '',
    test: {
      file: 'test/core/usecases/restored-table.test.ts',
      name: 'whose restoring comes between the claim and the send, the mail does not go',
    },
  },
  {
    fault: 'old table restored under its own name',
    file: 'adapters/dynamodb/table-guard.ts',
    line: 'if (known && performance.now() - known.askedAt < ageMillis) return known.id',
    broken: 'if (known && ageMillis >= 0) return known.id',
    test: {
      file: 'test/adapters/dynamodb/own-table-id.test.ts',
      name: 'a table that was restored under its own name is seen by a process that knew the one before',
    },
  },
  {
    fault: 'old table accepted',
    file: 'core/delivery/last-look.ts',
    line: "if (isInDoubt(notice, claimed, fence)) return instead('uncertain', 'table-restored')",
    broken: '',
    test: {
      file: 'test/core/usecases/restored-table.test.ts',
      name: 'what was due by then becomes uncertain when it is resumed, and nobody gets it twice',
    },
  },
  {
    fault: 'old table accepted, and a notice that a fast clock let out early',
    file: 'core/delivery/last-look.ts',
    line: 'doubtUntil.plus({ minutes: DOUBT_MARGIN_MINUTES })',
    broken: 'doubtUntil',
    test: { file: 'test/core/delivery/last-look.test.ts', name: 'of a restored table, doubts or not what became due ten minutes later' },
  },
  {
    fault: 'old table accepted, and campaigns in it',
    file: 'core/usecases/accept-table.ts',
    line: 'await halts.halt({ scope: id, since, by, reason: `table restored: ${reason}` })',
    broken: 'void since',
    test: {
      file: 'test/core/usecases/restored-table.test.ts',
      name: 'every campaign that has not ended is halted, and nothing goes out before it is resumed',
    },
  },
]
