import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimpleSecurityError } from '../../src/errors.js'
import { createSecretCache } from '../../src/verification/secret-cache.js'
import type { FoundSecret } from '../../src/verification/secret-lookup.js'
import { createClock } from '../support/clock.js'

type Found = FoundSecret | undefined

function secretOf(keyId: string, changes: Partial<FoundSecret> = {}): FoundSecret {
  const key = { id: keyId, start: `kss_${keyId}`, name: undefined, scopes: [], metadata: {}, expiresAt: undefined }
  return { key, revoked: false, endsAt: Number.POSITIVE_INFINITY, warnFrom: Number.POSITIVE_INFINITY, ...changes }
}

const unavailable = () => new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')

/** A database that answers with what it holds, and counts the questions. */
function createDatabase(secrets: Record<string, FoundSecret> = {}) {
  const held = new Map(Object.entries(secrets))
  const asked: string[] = []
  let failure: Error | undefined
  return {
    held,
    asked,
    fail(error: Error | undefined) {
      failure = error
    },
    lookup: {
      async findByDigest(digest: string) {
        asked.push(digest)
        if (failure !== undefined) throw failure
        return held.get(digest)
      },
    },
  }
}

/** A database that answers when the test says so, in whatever order. */
function createSlowDatabase() {
  const loads: { digest: string; answer: (found: Found) => void; fail: (error: Error) => void }[] = []
  const loadAt = (index: number) => {
    const load = loads[index]
    assert.ok(load, `there is no load ${index}`)
    return load
  }
  return {
    loads,
    loadAt,
    lookup: {
      findByDigest: (digest: string) =>
        new Promise<Found>((answer, fail) => {
          loads.push({ digest, answer, fail })
        }),
    },
  }
}

test('a key is looked up once within 500 ms, and again from then on', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  assert.deepEqual(await cache.findByDigest('d1'), secretOf('k1'))
  database.held.set('d1', secretOf('k1', { revoked: true }))

  clock.advance(499)
  assert.equal((await cache.findByDigest('d1'))?.revoked, false)
  assert.equal(database.asked.length, 1)

  clock.advance(1)
  assert.equal((await cache.findByDigest('d1'))?.revoked, true)
  assert.equal(database.asked.length, 2)
})

test('use does not keep an entry fresh', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  for (let time = 0; time <= 500; time += 100) {
    await cache.findByDigest('d1')
    clock.advance(100)
  }
  assert.equal(database.asked.length, 2)
})

test('what is found is as old as the question, not as the answer', async () => {
  const clock = createClock()
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: clock.now })
  const first = cache.findByDigest('d1')
  clock.advance(400)
  loadAt(0).answer(secretOf('k1'))
  await first

  clock.advance(99)
  await cache.findByDigest('d1')
  assert.equal(loads.length, 1)

  clock.advance(1)
  void cache.findByDigest('d1')
  assert.equal(loads.length, 2)
})

test('a clock that is set back makes an entry old, not new for longer', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  await cache.findByDigest('d1')
  clock.advance(-3_600_000)
  await cache.findByDigest('d1')
  assert.equal(database.asked.length, 2)
})

test('digests do not share entries', async () => {
  const database = createDatabase({ d1: secretOf('k1'), d2: secretOf('k2') })
  const cache = createSecretCache({ lookup: database.lookup, now: createClock().now })
  assert.equal((await cache.findByDigest('d1'))?.key.id, 'k1')
  assert.equal((await cache.findByDigest('d2'))?.key.id, 'k2')
  assert.equal((await cache.findByDigest('d1'))?.key.id, 'k1')
  assert.deepEqual(database.asked, ['d1', 'd2'])
})

test('an unknown key is not kept, so that a new one works at once', async () => {
  const database = createDatabase()
  const cache = createSecretCache({ lookup: database.lookup, now: createClock().now })
  assert.equal(await cache.findByDigest('d1'), undefined)
  database.held.set('d1', secretOf('k1'))
  assert.deepEqual(await cache.findByDigest('d1'), secretOf('k1'))
})

test('a key that is gone from the database is gone from the cache, also when the database goes away next', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  await cache.findByDigest('d1')
  database.held.delete('d1')
  clock.advance(500)
  assert.equal(await cache.findByDigest('d1'), undefined)
  database.fail(unavailable())
  await assert.rejects(cache.findByDigest('d1'), { code: 'database_unavailable' })
})

