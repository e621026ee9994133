import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'

/** Some actions on the items whose partition key is one of these, `*` at the end standing for the rest. */
export interface TableRight {
  readonly keys: readonly string[]
  readonly actions: readonly TableAction[]
  /** The only attributes that may be asked for. @default every attribute */
  readonly attributes?: readonly string[]
}
/** No Scan, and nothing that names no key: the condition on keys would not bind it. */
export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'DeleteItem'

export type BucketRight = 'read' | 'read-and-write'

/** The table and the bucket, and the key that encrypts them, the queues and the alarms where they lie. */
export class Store extends Construct {
  readonly atRest: Key
  readonly table: Table
  readonly bucket: Bucket

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.atRest = new Key(this, 'AtRest', {
      description: 'Forewarn: encrypts the table, the bucket, the queues and the alarms at rest',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.atRest,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.bucket = new Bucket(this, 'Blobs', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.atRest,
      bucketKeyEnabled: true,
      versioned: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Objects are sealed patches and public template bundles, named by digest. A log of reads would add a place that says when a patch is at work.',
    })
  }

  allowItems(role: IRole, rights: readonly TableRight[]): void {
    for (const { keys, actions, attributes } of rights) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: actions.map((action) => `dynamodb:${action}`),
          resources: [this.table.tableArn],
          conditions: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
            ...(attributes && {
              'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
              StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
            }),
          },
        }),
      )
    }
    this.allowAtRest(role, 'dynamodb', ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'])
  }

  /** Whether the table is the one that it says it is: a restored copy has another id. */
  allowDescribing(role: IRole): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['dynamodb:DescribeTable'], resources: [this.table.tableArn] }))
  }

  allowBlobs(role: IRole, right: BucketRight): void {
    const objects = ['bundles/*', 'patches/*'].map((pattern) => this.bucket.arnForObjects(pattern))
    const actions = right === 'read' ? ['s3:GetObject'] : ['s3:GetObject', 's3:PutObject']
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: objects }))
    // Without it S3 answers "forbidden" for what is missing, and a missing patch could not be told from a broken policy.
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }))
    this.allowAtRest(role, 's3', right === 'read' ? ['Decrypt'] : ['Decrypt', 'GenerateDataKey'])
    const bucketId = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket)
    for (const pattern of ['bundles/*', 'patches/*']) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${pattern}]`,
        reason: 'Objects are named by their digest, which is not known before they exist; the folder is as narrow as it gets.',
      })
    }
  }

  /** Lets `role` use the key at rest through one service; never by itself. */
  allowAtRest(role: IRole, service: 'dynamodb' | 's3' | 'sqs', actions: readonly string[]): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `kms:${action}`),
        resources: [this.atRest.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
      }),
    )
  }
}
