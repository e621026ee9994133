import { randomBytes } from 'node:crypto'
import { CampaignId, type IdSource, RecipientId } from '../../core/shared/ids.ts'

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ids from the system's random source: 80 bits for campaigns, 128 for everything else. */
export function randomIds(): IdSource {
  const token = () => randomBytes(16).toString('hex')
  return {
    campaignId: () => CampaignId.parse(`c-${base32(randomBytes(10))}`),
    recipientId: () => RecipientId.parse(token()),
    token,
  }
}

/** Five bits a digit; `bytes` are a multiple of five long. */
function base32(bytes: Buffer): string {
  const digits = (bytes.length * 8) / 5
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let i = 0; i < digits; i++) {
    text = CROCKFORD.charAt(Number(rest & 31n)) + text
    rest >>= 5n
  }
  return text
}
