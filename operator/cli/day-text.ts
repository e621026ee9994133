import type { Checklist } from '../../core/notice/day-plan.ts'
import type { Day, DayStep } from './day.ts'
import { printable } from './printable.ts'
import { wrapped } from './wrap.ts'

const COLUMNS = 80
const BOXES: Readonly<Record<DayStep['state'], string>> = { done: '[x]', 'to-do': '[ ]', unknown: '[?]' }

/** To be worked through from top to bottom, with what to paste at the end. */
export function dayText({ steps, patches }: Day): string {
  return [
    steps.flatMap(stepLines).join('\n'),
    '[x] done   [ ] not yet   [?] Forewarn does not see it',
    ...(patches.length > 0 ? [patches.flatMap(patchLines).join('\n'), ...messagesOf(patches)] : []),
  ].join('\n\n')
}

function stepLines({ does, commands, state }: DayStep): readonly string[] {
  const [first = '', ...rest] = wrapped(printable(does), COLUMNS - 4)
  return [`${BOXES[state]} ${first}`, ...rest.map((line) => `    ${line}`), ...commands.map((command) => `      $ ${printable(command)}`)]
}

const patchLines = ({ branch, name, size, sha256 }: Checklist['patches'][number]): readonly string[] => [
  printable(`${branch}  ${name}, ${size}`),
  `      SHA-256 ${sha256}`,
]

/** Each message once, with the branches that it is for. */
function messagesOf(patches: Checklist['patches']): readonly string[] {
  const byMessage = Map.groupBy(patches, ({ commitMessage }) => commitMessage)
  return [...byMessage].map(([message, those]) => {
    const branches = those.map(({ branch }) => branch).join(', ')
    return `Commit message for ${printable(branches)}\n\n${message.split('\n').map(indented).join('\n')}`
  })
}

const indented = (line: string): string => `    ${printable(line)}`.trimEnd()
