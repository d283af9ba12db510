import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createCursorCodec } from '../../src/keys/cursor.js'
import { createKeys, type Keys } from '../../src/keys/keys.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { openStore, type Store } from '../../src/store/store.js'
import { createClock } from '../support/clock.js'
import { temporaryFolder } from '../support/temporary.js'

function keysOn(store: Store): Keys {
  return createKeys({
    store,
    now: createClock().now,
    keyPrefix: 'kss',
    expirationDays: 15,
    cursors: createCursorCodec(['secret']),
    onChange: () => {},
    flushUsage: async () => {},
  })({ via: 'code' })
}

/** Two processes' stores on one file. */
async function setUp(t: TestContext) {
  const location = join(await temporaryFolder(t), 'keys.db')
  const open = async () => {
    const store = await openStore(() => openSqlite(location))
    t.after(() => store.close())
    return store
  }
  const [changing, watching] = [await open(), await open()]
  return { location, keys: keysOn(changing), feed: watching }
}

test('every change of a key by another process is told once, in every way that it can be made', async (t) => {
  const { keys, feed } = await setUp(t)
  let { revision, keyIds } = await feed.changesAfter(undefined)
  assert.deepEqual(keyIds, [])
  const { id } = await keys.create()
  const changes: [what: string, change: () => Promise<unknown>][] = [
    ['update', () => keys.update(id, { name: 'other' })],
    ['revoke', () => keys.revoke(id)],
    ['renew', () => keys.renew(id)],
    ['rotate', () => keys.rotate(id)],
    ['delete', () => keys.delete(id)],
  ]
  const next = await feed.changesAfter(revision)
  assert.deepEqual(next.keyIds, [id], 'create')
  revision = next.revision
  for (const [what, change] of changes) {
    await change()
    const told = await feed.changesAfter(revision)
    assert.deepEqual(told.keyIds, [id], what)
    assert.deepEqual(await feed.changesAfter(told.revision), { revision: told.revision, keyIds: [] })
    revision = told.revision
  }
})

test('counting uses is no change', async (t) => {
  const { keys, feed } = await setUp(t)
  const { id } = await keys.create()
  const { revision } = await feed.changesAfter(undefined)
  const increments = [{ keyId: id, hour: 0, queries: 1, latestQueryAt: 1 }]
  await feed.addUsage({ recorder: 'one', number: 1, at: 1, increments })
  assert.deepEqual(await feed.changesAfter(revision), { revision, keyIds: [] })
})

test('a change that makes no difference is none', async (t) => {
  const { keys, feed } = await setUp(t)
  const { id } = await keys.create({ name: 'job' })
  const { revision } = await feed.changesAfter(undefined)
  await keys.update(id, { name: 'job' })
  assert.deepEqual(await feed.changesAfter(revision), { revision, keyIds: [] })
})

test('more changes than are worth telling one by one are told as any', async (t) => {
  const { location, keys, feed } = await setUp(t)
  const { id } = await keys.create()
  const { revision } = await feed.changesAfter(undefined)
  const { client, close } = openSqlite(location)
  await client.raw(
    `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000)
     INSERT INTO simple_security_audit (at, action, key_id, via, changes, revision)
     SELECT 0, 'updated', ?, 'code', '[]', ? + n FROM n`,
    [id, revision],
  )
  await client('simple_security_revision').increment('revision', 1_000)
  await close()
  assert.deepEqual(await feed.changesAfter(revision), { revision: revision + 1_000, keyIds: [id] })
  await keys.update(id, { name: 'last' })
  assert.deepEqual(await feed.changesAfter(revision), { revision: revision + 1_001, keyIds: undefined })
})

test('a database that was put in the place of another is told as any', async (t) => {
  const { location, keys, feed } = await setUp(t)
  for (let made = 0; made < 5; made++) await keys.create()
  const { revision } = await feed.changesAfter(undefined)
  assert.equal((await feed.changesAfter(revision + 1)).keyIds, undefined, 'its revision is behind')
  const { client, close } = openSqlite(location)
  await client('simple_security_audit')
    .where({ revision: revision - 1 })
    .delete()
  await close()
  assert.equal((await feed.changesAfter(revision - 2)).keyIds, undefined, 'a revision is missing')
  assert.equal((await feed.changesAfter(revision - 1)).keyIds?.length, 1)
})
