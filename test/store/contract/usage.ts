import assert from 'node:assert/strict'
import { it, type TestContext } from 'node:test'
import type { UsageIncrement } from '../../../src/usage/usage-store.js'
import type { TestedDatabase } from '../../support/databases.js'
import { entryOf, hourMs, keyRecord, setUp, untilFree } from './setting.js'

const increment = (keyId: string, queries: number, latestQueryAt: number, hour = 0): UsageIncrement => ({
  keyId,
  hour,
  queries,
  latestQueryAt,
})

export function usageContract(database: TestedDatabase): void {
  async function openWithKeys(t: TestContext, ids: string[]) {
    const { store, open, insert } = await setUp(t, database)
    await insert(...ids.map((id) => keyRecord(id)))
    const add = (number: number, increments: UsageIncrement[], recorder = 'one') =>
      store.addUsage({ recorder, number, at: number, increments })
    const total = async (id: string) => {
      const key = await store.findById(id)
      return [key?.totalQueries, key?.latestQueryAt]
    }
    return { store, open, add, total }
  }

  it('adds a batch once, however often it is sent', async (t) => {
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

  it('adds a batch once that is sent on several connections at the same time', async (t) => {
    const { store, open, total } = await openWithKeys(t, ['a', 'b'])
    const stores = [store, await open(), await open()]
    for (let number = 1; number <= 10; number++) {
      const batch = {
        recorder: 'one',
        number,
        at: number,
        increments: [increment('a', 1, number), increment('b', 2, 1)],
      }
      await Promise.all([0, 1, 2, 3].map((n) => (stores[n % 3] ?? store).addUsage(batch)))
    }
    assert.deepEqual(
      [await total('a'), await total('b')],
      [
        [10, 10],
        [20, 1],
      ],
    )
  })

  it('adds what many processes count of the same keys', async (t) => {
    const ids = Array.from({ length: 40 }, (_, n) => `key${n}`)
    const { store, open, total } = await openWithKeys(t, ids)
    const stores = [store, await open(), await open(), await open()]
    await Promise.all(
      stores.map(async (each, process) => {
        for (let number = 1; number <= 15; number++) {
          // Each in an order of its own.
          const order = process % 2 === 0 ? ids : [...ids].reverse()
          const increments = order.map((id) => increment(id, 1, 100 * process + number))
          await untilFree(() => each.addUsage({ recorder: `process ${process}`, number, at: number, increments }))
        }
      }),
    )
    for (const id of ids) assert.deepEqual(await total(id), [60, 315])
    assert.deepEqual(await store.usage('key7', 0, hourMs), [{ hour: 0, queries: 60 }])
  })

  it('counts beyond 32 bits', async (t) => {
    const { store, add, total } = await openWithKeys(t, ['a'])
    await add(1, [increment('a', 3_000_000_000, 1_900_000_000_123)])
    await add(2, [increment('a', 3_000_000_001, 1_900_000_000_124)])
    assert.deepEqual(await total('a'), [6_000_000_001, 1_900_000_000_124])
    assert.deepEqual(await store.usage('a', 0, hourMs), [{ hour: 0, queries: 6_000_000_001 }])
  })

  it('lets each recorder have numbers of its own', async (t) => {
    const { add, total } = await openWithKeys(t, ['a'])
    for (const recorder of ['one', 'two', 'three', 'One']) await add(1, [increment('a', 1, 1)], recorder)
    assert.deepEqual(await total('a'), [4, 1])
  })

  it('adds a batch of a recorder that was forgotten meanwhile', async (t) => {
    const { add, store, total } = await openWithKeys(t, ['a'])
    await add(1, [increment('a', 1, 1)])
    await store.removeUsage(2)
    await add(7, [increment('a', 1, 1)])
    assert.deepEqual(await total('a'), [2, 1])
  })

  it('adds hours up, each by itself and all of them together, and forgets old ones', async (t) => {
    const { store, add, total } = await openWithKeys(t, ['a'])
    await add(1, [increment('a', 2, 50, 0), increment('a', 3, hourMs + 5, hourMs)])
    await add(2, [increment('a', 4, hourMs + 1, hourMs)])
    assert.deepEqual(await total('a'), [9, hourMs + 5])
    const both = [
      { hour: 0, queries: 2 },
      { hour: hourMs, queries: 7 },
    ]
    assert.deepEqual(await store.usage('a', 0, 2 * hourMs), both)
    assert.deepEqual(await store.usage('a', 0, hourMs), both.slice(0, 1))
    await store.removeUsage(hourMs)
    assert.deepEqual(await store.usage('a', 0, 2 * hourMs), both.slice(1))
    assert.deepEqual(await total('a'), [9, hourMs + 5])
  })

  it('moves the last use forward only', async (t) => {
    const { add, total } = await openWithKeys(t, ['a'])
    await add(1, [increment('a', 1, 100)])
    await add(2, [increment('a', 1, 99)])
    assert.deepEqual(await total('a'), [2, 100])
  })

  it('passes over keys that are gone, and counts the others of the batch', async (t) => {
    const { store, add, total } = await openWithKeys(t, ['a', 'b'])
    await store.delete('b', () => entryOf('b', 'deleted'))
    await add(1, [increment('b', 1, 1), increment('a', 1, 1), increment('never', 1, 1)])
    await add(2, [increment('b', 1, 1)])
    await add(3, [])
    assert.deepEqual(await total('a'), [1, 1])
    assert.deepEqual(await store.usage('b', 0, hourMs), [])
  })

  it('adds counts beside changes of the same keys, and loses neither', async (t) => {
    const { store, open, total } = await openWithKeys(t, ['a', 'b', 'c'])
    const other = await open()
    await Promise.all([
      (async () => {
        for (let number = 1; number <= 20; number++) {
          const increments = ['c', 'b', 'a'].map((id) => increment(id, 1, number))
          await store.addUsage({ recorder: 'one', number, at: number, increments })
        }
      })(),
      (async () => {
        for (let n = 1; n <= 20; n++) {
          const id = 'abc'[n % 3] as string
          await other.change(id, (before) => ({ after: { ...before, name: String(n) }, entry: entryOf(id, 'updated') }))
        }
      })(),
    ])
    for (const id of ['a', 'b', 'c']) assert.deepEqual(await total(id), [20, 20])
    assert.equal((await store.findById('c'))?.name, '20')
  })

  it('adds a batch of thousands of keys whole', async (t) => {
    const ids = Array.from({ length: 3_201 }, (_, n) => `key${n}`)
    const { store, add, total } = await openWithKeys(t, ids)
    const increments = ids.map((id, n) => increment(id, n + 1, n + 1))
    await add(1, increments)
    await add(1, increments)
    for (const n of [0, 499, 500, 501, 999, 1_000, 3_200]) assert.deepEqual(await total(`key${n}`), [n + 1, n + 1])
    assert.deepEqual(await store.usage('key3200', 0, hourMs), [{ hour: 0, queries: 3_201 }])
  })
}
