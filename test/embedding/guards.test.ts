import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import Koa2 from 'koa2'
import { type SimpleSecurityOptions, simpleSecurity } from '../../src/index.js'
import { createClock } from '../support/clock.js'
import { listen, request } from '../support/http.js'

function createInstance(t: TestContext, options: SimpleSecurityOptions = {}) {
  const instance = simpleSecurity({ secret: 'TEST_SECRET', dbLocation: ':memory:', env: {}, ...options })
  t.after(() => instance.close())
  return instance
}

const answerWithKey = (ctx: Context) => {
  ctx.body = ctx.state.apiKey
}

for (const [version, App] of [
  ['3', Koa],
  ['2', Koa2 as typeof Koa],
] as const) {
  describe(`on Koa ${version}, ctx.state.apiKey`, () => {
    const places: Record<string, (app: Koa, guard: Koa.Middleware) => void> = {
      'on one route': (app, guard) => {
        app.use(new Router().get('/what', guard, answerWithKey).routes())
      },
      'behind a router-wide guard': (app, guard) => {
        app.use(new Router().use(guard).get('/what', answerWithKey).routes())
      },
      'behind an app-wide guard': (app, guard) => {
        app.use(guard)
        app.use(new Router().get('/what', answerWithKey).routes())
      },
      'behind all three, as one use of the key': (app, guard) => {
        app.use(guard)
        app.use(new Router().use(guard).get('/what', guard, answerWithKey).routes())
      },
    }
    for (const [place, mount] of Object.entries(places)) {
      it(`is there ${place}`, async (t) => {
        const clock = createClock('2026-01-01T00:00:00Z')
        const { apiKeySecurity, keys, ready } = createInstance(t, { now: clock.now })
        await ready()
        const app = new App()
        mount(app, apiKeySecurity())
        const url = `${await listen(t, app.callback())}/what`
        const { key, id, start } = await keys.create({ name: 'mine' })

        assert.equal((await request(url)).status, 403)
        const answer = await request(url, { headers: { 'api-key': key } })
        assert.deepEqual(answer.json(), {
          id,
          start,
          name: 'mine',
          scopes: [],
          metadata: {},
          expiresAt: '2026-01-16T00:00:00.000Z',
        })
        assert.ok(!answer.text.includes(key))
        assert.equal(answer.headers['cache-control'], 'private')
        assert.equal((await keys.list()).keys[0]?.totalQueries, 1)
      })
    }
  })
}

describe('the admin router in an app of its own', () => {
  it('passes on what is not its own, and answers 405 for its own paths', async (t) => {
    const { apiKeyRouter } = createInstance(t)
    const app = new Koa()
    app.use(apiKeyRouter.routes())
    app.use((ctx) => {
      ctx.body = 'mine'
    })
    const url = await listen(t, app.callback())
    assert.equal((await request(`${url}/auth/login`)).text, 'mine')
    assert.equal((await request(`${url}/auth/new`, { method: 'POST' })).status, 405)
  })

  it('can be mounted under a prefix', async (t) => {
    const { apiKeyRouter } = createInstance(t)
    const app = new Koa()
    app.use(new Router({ prefix: '/api' }).use(apiKeyRouter.routes()).routes())
    const url = await listen(t, app.callback())
    const headers = { 'secret-key': 'TEST_SECRET' }
    assert.equal((await request(`${url}/api/auth/logs`, { headers })).status, 200)
    assert.equal((await request(`${url}/auth/logs`, { headers })).status, 404)
  })
})

describe('the keys object and verify', () => {
  it('do in code what the endpoints do', async (t) => {
    const { keys, verify } = createInstance(t)
    const { key, id } = await keys.create({ name: 'code', neverExpires: true })
    const verification = await verify(key)
    assert.ok(verification.ok && verification.key.id === id && verification.key.expiresAt === undefined)
    await keys.revoke(id)
    assert.deepEqual(await verify(key), { ok: false, code: 'invalid_api_key' })
    const renewed = await keys.renew(id, { expiresAt: new Date('2999-01-01T00:00:00Z') })
    assert.equal(renewed?.wasRevoked, true)
    assert.ok((await verify(key)).ok)
    assert.equal(await keys.renew('unknown'), undefined)
    assert.equal((await keys.list()).keys[0]?.totalQueries, 2)
  })

  it('refuse input that is not as described, and change nothing', async (t) => {
    const { keys } = createInstance(t)
    for (const name of ['x'.repeat(201), 'a\nb', 5 as unknown as string]) {
      await assert.rejects(keys.create({ name }), { code: 'invalid_argument' })
    }
    const { id, expiresAt } = await keys.create()
    await assert.rejects(keys.renew(id, { expiresAt: new Date('never') }), { code: 'invalid_argument' })
    const [only, ...others] = (await keys.list()).keys
    assert.deepEqual([only?.expiresAt, others], [expiresAt, []])
  })
})

describe('close', () => {
  it('writes the counts, and everything is refused from then on', async (t) => {
    const { keys, verify, close, apiKeySecurity } = createInstance(t)
    const { key } = await keys.create()
    const app = new Koa().use(apiKeySecurity()).use(answerWithKey)
    app.silent = true
    const url = `${await listen(t, app.callback())}/`
    assert.equal((await request(url, { headers: { 'api-key': key } })).status, 200)
    await close()
    await assert.rejects(verify(key), { code: 'database_unavailable' })
    await assert.rejects(keys.list(), { code: 'database_unavailable' })
    const refused = await request(url, { headers: { 'api-key': key } })
    assert.deepEqual(
      [refused.status, refused.json().code, refused.headers['retry-after']],
      [503, 'database_unavailable', '1'],
    )
    await close()
  })
})
