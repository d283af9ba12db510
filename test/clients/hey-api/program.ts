import assert from 'node:assert/strict'

// docs:start
import { createClient } from './api/client/index.js'
import { createKey, getSecure } from './api/index.js'
// docs:end

import type { Client } from './api/client/index.js'
import { getKeyUsage, type Key, listKeys, type Problem, revokeKey, rotateKey } from './api/index.js'

const baseUrl = process.env.BASE_URL
const secretKey = process.env.SECRET_KEY

/** One status of each operation (431) comes without a body. Among the types of an operation's errors, that leaves `unknown`. */
function asProblem(error: unknown) {
  return error as Problem | undefined
}

/**
 * A client that passes a key in the query, and maybe one in the header too. Openapi-ts 0.95, the last that supports Node 20, loses
 * an `auth` for the query where an operation has no parameters: https://github.com/hey-api/hey-api/issues/3852
 */
function createQueryClient(key: string, keyInHeader?: string) {
  const client = createClient({ baseUrl, auth: keyInHeader })
  client.interceptors.request.use((request) => {
    const url = new URL(request.url)
    url.searchParams.set('api-key', key)
    return new Request(url, request)
  })
  return client
}

async function assertAccepted(client: Client) {
  const { data, error } = await getSecure({ client })
  assert.equal(data?.message, 'This is a secure endpoint', asProblem(error)?.detail)
}

async function assertRefused(key: string) {
  const { error, response } = await getSecure({ client: createClient({ baseUrl, auth: key }) })
  assert.equal(response?.status, 403)
  assert.equal(asProblem(error)?.code, 'invalid_api_key')
}

const stranger = createClient({ baseUrl, auth: 'not-the-secret' })
const wrongSecret = await createKey({ client: stranger, body: {} })
assert.equal(wrongSecret.response?.status, 403)
assert.equal(asProblem(wrongSecret.error)?.code, 'invalid_secret')
console.log('step: wrong secret')

// docs:start

const admin = createClient({ baseUrl, auth: secretKey })
const { data: created } = await createKey({
  client: admin,
  body: { name: 'reporting job', scopes: ['reports:read'] },
  throwOnError: true,
})

const job = createClient({ baseUrl, auth: created.key })
const { data: answer, error } = await getSecure({ client: job })
// docs:end
assert.equal(created.name, 'reporting job')
assert.deepEqual(created.scopes, ['reports:read'])
assert.ok(created.key.startsWith(`${created.start}_`))
console.log('step: create')

assert.equal(answer?.message, 'This is a secure endpoint', asProblem(error)?.detail)
console.log('step: use by header')

await assertAccepted(createQueryClient(created.key))
console.log('step: use by query')

await assertAccepted(createQueryClient(created.key, created.key))
console.log('step: use by both')

await assertRefused('made-up')
console.log('step: refused')

const invalid = await createKey({ client: admin, body: { scopes: ['two words'] } })
assert.equal(invalid.response?.status, 422)
assert.equal(asProblem(invalid.error)?.code, 'invalid_request')
assert.equal(asProblem(invalid.error)?.errors?.[0]?.pointer, '/body/scopes/0')
console.log('step: invalid')

const made = new Set<string>()
for (const name of ['listed 1', 'listed 2', 'listed 3', 'listed 4', 'listed 5']) {
  const { data } = await createKey({ client: admin, body: { name }, throwOnError: true })
  made.add(data.id)
}
const pages: Key[][] = []
let cursor: string | undefined
do {
  const { data } = await listKeys({ client: admin, query: { name: 'listed', limit: 2, cursor }, throwOnError: true })
  pages.push(data.keys)
  cursor = data.next_cursor
} while (cursor)
assert.equal(pages.map((keys) => keys.length).join(), '2,2,1')
assert.deepEqual(new Set(pages.flat().map(({ id }) => id)), made)
console.log('step: list')

const path = { keyId: created.id }
const { data: rotated } = await rotateKey({ client: admin, path, throwOnError: true })
assert.equal(rotated.id, created.id)
await assertRefused(created.key)
await assertAccepted(createClient({ baseUrl, auth: rotated.key }))
console.log('step: rotate')

const { data: revoked } = await revokeKey({ client: admin, path, throwOnError: true })
assert.equal(revoked.status, 'revoked')
await assertRefused(rotated.key)
console.log('step: revoke')

const { data: usage } = await getKeyUsage({ client: admin, path, throwOnError: true })
const uses = usage.points.reduce((sum, { queries }) => sum + queries, 0)
assert.equal(uses, 4)
console.log('step: usage')
