import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { KeyRecord } from '../../src/keys/api-key.js'
import type { AuditEntry } from '../../src/keys/audit.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { openStore } from '../../src/store/store.js'
import type { UsageIncrement } from '../../src/usage/usage-store.js'

const hourMs = 60 * 60 * 1000

function keyRecord(id: string): KeyRecord {
  return {
    id,
    start: `kss_${id}`,
    name: undefined,
    scopes: [],
    metadata: {},
    neverExpires: true,
    expiresAt: 0,
    createdAt: 0,
    renewedAt: 0,
    revokedAt: undefined,
    latestQueryAt: undefined,
    totalQueries: 0,
  }
}

async function openWithKeys(t: TestContext, ids: string[]) {
  const store = await openStore(() => openSqlite(':memory:'))
  t.after(() => store.close())
  for (const id of ids) {
    const entry: AuditEntry = { at: 0, action: 'created', keyId: id, actor: { via: 'code' }, changes: [] }
    await store.insert(keyRecord(id), `digest of ${id}`, entry)
  }
  const add = (number: number, increments: UsageIncrement[], recorder = 'one') =>
    store.addUsage({ recorder, number, at: number, increments })
  const total = async (id: string) => {
    const key = await store.findById(id)
    return [key?.totalQueries, key?.latestQueryAt]
  }
  return { store, add, total }
}

const increment = (keyId: string, queries: number, latestQueryAt: number, hour = 0): UsageIncrement => ({
  keyId,
  hour,
  queries,
  latestQueryAt,
})

test('a batch is added once, however often it is sent', async (t) => {
  const { store, add, total } = await openWithKeys(t, ['a', 'b'])
  for (let sent = 0; sent < 3; sent++) await add(1, [increment('a', 2, 10), increment('b', 1, 5)])
  assert.deepEqual(
    [await total('a'), await total('b')],
    [
      [2, 10],
      [1, 5],
    ],
  )
  for (let sent = 0; sent < 3; sent++) await add(2, [increment('a', 3, 20)])
  await add(1, [increment('a', 100, 100)])
  assert.deepEqual(await total('a'), [5, 20])
  assert.deepEqual(await store.usage('a', 0, hourMs), [{ hour: 0, queries: 5 }])
})

test('each recorder has numbers of its own', async (t) => {
  const { add, total } = await openWithKeys(t, ['a'])
  for (const recorder of ['one', 'two', 'three']) await add(1, [increment('a', 1, 1)], recorder)
  assert.deepEqual(await total('a'), [3, 1])
})

test('a batch of a recorder that was forgotten meanwhile is added', async (t) => {
  const { store, add, total } = await openWithKeys(t, ['a'])
  await add(1, [increment('a', 1, 1)])
  await store.removeUsage(2)
  await add(7, [increment('a', 1, 1)])
  assert.deepEqual(await total('a'), [2, 1])
})

test('hours of one key are added up, each by itself and all of them together', async (t) => {
  const { store, add, total } = await openWithKeys(t, ['a'])
  await add(1, [increment('a', 2, 50, 0), increment('a', 3, hourMs + 5, hourMs), increment('a', 4, 7, 0)].slice(0, 2))
  await add(2, [increment('a', 4, hourMs + 1, hourMs)])
  assert.deepEqual(await total('a'), [9, hourMs + 5])
  assert.deepEqual(await store.usage('a', 0, 2 * hourMs), [
    { hour: 0, queries: 2 },
    { hour: hourMs, queries: 7 },
  ])
})

test('the last use moves forward only', async (t) => {
  const { add, total } = await openWithKeys(t, ['a'])
  await add(1, [increment('a', 1, 100)])
  await add(2, [increment('a', 1, 99)])
  assert.deepEqual(await total('a'), [2, 100])
})

test('keys that are gone are passed over, and the others of the batch are counted', async (t) => {
  const { store, add, total } = await openWithKeys(t, ['a', 'b'])
  await store.delete('b', () => ({ at: 0, action: 'deleted', keyId: 'b', actor: { via: 'code' }, changes: [] }))
  await add(1, [increment('b', 1, 1), increment('a', 1, 1), increment('never', 1, 1)])
  assert.deepEqual(await total('a'), [1, 1])
  assert.deepEqual(await store.usage('b', 0, hourMs), [])
})

test('a batch of thousands of keys is added whole', async (t) => {
  const ids = Array.from({ length: 1_201 }, (_, n) => `key${n}`)
  const { store, add, total } = await openWithKeys(t, ids)
  const increments = ids.map((id, n) => increment(id, n + 1, n + 1))
  await add(1, increments)
  await add(1, increments)
  for (const n of [0, 499, 500, 501, 999, 1_000, 1_200]) assert.deepEqual(await total(`key${n}`), [n + 1, n + 1])
  assert.deepEqual(await store.usage('key1200', 0, hourMs), [{ hour: 0, queries: 1_201 }])
})
