import { Aws, RemovalPolicy } from 'aws-cdk-lib'
import { AccountRootPrincipal, type IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { Purpose } from '../../core/shared/vault.ts'

/** What a role may do with sealed bytes. Absent means nothing. */
export interface SealingRights {
  readonly seals?: readonly Purpose[]
  readonly opens?: readonly Purpose[]
}

/** Keeping the key, not using it: no Encrypt, Decrypt or CreateGrant, and no deletion before this policy is changed. */
const KEEPING = [
  'CancelKeyDeletion',
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'EnableKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'RotateKeyOnDemand',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map((action) => `kms:${action}`)

/**
 * The key under which recipients, advisories, patches, reasons and the team's keys are sealed. Its own policy is the only way to it:
 * IAM policies of the account do not count, so an administrator who may do anything still cannot read the list
 * without changing this policy, which CloudTrail records.
 */
export class SealingKey extends Construct {
  readonly key: Key
  readonly #tableName: string

  constructor(scope: Construct, id: string, props: { readonly tableName: string }) {
    super(scope, id)
    this.#tableName = props.tableName
    const keeping = new PolicyStatement({
      sid: 'TheAccountKeepsTheKey',
      principals: [new AccountRootPrincipal()],
      actions: KEEPING,
      resources: ['*'], // in a key's policy: this key
    })
    this.key = new Key(this, 'Key', {
      description: 'Forewarn: seals recipients, advisories, patches, reasons and the team’s keys',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new PolicyDocument({ statements: [keeping] }),
    })
  }

  /** Lets `role` use the key for these purposes, in this table, and for nothing else. */
  allow(role: IRole, rights: SealingRights): void {
    this.#allow(role, 'kms:GenerateDataKey', rights.seals)
    this.#allow(role, 'kms:Decrypt', rights.opens)
  }

  #allow(role: IRole, action: string, purposes: readonly Purpose[] = []): void {
    if (purposes.length === 0) return
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [role],
        actions: [action],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': Aws.ACCOUNT_ID,
            'kms:EncryptionContext:forewarn:table': this.#tableName,
            'kms:EncryptionContext:forewarn:purpose': purposes,
          },
        },
      }),
    )
  }
}
