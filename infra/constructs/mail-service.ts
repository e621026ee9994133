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

/** The sender's domain in SES, and the configuration set that every notice goes through. */
export class MailService extends Construct {
  readonly configurationSet: ConfigurationSet
  readonly #identity: EmailIdentity
  readonly #senderAddress: string

  constructor(scope: Construct, id: string, props: { readonly senderAddress: string }) {
    super(scope, id)
    this.#senderAddress = props.senderAddress
    const domain = props.senderAddress.slice(props.senderAddress.lastIndexOf('@') + 1)
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // SES would drop mails silently, by its own memory and its own guess; Forewarn keeps its own record and says so.
      disableSuppressionList: true,
      disableAutoValidation: true,
      vdmOptions: { engagementMetrics: false },
    })
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
    this.configurationSet.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      // Never opens or clicks: whether a recipient reads their mail is not ours to know.
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    })
    this.#tellDns(domain)
  }

  /** One function sends: raw mails, as the policy's sender, through this configuration set. */
  allowSending(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          this.#identity.emailIdentityArn,
          Stack.of(this).formatArn({
            service: 'ses',
            resource: 'configuration-set',
            resourceName: this.configurationSet.configurationSetName,
          }),
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
