import type { Command } from 'commander'
import { type Cli, type GlobalOptions, globalOptions } from './cli.ts'
import { type Fetch, answerOf } from './answer.ts'
import { type RunningStack, isLoopback, runningStack } from './running-stack.ts'
import { signedFetch } from './signed-fetch.ts'
import { Stop } from './stop.ts'

/** A way to the API: `hc<CampaignsApi>(session.url, { fetch: session.fetch })`. */
export interface Session {
  readonly url: string
  /** Says who asks. @throws Stop when nobody answers, and for every answer that is not a success */
  readonly fetch: Fetch
}

/**
 * The API as the operator of this command: the deployed one with `--url`, otherwise that of the stack on this machine.
 *
 * @throws Stop when there is none, or when nobody said who is asking
 */
export async function openSession(command: Command, cli: Cli): Promise<Session> {
  const options = globalOptions(command)
  if (options.url !== undefined && !isLoopback(options.url)) return deployed(options.url, options, cli)
  if (options.as === undefined) {
    throw new Stop(2, { code: 'operator-missing', message: 'nobody said who is asking', hint: 'Add --as NAME, or set FOREWARN_AS.' })
  }
  return local(await runningStack(options), options.as)
}

/** The routes that exist on one machine only; they ask for the token, not for a person. @throws Stop when no stack runs here */
export async function openLocalSession(command: Command): Promise<Session> {
  const options = globalOptions(command)
  if (options.url !== undefined && !isLoopback(options.url)) {
    throw new Stop(2, { code: 'only-on-one-machine', message: 'this works on a stack on this machine only', hint: 'Leave --url away.' })
  }
  return local(await runningStack(options), undefined)
}

function local(stack: RunningStack, as: string | undefined): Session {
  const own = { authorization: `Bearer ${stack.token}`, ...(as !== undefined && { 'x-forewarn-as': as }) }
  return {
    url: stack.url,
    fetch: (input, init) => {
      const request = new Request(input, init)
      for (const [name, value] of Object.entries(own)) request.headers.set(name, value)
      return answerOf(() => fetch(request), `Start it with \`./forewarn start --data ${stack.folder}\`.`)
    },
  }
}

function deployed(url: string, options: GlobalOptions, cli: Cli): Session {
  if (options.isAsExplicit) {
    throw new Stop(2, {
      code: 'as-not-used',
      message: '--as is for a stack on this machine: a deployed one knows operators by their AWS credentials',
      hint: 'Leave --as away, and choose the credentials with AWS_PROFILE.',
    })
  }
  const signed = signedFetch(url, cli.env)
  return { url, fetch: (input, init) => answerOf(() => signed(input, init), 'Look at the address after --url, and at the network.') }
}
