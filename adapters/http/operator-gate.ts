import type { LambdaEvent } from 'hono/aws-lambda'
import { createMiddleware } from 'hono/factory'
import { type Operator, type Policy, type Role, mayAct, operatorOf } from '../../core/policy/policy.ts'
import { answerError } from './answer.ts'

/** What every handler finds in its context: who is asking, and what AWS sent. */
export interface OperatorContext {
  readonly Bindings: { readonly event: LambdaEvent }
  readonly Variables: { operator: Operator }
}

/**
 * Lets in whom the policy knows. API Gateway has checked the signature; the principal it names is the only identity.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function operatorGate(policy: Policy) {
  return createMiddleware<OperatorContext>(async (c, next) => {
    const operator = operatorOf(policy, principalOf(c.env.event) ?? '')
    if (!operator) {
      return answerError(c, 403, {
        code: 'unknown-operator',
        message: 'You are not an operator of this project.',
        hint: 'Operators stand in forewarn.yaml, by their IAM principal.',
      })
    }
    c.set('operator', operator)
    return next()
  })
}

/** Lets on operators with at least one of these roles. */
export function needsRole(...roles: readonly [Role, ...Role[]]) {
  return createMiddleware<OperatorContext>(async (c, next) => {
    if (roles.some((role) => mayAct(c.var.operator, role))) return next()
    const message = `This needs the role ${roles.join(' or ')}.`
    return answerError(c, 403, { code: 'missing-role', message, hint: 'Ask somebody who has it; roles stand in forewarn.yaml.' })
  })
}

function principalOf(event: LambdaEvent): string | undefined {
  const context: unknown = event.requestContext
  const authorizer = member(context, 'authorizer')
  const arn = member(member(authorizer, 'iam'), 'userArn')
  return typeof arn === 'string' ? arn : undefined
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Readonly<Record<string, unknown>>)[name] : undefined
