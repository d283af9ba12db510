import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createClock, secondMs } from './support/clock.js'
import { serverDatabases, type TestedDatabase } from './support/databases.js'
import type { RequestOptions } from './support/http.js'
import { startProxy } from './support/proxy.js'
import { startStandAlone } from './support/stand-alone.js'

async function setUp(t: TestContext, database: TestedDatabase) {
  const closing: (() => Promise<unknown>)[] = []
  t.after(() => Promise.all(closing.map((close) => close())))
  const proxy = await startProxy(t, await database.fresh(t))
  const clock = createClock()
  // Goes on by itself too, as the time of a server does.
  const startedAt = performance.now()
  const now = () => Math.floor(clock.now() + performance.now() - startedAt)
  const app = await startStandAlone(t, { databaseUrl: proxy.url, now })
  closing.push(() => app.instance.close())
  const use = async (key: string) => (await app.get('/secure', { headers: { 'api-key': key } })).status
  /** The status, which comes soon. */
  const soon = async (path: string, options?: RequestOptions) => {
    const sentAt = performance.now()
    const { status, headers } = await app.admin(path, options)
    assert.ok(performance.now() - sentAt < 2_000, `${path} took ${Math.round(performance.now() - sentAt)} ms`)
    if (status === 503) assert.ok(Number(headers['retry-after']) >= 1)
    return status
  }
  return { proxy, clock, app, use, soon }
}

for (const database of serverDatabases) {
  describe(`a server while ${database.name} is away`, { concurrency: 2 }, () => {
    for (const [how, leave, come] of [
      ['frozen', 'freeze', 'thaw'],
      ['refusing', 'refuse', 'accept'],
    ] as const) {
      it(`lets known keys pass for 30 s, refuses with 503 for others, and loses no count: ${how}`, async (t) => {
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
