import type { Break } from './break.ts'
import { answers } from './breaks/answers.ts'
import { bytes } from './breaks/bytes.ts'
import { clock } from './breaks/clock.ts'
import { crash } from './breaks/crash.ts'
import { deploys } from './breaks/deploys.ts'
import { feedback } from './breaks/feedback.ts'
import { keys } from './breaks/keys.ts'
import { leaks } from './breaks/leaks.ts'
import { people } from './breaks/people.ts'
import { plan } from './breaks/plan.ts'
import { queue } from './breaks/queue.ts'
import { restore } from './breaks/restore.ts'

/** In the order of docs/FAULTS.md. */
export const breaks: readonly Break[] = [
  ...crash,
  ...answers,
  ...queue,
  ...clock,
  ...restore,
  ...plan,
  ...people,
  ...bytes,
  ...keys,
  ...feedback,
  ...leaks,
  ...deploys,
]