test('requests at the same time share one load', async () => {
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: createClock().now })
  const requests = [cache.findByDigest('d1'), cache.findByDigest('d1'), cache.findByDigest('d1')]
  assert.equal(loads.length, 1)
  const found = secretOf('k1')
  loadAt(0).answer(found)
  assert.deepEqual(await Promise.all(requests), [found, found, found])
})

test('requests at the same time share one load of an entry that is no longer fresh', async () => {
  const clock = createClock()
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: clock.now })
  const first = cache.findByDigest('d1')
  loadAt(0).answer(secretOf('k1'))
  await first
  clock.advance(500)
  const requests = [cache.findByDigest('d1'), cache.findByDigest('d1')]
  assert.equal(loads.length, 2)
  loadAt(1).answer(secretOf('k1', { revoked: true }))
  assert.deepEqual(
    (await Promise.all(requests)).map((found) => found?.revoked),
    [true, true],
  )
})

test('a load that fails fails all who wait for it, and the next request tries again', async () => {
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: createClock().now })
  const requests = [cache.findByDigest('d1'), cache.findByDigest('d1')]
  loadAt(0).fail(unavailable())
  const outcomes = await Promise.allSettled(requests)
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  const next = cache.findByDigest('d1')
  assert.equal(loads.length, 2)
  loadAt(1).answer(secretOf('k1'))
  assert.deepEqual(await next, secretOf('k1'))
})

test('a lookup that throws at once is a failure like any other', async () => {
  let isBroken = true
  const cache = createSecretCache({
    now: createClock().now,
    lookup: {
      findByDigest() {
        if (isBroken) throw new Error('broken')
        return Promise.resolve(secretOf('k1'))
      },
    },
  })
  await assert.rejects(cache.findByDigest('d1'), { message: 'broken' })
  isBroken = false
  assert.deepEqual(await cache.findByDigest('d1'), secretOf('k1'))
})

test('after a key is forgotten it is looked up again, and no other key is', async () => {
  const names = ['1', '2', '3', '4', '5']
  for (const name of names) {
    const database = createDatabase(Object.fromEntries(names.map((each) => [`d${each}`, secretOf(`k${each}`)])))
    const cache = createSecretCache({ lookup: database.lookup, now: createClock().now })
    for (const each of names) await cache.findByDigest(`d${each}`)
    cache.forget(`k${name}`)
    database.asked.length = 0
    for (const each of names) await cache.findByDigest(`d${each}`)
    assert.deepEqual(database.asked, [`d${name}`])
  }
})

test('every secret of a forgotten key is looked up again', async () => {
  const database = createDatabase({ new: secretOf('k1'), other: secretOf('k2'), old: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: createClock().now })
  for (const digest of ['new', 'other', 'old']) await cache.findByDigest(digest)
  cache.forget('k1')
  database.asked.length = 0
  for (const digest of ['new', 'other', 'old']) await cache.findByDigest(digest)
  assert.deepEqual(database.asked, ['new', 'old'])
})

test('a load in flight when a key is revoked reaches nobody who asks afterwards', async () => {
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: createClock().now })
  const before = cache.findByDigest('d1')
  cache.forget('k1')
  const after = cache.findByDigest('d1')
  assert.equal(loads.length, 2, 'the request after the revocation asks for itself')

  // The old answer arrives last: it must not overwrite the new one either.
  loadAt(1).answer(secretOf('k1', { revoked: true }))
  assert.equal((await after)?.revoked, true)
  loadAt(0).answer(secretOf('k1'))
  await before
  assert.equal((await cache.findByDigest('d1'))?.revoked, true)
  assert.equal(loads.length, 2, 'the new answer is the one that is kept')
})

test('a load in flight when a key is revoked is not kept when it ends before the next request', async () => {
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: createClock().now })
  const before = cache.findByDigest('d1')
  cache.forget('k1')
  loadAt(0).answer(secretOf('k1'))
  await before
  const after = cache.findByDigest('d1')
  assert.equal(loads.length, 2)
  loadAt(1).answer(secretOf('k1', { revoked: true }))
  assert.equal((await after)?.revoked, true)
})

test('the end of a load from before a revocation does not end the sharing of the load after it', async () => {
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: createClock().now })
  const before = cache.findByDigest('d1')
  cache.forget('k1')
  const after = cache.findByDigest('d1')
  loadAt(0).answer(secretOf('k1'))
  await before
  const later = cache.findByDigest('d1')
  assert.equal(loads.length, 2)
  loadAt(1).answer(secretOf('k1', { revoked: true }))
  assert.deepEqual([(await after)?.revoked, (await later)?.revoked], [true, true])
})

