import type { Break } from '../break.ts'

export const queue: readonly Break[] = [
  {
    fault: 'duplicate queue message',
    file: 'core/usecases/one-delivery.ts',
    line: "return outcome === 'claimed' || outcome === 'written' ? next : undefined",
    broken: 'return outcome === undefined ? undefined : next',
    test: { file: 'test/faults/queue.test.ts', name: 'that two senders have at the same time sends once' },
  },
  {
    fault: 'late queue message',
    file: 'core/usecases/send-chunk.ts',
    line: 'const open = material.targets.filter(({ id }) => isToSend(known.get(id)) &&',
    broken: 'const open = material.targets.filter(({ id }) =>',
    test: { file: 'test/faults/queue.test.ts', name: 'that comes again, late, while its notice still goes out sends nothing more' },
  },
  {
    fault: 'lost queue message',
    file: 'core/delivery/sweep.ts',
    line: 'return mark.queued === total && mark.settled < total &&',
    broken: 'return mark.queued > total && mark.settled < total &&',
    test: { file: 'test/faults/queue.test.ts', name: 'that is lost is queued again after a minute, and nothing is lost with it' },
  },
  {
    fault: 'reordered queue messages',
    file: 'core/usecases/sweep-notice.ts',
    line: 'if (!chunk || !(await isChunkAccounted(deps, of, { chunk, at }))) return position',
    broken: 'if (!chunk || !(await isChunkAccounted(deps, of, { chunk, at }))) continue',
    test: {
      file: 'test/faults/queue.test.ts',
      name: 'hints in another order reach everybody once, and the notice ends only with the last of them',
    },
  },
  {
    fault: 'half a chunk failing',
    file: 'core/usecases/send-chunk.ts',
    line: "await this.#record(delivery, { state: 'returned', reason: 'fault-before-sending' })",
    broken: 'void delivery',
    test: { file: 'test/faults/sender.test.ts', name: 'that fails goes out later, and the other half not again' },
  },
  {
    fault: 'poison message',
    file: 'functions/send/handler.ts',
    line: 'poison.push(messageId)',
    broken: 'void messageId',
    test: {
      file: 'test/leak/poison.test.ts',
      name: 'a forged hint is poison, and the log says which fields are wrong and not what is in them',
    },
  },
  {
    fault: 'queue takes part of a batch',
    file: 'adapters/sqs/hints.ts',
    line: 'if (lost.length > 0) {',
    broken: 'if (lost.length > BATCH) {',
    test: { file: 'test/adapters/sqs/hints.test.ts', name: 'what is not taken twice is a fault that counts it' },
  },
  {
    fault: 'lost hint of what was opened again',
    file: 'core/usecases/make-round.ts',
    line: 'if (deliveries.some(isLeft)) await deps.queueChunk(campaign.id, notice.id, chunk)',
    broken: 'void isLeft',
    test: { file: 'test/core/usecases/rounds.test.ts', name: 'goes to the second contact when the hint was lost: the round queues it' },
  },
]
