import { AwsClient } from 'aws4fetch'
import { Stop } from './stop.ts'
import type { Fetch } from './answer.ts'

/**
 * A fetch whose requests are signed with the operator's own AWS credentials, wherever the AWS CLI would find them.
 * Every request is made once: a command that was answered late must not be carried out twice.
 *
 * @throws Stop when `url` is not https, or its region is not known
 */
export function signedFetch(url: string, env: NodeJS.ProcessEnv): Fetch {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:') {
    throw new Stop(2, { code: 'url-not-https', message: 'a stack elsewhere is reached by https only', hint: 'Give --url https://…' })
  }
  const region = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(hostname)?.[1] ?? env['AWS_REGION']
  if (region === undefined) {
    throw new Stop(2, { code: 'region-missing', message: 'the address does not tell the AWS region', hint: 'Set AWS_REGION.' })
  }
  return async (input, init) => {
    const client = new AwsClient({ ...(await credentials()), service: 'execute-api', region })
    return fetch(await client.sign(new Request(input, init)))
  }
}

async function credentials(): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }> {
  // Loaded here, since it takes longer than most commands on one machine do in all.
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await fromNodeProviderChain()()
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
  } catch {
    throw new Stop(3, {
      code: 'credentials-missing',
      message: 'there are no usable AWS credentials',
      hint: 'Sign in as for the AWS CLI (aws sso login), or choose a profile with AWS_PROFILE.',
    })
  }
}
