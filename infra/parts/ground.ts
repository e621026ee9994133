import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Aws } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { HolidayTable } from '../../core/embargo/holiday-table.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { BundledFile } from '../constructs/bundled-files.ts'
import { MailService } from '../constructs/mail-service.ts'
import { SealingKey } from '../constructs/sealing-key.ts'
import { Store } from '../constructs/store.ts'
import { TeamAlarms } from '../constructs/team-alarms.ts'

export interface GroundProps {
  readonly policy: Policy
  /** Of the policy's countries, for the coming years. */
  readonly holidays: HolidayTable
  /** Who is subscribed to the alarms. @default nobody: subscribe to the topic by hand */
  readonly alarmEmail?: string
}

/** What every part stands on. */
export class Ground extends Construct {
  readonly store: Store
  readonly sealing: SealingKey
  readonly alarms: TeamAlarms
  readonly mail: MailService
  /** The policy, to be bundled with a function that reads `POLICY_FILE`. */
  readonly policyFile: BundledFile
  /** The same for one that reads `HOLIDAYS_FILE`. */
  readonly holidaysFile: BundledFile

  constructor(scope: Construct, id: string, props: GroundProps) {
    super(scope, id)
    this.store = new Store(this, 'Store')
    this.sealing = new SealingKey(this, 'Sealing', { tableName: this.store.table.tableName })
    this.mail = new MailService(this, 'Mail', { senderAddress: props.policy.sender.address, tlsOfSealed: props.policy.sealing.tls })
    this.alarms = new TeamAlarms(this, 'Alarms', {
      key: this.store.atRest,
      ...(props.alarmEmail !== undefined && { email: props.alarmEmail }),
    })
    this.policyFile = { name: 'policy.json', content: JSON.stringify(props.policy) }
    this.holidaysFile = { name: 'holidays.json', content: JSON.stringify(props.holidays) }
    // Without it a CloudWatch alarm fires and its message dies at the encrypted topic.
    this.store.atRest.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'], // in a key's policy: this key
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
  }
}
