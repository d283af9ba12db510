import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import Koa, { type Middleware } from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { documentOf, operation, startEnforced, versions } from '../openapi/enforced-app.js'
import { createClock, dayMs } from '../support/clock.js'
import { serverDatabases } from '../support/databases.js'
import { type Answer, listen, type RequestOptions, request } from '../support/http.js'
import { startProxy } from '../support/proxy.js'
import { startStandAlone } from '../support/stand-alone.js'

async function setUp(t: TestContext, options?: SimpleSecurityOptions) {
  const server = await startStandAlone(t, options)
  const { instance } = server
  return {
    ...server,
    verify: (query = '', headers: RequestOptions['headers'] = {}) => server.get(`/auth/verify${query}`, { headers }),
    create: instance.keys.create,
    usesOf: async (id: string) => (await instance.keys.get(id))?.totalQueries,
  }
}

const codeOf = (answer: Answer) => (answer.text === '' ? answer.status : `${answer.status} ${answer.json().code}`)

describe('GET /auth/verify', () => {
  it('says whose a good key is, and nothing else', async (t) => {
    const { verify, create } = await setUp(t)
    const scopes = ['reports:read', 'mail:*']
    const { key, id } = await create({ name: 'reporting job', scopes })
    const { status, text, headers } = await verify('', { 'api-key': key })
    assert.deepEqual([status, text], [204, ''])
    const { date: _, connection: __, ...shown } = headers
    assert.deepEqual(shown, {
      'cache-control': 'no-store',
      'x-api-key-id': id,
      'x-api-key-name': 'reporting%20job',
      'x-api-key-scopes': 'reports:read mail:*',
      'x-content-type-options': 'nosniff',
    })
  })

  it('has all of its headers for a key without a name and scopes, so that they replace those of a client', async (t) => {
    const { verify, create } = await setUp(t)
    const { key } = await create()
    const { headers } = await verify('', { 'api-key': key, 'x-api-key-name': 'root', 'x-api-key-scopes': '*' })
    assert.deepEqual([headers['x-api-key-name'], headers['x-api-key-scopes']], ['', ''])
  })

  it('writes every name that a key may have in visible ASCII, from which it can be read again', async (t) => {
    const { verify, create } = await setUp(t)
    for (const name of [
      'é – 日本語 🗝',
      '50% + 50%25',
      ' a\u00a0b ',
      '"quoted", and; more',
      '\u2028\u202e\ufeff',
      '🗝'.repeat(200),
    ]) {
      const { key } = await create({ name })
      const { status, headers } = await verify('', { 'api-key': key })
      const written = String(headers['x-api-key-name'])
      assert.equal(status, 204)
      assert.match(written, /^[\x21-\x7e]*$/)
      assert.equal(decodeURIComponent(written), name)
      assert.equal(new URLSearchParams(`name=${written}`).get('name'), name)
    }
  })

  it('says of the most scopes that a key can have each one', async (t) => {
    const { verify, create } = await setUp(t)
    const scopes = Array.from({ length: 100 }, (_, index) => `${index}:${'~'.repeat(100)}`.slice(0, 100))
    const { key } = await create({ scopes })
    const { headers } = await verify('', { 'api-key': key })
    assert.deepEqual(String(headers['x-api-key-scopes']).split(' '), scopes)
  })

  it('answers HEAD as GET, and no other method or path', async (t) => {
    const { get, newKey, logs } = await setUp(t)
    const headers = { 'api-key': await newKey() }
    assert.equal((await get('/auth/verify', { method: 'HEAD', headers })).status, 204)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const refused = await get('/auth/verify', { method, headers })
      assert.deepEqual([codeOf(refused), refused.headers.allow], ['405 method_not_allowed', 'GET, HEAD'])
    }
    for (const path of ['/auth/verify/', '/auth/verify/orders/17', '/auth/Verify']) {
      assert.equal(codeOf(await get(path, { headers })), '404 not_found')
    }
    assert.equal((await logs())[0].total_queries, 1)
  })

  it('warns of the end of a key as every guard does', async (t) => {
    const clock = createClock()
    const { verify, create } = await setUp(t, { now: clock.now })
    const { key } = await create({ expiresAt: new Date(clock.now() + 10 * dayMs) })
    assert.equal((await verify('', { 'api-key': key })).headers.sunset, undefined)
    clock.advance(9 * dayMs)
    assert.equal((await verify('', { 'api-key': key })).headers.sunset, 'Sun, 11 Jan 2026 00:00:00 GMT')
    clock.advance(dayMs)
    const refused = await verify('', { 'api-key': key })
    assert.deepEqual([codeOf(refused), refused.headers.sunset], ['403 invalid_api_key', undefined])
  })

  it('takes the key from each place that may have it, and counts each use once', async (t) => {
    const { verify, create, usesOf } = await setUp(t)
    const { key, id } = await create()
    const encoded = `%6b${key.slice(1)}`
    const uri = 'x-original-uri'
    const forwarded = 'x-forwarded-uri'
    const carried: [query: string, headers: Record<string, string>][] = [
      ['', { 'api-key': key }],
      [`?api-key=${key}`, {}],
      ...[uri, forwarded].flatMap((header): [string, Record<string, string>][] => [
        ['', { [header]: `/orders?api-key=${key}` }],
        ['', { [header]: `/orders?page=2&api-key=${key}&sort=name` }],
        ['', { [header]: `https://shop.example/orders?api-key=${key}` }],
        ['', { [header]: `/orders,with,commas?ids=1,2&api-key=${key}` }],
        ['', { [header]: `/orders?a%70i-key=${encoded}` }],
        ['', { [header]: `?api-key=${key}` }],
        ['', { [header]: `/orders?api-key=${key}`, 'api-key': key }],
        [`?api-key=${key}`, { [header]: `/orders?api-key=${key}`, 'api-key': key }],
        ['', { [header]: '/orders?api-key=', 'api-key': key }],
        ['', { [header]: '/orders?page=2', 'api-key': key }],
        ['', { [header]: '', 'api-key': key }],
      ]),
      ['', { [uri]: `/orders?api-key=${key}`, [forwarded]: `https://shop.example/orders?api-key=${key}` }],
      ['', { [uri]: `/orders?api-key=${key}`, [forwarded]: `/other?api-key=${encoded}` }],
      ['', { [uri]: '/orders', [forwarded]: '/other', 'api-key': key }],
    ]
    for (const [query, headers] of carried) {
      const answer = await verify(query, headers)
      assert.equal(answer.status, 204, JSON.stringify([query, headers]))
      assert.equal(answer.headers['x-api-key-id'], id)
    }
    assert.equal(await usesOf(id), carried.length)
  })

  it('refuses what is no good key, or not one, as every guard does, and counts nothing', async (t) => {
    const { verify, create, get, instance, usesOf } = await setUp(t)
    const { key, id } = await create()
    const other = await create()
    const revoked = await create()
    await instance.keys.revoke(revoked.id)
    const uri = 'x-original-uri'
    const forwarded = 'x-forwarded-uri'
    const refusals: [code: string, query: string, headers: RequestOptions['headers']][] = [
      ['missing_api_key', '', {}],
      ['missing_api_key', '', { 'api-key': '' }],
      ['missing_api_key', '', { 'secret-key': 'TEST_SECRET' }],
      ['invalid_api_key', '', { 'api-key': 'wrong' }],
      ['invalid_api_key', '', { 'api-key': revoked.key }],
      ['repeated_credential', '', { 'api-key': [key, key] }],
      ['repeated_credential', `?api-key=${other.key}`, { 'api-key': key }],
      ['repeated_credential', `?api-key=${key}&api-key=${key}`, {}],
      ...[uri, forwarded].flatMap((header): typeof refusals => [
        ['missing_api_key', '', { [header]: `/orders/${key}` }],
        ['repeated_credential', '', { [header]: `/orders#?api-key=${key}` }],
        ['repeated_credential', '', { [header]: `/orders?api-key=${key}#&api-key=${key}` }],
        ['repeated_credential', '', { [header]: '/orders#part', 'api-key': key }],
        ['missing_api_key', '', { [header]: `api-key=${key}` }],
        ['missing_api_key', '', { [header]: `/orders?API-KEY=${key}` }],
        ['missing_api_key', '', { [header]: '/orders?api-key=' }],
        ['invalid_api_key', '', { [header]: '/orders?api-key=wrong' }],
        ['invalid_api_key', '', { [header]: `/orders?api-key=${revoked.key}` }],
        ['repeated_credential', '', { [header]: `/orders?api-key=${key}&api-key=${key}` }],
        ['repeated_credential', '', { [header]: `/orders?api-key=&a%70i-key=${key}` }],
        ['repeated_credential', '', { [header]: [`/orders?api-key=${key}`, `/orders?api-key=${key}`] }],
        ['repeated_credential', '', { [header]: `/orders?api-key=${other.key}`, 'api-key': key }],
        ['repeated_credential', '', { [header]: '/orders?api-key=wrong', 'api-key': key }],
        ['repeated_credential', `?api-key=${key}`, { [header]: `/orders?api-key=${other.key}` }],
      ]),
      ['repeated_credential', '', { [uri]: `/orders?api-key=${key}`, [forwarded]: `/orders?api-key=${other.key}` }],
      ['repeated_credential', '', { [uri]: `/orders?api-key=${key}`, [forwarded]: '/orders' }],
      ['repeated_credential', '', { [uri]: '/orders', [forwarded]: `/orders?api-key=${key}` }],
      ['repeated_credential', '', { [uri]: '/orders', [forwarded]: `/orders?api-key=${key}`, 'api-key': key }],
    ]
    for (const [code, query, headers] of refusals) {
      const answer = await verify(query, headers)
      assert.equal(codeOf(answer), `403 ${code}`, JSON.stringify([query, headers]))
      assert.equal(answer.headers['cache-control'], 'no-store')
      assert.equal(answer.headers['x-api-key-id'], undefined)
    }
    const alike: RequestOptions['headers'][] = [
      {},
      { 'api-key': 'wrong' },
      { 'api-key': revoked.key },
      { 'api-key': [key, key] },
    ]
    for (const headers of alike) {
      assert.equal((await verify('', headers)).text, (await get('/secure', { headers })).text)
    }
    for (const each of [id, other.id, revoked.id]) assert.equal(await usesOf(each), 0)
  })

  it('lets no key pass from the answer to its revocation on', async (t) => {
    const { verify, create, instance, usesOf } = await setUp(t)
    const { key, id } = await create()
    const headers = { 'x-original-uri': `/orders?api-key=${key}` }
    assert.equal((await verify('', headers)).status, 204)
    await instance.keys.revoke(id)
    assert.equal(codeOf(await verify('', headers)), '403 invalid_api_key')
    assert.equal(await usesOf(id), 1)
  })

  it('looks into no query, of the original request neither, where keys are taken in the header only', async (t) => {
    const { verify, create, usesOf } = await setUp(t, { keysIn: ['header'] })
    const { key, id } = await create()
    for (const [query, headers] of [
      [`?api-key=${key}`, {}],
      ['', { 'x-original-uri': `/orders?api-key=${key}` }],
      ['', { 'x-forwarded-uri': `/orders?api-key=${key}` }],
    ] as const) {
      const refused = await verify(query, headers)
      assert.equal(codeOf(refused), '403 missing_api_key')
      assert.equal(refused.json().detail, 'An API key must be passed as header, not as query.')
    }
    const ignored = { 'x-original-uri': '/orders?api-key=1&api-key=2', 'x-forwarded-uri': '/?api-key=3' }
    assert.equal((await verify('', { ...ignored, 'api-key': key })).status, 204)
    assert.equal(await usesOf(id), 1)
  })

  it('looks into no header but for the original URI, where keys are taken in the query only', async (t) => {
    const { verify, create } = await setUp(t, { keysIn: ['query'] })
    const { key } = await create()
    assert.equal(codeOf(await verify('', { 'api-key': key })), '403 missing_api_key')
    assert.equal((await verify('', { 'x-original-uri': `/orders?api-key=${key}`, 'api-key': 'other' })).status, 204)
  })

  it('asks for each scope in its query, and counts no key that lacks one', async (t) => {
    const { verify, create, usesOf } = await setUp(t)
    const { key, id } = await create({ scopes: ['reports:read', 'mail:*'] })
    const headers = { 'api-key': key }
    const passing = ['?scope=reports:read', '?scope=mail:send', '?scope=reports%3Aread&scope=mail:*', '']
    for (const query of passing) assert.equal((await verify(query, headers)).status, 204, query)
    for (const [query, missing] of [
      ['?scope=reports:write', 'reports:write'],
      ['?scope=reports:read&scope=reports:write', 'reports:write'],
      ['?scope=reports:write&scope=mail:send&scope=admin', 'reports:write, admin'],
      ['?scope=*', '*'],
      ['?scope=reports:read,mail:send', 'reports:read,mail:send'],
    ]) {
      const refused = await verify(query, headers)
      assert.equal(codeOf(refused), '403 insufficient_scope', query)
      assert.equal(refused.json().detail, `The API key lacks a scope that this request needs. Missing: ${missing}.`)
    }
    assert.equal(await usesOf(id), passing.length)
  })

  it('takes scopes from its own query only', async (t) => {
    const { verify, create } = await setUp(t)
    const { key } = await create()
    assert.equal((await verify('', { 'api-key': key, 'x-original-uri': '/orders?scope=admin' })).status, 204)
  })

  it('refuses a query that it does not understand, whatever the key may do, but tells only who has one', async (t) => {
    const { verify, create } = await setUp(t)
    const { key } = await create({ scopes: ['*'] })
    for (const [query, pointer] of [
      ['?scopes=admin', '/query/scopes'],
      ['?scope=', '/query/scope'],
      ['?scope=a&scope=', '/query/scope'],
      ['?scope=a%20b', '/query/scope/0'],
      ['?scope=a%22b', '/query/scope/0'],
      ['?scope=a&scope=a', '/query/scope'],
      [`?scope=${'a'.repeat(101)}`, '/query/scope/0'],
      [`?${Array.from({ length: 101 }, (_, index) => `scope=${index}`).join('&')}`, '/query/scope'],
    ]) {
      const refused = await verify(query, { 'api-key': key })
      assert.equal(codeOf(refused), '422 invalid_request', query)
      assert.equal(refused.json().errors[0].pointer, pointer)
      assert.equal(codeOf(await verify(query)), '403 missing_api_key', query)
      assert.equal(codeOf(await verify(query, { 'api-key': 'wrong' })), '403 invalid_api_key', query)
    }
  })

  it('repeats nothing that is no scope: it may be a key in the wrong place', async (t) => {
    const { verify, create } = await setUp(t)
    const { key } = await create()
    const refused = await verify('?scope=not%20a%20scope', { 'api-key': key })
    assert.equal(codeOf(refused), '422 invalid_request')
    assert.ok(!refused.text.includes('not a scope'), refused.text)
    const other = await create()
    const lacking = await verify(`?scope=${other.key}&scope=reports:read`, { 'api-key': key })
    assert.equal(codeOf(lacking), '403 insufficient_scope')
    assert.match(lacking.json().detail, /Missing: reports:read\.$/)
    const unnamed = await verify(`?scope=${other.key}`, { 'api-key': key })
    assert.equal(codeOf(unnamed), '403 insufficient_scope')
    assert.ok(!unnamed.text.includes(other.key), 'a key is repeated')
  })

  it('writes no key of an original URI into the log', async (t) => {
    const { verify, create, logged } = await setUp(t)
    const { key, start } = await create()
    const secret = key.slice(start.length + 1)
    await verify('?scope=reports:read', { 'x-original-uri': `/orders?api-key=${key}` })
    await verify('', { 'x-forwarded-uri': `/orders?api-key=${key}`, 'api-key': 'other' })
    await verify('', { 'x-forwarded-uri': `/orders?api-key=${key}` })
    while (logged().split('\n').length < 4) await setImmediate()
    assert.ok(!logged().includes(secret))
    const lines = logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ url, status, key: shown }) => [url, status, shown]),
      [
        ['/auth/verify?scope=reports%3Aread', 403, undefined],
        ['/auth/verify', 403, undefined],
        ['/auth/verify', 204, start],
      ],
    )
  })

  it('is in the document, unless the administration is hidden', async (t) => {
    const shown = await setUp(t)
    assert.equal((await shown.get('/openapi.json')).json().paths['/auth/verify'].get.operationId, 'verifyKey')
    const hidden = await setUp(t, { hideDocs: true })
    const { text } = await hidden.get('/openapi.json')
    assert.ok(!text.includes('verify'))
    assert.equal((await hidden.verify('', { 'api-key': await hidden.newKey() })).status, 204)
  })
})

