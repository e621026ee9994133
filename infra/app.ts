import { resolve } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { ForewarnStack } from './forewarn-stack.ts'
import { readPolicy } from './policy-file.ts'

const app = new App()
const { policy, holidays } = readPolicy(resolve(import.meta.dirname, '..', contextText('policy') ?? 'forewarn.yaml'))
const mailsAlarms = contextText('alarmMail') !== 'none'
const account = process.env['CDK_DEFAULT_ACCOUNT']
const region = process.env['CDK_DEFAULT_REGION']

new ForewarnStack(app, 'Forewarn', {
  description: 'Forewarn: embargo-aware advance notices',
  policy,
  holidays,
  ...(mailsAlarms && { alarmEmail: policy.project.contact }),
  ...(account !== undefined && region !== undefined && { env: { account, region } }),
})

// An error that nobody acknowledged, with a reason, fails the synthesis.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))

function contextText(name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name)
  return typeof value === 'string' ? value : undefined
}
