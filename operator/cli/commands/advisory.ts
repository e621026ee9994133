import type { Command } from 'commander'
import { adviceOn } from '../../../core/advisory/advice.ts'
import { coverage } from '../../../core/advisory/coverage.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { type AdvisoryWithPatches, readAdvisoryFile } from '../../files/advisory-file.ts'
import { readPolicyFile } from '../../files/policy-file.ts'
import { type Cli, examples } from '../cli.ts'
import { accepted } from '../stop.ts'
import { tableOf } from '../table.ts'

export function registerAdvisory(program: Command, cli: Cli): void {
  program
    .command('advisory')
    .description('look at an advisory before a campaign is made of it')
    .addHelpText('after', examples('./forewarn advisory check advisory.yaml'))
    .command('check')
    .description('read an advisory and its patches, and set them against the supported versions; nothing leaves this machine')
    .argument('<file>', 'the advisory, with its patches beside it')
    .option('--policy <file>', 'the policy', 'forewarn.yaml')
    .addHelpText('after', examples('./forewarn advisory check advisory.yaml'))
    .action(async (file: string, { policy: policyFile }: { policy: string }) => {
      const policy = accepted(await readPolicyFile(policyFile), policyFile)
      const checked = check(accepted(await readAdvisoryFile(file), file), policy)
      cli.terminal.result(checked, inWords(checked))
    })
}

type Checked = ReturnType<typeof check>

/** Counts, branches, files and advice: nothing of the advisory's text. */
function check({ advisory, patches }: AdvisoryWithPatches, policy: Policy) {
  return {
    id: advisory.id,
    vulnerabilities: advisory.vulnerabilities.length,
    reporters: advisory.reporters.length,
    patches: [...patches].map(([file, bytes]) => ({ file, bytes: bytes.byteLength, sha256: digestOfBytes(bytes) })),
    branches: coverage(advisory, policy.supportedVersions.branches).supported,
    advice: adviceOn(advisory, policy),
  }
}

function inWords({ id, vulnerabilities, reporters, patches, branches, advice }: Checked): string {
  const branchTable = tableOf(branches, [
    { title: 'branch', cell: ({ branch }) => branch },
    { title: 'affected', cell: ({ affected }) => (affected ? 'yes' : 'no') },
    { title: 'patches', cell: (row) => row.patches.join(', ') || '-' },
    { title: 'fixed in', cell: ({ fixed }) => fixed.join(', ') || '-' },
  ])
  const patchTable = tableOf(patches, [
    { title: 'patch', cell: ({ file }) => file },
    { title: 'bytes', cell: ({ bytes }) => bytes },
    { title: 'sha-256', cell: ({ sha256 }) => sha256 },
  ])
  return [
    `${id} can be read: vulnerabilities ${vulnerabilities}, patches ${patches.length}, reporters ${reporters}.`,
    branchTable,
    ...(patches.length > 0 ? [patchTable] : []),
    ...(advice.length > 0 ? [advice.map(({ level, says }) => `${level === 'warn' ? 'warning' : 'note'}: ${says}`).join('\n')] : []),
  ].join('\n\n')
}
