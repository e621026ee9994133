import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Clockwork } from './parts/clockwork.ts'
import { Feedback } from './parts/feedback.ts'
import { Ground, type GroundProps } from './parts/ground.ts'
import { Operators } from './parts/operators.ts'
import { Sender } from './parts/sender.ts'

export type ForewarnStackProps = StackProps & GroundProps

/** Everything that Forewarn runs on AWS. The parts meet on the table and the queues only. */
export class ForewarnStack extends Stack {
  constructor(scope: Construct, id: string, props: ForewarnStackProps) {
    super(scope, id, props)
    const ground = new Ground(this, 'Ground', props)
    const sender = new Sender(this, 'Sender', ground)
    new Clockwork(this, 'Clockwork', { ground, hints: sender.queue })
    new Feedback(this, 'Feedback', { ground, hints: sender.queue })
    new Operators(this, 'Operators', { ground, hints: sender.queue })
  }
}