describe('GET /auth/verify in an app of its own', () => {
  it('comes with apiKeyRouter', async (t) => {
    const { instance, create, usesOf } = await setUp(t)
    const app = new Koa().use(instance.apiKeyRouter.routes())
    const url = await listen(t, app.callback())
    const { key, id } = await create()
    const headers = { 'x-original-uri': `/orders?api-key=${key}` }
    assert.equal((await request(`${url}/auth/verify`, { headers })).headers['x-api-key-id'], id)
    assert.equal((await request(`${url}/auth/verify`)).status, 403)
    assert.equal(await usesOf(id), 1)
  })

  it('looks at the original URI, though a guard before it took a key, and counts the use once', async (t) => {
    const { instance, create, usesOf } = await setUp(t)
    const app = new Koa().use(instance.apiKeySecurity()).use(instance.apiKeyRouter.routes())
    const url = await listen(t, app.callback())
    const { key, id } = await create()
    const ask = (uri: string) => request(`${url}/auth/verify`, { headers: { 'api-key': key, 'x-original-uri': uri } })
    assert.equal((await ask(`/orders?api-key=${key}`)).status, 204)
    assert.equal(await usesOf(id), 1)
    assert.equal(codeOf(await ask('/orders?api-key=other')), '403 repeated_credential')
  })

  for (const version of versions) {
    it(`is enforced as it is without a document, behind one of ${version}`, async (t) => {
      const document = documentOf(version, { paths: { '/orders': { get: operation({ security: [] }) } } })
      const { get, instance } = await startEnforced(
        t,
        { document },
        { routes: ({ apiKeyRouter }) => [apiKeyRouter.routes() as Middleware] },
      )
      const { key, id } = await instance.keys.create({ scopes: ['reports:read'] })
      const ask = (query: string, headers: RequestOptions['headers']) => get(`/auth/verify${query}`, { headers })
      const original = { 'x-original-uri': `/orders?api-key=${key}` }
      assert.equal((await ask('', original)).headers['x-api-key-id'], id)
      assert.equal((await ask('?scope=reports:read', { 'api-key': key })).status, 204)
      assert.equal(codeOf(await ask('?scope=reports:write', original)), '403 insufficient_scope')
      assert.equal(codeOf(await ask('', { ...original, 'api-key': 'other' })), '403 repeated_credential')
      assert.equal(codeOf(await ask('', {})), '403 missing_api_key')
      assert.equal((await instance.keys.get(id))?.totalQueries, 2)
    })
  }

  it('takes the keys that it says, behind a document that calls another place of keys by the name of ours', async (t) => {
    const schemes = {
      ApiKeyHeader: { type: 'apiKey', in: 'header', name: 'x-team-key' },
      ApiKeyQuery: { type: 'apiKey', in: 'query', name: 'api-key', description: 'In their own words' },
    }
    const document = documentOf('3.0.3', {
      components: { securitySchemes: schemes },
      paths: { '/orders': { get: operation({ security: [{ ApiKeyHeader: [] }] }) } },
    })
    const { get, instance } = await startEnforced(
      t,
      { document, schemes: { ApiKeyQuery: () => true } },
      { routes: ({ apiKeyRouter, docs }) => [docs(), apiKeyRouter.routes() as Middleware] },
    )
    const { key } = await instance.keys.create()
    assert.equal((await get('/auth/verify', { headers: { 'api-key': key } })).status, 204)
    assert.equal((await get(`/auth/verify?api-key=${key}`)).status, 204)
    for (const [path, headers] of [
      ['/auth/verify', { 'x-team-key': key }],
      ['/auth/verify?api-key=wrong', {}],
    ] as const) {
      assert.equal((await get(path, { headers })).status, 403)
    }
    const { components, paths } = (await get('/openapi.json')).json()
    const names = paths['/auth/verify'].get.security.flatMap(Object.keys)
    assert.deepEqual(
      names.map((name: string) => [components.securitySchemes[name].in, components.securitySchemes[name].name]),
      [
        ['header', 'api-key'],
        ['query', 'api-key'],
      ],
    )
    assert.deepEqual(paths['/orders'].get.security, [{ ApiKeyHeader: [] }])
    assert.deepEqual(components.securitySchemes.ApiKeyHeader, schemes.ApiKeyHeader)
  })

  it('opens no operation of a user by the original URI', async (t) => {
    const schemes = { Query: { type: 'apiKey', in: 'query', name: 'api-key' } }
    const secured = operation({
      security: [{ Query: [] }],
      'x-key-in-original-uri': true,
      'x-scopes-parameter': 'scope',
    })
    const document = documentOf('3.0.3', {
      components: { securitySchemes: schemes },
      paths: { '/orders': { get: secured } },
    })
    const { get, instance } = await startEnforced(t, { document })
    const { key } = await instance.keys.create()
    const refused = await get('/orders', { headers: { 'x-original-uri': `/orders?api-key=${key}` } })
    assert.equal(codeOf(refused), '403 missing_api_key')
    assert.equal((await get(`/orders?api-key=${key}&scope=admin`)).status, 200)
  })
})

for (const database of serverDatabases) {
  describe(`GET /auth/verify while ${database.name} is away`, () => {
    it('answers from memory for keys that it knows, and 503 for others', async (t) => {
      const closing: (() => Promise<unknown>)[] = []
      t.after(() => Promise.all(closing.map((close) => close())))
      const proxy = await startProxy(t, await database.fresh(t))
      const { verify, create, instance } = await setUp(t, { databaseUrl: proxy.url })
      closing.push(() => instance.close().catch(() => {}))
      const [known, unknown] = [await create(), await create()]
      const original = ({ key }: { key: string }) => ({ 'x-original-uri': `/orders?api-key=${key}` })
      assert.equal((await verify('', original(known))).status, 204)
      proxy.refuse()
      assert.equal((await verify('', original(known))).status, 204)
      const refused = await verify('', original(unknown))
      assert.equal(codeOf(refused), '503 database_unavailable')
      assert.ok(Number(refused.headers['retry-after']) >= 1)
      await proxy.accept()
    })
  })
}
