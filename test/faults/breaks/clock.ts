import type { Break } from '../break.ts'

export const clock: readonly Break[] = [
  {
    fault: 'tick twice',
    file: 'core/campaign/plan.ts',
    line: "notice.state === 'planned' && fromStored(notice.dueAt) <= at",
    broken: 'fromStored(notice.dueAt) <= at',
    test: { file: 'test/core/campaign/late-clock.test.ts', name: 'a second tick at the same time finds nothing more to let out' },
  },
  {
    fault: 'two ticks overlap',
    file: 'core/usecases/change-campaign.ts',
    line: "if ((await deps.campaigns.write(decision.campaign, decision.entry)) === 'written') {\n      logChange(deps.log, decision)\n      return decision",
    broken:
      'if (await deps.campaigns.write(decision.campaign, decision.entry)) {\n      logChange(deps.log, decision)\n      return decision',
    test: { file: 'test/faults/clock.test.ts', name: 'release once, by one write, and nobody gets a mail twice' },
  },
  {
    fault: 'no tick for an hour',
    file: 'core/campaign/plan.ts',
    line: 'fromStored(notice.dueAt) <= at',
    broken: 'fromStored(notice.dueAt) <= at && at < fromStored(notice.dueAt).plus({ minutes: 30 })',
    test: { file: 'test/faults/clock.test.ts', name: 'releases at its next tick what became due meanwhile' },
  },
  {
    fault: 'no tick for an hour in the middle of a release',
    file: 'core/delivery/sweep.ts',
    line: 'const filled = Math.min(cap, (budget?.credit ?? 0) + quota.perSecond * seconds)',
    broken: 'const filled = (budget?.credit ?? 0) + quota.perSecond * seconds',
    test: { file: 'test/faults/clock.test.ts', name: 'in the middle of a release goes on where it was, no faster than the account allows' },
  },
  {
    fault: 'tick past `notAfter`',
    file: 'core/campaign/plan.ts',
    line: 'notice.notAfter !== undefined && fromStored(notice.notAfter) <= at',
    broken: "notice.notAfter === ''",
    test: {
      file: 'test/core/usecases/release.test.ts',
      name: 'an advance notice never goes out at the disclosure date or after it, and the team is alarmed',
    },
  },
  {
    fault: 'the date comes between the hint and the send',
    file: 'core/delivery/last-look.ts',
    line: "if (isPastNotAfter(notice, at)) return instead('blocked', 'past-not-after')",
    broken: '',
    test: { file: 'test/core/usecases/release.test.ts', name: 'a mail that is still to be sent when the date comes is blocked' },
  },
  {
    fault: 'clock skew',
    file: 'core/delivery/record.ts',
    line: "if ((await ledger.update(next)) === 'written') return next",
    broken: 'if (await ledger.update(next)) return next',
    test: {
      file: 'test/faults/sender.test.ts',
      name: 'whose clock is five minutes behind the others’ loses its claim and not its word, and nothing goes out twice',
    },
  },
  {
    fault: 'release slower than the time that is left',
    file: 'core/usecases/sweep-notice.ts',
    line: "...(isLate ? (['too-slow'] as const) : [])",
    broken: "...(isLate && !isLate ? (['too-slow'] as const) : [])",
    test: { file: 'test/core/usecases/pace.test.ts', name: 'raises an alarm, which clears when the account becomes faster' },
  },
  {
    fault: 'crash of the clock between the head and the alarm',
    file: 'core/usecases/tick-campaign.ts',
    line: 'const released = await this.#timePasses(campaign, { isHalted, accounted: [] })',
    broken: 'const released = await this.#timePasses(campaign, { isHalted, accounted: [] })\n    if (released === campaign) return',
    test: {
      file: 'test/core/usecases/alarms.test.ts',
      name: 'is raised by the next tick when the clock died between the head’s write and the alarm',
    },
  },
  {
    fault: 'SES does not say its quota',
    file: 'core/usecases/tick-campaign.ts',
    line: 'const swept = await this.#failures.during(of, () => this.#sweepOrHold({ campaign, notice, isHalted }))',
    broken: 'const swept = await this.#sweepOrHold({ campaign, notice, isHalted })',
    test: { file: 'test/core/usecases/alarms.test.ts', name: 'is raised while SES does not say its quota' },
  },
  {
    fault: 'one campaign cannot be read',
    file: 'core/usecases/tick-failures.ts',
    line: 'this.#last = asFault(error, of)',
    broken: 'throw asFault(error, of)',
    test: {
      file: 'test/core/usecases/alarms.test.ts',
      name: 'a campaign whose head cannot be read does not keep the others from their time, nor from their alarms',
    },
  },
]
