import { Aws, CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'

/** Never opens or clicks: whether a recipient reads their mail is not ours to know. */
const EVENTS = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.DELIVERY_DELAY,
]

export interface MailServiceProps {
  readonly senderAddress: string
  /** Of the policy; what is not sealed always needs it. */
  readonly tlsOfSealed: 'required' | 'optional'
}

/** The sender's domain in SES, and the configuration sets that notices go through. */
export class MailService extends Construct {
  readonly configurationSet: ConfigurationSet
  /** For what is sealed: the same, unless the policy lets that go without TLS. */
  readonly sealedSet: ConfigurationSet
  readonly #identity: EmailIdentity
  readonly #senderAddress: string

  constructor(scope: Construct, id: string, props: MailServiceProps) {
    super(scope, id)
    this.#senderAddress = props.senderAddress
    const domain = props.senderAddress.slice(props.senderAddress.lastIndexOf('@') + 1)
    this.configurationSet = this.#set('ConfigurationSet', ConfigurationSetTlsPolicy.REQUIRE)
    this.sealedSet =
      props.tlsOfSealed === 'required' ? this.configurationSet : this.#set('SealedConfigurationSet', ConfigurationSetTlsPolicy.OPTIONAL)
    this.#identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet: this.configurationSet,
      dkimSigning: true,
      feedbackForwarding: false,
      mailFromDomain: `bounce.${domain}`,
      // Refused is an answer that Forewarn can act on; a mail that fails DMARC is not.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
    })
    this.#identity.applyRemovalPolicy(RemovalPolicy.RETAIN)
    const bus = EventBus.fromEventBusName(this, 'DefaultBus', 'default')
    for (const set of this.sets) set.addEventDestination('Feedback', { destination: EventDestination.eventBus(bus), events: EVENTS })
    this.#tellDns(domain)
  }

  /** Each once. */
  get sets(): readonly ConfigurationSet[] {
    return [...new Set([this.configurationSet, this.sealedSet])]
  }

  #set(id: string, tlsPolicy: ConfigurationSetTlsPolicy): ConfigurationSet {
    return new ConfigurationSet(this, id, {
      tlsPolicy,
      reputationMetrics: true,
      // SES would drop mails silently, by its own memory and its own guess; Forewarn keeps its own record and says so.
      disableSuppressionList: true,
      disableAutoValidation: true,
      vdmOptions: { engagementMetrics: false },
    })
  }

  /** One function sends: raw mails, as the policy's sender, through this configuration set. */
  allowSending(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          this.#identity.emailIdentityArn,
          ...this.sets.map(({ configurationSetName }) =>
            Stack.of(this).formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSetName }),
          ),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': this.#senderAddress } },
      }),
    )
  }

  /** What the account may send, and whether it may send as the policy's sender. */
  allowAsking(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:GetSendQuota', 'ses:GetIdentityVerificationAttributes'], resources: ['*'] }),
    )
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'These two read-only SES actions know no resource; IAM takes nothing but * for them.',
    })
  }

  #tellDns(domain: string): void {
    this.#identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `Dkim${index + 1}`, { value: `${name} CNAME ${value}`, description: 'DNS: DKIM' })
    })
    new CfnOutput(this, 'MailFromMx', {
      value: `bounce.${domain} MX 10 feedback-smtp.${Aws.REGION}.amazonses.com`,
      description: 'DNS: MAIL FROM',
    })
    new CfnOutput(this, 'MailFromSpf', { value: `bounce.${domain} TXT "v=spf1 include:amazonses.com -all"`, description: 'DNS: MAIL FROM' })
  }
}
