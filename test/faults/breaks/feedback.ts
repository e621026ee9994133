import type { Break } from '../break.ts'

export const feedback: readonly Break[] = [
  {
    fault: 'bounce after delivery',
    file: 'core/delivery/attempts.ts',
    line: 'const rises = rank(news.state) > rank(attempt.state)',
    broken: 'const rises = rank(news.state) !== rank(attempt.state)',
    test: {
      file: 'test/core/usecases/feedback.test.ts',
      name: 'a bounce can follow a delivery, and a late delivery does not undo a bounce',
    },
  },
  {
    fault: 'late bounce of a first attempt',
    file: 'core/delivery/attempts.ts',
    line: 'const attempt = delivery.attempts.find((candidate) => candidate.number === number)',
    broken: 'const attempt = delivery.attempts.at(-1)',
    test: {
      file: 'test/faults/feedback.test.ts',
      name: 'that comes after the second was delivered changes the first alone, and is no alarm',
    },
  },
  {
    fault: 'bounce where there is a second contact',
    file: 'core/delivery/attempts.ts',
    line: 'const { attempts } = wantsSecond(heard) ?',
    broken: 'const { attempts } = !heard ?',
    test: {
      file: 'test/core/usecases/rounds.test.ts',
      name: 'of who has two goes to the second contact, and its alarm clears when that one is told',
    },
  },
  {
    fault: 'crash of the feedback function after its record',
    file: 'core/usecases/take-feedback.ts',
    line: 'const code = alarmOf(delivery, event.attempt)',
    broken: 'const code = delivery === before ? undefined : alarmOf(delivery, event.attempt)',
    test: {
      file: 'test/core/usecases/rounds.test.ts',
      name: 'is heard whole when the first call died after the record: its repeat raises the alarm and queues',
    },
  },
  {
    fault: 'event that cannot be written',
    file: 'functions/feedback/handler.ts',
    line: '...factsOfError(error) })\n        failed.push(messageId)',
    broken: '...factsOfError(error) })',
    test: { file: 'test/faults/feedback.test.ts', name: 'comes back, and those beside it are heard' },
  },
  {
    fault: 'complaint',
    file: 'core/usecases/take-feedback.ts',
    line: "if (state === 'complained') return state",
    broken: '',
    test: { file: 'test/core/usecases/rounds.test.ts', name: 'raises its alarm at once: Complaint' },
  },
  {
    fault: 'forged feedback',
    file: 'core/usecases/take-feedback.ts',
    line: 'known !== undefined && known !== told',
    broken: "known !== undefined && known === ''",
    test: { file: 'test/core/usecases/feedback.test.ts', name: 'an event of another mail is not taken for this one' },
  },
  {
    fault: 'replayed feedback',
    file: 'core/delivery/attempts.ts',
    line: 'if (next === attempt) return undefined',
    broken: '',
    test: { file: 'test/core/usecases/feedback.test.ts', name: 'a repeated event changes nothing' },
  },
  {
    fault: 'reordered feedback',
    file: 'core/delivery/attempts.ts',
    line: 'if (!rises) return known',
    broken: '',
    test: { file: 'test/core/delivery/attempts.test.ts', name: 'in any order, and told twice, ends in the same state' },
  },
  {
    fault: 'no feedback at all',
    file: 'core/delivery/round.ts',
    line: "return isOver(claimedAt, patience.unconfirmedAfter) ? 'unconfirmed' : undefined",
    broken: 'return undefined',
    test: { file: 'test/core/usecases/rounds.test.ts', name: 'raises an alarm when SES has not said for four hours what became of it' },
  },
  {
    fault: 'no clear answer for a quarter of an hour',
    file: 'core/delivery/round.ts',
    line: "return isOver(changedAt, patience.uncertainAfter) ? 'uncertain' : undefined",
    broken: 'return undefined',
    test: { file: 'test/core/usecases/rounds.test.ts', name: 'raises an alarm fifteen minutes after it became uncertain, and not before' },
  },
]
