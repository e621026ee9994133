import type { Break } from '../break.ts'

export const answers: readonly Break[] = [
  {
    fault: 'socket drop',
    file: 'adapters/ses/outcome.ts',
    line: "if (status === undefined || status < 400 || status > 499) return { outcome: 'unknown', code }",
    broken: "if (status === undefined || status < 400 || status > 499) return { outcome: 'not-sent', code }",
    test: { file: 'test/adapters/ses/mail.test.ts', name: 'SES takes the mail and resets' },
  },
  {
    fault: 'time-out',
    file: 'core/usecases/one-delivery.ts',
    line: "return { state: 'uncertain', reason: outcome.code }",
    broken: "return { state: 'returned', reason: outcome.code }",
    test: { file: 'test/core/usecases/fences.test.ts', name: 'an unclear answer is uncertain and never sent again by itself' },
  },
  {
    fault: '500',
    file: 'adapters/ses/mail.ts',
    line: 'maxAttempts: 1',
    broken: 'maxAttempts: 3',
    test: { file: 'test/adapters/ses/mail.test.ts', name: 'SES fails' },
  },
  {
    fault: '200 without an id',
    file: 'adapters/ses/mail.ts',
    line: "return MessageId ? { outcome: 'accepted', sesId: MessageId } : { outcome: 'unknown', code: 'NoMessageId' }",
    broken: "return { outcome: 'accepted', sesId: MessageId ?? 'none' }",
    test: { file: 'test/adapters/ses/mail.test.ts', name: 'SES takes the mail and answers without an id' },
  },
  {
    fault: 'connection refused',
    file: 'adapters/ses/outcome.ts',
    line: "if (neverConnected) return { outcome: 'not-sent', code }",
    broken: "if (neverConnected) return { outcome: 'unknown', code }",
    test: { file: 'test/adapters/ses/mail.test.ts', name: 'refused: not sent' },
  },
  {
    fault: 'reset of a connection that stood',
    file: 'adapters/ses/agents.ts',
    line: "socket.off('error', note)",
    broken: "socket.on('error', note)",
    test: { file: 'test/adapters/ses/mail.test.ts', name: 'a reset of a connection that stood is unknown, though another never did' },
  },
  {
    fault: 'throttling',
    file: 'adapters/ses/outcome.ts',
    line: "if (LATER.has(word)) return { outcome: 'not-sent', code }",
    broken: "if (LATER.has(word)) return { outcome: 'refused', code }",
    test: { file: 'test/adapters/ses/mail.test.ts', name: 'SES throttles' },
  },
  {
    fault: 'throttling in the middle of a chunk',
    file: 'core/usecases/send-chunk.ts',
    line: "this.#isStopped ||= outcome === 'not-sent' || outcome === 'refused'",
    broken: "this.#isStopped ||= outcome === 'refused'",
    test: { file: 'test/faults/sender.test.ts', name: 'that SES throttles claims nothing more, and the rest goes out later, each once' },
  },
  {
    fault: 'daily quota',
    file: 'core/delivery/sweep.ts',
    line: 'return Math.max(0, Math.min(filled, leftToday(quota)))',
    broken: 'return Math.max(0, filled)',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'a daily quota that is used up queues nothing' },
  },
  {
    fault: 'sandbox',
    file: 'core/usecases/preflight.ts',
    line: 'const isSandbox = quota.daily <= SANDBOX.daily && quota.perSecond <= SANDBOX.perSecond',
    broken: 'const isSandbox = quota.daily < 0',
    test: {
      file: 'test/core/usecases/preflight.test.ts',
      name: 'fails on sandbox when the account is in the sandbox, and then nobody can approve',
    },
  },
  {
    fault: 'unverified identity',
    file: 'core/usecases/preflight.ts',
    line: 'const isVerified = await mail.isVerified(policy.sender.address)',
    broken: 'const isVerified = (await mail.isVerified(policy.sender.address)) || true',
    test: {
      file: 'test/core/usecases/preflight.test.ts',
      name: 'fails on identity when the sender is not verified, and then nobody can approve',
    },
  },
  {
    fault: 'identity, right or setting lost while a notice goes out',
    file: 'core/usecases/send-chunk.ts',
    line: "if (outcome === 'refused' && 'code' in more) await this.#deps.troubles.report(campaign.id, notice.id, `ses-${more.code}`)",
    broken: 'void outcome',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'refused blocks the mail and holds the notice; unhold lets it out' },
  },
]
