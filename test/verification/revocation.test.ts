import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { createCursorCodec } from '../../src/keys/cursor.js'
import { createKeys } from '../../src/keys/keys.js'
import { openDatabase } from '../../src/store/open-database.js'
import { openStore } from '../../src/store/store.js'
import { createDecisionCache } from '../../src/verification/decision-cache.js'
import { createVerifier, decisionOf, type KeyDecision } from '../../src/verification/verifier.js'
import { locationOf, type TestedDatabase, testedDatabases } from '../support/databases.js'
import { startStandAlone } from '../support/stand-alone.js'

/** The parts of an instance over a real database, whose answers to verifications arrive when the test says so. */
async function setUpDelayed(t: TestContext, database: TestedDatabase) {
  const closing: (() => Promise<void>)[] = []
  // Before the database goes.
  t.after(() => Promise.all(closing.map((close) => close())))
  const location = locationOf(await database.fresh(t))
  const store = await openStore(() => openDatabase(location))
  closing.push(store.close)
  const held: (() => void)[] = []
  let queries = 0
  let isHeld = true
  const decisions = createDecisionCache<KeyDecision>({
    load: async (digest) => {
      queries += 1
      const found = await store.findByDigest(digest)
      if (isHeld) await new Promise<void>((release) => held.push(release))
      return found === undefined
        ? null
        : decisionOf(found, (keyId) => ({ keyId, hour: 0, queries: 0, latestQueryAt: 0 }))
    },
    now: Date.now,
    maximumDecisions: 10,
    maximumRefusals: 10,
  })
  const keys = createKeys({
    store,
    now: Date.now,
    keyPrefix: 'kss',
    expirationDays: 15,
    cursors: createCursorCodec(['secret']),
    onChange: decisions.forget,
    flushUsage: async () => {},
  })({ via: 'code' })
  const decide = createVerifier({
    decisions,
    watch: { isCurrent: () => true, refresh: async () => {} },
    now: Date.now,
    count: () => {},
  })
  return {
    keys,
    queries: () => queries,
    isAllowed: async (key: string) => (await decide(key, [])).ok,
    /** Resolves once so many answers of the database are held back. */
    async holding(count: number) {
      while (held.length < count) await new Promise((resolve) => setImmediate(resolve))
    },
    release(index: number) {
      held[index]?.()
    },
    holdNoMore() {
      isHeld = false
      for (const release of held) release()
    },
  }
}

for (const database of testedDatabases) {
  describe(`a revocation and a load in flight on ${database.name}`, () => {
    it('refuses every request after the revocation, though the load that read the key before ends later', async (t) => {
      const { keys, isAllowed, holding, release, holdNoMore } = await setUpDelayed(t, database)
      const { key, id } = await keys.create()
      const before = isAllowed(key)
      await holding(1)
      await keys.revoke(id)
      const after = isAllowed(key)
      await holding(2)
      release(1)
      assert.equal(await after, false)
      release(0)
      await before
      holdNoMore()
      assert.equal(await isAllowed(key), false)
    })

    it('refuses the next request when the load ends right after the revocation', async (t) => {
      const { keys, isAllowed, holding, holdNoMore } = await setUpDelayed(t, database)
      const { key, id } = await keys.create()
      const before = isAllowed(key)
      await holding(1)
      await keys.revoke(id)
      holdNoMore()
      await before
      assert.equal(await isAllowed(key), false)
    })

    it('allows every request after a renewal, though a load that read the revoked key ends later', async (t) => {
      const { keys, isAllowed, holding, holdNoMore } = await setUpDelayed(t, database)
      const { key, id } = await keys.create()
      await keys.revoke(id)
      const before = isAllowed(key)
      await holding(1)
      await keys.renew(id)
      holdNoMore()
      assert.equal(await before, false)
      assert.equal(await isAllowed(key), true)
    })

    it('asks the database once, however many requests wait', async (t) => {
      const { keys, isAllowed, holding, holdNoMore, queries } = await setUpDelayed(t, database)
      const { key } = await keys.create()
      const waiting = Array.from({ length: 100 }, () => isAllowed(key))
      await holding(1)
      holdNoMore()
      assert.deepEqual(new Set(await Promise.all(waiting)), new Set([true]))
      assert.equal(await isAllowed(key), true)
      assert.equal(queries(), 1)
    })
  })
}

describe('a key that was refused, over HTTP', () => {
  const broughtIn = 'b1a5f2d0-6c1f-4d6c-9f54-6f0a5f1c2e3d'

  it('works at once when it is renewed', async (t) => {
    const { get, admin, newKey } = await startStandAlone(t)
    const key = await newKey()
    const use = async () => (await get('/secure', { headers: { 'api-key': key } })).status
    for (let round = 0; round < 3; round++) {
      assert.equal(await use(), 200)
      await admin(`/auth/revoke?api-key=${key}`)
      assert.deepEqual([await use(), await use()], [403, 403])
      await admin(`/auth/renew?api-key=${key}`)
    }
  })

  it('works at once when it is brought in', async (t) => {
    const { get, admin } = await startStandAlone(t)
    const use = async () => (await get('/secure', { headers: { 'api-key': broughtIn } })).status
    assert.deepEqual([await use(), await use()], [403, 403])
    const body = JSON.stringify({ key: broughtIn })
    const created = await admin('/auth/keys', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    assert.equal(created.status, 201)
    assert.equal(await use(), 200)
  })
})
