import { stat } from 'node:fs/promises'
import type { OwnWords } from '../../core/advisory/own-words.ts'
import { ownWords } from '../../core/advisory/own-words.ts'
import { parseWordList, sealedWords } from '../../core/advisory/word-list.ts'
import { jsonIn } from '../../core/shared/json-text.ts'
import { readAdvisoryFile } from '../files/advisory-file.ts'
import { readText } from '../files/file-bytes.ts'
import { readPolicyFile } from '../files/policy-file.ts'
import { accepted, badInput } from './stop.ts'
import type { Terminal } from './terminal.ts'

const MAX_LIST_BYTES = 1024 * 1024
const USUAL_POLICY = 'forewarn.yaml'

/** For an option that may be given again. */
export const repeated = (value: string, before: readonly string[]): readonly string[] => [...before, value]

export interface OwnWordFiles {
  readonly words: readonly string[]
  readonly advisory: readonly string[]
  readonly policy?: string
}

/**
 * The words of all these advisories; undefined when there are none.
 *
 * @throws Stop (2) on a file that cannot be used
 */
export async function readOwnWords(files: OwnWordFiles, terminal: Terminal): Promise<OwnWords | undefined> {
  const all: OwnWords[] = []
  for (const file of files.words) all.push(await readWordList(file, terminal))
  for (const file of files.advisory) all.push((await wordsOfAdvisory(file, files.policy)).keys)
  return all.length === 0 ? undefined : { has: (key) => all.some((words) => words.has(key)) }
}

export async function wordsOfAdvisory(file: string, policy?: string): Promise<{ id: string; keys: ReadonlySet<string> }> {
  const { advisory, patches } = accepted(await readAdvisoryFile(file), file)
  const project = await projectName(policy)
  const texts = [...patches.values()].map((bytes) => Buffer.from(bytes).toString('utf8'))
  return { id: advisory.id, keys: ownWords({ advisory, patches: texts, ...(project !== undefined && { project }) }) }
}

async function readWordList(file: string, terminal: Terminal): Promise<OwnWords> {
  const list = accepted(parseWordList(jsonIn(accepted(await readText(file, MAX_LIST_BYTES), file))), file)
  if (((await stat(file)).mode & 0o077) !== 0) terminal.warn(`others on this machine can read ${file}: run chmod 600 ${file}`)
  return sealedWords(list)
}

/** Developers' machines have no policy; then the project's own name may count as a word of the advisory. */
async function projectName(policy?: string): Promise<string | undefined> {
  const read = await readPolicyFile(policy ?? USUAL_POLICY)
  if (read.ok) return read.value.project.name
  if (policy === undefined && (await stat(USUAL_POLICY).catch(() => undefined)) === undefined) return undefined
  throw badInput(policy ?? USUAL_POLICY, read.problems)
}
