import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signedFetch } from '../../../operator/cli/signed-fetch.ts'

const made: Request[] = []
let status = 200
beforeEach(() => {
  made.length = 0
  status = 200
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret')
  vi.stubEnv('AWS_SESSION_TOKEN', 'a-session')
  vi.stubGlobal('fetch', async (request: Request) => {
    made.push(request)
    return new Response('{}', { status })
  })
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

test('a request to API Gateway is signed for its region', async () => {
  const url = 'https://abc123.execute-api.eu-central-1.amazonaws.com/campaigns'
  await signedFetch(url, {})(url, { method: 'POST', body: '{"a":1}' })
  const [request] = made
  expect(request?.headers.get('authorization')).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
  )
  expect(request?.headers.get('x-amz-security-token')).toBe('a-session')
  await expect(request?.text()).resolves.toBe('{"a":1}')
})

test('a request is made once, also when the answer is a failure', async () => {
  status = 503
  const url = 'https://abc123.execute-api.eu-central-1.amazonaws.com/campaigns'
  await expect(signedFetch(url, {})(url, { method: 'POST', body: '{}' })).resolves.toMatchObject({ status: 503 })
  expect(made).toHaveLength(1)
})

test('a name of your own needs a region', async () => {
  const url = 'https://forewarn.example/campaigns'
  expect(() => signedFetch(url, {})).toThrow('does not tell the AWS region')
  await signedFetch(url, { AWS_REGION: 'us-west-2' })(url)
  expect(made[0]?.headers.get('authorization')).toContain('/us-west-2/execute-api/')
})

test('nothing is signed for an address in the clear', () => {
  expect(() => signedFetch('http://abc123.execute-api.eu-central-1.amazonaws.com', {})).toThrow('https only')
})