test('a revoked key does not come back when the database goes away during the load', async () => {
  const clock = createClock()
  const { lookup, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: clock.now })
  const first = cache.findByDigest('d1')
  loadAt(0).answer(secretOf('k1'))
  await first
  clock.advance(500)
  const second = cache.findByDigest('d1')
  cache.forget('k1')
  loadAt(1).fail(unavailable())
  await assert.rejects(second, { code: 'database_unavailable' })
})

test('while the database is away a known key works for 30 s after it was read, and no longer', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  await cache.findByDigest('d1')
  database.fail(unavailable())

  clock.advance(500)
  assert.deepEqual(await cache.findByDigest('d1'), secretOf('k1'))
  clock.advance(29_499)
  assert.deepEqual(await cache.findByDigest('d1'), secretOf('k1'))
  clock.advance(1)
  await assert.rejects(cache.findByDigest('d1'), { code: 'database_unavailable' })
})

test('the 30 s include the time that the failing load takes', async () => {
  const clock = createClock()
  const { lookup, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: clock.now })
  const first = cache.findByDigest('d1')
  loadAt(0).answer(secretOf('k1'))
  await first
  clock.advance(29_000)
  const late = cache.findByDigest('d1')
  clock.advance(2_000)
  loadAt(1).fail(unavailable())
  await assert.rejects(late, { code: 'database_unavailable' })
})

test('all who share a load that fails get the known key', async () => {
  const clock = createClock()
  const { lookup, loads, loadAt } = createSlowDatabase()
  const cache = createSecretCache({ lookup, now: clock.now })
  const first = cache.findByDigest('d1')
  loadAt(0).answer(secretOf('k1'))
  await first
  clock.advance(1_000)
  const requests = [cache.findByDigest('d1'), cache.findByDigest('d1')]
  assert.equal(loads.length, 2)
  loadAt(1).fail(unavailable())
  assert.deepEqual(await Promise.all(requests), [secretOf('k1'), secretOf('k1')])
})

test('while the database is away an unknown key is a fault, never a refusal', async () => {
  const database = createDatabase()
  const cache = createSecretCache({ lookup: database.lookup, now: createClock().now })
  database.fail(unavailable())
  await assert.rejects(cache.findByDigest('d1'), { code: 'database_unavailable' })
})

test('a known key is not served for a fault other than a database that is away', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  await cache.findByDigest('d1')
  clock.advance(500)
  const others = [
    new Error('no such column'),
    new SimpleSecurityError('database_unusable', 'The schema is newer than this version.'),
    new SimpleSecurityError('internal_error', 'broken'),
    Object.assign(new Error('looks like it'), { code: 'database_unavailable' }),
  ]
  for (const error of others) {
    database.fail(error)
    await assert.rejects(cache.findByDigest('d1'), error)
  }
})

test('when the database is back, its answer counts at once', async () => {
  const clock = createClock()
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: clock.now })
  await cache.findByDigest('d1')
  database.fail(unavailable())
  clock.advance(1_000)
  await cache.findByDigest('d1')
  database.fail(undefined)
  database.held.set('d1', secretOf('k1', { revoked: true }))
  assert.equal((await cache.findByDigest('d1'))?.revoked, true)
})

test('ten thousand keys are kept at most, those used latest', async () => {
  const maximum = 10_000
  const asked: string[] = []
  const cache = createSecretCache({
    now: createClock().now,
    lookup: {
      async findByDigest(digest) {
        asked.push(digest)
        return secretOf(digest)
      },
    },
  })
  for (let count = 0; count < maximum; count++) await cache.findByDigest(`d${count}`)
  await cache.findByDigest('d0')
  assert.equal(asked.length, maximum, 'that many fit')
  await cache.findByDigest('one-more')
  asked.length = 0
  for (const digest of ['one-more', 'd0', `d${maximum - 1}`, 'd1']) await cache.findByDigest(digest)
  assert.deepEqual(asked, ['d1'], 'the one that was used longest ago has gone')
})

test('made-up keys push no known key out', async () => {
  const database = createDatabase({ d1: secretOf('k1') })
  const cache = createSecretCache({ lookup: database.lookup, now: createClock().now })
  await cache.findByDigest('d1')
  for (let count = 0; count < 20_000; count++) await cache.findByDigest(`made-up-${count}`)
  database.asked.length = 0
  await cache.findByDigest('d1')
  assert.deepEqual(database.asked, [])
})
