import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { Policy } from '../../core/policy/policy.ts'
import { ForewarnStack } from '../../infra/forewarn-stack.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** As the stack is deployed, but for a team of the test's own. */
export const policy = Policy.parse({
  project: { name: 'Larch', contact: 'security@larch.example', url: 'https://larch.example' },
  sender: { name: 'Larch security', address: 'notices@mail.larch.example', replyTo: 'security@larch.example' },
  operators: [
    { person: 'ada', principal: 'arn:aws:iam::111122223333:user/ada', roles: ['author', 'list-keeper'] },
    { person: 'ben', principal: 'arn:aws:iam::111122223333:user/ben', roles: ['approver'] },
    { person: 'cleo', principal: 'arn:aws:sts::111122223333:assumed-role/larch/cleo', roles: ['approver'] },
  ],
  embargo: { lead: 'P7D', zone: 'Europe/Berlin', maximum: 'P90D' },
  approvals: 2,
  supportedVersions: { branches: ['1.2'] },
  triageTime: 'P3D',
  marking: 'TLP:AMBER',
})

export const holidays = { countries: [], firstYear: 2026, lastYear: 2029, days: {} }

export function makeStack(options: { readonly alarmEmail?: string; readonly policy?: Policy } = {}): {
  readonly app: App
  readonly stack: ForewarnStack
} {
  const { context } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(resolve(ROOT, 'cdk.json'), 'utf8')))
  // No bundles, and not the rules that every `cdk synth` goes through: both take seconds.
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false })
  return { app, stack: new ForewarnStack(app, 'Forewarn', { policy, holidays, ...options }) }
}

export const template = Template.fromStack(makeStack({ alarmEmail: policy.project.contact }).stack)

const OneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())
const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMany,
  Principal: z.unknown().optional(),
  Resource: z.unknown(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
})
export type Statement = z.infer<typeof Statement>
const Document = z.object({ Statement: z.array(Statement) })

export interface Resource {
  readonly id: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly deletionPolicy: string | undefined
}

const Found = z.record(
  z.string(),
  z.object({ Properties: z.record(z.string(), z.unknown()).default({}), DeletionPolicy: z.string().optional() }),
)

/** Every resource of a type; a test that asks for a type that is not there would prove nothing, so it throws. */
export function resources(type: string): readonly Resource[] {
  const found = Object.entries(Found.parse(template.findResources(type)))
  if (found.length === 0) throw new Error(`the stack has no ${type}`)
  return found.map(([id, { Properties, DeletionPolicy }]) => ({ id, properties: Properties, deletionPolicy: DeletionPolicy }))
}

/** The one resource of a type whose logical id starts like this. */
export function resource(type: string, start: string): Resource {
  const [found, ...others] = resources(type).filter(({ id }) => id.startsWith(start))
  if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} of ${type} start with ${start}`)
  return found
}

export const statements = (document: unknown): readonly Statement[] => Document.parse(document).Statement

/** The functions' roles by the words that the design uses. */
export const ROLES = {
  campaigns: 'OperatorsCampaigns',
  recipients: 'OperatorsRecipients',
  clock: 'ClockworkClock',
  send: 'SenderSend',
  feedback: 'Feedback',
} as const
export type FunctionName = keyof typeof ROLES
export const FUNCTIONS = Object.keys(ROLES) as FunctionName[]

/** What IAM lets a function do. */
export function rightsOf(name: FunctionName): readonly Statement[] {
  return statements(resource('AWS::IAM::Policy', `${ROLES[name]}Role`).properties['PolicyDocument'])
}

/** The logical id in a `Ref` or the first of a `Fn::GetAtt`. */
export function referred(value: unknown): string {
  const Reference = z.union([
    z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
    z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((it) => it['Fn::GetAtt'][0]),
  ])
  return Reference.parse(value)
}
