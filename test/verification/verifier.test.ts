import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateKey } from '../../src/credentials/api-key-format.js'
import { digestKey } from '../../src/credentials/digest.js'
import { SimpleSecurityError } from '../../src/errors.js'
import type { UsageCounter } from '../../src/usage/usage-recorder.js'
import { createDecisionCache } from '../../src/verification/decision-cache.js'
import type { FoundSecret } from '../../src/verification/secret-lookup.js'
import { createVerifier, createVerify, decisionOf, type KeyDecision } from '../../src/verification/verifier.js'
import { createClock, dayMs } from '../support/clock.js'

const refused = { ok: false, code: 'invalid_api_key' }
const { id, start, key } = generateKey('kss')
const apiKey = { id, start, name: 'job', scopes: ['read'], metadata: { team: 'a' }, expiresAt: undefined }

const counterOf = (keyId: string): UsageCounter => ({ keyId, hour: 0, queries: 0, latestQueryAt: 0 })

/** A verifier over a database that holds one secret, of `key` unless another is named. */
function setUp(
  found: Partial<FoundSecret> = {},
  parts: { presented?: string; findByDigest?: () => Promise<FoundSecret>; refuseToCount?: Error } = {},
) {
  const clock = createClock()
  const secret: FoundSecret = {
    key: apiKey,
    revoked: false,
    endsAt: clock.now() + dayMs,
    warnFrom: Number.POSITIVE_INFINITY,
    ...found,
  }
  const asked: string[] = []
  const uses: [keyId: string, at: number][] = []
  let isCurrent = true
  let refreshes = 0
  const digest = digestKey(parts.presented ?? key)
  const findByDigest = parts.findByDigest ?? (async (asking: string) => (asking === digest ? secret : undefined))
  const decisions = createDecisionCache<KeyDecision>({
    load: async (asking) => {
      asked.push(asking)
      const answer = await findByDigest(asking)
      return answer === undefined ? null : decisionOf(answer, counterOf)
    },
    now: clock.now,
    maximumDecisions: 10,
    maximumRefusals: 10,
  })
  const watch = {
    isCurrent: () => isCurrent,
    async refresh() {
      refreshes += 1
      isCurrent = true
    },
  }
  const decide = createVerifier({
    decisions,
    watch,
    now: clock.now,
    count({ keyId }, at) {
      if (parts.refuseToCount !== undefined) throw parts.refuseToCount
      uses.push([keyId, at])
    },
  })
  return {
    clock,
    secret,
    asked,
    uses,
    decide,
    decisions,
    watch,
    verify: createVerify(decide),
    refreshes: () => refreshes,
    outdate() {
      isCurrent = false
    },
  }
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
  const { verify, asked, uses } = setUp({}, { presented: broughtIn })
  assert.deepEqual(await verify(broughtIn), { ok: true, key: apiKey, endsSoon: undefined })
  assert.deepEqual(asked, [digestKey(broughtIn)])
  assert.equal(uses.length, 1)
})

test('what is in memory is decided on at once, without a promise and without a query', async () => {
  const { verify, decide, asked, uses } = setUp()
  await verify(key)
  const first = decide(key, [])
  assert.deepEqual(first, { ok: true, key: apiKey, endsSoon: undefined })
  assert.equal(decide(key, []), first, 'nothing is made for an answer either')
  assert.deepEqual(decide(key, ['write']), { ok: false, code: 'insufficient_scope', keyId: id, missing: ['write'] })
  const unknown = generateKey('kss').key
  assert.deepEqual(await decide(unknown, []), refused)
  assert.deepEqual(decide(unknown, []), refused)
  assert.deepEqual(decide('made up', []), refused)
  assert.equal(asked.length, 2)
  assert.equal(uses.length, 3)
})

test('what is in memory is gone by only once it is known to be current', async () => {
  const { verify, decide, decisions, secret, watch, outdate, refreshes, asked } = setUp()
  await verify(key)
  outdate()
  // As it happens when a look finds that another process revoked the key.
  const refresh = watch.refresh
  watch.refresh = async () => {
    secret.revoked = true
    decisions.forget(id)
    await refresh()
  }
  const deciding = decide(key, [])
  assert.ok(deciding instanceof Promise)
  assert.deepEqual(await deciding, refused)
  assert.deepEqual([refreshes(), asked.length], [1, 2])
})

test('when it cannot be known whether it is current, that is an error, never a refusal', async () => {
  const { verify, watch, outdate, uses } = setUp()
  await verify(key)
  outdate()
  const error = new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')
  watch.refresh = () => Promise.reject(error)
  await assert.rejects(verify(key), error)
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

test('expiry is checked on every call, with an entry that is in memory too', async () => {
  const { clock, verify, asked, uses } = setUp({ endsAt: createClock().now() + 100 })
  assert.equal((await verify(key)).ok, true)
  clock.advance(99)
  assert.equal((await verify(key)).ok, true)
  clock.advance(1)
  assert.deepEqual(await verify(key), refused)
  assert.equal(asked.length, 1)
  assert.equal(uses.length, 2)
})

test('the end is told from when it should be, and the time that is told belongs to who asked', async () => {
  const endsAt = createClock().now() + 100
  const { clock, verify } = setUp({ endsAt, warnFrom: endsAt - 20 })
  clock.advance(79)
  assert.deepEqual(await verify(key), { ok: true, key: apiKey, endsSoon: undefined })
  clock.advance(1)
  const warned = await verify(key)
  assert.deepEqual(warned, { ok: true, key: apiKey, endsSoon: new Date(endsAt) })
  if (warned.ok) warned.endsSoon?.setTime(0)
  assert.deepEqual(await verify(key), { ok: true, key: apiKey, endsSoon: new Date(endsAt) })
})

test('the time that counts is that of the answer, not of the question', async () => {
  const { verify, uses, clock, secret } = setUp({}, { findByDigest: () => slowly() })
  async function slowly() {
    clock.advance(dayMs)
    return secret
  }
  assert.deepEqual(await verify(key), refused)
  assert.deepEqual(uses, [])
})

test('a database that is away is an error, never a refusal, and counts nothing', async () => {
  const error = new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')
  const { verify, uses } = setUp({}, { findByDigest: () => Promise.reject(error) })
  await assert.rejects(verify(key), error)
  assert.deepEqual(uses, [])
})

test('a use that cannot be counted is not allowed', async () => {
  const error = new SimpleSecurityError('database_unavailable', 'The instance is closed.')
  const { verify, decide } = setUp({}, { refuseToCount: error })
  await assert.rejects(verify(key), error)
  assert.throws(() => decide(key, []), error)
})
