import type { Break } from '../break.ts'

export const people: readonly Break[] = [
  {
    fault: 'recipient removed after the approval',
    file: 'core/delivery/last-look.ts',
    line: "if (!recipient || recipient.state === 'removed') return instead('skipped', 'recipient-removed')",
    broken: "if (!recipient) return instead('skipped', 'recipient-removed')",
    test: {
      file: 'test/core/usecases/fences.test.ts',
      name: 'a removed recipient is skipped, a suspended one too, a changed one gets nothing',
    },
  },
  {
    fault: 'recipient suspended after the approval',
    file: 'core/delivery/last-look.ts',
    line: "if (recipient.state === 'suspended') return instead('skipped', 'recipient-suspended')",
    broken: '',
    test: {
      file: 'test/core/usecases/fences.test.ts',
      name: 'a removed recipient is skipped, a suspended one too, a changed one gets nothing',
    },
  },
  {
    fault: 'recipient changed after the approval',
    file: 'core/delivery/last-look.ts',
    line: "if (recipient.version !== addressee.member.version) return instead('blocked', 'recipient-changed')",
    broken: '',
    test: {
      file: 'test/core/usecases/fences.test.ts',
      name: 'a removed recipient is skipped, a suspended one too, a changed one gets nothing',
    },
  },
  {
    fault: 'recipient added after the approval',
    file: 'core/usecases/change-campaign.ts',
    line: 'include: approvals,',
    broken: 'include: 1,',
    test: { file: 'test/core/usecases/fences.test.ts', name: 'somebody added after the approval gets nothing until they are included' },
  },
  {
    fault: 'included by an audience that others have overtaken',
    file: 'core/usecases/steer-campaign.ts',
    line: 'return old.chunks.every(({ digest }, position) => grown.chunks[position]?.digest === digest)',
    broken: 'return old.chunks.length <= grown.chunks.length',
    test: {
      file: 'test/core/usecases/changes.test.ts',
      name: 'an audience that was widened before others were included is refused, so that nobody falls out',
    },
  },
  {
    fault: 'the same address twice in other spelling',
    file: 'core/shared/mail-address.ts',
    line: 'const folded = local.toLowerCase()',
    broken: 'const folded = local',
    test: { file: 'test/core/usecases/recipients.test.ts', name: 'another spelling of the address is the same address' },
  },
  {
    fault: 'crash between address item and recipient',
    file: 'core/usecases/keep-recipients.ts',
    line: 'const id = owners.find(({ orphan }) => orphan !== undefined)?.orphan ?? this.#deps.ids.recipientId()',
    broken: 'const id = this.#deps.ids.recipientId()',
    test: { file: 'test/core/usecases/recipients.test.ts', name: 'what a crash left between address and recipient is adopted' },
  },
  {
    fault: 'crash between a removal and its address',
    file: 'core/usecases/keep-recipients.ts',
    line: 'if (isOnList(await recipients.read(claim.by))) return false',
    broken: 'if (await recipients.read(claim.by)) return false',
    test: {
      file: 'test/core/usecases/recipients.test.ts',
      name: 'an address that a crash left with a removed recipient is free: other details are added',
    },
  },
  {
    fault: 'two add the same address at once',
    file: 'core/usecases/keep-recipients.ts',
    line: "await this.#deps.recipients.write({ id, state: 'removed', version: 2, details })",
    broken: '',
    test: {
      file: 'test/core/usecases/recipients.test.ts',
      name: 'two who add the same address at once never end with two active recipients, in whatever order their steps come',
    },
  },
  {
    fault: 'encryption required',
    file: 'core/keys/ladder.ts',
    line: "if (encryption === 'preferred' && (mayBePlain || keys.length === 0)) return { how: 'plain' }",
    broken: "if (mayBePlain || keys.length === 0) return { how: 'plain' }",
    test: { file: 'test/core/usecases/release.test.ts', name: 'a recipient who requires encryption is blocked and the others are told' },
  },
]
