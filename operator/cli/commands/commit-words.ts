import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { sealWords } from '../../../core/advisory/word-list.ts'
import { type Cli, examples } from '../cli.ts'
import { repeated, wordsOfAdvisory } from '../own-word-files.ts'
import { Stop } from '../stop.ts'

const SALT_BYTES = 32

export function registerWords(group: Command, cli: Cli): void {
  group
    .command('words')
    .description('write the words of an advisory as salted hashes, for those who must not see the advisory')
    .argument('<advisory>', 'the advisory, with its patches beside it')
    .requiredOption('--out <file>', 'where the list goes; it must not be there yet')
    .option('--policy <file>', 'the policy: the project’s own name gives nothing away (default: forewarn.yaml, if it is there)')
    .addHelpText(
      'after',
      `${examples('./forewarn commit-message words ADV-2026-0001.yaml --out words.json')}

Whoever has the list can try words against it, so it is confidential too: it is written for its owner alone (mode 0600), and goes to
those who commit the fix, for as long as the embargo lasts.`,
    )
    .action(async (file: string, { out, policy }: { out: string; policy?: string }) => {
      const { id, keys } = await wordsOfAdvisory(file, policy)
      const list = sealWords(id, keys, randomBytes(SALT_BYTES))
      await writeFile(out, `${JSON.stringify(list)}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
        throw notWritten(out, error)
      })
      cli.terminal.result(
        { advisory: id, words: keys.size, file: out },
        `${out} holds ${keys.size} hashes of ${id}. It is confidential: words can be tried against it.`,
      )
    })
}

function notWritten(file: string, error: unknown): Stop {
  const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
  return isThere
    ? new Stop(1, {
        code: 'file-exists',
        message: `${file} is there already, and was not changed`,
        hint: 'Remove it, or choose another name.',
      })
    : new Stop(2, {
        code: 'not-written',
        message: `${file} cannot be written`,
        hint: 'Choose a folder that is there and that you may write to.',
      })
}

const LAUNCHER = resolve(import.meta.dirname, '../../../forewarn')

export function registerHook(group: Command, cli: Cli): void {
  group
    .command('hook')
    .description('print a commit-msg hook for git that refuses what gives the advisory away')
    .option('--words <file>', 'a word list of an advisory; may be given again', repeated, [])
    .addHelpText(
      'after',
      examples(
        './forewarn commit-message hook --words words.json > ../project/.git/hooks/commit-msg',
        'chmod +x ../project/.git/hooks/commit-msg',
      ),
    )
    .action(({ words }: { words: readonly string[] }) => {
      const lists = words.flatMap((file) => ['--words', quoted(resolve(file))])
      const script = ['#!/bin/sh', `exec ${[quoted(LAUNCHER), 'commit-message', 'check', '"$1"', ...lists].join(' ')}`].join('\n')
      cli.terminal.result({ script: `${script}\n` }, script)
    })
}

/** For sh, whatever stands in a path. */
const quoted = (path: string): string => `'${path.replaceAll("'", String.raw`'\''`)}'`
