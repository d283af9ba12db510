import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { isSimpleSecurityError } from '../../src/errors.js'
import { openDatabase } from '../../src/store/open-database.js'
import { openStore, type Store } from '../../src/store/store.js'
import { administer, locationOf, serverDatabases, type TestedDatabase } from '../support/databases.js'
import { startProxy } from '../support/proxy.js'
import { entryOf, keyRecord } from './contract/setting.js'

const soonMs = 2_000
const backMs = 5_000

async function setUp(t: TestContext, database: TestedDatabase) {
  const stores: Store[] = []
  t.after(() => Promise.all(stores.map((store) => store.close())))
  const url = await database.fresh(t)
  const proxy = await startProxy(t, url)
  const open = async (through: string) => {
    const store = await openStore(() => openDatabase(locationOf(through)))
    stores.push(store)
    return store
  }
  const store = await open(proxy.url)
  await store.insert(keyRecord('key'), 'digest', entryOf('key'))
  return { url, proxy, store, direct: await open(url) }
}

let lastNumber = 0

function calls(store: Store): Record<string, () => Promise<unknown>> {
  return {
    ping: () => store.ping(),
    'a lookup': () => store.findByDigest('digest'),
    'a look for changes': () => store.changesAfter(0),
    'a list': () => store.audit({ limit: 1, before: undefined, keyId: undefined }),
    'a change': () =>
      store.change('key', (before) => ({
        after: { ...before, name: `${++lastNumber}` },
        entry: entryOf('key', 'updated'),
      })),
    'a flush': () => store.addUsage({ recorder: 'one', number: ++lastNumber, at: 1, increments: [] }),
  }
}

/** Every caller is told soon, many that come at once too. */
async function assertAway(store: Store, times = 1): Promise<void> {
  await Promise.all(
    Object.entries(calls(store)).flatMap(([what, call]) =>
      Array.from({ length: times }, async () => {
        const startedAt = performance.now()
        const error = await call().then(
          () => assert.fail(`${what} succeeds`),
          (error) => error,
        )
        assert.ok(isSimpleSecurityError(error, 'database_unavailable'), `${what}: ${error.stack}`)
        const took = performance.now() - startedAt
        assert.ok(took < soonMs, `${what} took ${Math.round(took)} ms`)
      }),
    ),
  )
}

async function assertBack(store: Store): Promise<void> {
  const startedAt = performance.now()
  for (const [what, call] of Object.entries(calls(store))) {
    for (;;) {
      const error = await call().then(
        () => undefined,
        (error) => error,
      )
      if (error === undefined) break
      assert.ok(performance.now() - startedAt < backMs, `${what}: ${error}`)
      await setTimeout(20)
    }
  }
}

async function connectionsOpen(store: Store, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => Promise.all(Object.values(calls(store)).map((call) => call()))))
}

for (const database of serverDatabases) {
  describe(`when ${database.name} is away`, { concurrency: 2 }, () => {
    it('frozen: every caller is told soon, and all is well when it is back', async (t) => {
      const { proxy, store } = await setUp(t, database)
      await connectionsOpen(store, 2)
      proxy.freeze()
      await assertAway(store)
      await assertAway(store, 10)
      await setTimeout(3_000)
      await assertAway(store)
      proxy.thaw()
      await assertBack(store)
    })

    it('refused: every caller is told soon, and all is well when it is back', async (t) => {
      const { proxy, store } = await setUp(t, database)
      await connectionsOpen(store, 2)
      proxy.refuse()
      await assertAway(store, 10)
      await setTimeout(1_000)
      await assertAway(store)
      await proxy.accept()
      await assertBack(store)
    })

    it('restarted between two calls: nobody notices', async (t) => {
      const { proxy, store } = await setUp(t, database)
      await connectionsOpen(store, 2)
      proxy.refuse()
      await proxy.accept()
      await setTimeout(100)
      for (const call of Object.values(calls(store))) await call()
    })

    it('forgetting connections that are idle: nobody notices', async (t) => {
      const { proxy, store } = await setUp(t, database)
      await connectionsOpen(store, 2)
      proxy.forget()
      await setTimeout(5_500)
      for (const [what, call] of Object.entries(calls(store))) {
        const startedAt = performance.now()
        await call()
        assert.ok(performance.now() - startedAt < 1_000, what)
      }
    })

    it('forgetting connections in use: whoever looks something up is told soon, and the next is served', async (t) => {
      const { proxy, store } = await setUp(t, database)
      await connectionsOpen(store, 4)
      proxy.forget()
      const startedAt = performance.now()
      await assert.rejects(store.findByDigest('digest'), (error) =>
        isSimpleSecurityError(error, 'database_unavailable'),
      )
      assert.ok(performance.now() - startedAt < soonMs)
      for (let n = 0; n < 4; n++) assert.ok(await store.findByDigest('digest'))
      assert.ok(performance.now() - startedAt < soonMs)
    })

    it('reset in the middle of a commit: a change is told as uncertain and is not half done', async (t) => {
      const { proxy, store, direct } = await setUp(t, database)
      proxy.cutAfter('COMMIT')
      const change = store.change('key', (before) => ({
        after: { ...before, name: 'new', scopes: ['new'] },
        entry: entryOf('key', 'updated'),
        addDigest: 'new',
      }))
      await assert.rejects(change, (error) => isSimpleSecurityError(error, 'database_unavailable'))
      const isDone = (await direct.findById('key'))?.name === 'new'
      const trail = await direct.audit({ limit: 9, before: undefined, keyId: 'key' })
      assert.equal(trail.length, isDone ? 2 : 1)
      assert.equal((await direct.findByDigest('new')) !== undefined, isDone)
      await assertBack(store)
    })

    it('reset in the middle of a commit: a batch of counts that is sent again counts once', async (t) => {
      const { proxy, store, direct } = await setUp(t, database)
      for (let number = 1; number <= 3; number++) {
        const batch = {
          recorder: 'recorder',
          number,
          at: 1,
          increments: [{ keyId: 'key', hour: 0, queries: 5, latestQueryAt: number }],
        }
        proxy.cutAfter('COMMIT')
        await assert.rejects(store.addUsage(batch), (error) => isSimpleSecurityError(error, 'database_unavailable'))
        await store.addUsage(batch)
        assert.equal((await direct.findById('key'))?.totalQueries, 5 * number)
      }
    })

    it('busy for one, and there for others: who changes the same is told soon, and who reads does not wait', async (t) => {
      const { url, store } = await setUp(t, database)
      await administer(url, async (admin) => {
        await admin.run('BEGIN')
        await admin.run("SELECT * FROM simple_security_keys WHERE id = 'key' FOR UPDATE")
        const startedAt = performance.now()
        const change = assert.rejects(
          store.change('key', (before) => ({ after: { ...before, name: 'x' }, entry: entryOf('key') })),
          (error) => isSimpleSecurityError(error, 'database_unavailable'),
        )
        assert.ok(await store.findByDigest('digest'))
        assert.ok(performance.now() - startedAt < 500)
        await change
        assert.ok(performance.now() - startedAt < soonMs)
        await admin.run('ROLLBACK')
      })
      await assertBack(store)
    })

    it('asked for the last changes while all readers are busy: the answer comes at once', async (t) => {
      const { store } = await setUp(t, database)
      const flood = Array.from({ length: 2_000 }, () => store.findById('none').catch(() => undefined))
      const startedAt = performance.now()
      await store.changesAfter(0)
      await store.addUsage({ recorder: 'one', number: 1, at: 1, increments: [] })
      assert.ok(performance.now() - startedAt < 600)
      await Promise.all(flood)
    })
  })
}
