import { domainToUnicode } from 'node:url'

/** What a secret is about: says where it may be seen all the same. */
export type Kind = 'address' | 'organisation' | 'notes' | 'reporter' | 'advisory' | 'patch' | 'reason'

/** A secret that stands nowhere but where this test puts it. */
export interface Canary {
  readonly kind: Kind
  readonly name: string
  /** What gives it away: the whole, and each part that nothing else can be taken for. At least eight bytes each. */
  readonly texts: readonly [string, ...string[]]
}

const canary = (kind: Kind, name: string, ...texts: Canary['texts']): Canary => ({ kind, name, texts })

/** The address, and its two sides alone, in A-labels and in letters, and the domain backwards, as reversed names are keys in some stores. */
function addressed(kind: Kind, name: string, address: string): Canary {
  const [local = '', domain = ''] = address.split('@')
  const letters = domainToUnicode(domain)
  const labels = [...domain.split('.').slice(0, -1), ...letters.split('.').slice(0, -1)]
  const parts = [local, domain, letters, domain.split('.').toReversed().join('.'), ...labels].filter((part) => part.length >= 8)
  return canary(kind, name, address, ...new Set(parts))
}

/** Zanthorpe's first server takes mail, its second contact has letters outside of ASCII; Quillfeather's first contact bounces. */
export const secret = {
  firstContact: 'psirt.zanthorpe@zanthorpe-lynx.example',
  secondContact: 'nightdesk.vambrace@xn--strfall-vambrace-nwb.example',
  bouncing: 'bounce+quillfeather@simulator.amazonses.com',
  afterBounce: 'second.ibexhollow@ibexhollow-otter.example',
  newContact: 'duty.marrowgate@marrowgate-stoat.example',
  organisation: 'Zanthorpe Ölwerk & "Söhne" 蛙',
  otherOrganisation: 'Quillfeather Ironmongers',
  group: 'zanthorpe-guild',
  notes: 'Their night shift answers to umbelliferous only.',
  reporter: 'Wrenfield Sablethorn',
  reporterAddress: 'finder.larkmoor@larkmoor-badger.example',
  credit: 'found by the Gossamerwick collective',
  platformReporter: 'Hollowbrook Tansy',
  platform: 'Mothwingplatform',
  platformLink: 'https://mothwingplatform.example/r/brindlefox',
  title: 'Crafted tickets unlock the quokkaflange vault',
  description: 'Whoever sends a **wobbegongish** ticket reads every field behind the vault.',
  remediation: 'We replace the narwhalish parser, release 1.2.2 and rotate all keys.',
  summary: 'The axolotline comparison is not constant in time.',
  cve: 'CVE-2031-48151623',
  reference: 'https://tracker.example/private/capybaresque',
  patchFile: 'pangolinesque-bypass.patch',
  patch: '--- a/vault.py\n+++ b/vault.py\n-  return okapiwise(ticket)\n+  return compare_digest(ticket, own)\n',
  approval: 'because a tamarinesque exploit is sold',
  shortening: 'because the saolaesque exploit is used',
  halt: 'because a dugongish mail looks wrong',
  including: 'because they joined as hoatzinish partners',
  reopening: 'because their kakapoesque server was down',
  withdrawing: 'because it is a tarsieresque mistake',
} as const

export const canaries: readonly Canary[] = [
  addressed('address', 'first contact', secret.firstContact),
  addressed('address', 'second contact', secret.secondContact),
  canary('address', 'bouncing contact', secret.bouncing, 'bounce+quillfeather'),
  addressed('address', 'contact after the bounce', secret.afterBounce),
  addressed('address', 'new contact', secret.newContact),
  canary('organisation', 'organisation', secret.organisation, 'Zanthorpe Ölwerk', 'Zanthorpe', 'Ölwerk & "'),
  canary('organisation', 'other organisation', secret.otherOrganisation, 'Quillfeather Iron', 'Ironmongers'),
  canary('organisation', 'group', secret.group),
  canary('notes', 'notes', secret.notes, 'umbelliferous'),
  canary('reporter', 'reporter', secret.reporter, 'Wrenfield', 'Sablethorn'),
  addressed('reporter', "reporter's address", secret.reporterAddress),
  canary('reporter', 'credit', secret.credit, 'Gossamerwick'),
  canary('reporter', 'reporter on a platform', secret.platformReporter, 'Hollowbrook'),
  canary('reporter', 'platform', secret.platform, 'mothwingplatform'),
  canary('reporter', 'link to a platform', secret.platformLink, 'brindlefox'),
  canary('advisory', 'title', secret.title, 'quokkaflange'),
  canary('advisory', 'description', secret.description, 'wobbegongish'),
  canary('advisory', 'remediation', secret.remediation, 'narwhalish'),
  canary('advisory', 'summary', secret.summary, 'axolotline'),
  canary('advisory', 'CVE', secret.cve, '48151623'),
  canary('advisory', 'reference', secret.reference, 'capybaresque'),
  canary('advisory', 'file name of a patch', secret.patchFile, 'pangolinesque'),
  canary('patch', 'patch', secret.patch, 'okapiwise'),
  canary('reason', 'reason of the approval', secret.approval, 'tamarinesque'),
  canary('reason', 'reason of the shortening', secret.shortening, 'saolaesque'),
  canary('reason', 'reason of the halt', secret.halt, 'dugongish'),
  canary('reason', 'reason of the inclusion', secret.including, 'hoatzinish'),
  canary('reason', 'reason of the resend', secret.reopening, 'kakapoesque'),
  canary('reason', 'reason of the withdrawal', secret.withdrawing, 'tarsieresque'),
]
