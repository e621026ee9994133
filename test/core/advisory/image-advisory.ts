import { AdvisoryFile } from '../../../core/advisory/advisory.ts'

/** Of a library in C, with names of its code in title, description and summary. */
export const imageAdvisory = AdvisoryFile.parse({
  id: 'ADV-2026-0003',
  title: 'Negative stride in the tile index overwrites the heap',
  description: `\`parse_tile_index\` in \`src/codec/tile_index.c\` takes the stride of a tile from the file, and multiplies it.
    PixelReader.readTile() then writes before the beginning of its buffer. Projects on GitHub that use the library are affected.`,
  remediation: 'We merge the patch and release 3.2.1.',
  vulnerabilities: [
    {
      cve: 'CVE-2026-12345',
      cwe: 'CWE-787',
      severity: 'high',
      summary: 'A tile with a negative stride is written before its buffer.',
      affected: ['<3.2.1'],
      fixed: ['3.2.1'],
    },
  ],
  credits: ['Ada Marlowe of Example Labs'],
  reporters: [{ name: 'Ada Marlowe', contact: { by: 'mail', address: 'ada@labs.example' } }],
})
