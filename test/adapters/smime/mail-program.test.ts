import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { sealedMime } from '../../../adapters/mime/sealed-mime.ts'
import { makeInspectCertificate } from '../../../adapters/smime/inspect-certificate.ts'
import { smimeSealing } from '../../../adapters/smime/sealing.ts'
import type { SealedBody } from '../../../core/keys/ports.ts'
import { Confidential } from '../../../core/shared/confidential.ts'
import { openInNeomutt } from '../../endpoints/neomutt.ts'
import { FROM, TO, letter } from '../mime/sample-letter.ts'
import { keysForNeomutt } from '../mime/throwaway-keys.ts'

const keys = keysForNeomutt({ from: FROM, to: TO })

/** The calendar, the patches and the signature. */
const PARTS = letter.attachments.length + 2

/** By the team's certificate that a root vouches for, to one of the same. */
async function sealed(): Promise<SealedBody> {
  const at = DateTime.utc()
  const file = (name: string) => readFile(join(keys().gnupgHome, name), 'utf8')
  const [root, to] = [await file('root.pem'), await file('to.pem')]
  const whole = `${await file('from.key')}${await file('from.pem')}${root}`
  const owner = { name: letter.from.name, address: letter.from.address }
  const team = await smimeSealing.team.adopt(Buffer.from(whole), owner, at)
  if ('unusable' in team) throw new Error(team.unusable)
  const inspection = await makeInspectCertificate({ roots: [root] })(Buffer.from(to), { addresses: [letter.to], at })
  if (!inspection.ok) throw new Error(inspection.fault)
  // Debian's GnuPG knows no AuthEnvelopedData.
  const key = { ...inspection.key, kind: 's-mime', cipher: 'aes-256-cbc' } as const
  const body = await smimeSealing.seal({ key, team: new Confidential(team.secret), entity: sealedMime.entity(letter), at })
  if ('unusable' in body) throw new Error(body.unusable)
  return body
}

test('neomutt shows what was sealed by S/MIME: a good signature, the subject inside, text and attachments', async () => {
  const { shown, saved } = await openInNeomutt(sealedMime.message(letter, await sealed()), { gnupgHome: keys().gnupgHome, saves: PARTS })
  const [outside = '', inside = ''] = shown.split('The following data is S/MIME encrypted')
  expect(outside).toContain('Subject: [...]\n')
  expect(inside).toContain('Good signature from: ')
  expect(inside).toContain(`Subject: ${letter.subject}\n`)
  expect(inside).toContain(letter.text)
  for (const { name, bytes } of letter.attachments) expect(saved.get(name)?.equals(bytes)).toBe(true)
  expect(saved.get('ADV-2026-0003.ics')?.toString()).toBe(letter.calendar?.text)
})
