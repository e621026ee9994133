import { secret } from './canaries.ts'

const list = `${secret.firstContact},${secret.secondContact}`

/** Files that do not parse, each with a secret where it went wrong. By extension: what reads it. */
export const badFiles: Readonly<Record<string, string>> = {
  'open-quote.csv': `organisation,contact\n"${secret.organisation},${secret.firstContact}\n`,
  'text-after-quote.csv': `organisation,contact\n"${secret.otherOrganisation}" ${secret.notes},${secret.firstContact}\n`,
  'quote-in-field.csv': `organisation,contact\n${secret.organisation},${secret.firstContact}\n`,
  'too-many-fields.csv': `organisation,contact\n${secret.otherOrganisation},${list},${secret.notes}\n`,
  'no-heading.csv': `${secret.otherOrganisation},${secret.firstContact}\n${secret.otherOrganisation},${secret.newContact}\n`,
  'heading-with-address.csv': `organisation,contact,${secret.firstContact}\nx,${secret.newContact},y\n`,
  'two-addresses.csv': `organisation,contact\n${secret.otherOrganisation},"${list}"\n`,
  'named-address.csv': `organisation,contact\n${secret.otherOrganisation},${secret.reporter} <${secret.firstContact}>\n`,
  'address-as-zone.csv': `organisation,contact,zone\n${secret.otherOrganisation},${secret.firstContact},${secret.secondContact}\n`,
  'notes-as-group.csv': `organisation,contact,groups,encryption\n${secret.otherOrganisation},${secret.firstContact},${secret.notes},${secret.group}\n`,
  'same-address-twice.csv': `organisation,contact\n${secret.otherOrganisation},${secret.firstContact}\n${secret.organisation.replaceAll('"', '')},${secret.firstContact.toUpperCase()}\n`,
  'open-quote.yaml': `title: "${secret.title}\ndescription: ${secret.description}\n`,
  'tab.yaml': `title: ${secret.title}\n\tdescription: ${secret.description}\n`,
  'colon.yaml': `title: ${secret.title}: ${secret.summary}: x\n`,
  'alias.yaml': `title: *quokkaflange\ndescription: ${secret.description}\n`,
  'tag.yaml': `title: !quokkaflange ${secret.title}\n`,
  'twice.yaml': `title: ${secret.title}\ntitle: ${secret.summary}\n`,
  'two-documents.yaml': `title: ${secret.title}\n---\n${secret.description}\n`,
  'no-map.yaml': `${secret.description}\n`,
  'wrong-places.yaml': [
    `id: ${secret.cve}`,
    `title: [${secret.title}]`,
    `description: { "${secret.description}": 1 }`,
    `remediation: 7`,
    `"${secret.summary}": 1`,
    `vulnerabilities: [{ cve: "${secret.title}", severity: "${secret.summary}", summary: "${secret.summary}", affected: ["${secret.patchFile}"], fixed: ["${secret.credit}"] }]`,
    `patches: [{ branch: "1.2", file: "../${secret.patchFile}" }]`,
    `reporters: [{ name: "${secret.reporter}", zone: "${secret.reporterAddress}", contact: { by: mail, address: "${secret.reporter} <${secret.reporterAddress}>" } }, { name: x, contact: { by: "${secret.platform}", link: "${secret.platformLink}" } }]`,
    `references: ["mailto:${secret.reporterAddress}"]`,
    '',
  ].join('\n'),
  'policy.policy': [
    `project: { name: "${secret.title}", contact: "${secret.reporter} <${secret.reporterAddress}>", url: "ftp://${secret.platform}" }`,
    `sender: ["${secret.firstContact}"]`,
    `operators: [{ person: "${secret.reporter}", principal: "${secret.firstContact}", roles: ["${secret.group}"] }]`,
    `embargo: { lead: "${secret.notes}", zone: "${secret.firstContact}", maximum: "P1D" }`,
    `"${secret.secondContact}": 1`,
    `marking: "${secret.summary}"`,
    '',
  ].join('\n'),
  'open.policy': `project: { name: "${secret.organisation}\n`,
}
