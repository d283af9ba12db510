import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Koa, { type Context } from 'koa'
import { documentOf, operation, startEnforced, versions } from '../openapi/enforced-app.js'
import { listen, request } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'

const refusal = {
  type: 'about:blank',
  title: 'Forbidden',
  status: 403,
  detail: 'An API key must be passed as header, not as query.',
  code: 'missing_api_key',
}

const answerAll = (ctx: Context) => {
  ctx.body = {}
}

describe('a server that takes keys in the header only', () => {
  it('refuses one in the query as none, whether it is good or not, and does not count it', async (t) => {
    const { get, newKey, logs } = await startStandAlone(t, { keysIn: ['header'] })
    const key = await newKey()
    for (const query of [`api-key=${key}`, 'api-key=wrong', `api-key=${key}&api-key=${key}`, 'api-key=']) {
      const refused = await get(`/secure?${query}`)
      assert.deepEqual([refused.status, refused.json()], [403, refusal], query)
    }
    assert.deepEqual((await get('/secure')).json(), refusal)
    assert.equal((await logs())[0].total_queries, 0)
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 200)
    assert.equal((await get('/secure?api-key=other', { headers: { 'api-key': key } })).status, 200)
    assert.equal((await logs())[0].total_queries, 2)
  })

  it('does so with its guard in an app, too', async (t) => {
    const { instance } = await startStandAlone(t, { keysIn: ['header'] })
    const app = new Koa()
    app.use(instance.apiKeySecurity())
    app.use((ctx: Context) => {
      ctx.body = ctx.state.apiKey.name
    })
    const url = await listen(t, app.callback())
    const { key } = await instance.keys.create({ name: 'mine' })
    const refused = await request(`${url}/?api-key=${key}`)
    assert.deepEqual([refused.status, refused.json()], [403, refusal])
    assert.equal((await request(`${url}/`, { headers: { 'api-key': key } })).text, 'mine')
  })

  it('shows no scheme of the query in its document, nor gives it to a key in the query', async (t) => {
    const { get, newKey } = await startStandAlone(t, { keysIn: ['header'] })
    const key = await newKey()
    const document = (await get('/openapi.json')).json()
    assert.deepEqual(Object.keys(document.components.securitySchemes), ['SecretHeader', 'ApiKeyHeader'])
    assert.deepEqual(document.paths['/secure'].get.security, [{ ApiKeyHeader: [] }])
    assert.ok(!JSON.stringify(document).includes('ApiKeyQuery'))
    assert.ok(!(await get('/docs')).text.includes('ApiKeyQuery'))
    assert.equal((await get(`/openapi.json?for=key&api-key=${key}`)).json().code, 'missing_api_key')
    const ofKey = await get('/openapi.json?for=key', { headers: { 'api-key': key } })
    assert.ok('/secure' in ofKey.json().paths, ofKey.text)
  })
})

describe('a guard that takes keys in the header only, of an instance that takes them anywhere', () => {
  it('refuses one in the query as none, also where a guard before it took that', async (t) => {
    const { instance } = await startStandAlone(t)
    const app = new Koa()
    app.use(instance.apiKeySecurity())
    app.use(instance.apiKeySecurity({ in: ['header'] }))
    app.use(answerAll)
    const url = await listen(t, app.callback())
    const { key, id } = await instance.keys.create({ name: 'mine' })
    const refused = await request(`${url}/?api-key=${key}`)
    assert.deepEqual([refused.status, refused.json()], [403, refusal])
    const both = await request(`${url}/?api-key=${key}`, { headers: { 'api-key': key } })
    assert.equal(both.status, 200)
    assert.equal((await request(`${url}/`, { headers: { 'api-key': key } })).status, 200)
    // The first guard let the first request pass.
    assert.equal((await instance.keys.get(id))?.totalQueries, 3)
  })

  it('takes none in the query where the instance takes them in the header only', async (t) => {
    const { instance } = await startStandAlone(t, { keysIn: ['header'] })
    const app = new Koa()
    app.use(instance.apiKeySecurity({ in: ['query'] }))
    app.use(answerAll)
    const url = await listen(t, app.callback())
    const { key } = await instance.keys.create({ name: 'mine' })
    assert.equal((await request(`${url}/?api-key=${key}`)).status, 403)
    assert.equal((await request(`${url}/`, { headers: { 'api-key': key } })).status, 403)
  })

  it('is not made of places that there are not', async (t) => {
    const { instance } = await startStandAlone(t)
    for (const given of [[], ['cookie'], 'header', ['header', 'body'], null]) {
      assert.throws(() => instance.apiKeySecurity({ in: given as never }), {
        code: 'invalid_argument',
        message: "in must be a list of 'header' and 'query', one of them at least",
      })
    }
  })
})

for (const version of versions) {
  describe(`a document of ${version} whose keys are in the query, where only the header is taken`, () => {
    const schemes = {
      Header: { type: 'apiKey', in: 'header', name: 'x-key' },
      Query: { type: 'apiKey', in: 'query', name: 'key' },
    }
    const document = documentOf(version, {
      components: { securitySchemes: schemes },
      paths: {
        '/either': { get: operation({ security: [{ Header: [] }, { Query: [] }] }) },
        '/query': { get: operation({ security: [{ Query: [] }] }) },
      },
    })

    it('opens nothing to a key in the query, and does not show what only that would open', async (t) => {
      const { get, instance } = await startEnforced(
        t,
        { document, keysIn: ['header'] },
        {
          routes: (given) => [given.docs(), answerAll],
        },
      )
      const { key } = await instance.keys.create()
      for (const path of ['/either', '/query']) {
        const refused = await get(`${path}?key=${key}`)
        assert.deepEqual([refused.status, refused.json().code], [403, 'missing_api_key'], path)
      }
      assert.equal((await get('/either', { headers: { 'x-key': key } })).status, 200)
      assert.equal((await get(`/query?key=${key}`, { headers: { 'x-key': key } })).status, 403)
      const asking = `/openapi.json?for=key&api-key=${key}`
      assert.equal((await get(asking, { headers: { 'x-key': key } })).status, 200, 'is asked for with one key')
      const { components, paths } = (await get('/openapi.json')).json()
      assert.deepEqual(
        [Object.keys(paths).filter((path) => !path.startsWith('/auth')), components.securitySchemes.Query],
        [['/either'], undefined],
      )
    })
  })
}
