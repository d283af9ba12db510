import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { createClock, secondMs } from './support/clock.js'
import { serverDatabases, type TestedDatabase, testedDatabases } from './support/databases.js'
import type { RequestOptions } from './support/http.js'
import { startProxy } from './support/proxy.js'
import { startStandAlone } from './support/stand-alone.js'

async function setUp(t: TestContext, database: TestedDatabase) {
  const closing: (() => Promise<unknown>)[] = []
  t.after(() => Promise.all(closing.map((close) => close())))
  const proxy = await startProxy(t, await database.fresh(t))
  const server = await startServer(t, proxy.url)
  closing.push(() => server.app.instance.close())
  return { proxy, ...server }
}

/** What clients see of a server whose time can be moved on. */
async function startServer(t: TestContext, databaseUrl: string) {
  const clock = createClock()
  // Goes on by itself too, as the time of a server does.
  const startedAt = performance.now()
  const now = () => Math.floor(clock.now() + performance.now() - startedAt)
  const app = await startStandAlone(t, { databaseUrl, now })
  const use = async (key: string) => (await app.get('/secure', { headers: { 'api-key': key } })).status
  /** The status, which comes soon. */
  const soon = async (path: string, options?: RequestOptions) => {
    const sentAt = performance.now()
    const { status, headers } = await app.admin(path, options)
    assert.ok(performance.now() - sentAt < 2_000, `${path} took ${Math.round(performance.now() - sentAt)} ms`)
    if (status === 503) assert.ok(Number(headers['retry-after']) >= 1)
    return status
  }
  return { clock, app, use, soon }
}

for (const database of serverDatabases) {
  describe(`a server while ${database.name} is away`, { concurrency: 2 }, () => {
    for (const [how, leave, come] of [
      ['frozen', 'freeze', 'thaw'],
      ['refusing', 'refuse', 'accept'],
    ] as const) {
      it(`lets known keys pass for 30 s, refuses with 503 for others, and loses no count in a minute: ${how}`, async (t) => {
        const { proxy, clock, app, use, soon } = await setUp(t, database)
        const [known, unknown] = [await app.newKey(), await app.newKey()]
        let uses = 0
        const useKnown = async () => {
          const status = await use(known)
          if (status === 200) uses++
          return status
        }
        assert.equal(await useKnown(), 200)

        proxy[leave]()
        const sentAt = performance.now()
        assert.equal(await use(unknown), 503)
        assert.ok(performance.now() - sentAt < 2_000)
        assert.equal(await soon('/health/ready'), 503)
        assert.equal(await soon('/health/live'), 200)
        assert.equal(await soon('/auth/keys'), 503)
        assert.equal(await soon('/auth/new'), 503)
        assert.equal(await soon(`/auth/revoke?api-key=${known}`), 503)
        for (let n = 0; n < 20; n++) {
          assert.equal(await useKnown(), 200)
          await setTimeout(50)
        }
        clock.advance(32 * secondMs)
        assert.equal(await useKnown(), 503)
        assert.equal(await use('not even possible'), 403)
        // A minute in all.
        clock.advance(30 * secondMs)
        assert.equal(await useKnown(), 503)

        await proxy[come]()
        const backAt = performance.now()
        while ((await soon('/health/ready')) !== 200 || (await use(unknown)) !== 200) {
          assert.ok(performance.now() - backAt < 5_000, 'not healthy 5 s after its return')
          await setTimeout(50)
        }
        assert.equal(await useKnown(), 200)
        assert.equal(await soon('/auth/new'), 200)
        const counts = (await app.logs()).map((log) => log.total_queries)
        assert.ok(counts.includes(uses), `${counts} without ${uses}`)
      })
    }
  })
}

// The only way in which a SQLite file can be away that is there: its readers wait for nobody.
describe('a server while another process writes to its SQLite file', () => {
  it('lets all keys pass, refuses changes with 503, and loses no count in a minute', async (t) => {
    const url = (await testedDatabases.find(({ name }) => name === 'SQLite')?.fresh(t)) ?? ''
    const { clock, app, use, soon } = await startServer(t, url)
    const [known, unknown] = [await app.newKey(), await app.newKey()]
    assert.equal(await use(known), 200)
    const writer = new sqlite3.Database(url.slice('sqlite:'.length))
    const exec = promisify<string, void>(writer.exec.bind(writer))

    await exec('BEGIN IMMEDIATE')
    let uses = 1
    for (let n = 0; n < 20; n++) {
      assert.deepEqual([await use(known), await use(unknown)], [200, 200])
      uses++
      clock.advance(3 * secondMs)
      // Written to no avail meanwhile.
      await setTimeout(50)
    }
    assert.equal(await soon('/auth/new'), 503)
    assert.equal(await soon(`/auth/revoke?api-key=${known}`), 503)
    assert.equal(await soon('/health/live'), 200)
    assert.equal(await use(known), 200)
    uses++

    await exec('ROLLBACK')
    await promisify(writer.close.bind(writer))()
    const backAt = performance.now()
    while ((await soon('/auth/new')) !== 200 || (await soon('/health/ready')) !== 200) {
      assert.ok(performance.now() - backAt < 5_000, 'not healthy 5 s after the lock was released')
      await setTimeout(50)
    }
    const counts = (await app.logs()).map((log) => log.total_queries)
    assert.deepEqual(counts.filter((count) => count > 0).sort(), [uses - 2, uses].sort())
    assert.equal(await use(known), 200)
  })
})
