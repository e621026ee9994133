import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Git as it is anywhere: no settings of a person or of the machine. */
const env = {
  PATH: process.env['PATH'],
  HOME: tmpdir(),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Sam Smith',
  GIT_AUTHOR_EMAIL: 'sam@project.example',
  GIT_COMMITTER_NAME: 'Sam Smith',
  GIT_COMMITTER_EMAIL: 'sam@project.example',
}

/** A real repository in a folder of its own, gone when the test is. */
export function repository() {
  const folder = mkdtempSync(join(tmpdir(), 'forewarn-git-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const tried = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8' })
    return { exit: status, stdout, stderr }
  }
  const git = (...args: readonly string[]): string => {
    const { exit, stdout, stderr } = tried(args)
    if (exit !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  git('init', '--quiet', '--initial-branch', 'main')
  return {
    folder,
    git,
    tried,
    write,
    /** @returns the commit's id */
    commit: (message: string, files: Readonly<Record<string, string>>): string => {
      for (const [file, text] of Object.entries(files)) write(file, text)
      git('add', '--all')
      git('commit', '--quiet', '--no-verify', '--message', message)
      return git('rev-parse', 'HEAD')
    },
  }
}
