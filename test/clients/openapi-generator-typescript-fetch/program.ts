import assert from 'node:assert/strict'
import {
  AuthApi,
  Configuration,
  KeySort,
  type Problem,
  ProblemFromJSON,
  ResponseError,
  SampleApi,
  UsageInterval,
} from './client/index.js'

const { BASE_URL: basePath = '', SECRET_KEY: secretKey = '' } = process.env
const greeting = 'This is a secure endpoint'

async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const refusal = await call.then(
    () => assert.fail('not refused'),
    (error: unknown) => error,
  )
  assert.ok(refusal instanceof ResponseError, String(refusal))
  return ProblemFromJSON(await refusal.response.json())
}

async function assertRefused(call: Promise<unknown>, status: number, code: string): Promise<void> {
  const problem = await problemOf(call)
  assert.deepEqual([problem.status, problem.code], [status, code])
}

function useByHeader(key: string) {
  return new SampleApi(new Configuration({ basePath, headers: { 'api-key': key } })).getSecure()
}

function useByQuery(key: string) {
  const api = new SampleApi(new Configuration({ basePath }))
  return api
    .withPreMiddleware(async ({ url, init }) => ({ url: `${url}?${new URLSearchParams({ 'api-key': key })}`, init }))
    .getSecure()
}

const stranger = new AuthApi(new Configuration({ basePath, apiKey: 'wrong' }))
await assertRefused(stranger.listKeys(), 403, 'invalid_secret')
console.log('step: wrong secret')

// docs:start
const keys = new AuthApi(new Configuration({ basePath, apiKey: secretKey }))
const created = await keys.createKey({ keyCreation: { name: 'reporting job', scopes: new Set(['reports:read']) } })

const job = new SampleApi(new Configuration({ basePath, headers: { 'api-key': created.key } }))
const answer = await job.getSecure().catch(async (error) => {
  if (!(error instanceof ResponseError)) throw error
  return ProblemFromJSON(await error.response.json())
})
// docs:end
assert.ok(created.key.startsWith(`${created.start}_`))
assert.deepEqual([created.name, created.scopes, created.status], ['reporting job', new Set(['reports:read']), 'active'])
console.log('step: create')
assert.deepEqual(answer, { message: greeting })
console.log('step: use by header')

assert.deepEqual(await useByQuery(created.key), { message: greeting })
console.log('step: use by query')
// What this client does with an apiKey where either place would do.
const both = new SampleApi(new Configuration({ basePath, apiKey: created.key }))
assert.deepEqual(await both.getSecure(), { message: greeting })
console.log('step: use by both')
await assertRefused(useByHeader('made-up'), 403, 'invalid_api_key')
console.log('step: refused')

const invalid = await problemOf(keys.createKey({ keyCreation: { scopes: new Set(['two words']) } }))
assert.deepEqual([invalid.status, invalid.code], [422, 'invalid_request'])
assert.equal(invalid.errors?.[0]?.pointer, '/body/scopes/0')
console.log('step: invalid')

const made = [created.id]
for (const number of [1, 2, 3, 4]) made.push((await keys.createKey({ keyCreation: { name: `job ${number}` } })).id)
const pages: string[][] = []
let cursor: string | undefined
do {
  const page = await keys.listKeys({ limit: 2, sort: KeySort.NAME_ASCENDING, cursor })
  pages.push(page.keys.map(({ id }) => id))
  cursor = page.nextCursor
} while (cursor !== undefined)
assert.deepEqual(
  pages.map(({ length }) => length),
  [2, 2, 1],
)
assert.deepEqual(pages.flat().sort(), made.sort())
console.log('step: list')

const rotated = await keys.rotateKey({ keyId: created.id, keyRotation: { overlapSeconds: 0 } })
assert.equal(rotated.id, created.id)
await assertRefused(useByHeader(created.key), 403, 'invalid_api_key')
assert.deepEqual(await useByHeader(rotated.key), { message: greeting })
console.log('step: rotate')

const revoked = await keys.revokeKey({ keyId: created.id })
assert.equal(revoked.status, 'revoked')
assert.ok(revoked.revokedDate instanceof Date)
await assertRefused(useByHeader(rotated.key), 403, 'invalid_api_key')
console.log('step: revoke')

const usage = await keys.getKeyUsage({ keyId: created.id, interval: UsageInterval.Day })
assert.equal(
  usage.points.reduce((sum, { queries }) => sum + queries, 0),
  4,
)
console.log('step: usage')
