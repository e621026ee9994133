import { SESClient, type SESClientConfig, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { MailService, OutgoingMail, SendOutcome } from '../../core/delivery/ports.ts'
import type { MailAddress } from '../../core/shared/mail-address.ts'
import { sesAccount } from './account.ts'
import { watchedAgents } from './agents.ts'
import { outcomeOf } from './outcome.ts'

/** Milliseconds. Without a connection nothing was sent; without an answer nobody knows what became of a mail. */
const TIMEOUTS = { connectMillis: 5_000, answerMillis: 20_000 }

export interface SesMailOptions {
  readonly region?: string
  /** By what a mail needs of the servers on its way: SES knows it by the configuration set. */
  readonly configurationSets: Readonly<Record<OutgoingMail['tls'], string>>
  /** The envelope's sender. */
  readonly source: MailAddress
  /** Where another endpoint or other credentials come in; `config` must be part of what it makes. */
  readonly newClient?: (config: SESClientConfig) => SESClient
  readonly timeouts?: typeof TIMEOUTS
}

/** Mail through SES's v1 API, whose SendRawEmail takes finished bytes. */
export function sesMail({
  region,
  configurationSets,
  source,
  newClient = (config) => new SESClient(config),
  timeouts = TIMEOUTS,
}: SesMailOptions): MailService {
  const place = region === undefined ? {} : { region }
  const asking = newClient(place)

  return {
    async batch(work) {
      const agents = watchedAgents(timeouts.connectMillis)
      const requestHandler = new NodeHttpHandler({ ...agents, requestTimeout: timeouts.answerMillis, throwOnRequestTimeout: true })
      // One attempt: the SDK's retry would send copies.
      const sending = newClient({ ...place, maxAttempts: 1, requestHandler })
      try {
        return await work(async (mail) => {
          try {
            return acceptedOf(await sending.send(new SendRawEmailCommand(requestFor(mail, { configurationSets, source }))))
          } catch (error) {
            return outcomeOf(error, agents.neverConnected(error))
          }
        })
      } finally {
        sending.destroy()
        agents.destroy()
      }
    },
    ...sesAccount(asking),
  }
}

/** The only place where a destination is written: a list of one. */
function requestFor(
  { destination, raw, tls, tags }: OutgoingMail,
  { configurationSets, source }: Pick<SesMailOptions, 'configurationSets' | 'source'>,
) {
  return {
    Source: source,
    Destinations: [destination.reveal()],
    RawMessage: { Data: raw.reveal() },
    ConfigurationSetName: configurationSets[tls],
    Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  }
}

/** A 200 without an id is not what SES sends: something else may have answered. */
function acceptedOf({ MessageId }: { MessageId: string | undefined }): SendOutcome {
  return MessageId ? { outcome: 'accepted', sesId: MessageId } : { outcome: 'unknown', code: 'NoMessageId' }
}
