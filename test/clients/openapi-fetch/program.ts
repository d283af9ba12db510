import assert from 'node:assert/strict'

// docs:start
import createClient from 'openapi-fetch'
import type { paths } from './schema.js'
// docs:end

import type { Middleware } from 'openapi-fetch'

const baseUrl = process.env.BASE_URL
const secretKey = process.env.SECRET_KEY

/** A client that passes a key in the query, and maybe one in the header too. */
function createQueryClient(key: string, headers: Record<string, string> = {}) {
  const passInQuery: Middleware = {
    onRequest({ request }) {
      const url = new URL(request.url)
      url.searchParams.set('api-key', key)
      return new Request(url, request)
    },
  }
  const client = createClient<paths>({ baseUrl, headers })
  client.use(passInQuery)
  return client
}

function createHeaderClient(key: string) {
  return createClient<paths>({ baseUrl, headers: { 'api-key': key } })
}

async function assertAccepted(client: ReturnType<typeof createHeaderClient>) {
  const { data, error } = await client.GET('/secure')
  assert.equal(data?.message, 'This is a secure endpoint', error?.detail)
}

async function assertRefused(key: string) {
  const { error, response } = await createHeaderClient(key).GET('/secure')
  assert.equal(response.status, 403)
  assert.equal(error?.code, 'invalid_api_key')
}

const stranger = createClient<paths>({ baseUrl, headers: { 'secret-key': 'not-the-secret' } })
const { error: wrongSecret, response: wrongSecretResponse } = await stranger.POST('/auth/keys', { body: {} })
assert.equal(wrongSecretResponse.status, 403)
assert.equal(wrongSecret?.code, 'invalid_secret')
console.log('step: wrong secret')

// docs:start

const admin = createClient<paths>({ baseUrl, headers: { 'secret-key': secretKey } })
const { data: created, error } = await admin.POST('/auth/keys', {
  body: { name: 'reporting job', scopes: ['reports:read'] },
})
if (!created) throw new Error(`${error?.code}: ${error?.detail}`)

const job = createClient<paths>({ baseUrl, headers: { 'api-key': created.key } })
const { data: answer, error: refusal } = await job.GET('/secure')
// docs:end
assert.equal(created.name, 'reporting job')
assert.deepEqual(created.scopes, ['reports:read'])
assert.ok(created.key.startsWith(`${created.start}_`))
console.log('step: create')

assert.equal(answer?.message, 'This is a secure endpoint', refusal?.detail)
console.log('step: use by header')

await assertAccepted(createQueryClient(created.key))
console.log('step: use by query')

await assertAccepted(createQueryClient(created.key, { 'api-key': created.key }))
console.log('step: use by both')

await assertRefused('made-up')
console.log('step: refused')

const { error: invalid, response: invalidResponse } = await admin.POST('/auth/keys', {
  body: { scopes: ['two words'] },
})
assert.equal(invalidResponse.status, 422)
assert.equal(invalid?.code, 'invalid_request')
assert.equal(invalid?.errors?.[0]?.pointer, '/body/scopes/0')
console.log('step: invalid')

const made = new Set<string | undefined>()
for (const name of ['listed 1', 'listed 2', 'listed 3', 'listed 4', 'listed 5']) {
  const { data } = await admin.POST('/auth/keys', { body: { name } })
  made.add(data?.id)
}
const pages: string[][] = []
let cursor: string | undefined
do {
  const query = { name: 'listed', limit: 2, cursor }
  const { data } = await admin.GET('/auth/keys', { params: { query } })
  assert.ok(data)
  pages.push(data.keys.map(({ id }) => id))
  cursor = data.next_cursor
} while (cursor)
assert.equal(pages.map((ids) => ids.length).join(), '2,2,1')
assert.deepEqual(new Set(pages.flat()), made)
console.log('step: list')

const params = { path: { keyId: created.id } }
const { data: rotated } = await admin.POST('/auth/keys/{keyId}/rotate', { params })
assert.equal(rotated?.id, created.id)
await assertRefused(created.key)
await assertAccepted(createHeaderClient(rotated.key))
console.log('step: rotate')

const { data: revoked } = await admin.POST('/auth/keys/{keyId}/revoke', { params })
assert.equal(revoked?.status, 'revoked')
await assertRefused(rotated.key)
console.log('step: revoke')

const { data: usage } = await admin.GET('/auth/keys/{keyId}/usage', { params })
const uses = usage?.points.reduce((sum, { queries }) => sum + queries, 0)
assert.equal(uses, 4)
console.log('step: usage')
