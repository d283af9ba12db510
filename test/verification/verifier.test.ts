import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateKey } from '../../src/credentials/api-key-format.js'
import { digestKey } from '../../src/credentials/digest.js'
import { SimpleSecurityError } from '../../src/errors.js'
import { createSecretCache } from '../../src/verification/secret-cache.js'
import type { FoundSecret, SecretLookup } from '../../src/verification/secret-lookup.js'
import { createVerifier } from '../../src/verification/verifier.js'
import { createClock, dayMs } from '../support/clock.js'

const refused = { ok: false, code: 'invalid_api_key' }
const { id, start, key } = generateKey('kss')
const apiKey = { id, start, name: 'job', scopes: ['read'], metadata: { team: 'a' }, expiresAt: undefined }

function createLookup(secrets: Record<string, FoundSecret>) {
  const asked: string[] = []
  const lookup: SecretLookup = {
    async findByDigest(digest) {
      asked.push(digest)
      return secrets[digest]
    },
  }
  return { asked, lookup }
}

function setUp(found: Partial<FoundSecret> = {}) {
  const clock = createClock()
  const secret: FoundSecret = {
    key: apiKey,
    revoked: false,
    endsAt: clock.now() + dayMs,
    warnFrom: Number.POSITIVE_INFINITY,
    ...found,
  }
  const { asked, lookup } = createLookup({ [digestKey(key)]: secret })
  const uses: [keyId: string, at: number][] = []
  const onVerified = (keyId: string, at: number) => {
    uses.push([keyId, at])
  }
  const verify = createVerifier({ secrets: lookup, now: clock.now, onVerified })
  return { clock, secret, asked, lookup, uses, onVerified, verify }
}

test('a good key is found by its digest, counted once, and told without its secret', async () => {
  const { clock, verify, asked, uses } = setUp()
  const verification = await verify(key)
  assert.deepEqual(verification, { ok: true, key: apiKey, endsSoon: undefined })
  assert.deepEqual(asked, [digestKey(key)])
  assert.deepEqual(uses, [[id, clock.now()]])
  assert.ok(!JSON.stringify(verification).includes(key))
})

test('each verification counts one use, at its own time', async () => {
  const { clock, verify, uses } = setUp()
  const startedAt = clock.now()
  await verify(key)
  clock.advance(10)
  await Promise.all([verify(key), verify(key)])
  assert.deepEqual(uses, [
    [id, startedAt],
    [id, startedAt + 10],
    [id, startedAt + 10],
  ])
})

test('what cannot be a key is refused without a lookup', async () => {
  const { verify, asked, uses } = setUp()
  const changed = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')
  for (const text of [
    '',
    ' ',
    'kss',
    id,
    start,
    changed,
    `${key} `,
    key.toUpperCase(),
    'x'.repeat(100_000),
    '💥',
    '\0',
  ]) {
    assert.deepEqual(await verify(text), refused)
  }
  assert.deepEqual(asked, [])
  assert.deepEqual(uses, [])
})

test('a key that was made elsewhere is looked up like one that was made here', async () => {
  const broughtIn = '0f8fad5b-d9cb-469f-a165-70867728950e'
  const { clock, secret, onVerified, uses } = setUp()
  const { asked, lookup } = createLookup({ [digestKey(broughtIn)]: secret })
  const verify = createVerifier({ secrets: lookup, now: clock.now, onVerified })
  assert.deepEqual(await verify(broughtIn), { ok: true, key: apiKey, endsSoon: undefined })
  assert.deepEqual(asked, [digestKey(broughtIn)])
  assert.equal(uses.length, 1)
})

test('unknown, revoked and expired keys are refused alike, and not counted', async () => {
  const unknown = setUp()
  assert.deepEqual(await unknown.verify(generateKey('kss').key), refused)
  assert.equal(unknown.asked.length, 1)
  const revoked = setUp({ revoked: true })
  assert.deepEqual(await revoked.verify(key), refused)
  const both = setUp({ revoked: true, endsAt: Number.POSITIVE_INFINITY })
  assert.deepEqual(await both.verify(key), refused)
  const expired = setUp({ endsAt: 0 })
  assert.deepEqual(await expired.verify(key), refused)
  for (const { uses } of [unknown, revoked, both, expired]) assert.deepEqual(uses, [])
})

test('a key works until the millisecond before its end', async () => {
  const { clock, verify, uses } = setUp()
  clock.advance(dayMs - 1)
  assert.equal((await verify(key)).ok, true)
  clock.advance(1)
  assert.deepEqual(await verify(key), refused)
  assert.equal(uses.length, 1)
})

test('a key that never ends works for any time', async () => {
  const { clock, verify } = setUp({ endsAt: Number.POSITIVE_INFINITY })
  clock.advance(10_000 * dayMs)
  assert.equal((await verify(key)).ok, true)
})

test('the end that counts is that of the secret, also where the key itself goes on', async () => {
  const { clock, verify } = setUp({
    key: { ...apiKey, expiresAt: new Date('2100-01-01T00:00:00Z') },
    endsAt: createClock().now() + 60_000,
  })
  assert.equal((await verify(key)).ok, true)
  clock.advance(60_000)
  assert.deepEqual(await verify(key), refused)
})

test('expiry is checked on every call, with an entry that is still fresh in the cache too', async () => {
  const clock = createClock()
  const { lookup, asked } = createLookup({
    [digestKey(key)]: { key: apiKey, revoked: false, endsAt: clock.now() + 100, warnFrom: Number.POSITIVE_INFINITY },
  })
  const uses: string[] = []
  const verify = createVerifier({
    secrets: createSecretCache({ lookup, now: clock.now }),
    now: clock.now,
    onVerified: (keyId) => uses.push(keyId),
  })
  assert.equal((await verify(key)).ok, true)
  clock.advance(99)
  assert.equal((await verify(key)).ok, true)
  clock.advance(1)
  assert.deepEqual(await verify(key), refused)
  assert.equal(asked.length, 1)
  assert.equal(uses.length, 2)
})

test('the time that counts is that of the answer, not of the question', async () => {
  const { clock, secret, onVerified, uses } = setUp()
  const verify = createVerifier({
    now: clock.now,
    onVerified,
    secrets: {
      async findByDigest() {
        clock.advance(dayMs)
        return secret
      },
    },
  })
  assert.deepEqual(await verify(key), refused)
  assert.deepEqual(uses, [])
})

test('a database that is away is an error, never a refusal, and counts nothing', async () => {
  const { clock, onVerified, uses } = setUp()
  const error = new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')
  const verify = createVerifier({
    now: clock.now,
    onVerified,
    secrets: { findByDigest: () => Promise.reject(error) },
  })
  await assert.rejects(verify(key), error)
  assert.deepEqual(uses, [])
})

test('a use that cannot be counted is not allowed', async () => {
  const { clock, lookup } = setUp()
  const error = new SimpleSecurityError('database_unavailable', 'The instance is closed.')
  const verify = createVerifier({
    now: clock.now,
    secrets: lookup,
    onVerified() {
      throw error
    },
  })
  await assert.rejects(verify(key), error)
})
