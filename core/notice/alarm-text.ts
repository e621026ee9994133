import type { AlarmCode, Cause } from '../delivery/alarm.ts'

export interface AlarmText {
  /** Who is not told, or what will not happen. */
  readonly means: string
  /** One command a line, with `ID` for the campaign, `NOTICE` for the notice, and what an operator finds out in capitals. */
  readonly commands: readonly string[]
}

const NOT_TOLD = './forewarn deliveries ID --not-told'
const STATUS = './forewarn campaign status ID'
const RESEND = './forewarn resend DELIVERY --campaign ID --reason "asked by telephone: not there"'
const CORRECT = [
  NOT_TOLD,
  './forewarn recipients change RECIPIENT --contact ADDRESS',
  './forewarn campaign include ID --recipient RECIPIENT --reason "contact corrected"',
]

/** What an alarm says, wherever it is shown; the runbook has a page for each. */
export const ALARM_TEXTS: Readonly<Record<AlarmCode, AlarmText>> = {
  'nobody-was-told': {
    means: 'The disclosure date has come and the advance notice never went out: nobody on the list is told.',
    commands: [STATUS, './forewarn campaign withdraw ID --reason "nobody was told: a new campaign follows"'],
  },
  'not-disclosed': {
    means:
      'The disclosure date has passed and nobody has confirmed that the advisory is public. Recipients and reporters wait to hear that the embargo is over. This is said again every hour.',
    commands: [
      './forewarn campaign day ID',
      STATUS,
      './forewarn campaign disclose ID --public-at https://…',
      './forewarn campaign reschedule ID --disclose-at INSTANT --reason "why it is not public yet"',
    ],
  },
  'past-not-after': {
    means: 'A notice that tells of a coming date was due too late to go out. Its addressees are not told by it.',
    commands: [STATUS, NOT_TOLD],
  },
  'notice-held': {
    means: 'A notice is held and goes out no further until an operator lets it. Those who have not got it yet are not told.',
    commands: [STATUS, NOT_TOLD, './forewarn campaign resume ID --notice NOTICE --reason "what was mended"'],
  },
  blocked: {
    means: 'Some deliveries of a notice are blocked: these addressees are not told by it, the others are.',
    commands: [NOT_TOLD, './forewarn unblock DELIVERY --campaign ID --reason "what was mended"'],
  },
  'key-unusable': {
    means:
      'Some addressees of a notice are not told: it must be sealed to them, and their key cannot be used. Each got a mail that says so and nothing of the notice. Call them.',
    commands: [
      NOT_TOLD,
      './forewarn recipients show RECIPIENT --reveal',
      './forewarn recipients key RECIPIENT set FILE',
      './forewarn campaign include ID --recipient RECIPIENT --reason "new key"',
      './forewarn unblock DELIVERY --campaign ID --plain --reason "asked by telephone: plain will do"',
    ],
  },
  uncertain: {
    means:
      'SES may or may not have taken some mails of a notice. Nobody knows whether these addressees are told, and they are not sent again by themselves.',
    commands: [NOT_TOLD, RESEND],
  },
  unconfirmed: {
    means: 'SES took some mails of a notice long ago and has not said what became of them. Whether these addressees are told is not known.',
    commands: [NOT_TOLD, RESEND],
  },
  bounced: {
    means: 'Mails of a notice bounced: these addressees are not told. Where there is a second contact, it is tried by itself, once.',
    commands: CORRECT,
  },
  suppressed: {
    means:
      'SES did not try to deliver some mails of a notice, since their addresses bounced before. These addressees are not told. Where there is a second contact, it is tried by itself, once.',
    commands: CORRECT,
  },
  rejected: {
    means: 'SES found a virus in some mails of a notice and threw them away: these addressees are not told.',
    commands: [NOT_TOLD, STATUS],
  },
  complained: {
    means: 'An addressee marked a mail as spam. They were told, and later notices may not reach them.',
    commands: ['./forewarn deliveries ID'],
  },
  'quota-reached': {
    means:
      'The account has sent what SES allows in 24 hours. A notice waits, and goes on by itself when SES allows it; until then the rest is not told.',
    commands: [STATUS],
  },
  'too-slow': {
    means: 'At the rate that SES allows, the last addressees of a notice would get it after the disclosure date.',
    commands: [STATUS, NOT_TOLD],
  },
  'unknown-delivery': {
    means: 'SES told of a mail that the ledger does not know: forged, or sent before the table was restored.',
    commands: ['./forewarn campaign verify ID'],
  },
  'keys-ending': {
    means:
      'Keys of some recipients have ended, will end within two weeks, or name another mailbox than the contact. What is to be sealed to them will be blocked, and they will not be told by it.',
    commands: ['./forewarn keys check', './forewarn recipients key RECIPIENT set FILE'],
  },
  'table-restored': {
    means: 'The table is a restored copy, so what was sent since the copy was made is not in it. Nothing goes out, whatever its time.',
    commands: ['./forewarn restore accept --reason "restored after …"'],
  },
}

/** What to run, in this order, for this very alarm. */
export function commandsFor({ code, campaign, notice }: Cause): readonly string[] {
  const named = (command: string) => command.replaceAll(/\bID\b/g, campaign ?? 'ID').replaceAll(/\bNOTICE\b/g, notice ?? 'NOTICE')
  return ALARM_TEXTS[code].commands.map(named)
}
