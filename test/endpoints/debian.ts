import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Of a test that waits for packages. */
export const INSTALLING_MILLIS = 240_000
/** Two workers may want packages at once. */
const INSTALL = ['-o', 'DPkg::Lock::Timeout=200', 'install', '-y', '--no-install-recommends']

/**
 * Finds programs of Debian's, or installs their packages, as root.
 *
 * @param programs - each with the arguments at which it says its version
 * @throws Error that says how to get them, where they are not to be had by themselves
 */
export async function needPrograms(programs: readonly string[], packages: readonly string[]): Promise<void> {
  if (await answer(programs)) return
  if (process.getuid?.() === 0) await install(packages)
  if (!(await answer(programs))) throw new Error(`a program is missing here: apt-get install --no-install-recommends ${packages.join(' ')}`)
}

/** The lists of a new machine may be old, or not there. */
async function install(packages: readonly string[]): Promise<void> {
  const tried = () => run('apt-get', [...INSTALL, ...packages])
  await tried()
    .catch(() => run('apt-get', ['update']).then(tried))
    .catch(() => undefined)
}

const answer = (programs: readonly string[]): Promise<boolean> =>
  Promise.all(programs.map((program) => run('sh', ['-c', program]))).then(
    () => true,
    () => false,
  )
