import { Validations } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { makeStack } from './template.ts'

test('nothing that cdk-nag finds stands without a reason', () => {
  const { app, stack } = makeStack()
  expect(new AwsSolutionsChecks(app).validateScope(stack)).toMatchObject({ success: true, violations: [] })
})

test('what nobody gave a reason for is found', () => {
  const { app, stack } = makeStack()
  void new Queue(stack, 'Careless')
  expect(new AwsSolutionsChecks(app).validateScope(stack).success).toBe(false)
})

test('every acknowledgement has a reason that can be read', () => {
  const Reasons = z.record(z.string(), z.string())
  const reasons = makeStack()
    .stack.node.findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(Reasons.parse(data)))
  expect(reasons.length).toBeGreaterThan(0)
  expect(reasons.filter(([, reason]) => reason.length < 40)).toEqual([])
})
