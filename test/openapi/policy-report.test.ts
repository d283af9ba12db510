import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import Koa2 from 'koa2'
import {
  type PolicyReportOptions,
  SimpleSecurityError,
  type SimpleSecurityOptions,
  simpleSecurity,
} from '../../src/index.js'
import { listen, request } from '../support/http.js'

const responses = { '200': { description: 'Done.' } }
const open: object[] = []

/** A document whose operations are named by their paths: `get /items` has the operationId `get /items`. */
function documentOf(operations: Record<string, object>, others: object = {}): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [operationId, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = operationId.split(' ')
    paths[path] = { ...paths[path], [method]: { operationId, responses, ...operation } }
  }
  return { openapi: '3.1.0', info: { title: 'test', version: '1' }, paths, ...others }
}

function instanceOf(t: TestContext, document: object, options: SimpleSecurityOptions = {}) {
  const instance = simpleSecurity({ secret: 'FIXTURE', dbLocation: ':memory:', env: {}, document, ...options })
  t.after(() => instance.close())
  return instance
}

/** The report on some open operations and the routes of one router. */
function compare(t: TestContext, operations: readonly string[], router: Router, options: PolicyReportOptions = {}) {
  const document = documentOf(Object.fromEntries(operations.map((name) => [name, { security: open }])))
  const { undocumented, unrouted, shadowed } = instanceOf(t, document).policyReport({ routers: [router], ...options })
  return {
    undocumented: undocumented.map(({ method, path }) => `${method} ${path}`),
    unrouted: unrouted.map(({ operationId }) => operationId),
    shadowed: shadowed.map(({ operationId, by, example }) => [operationId, by.operationId, example]),
    details: undocumented,
  }
}

const agreed = { undocumented: [], unrouted: [], shadowed: [], details: [] }

const answer = (ctx: Context) => {
  ctx.body = ctx._matchedRoute
}

describe('who may call an operation', () => {
  const securitySchemes = {
    bearerAuth: { type: 'http', scheme: 'bearer' },
    Session: { type: 'apiKey', in: 'cookie', name: 'session' },
    Partner: { type: 'apiKey', in: 'header', name: 'X-Partner' },
    Taken: { type: 'apiKey', in: 'header', name: 'X-Taken' },
  }
  const words: [string, object, string, boolean?][] = [
    ['an empty list', { security: [] }, 'anyone', true],
    [
      'a key in either place',
      { security: [{ ApiKeyHeader: [] }, { ApiKeyQuery: [] }] },
      'API key in header or query api-key',
    ],
    ['a key in one place', { security: [{ ApiKeyQuery: [] }] }, 'API key in query api-key'],
    [
      'scopes of the operation',
      { security: [{ ApiKeyHeader: [] }, { ApiKeyQuery: [] }], 'x-required-scopes': ['reports:read', 'a:b'] },
      'API key in header or query api-key with reports:read, a:b',
    ],
    [
      'scopes of one alternative',
      { security: [{ ApiKeyHeader: ['x'] }, { ApiKeyQuery: [] }] },
      'API key in header api-key with x, or API key in query api-key',
    ],
    [
      'both schemes',
      { security: [{ bearerAuth: ['a'], Partner: [] }] },
      'bearerAuth with a and API key in header x-partner',
    ],
    [
      'one of two',
      { security: [{ bearerAuth: [] }, { Session: [] }, { SecretHeader: [] }] },
      'bearerAuth, or Session, or admin secret',
    ],
    ['an optional key', { security: [{ ApiKeyHeader: [] }, {}] }, 'anyone, or API key in header api-key', true],
    ['a key that has a handler', { security: [{ Taken: [] }] }, 'Taken'],
  ]
  for (const [name, operation, access, isOpen = false] of words) {
    it(`says ${access}: ${name}`, (t) => {
      const handler = () => true
      const document = documentOf({ 'get /x': operation }, { components: { securitySchemes } })
      const schemes = { bearerAuth: handler, Session: handler, Taken: handler }
      const [found] = instanceOf(t, document, { schemes }).policyReport().operations
      assert.deepEqual(found, {
        method: 'GET',
        path: '/x',
        operationId: 'get /x',
        access,
        isOpen,
        isOwn: false,
      })
    })
  }

  it('tells what the document is silent about from what it opens', (t) => {
    const silent = instanceOf(t, documentOf({ 'get /x': {}, 'get /y': { security: [] } })).policyReport().operations
    assert.deepEqual(
      silent.slice(0, 2).map(({ access }) => access),
      ['anyone: the document asks for nothing', 'anyone'],
    )
    const security = [{ ApiKeyHeader: [] }]
    const [closed] = instanceOf(t, documentOf({ 'get /x': {} }, { security })).policyReport().operations
    assert.deepEqual([closed?.access, closed?.isOpen], ['API key in header api-key', false])
    const [opened] = instanceOf(t, documentOf({ 'get /x': {} }, { security: [] })).policyReport().operations
    assert.equal(opened?.access, 'anyone')
  })

  it('is listed in the order of the document, under every base path, with our own operations behind', (t) => {
    const servers = [{ url: 'https://a.example/v1' }, { url: 'https://b.example/v2/' }]
    const document = documentOf({ 'post /z': {}, 'get /z': {}, 'get /a': {} }, { servers })
    const report = instanceOf(t, document).policyReport()
    const paths = report.operations.map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(paths.slice(0, 6), [
      'GET /v1/z',
      'GET /v2/z',
      'POST /v1/z',
      'POST /v2/z',
      'GET /v1/a',
      'GET /v2/a',
    ])
    assert.ok(paths.includes('POST /auth/keys') && paths.includes('GET /docs'))
    assert.deepEqual(report.operations.map(({ isOwn }) => isOwn).lastIndexOf(false), 5)
    assert.equal(report.operations.find(({ path }) => path === '/auth/audit')?.access, 'admin secret')
    assert.equal(report.isCompared, false)
  })
})

describe('routes and operations', () => {
  const same: [string, string[], (router: Router) => Router][] = [
    ['parameters by other names', ['get /items/{itemId}'], (router) => router.get('/items/:id', answer)],
    ['parameters with text around them', ['get /r/{id}.json'], (router) => router.get('/r/:id.json', answer)],
    ['quoted parameters', ['get /r/{a-b}'], (router) => router.get('/r/:"a-b"', answer)],
    ['escaped characters', ['get /a:b/{c}'], (router) => router.get('/a\\:b/:c', answer)],
    ['optional parts', ['get /a', 'get /a/{b}'], (router) => router.get('/a{/:b}', answer)],
    ['several paths', ['get /a', 'get /b'], (router) => router.get(['/a', '/b'], answer)],
    ['the methods of one path', ['get /a', 'post /a'], (router) => router.get('/a', answer).post('/a', answer)],
    ['all methods', ['get /a', 'delete /a'], (router) => router.all('/a', answer)],
    ['HEAD, which GET has', ['get /a'], (router) => router.get('/a', answer).head('/a', answer)],
    ['another letter case, which the router takes for the same', ['get /a'], (router) => router.get('/A', answer)],
    ['a trailing slash, which the router takes for the same', ['get /a/'], (router) => router.get('/a', answer)],
    [
      'nested routers',
      ['get /a/b/c'],
      (router) => router.use('/a', new Router({ prefix: '/b' }).get('/c', answer).routes()),
    ],
    [
      'middleware',
      ['get /a'],
      (router) =>
        router
          .use(() => {})
          .use('/b', () => {})
          .get('/a', answer),
    ],
    ['a prefix', ['get /v1/a'], (router) => router.get('/a', answer).prefix('/v1')],
    ['the root', ['get /'], (router) => router.get('/', answer)],
    [
      'one template under two names',
      ['get /a/{x}', 'delete /a/{y}'],
      (router) => router.get('/a/:x', answer).delete('/a/:y', answer),
    ],
  ]
  for (const [name, operations, add] of same) {
    it(`agree on ${name}`, (t) => {
      assert.deepEqual(compare(t, operations, add(new Router())), agreed)
    })
  }

  const different: [string, string[], Router, string[], string[]][] = [
    ['a route too many', ['get /a'], new Router().get('/a', answer).get('/debug', answer), ['GET /debug'], []],
    ['a method too many', ['get /a'], new Router().get('/a', answer).post('/a', answer), ['POST /a'], []],
    ['a route for every method', ['get /a'], new Router().get('/a', answer).all('/b', answer), ['ANY /b'], []],
    ['an operation too many', ['get /a', 'get /b/{c}'], new Router().get('/a', answer), [], ['get /b/{c}']],
    ['a method that has no route', ['get /a', 'put /a'], new Router().get('/a', answer), [], ['put /a']],
    ['part of an optional path', ['get /a'], new Router().get('/a{/:b}', answer), ['GET /a/:b'], []],
    [
      'letter case, where the router looks at it',
      ['get /a'],
      new Router({ sensitive: true }).get('/A', answer),
      ['GET /A'],
      ['get /a'],
    ],
    [
      'a trailing slash, where the router looks at it',
      ['get /a/'],
      new Router({ strict: true }).get('/a', answer),
      ['GET /a'],
      ['get /a/'],
    ],
    ['the prefix', ['get /v1/a'], new Router().get('/a', answer), ['GET /a'], ['get /v1/a']],
  ]
  for (const [name, operations, router, undocumented, unrouted] of different) {
    it(`differ in ${name}`, (t) => {
      const found = compare(t, operations, router)
      assert.deepEqual([found.undocumented, found.unrouted, found.shadowed], [undocumented, unrouted, []])
    })
  }

  it('agree below the path where the router is mounted', (t) => {
    const router = new Router().get('/a', answer)
    assert.deepEqual(compare(t, ['get /v1/a'], router, { prefix: '/v1' }), agreed)
  })

  it('need not agree below open paths', (t) => {
    const router = new Router().get('/a', answer).get('/assets/*rest', answer).get('/assetsx', answer)
    assert.deepEqual(compare(t, ['get /a'], router, { open: ['/assets/'] }).undocumented, ['GET /assetsx'])
    assert.throws(
      () => compare(t, ['get /a'], router, { open: ['/assets'] }),
      /begin and end with a slash, not "\/assets"/,
    )
  })

  it('are compared by the examples of the document where a pattern answers, which is told', (t) => {
    const year = { name: 'year', in: 'path', required: true, schema: { $ref: '#/components/schemas/Year' } }
    const components = { schemas: { Year: { type: 'integer', example: 2026 } } }
    const document = documentOf(
      {
        'get /files/{name}': {},
        'get /years/{year}': { parameters: [year] },
        'get /years/a': {},
        'get /years/b': {},
        'get /days/{day}': {},
      },
      { components },
    )
    const router = new Router()
      .get('/files/*rest', answer)
      .get(/^\/years\/(\d{4}|a|b)$/g, answer)
      .get(/^\/days\/\d+$/, answer)
      .post(/^\/nothing/, answer)
    const report = instanceOf(t, document).policyReport({ routers: [router] })
    assert.deepEqual(report.unrouted, [])
    assert.deepEqual(
      report.undocumented.map(({ path, isPattern, answers }) => [path, isPattern, answers.map(({ path }) => path)]),
      [
        ['/files/*rest', true, ['/files/{name}']],
        ['/^\\/years\\/(\\d{4}|a|b)$/g', true, ['/years/{year}', '/years/a', '/years/b']],
        ['/^\\/days\\/\\d+$/', true, ['/days/{day}']],
        ['/^\\/nothing/', true, []],
      ],
    )
    assert.match(
      String(report),
      /\/files\/\*rest – a pattern, which may reach more than the document says; answers .+\(get \/files/,
    )
  })

  it('agree where an older router narrows a parameter down by an expression', (t) => {
    // What @koa/router 12 makes of get('/items/:id(\\d{7})').
    const layer = {
      path: '/items/:id(\\d{7})',
      methods: ['HEAD', 'GET'],
      regexp: /^\/items\/(\d{7})\/?$/i,
      paramNames: [],
      stack: [],
    }
    const document = documentOf({ 'get /items/{id}': {} })
    const { undocumented, unrouted } = instanceOf(t, document).policyReport({ routers: [{ stack: [layer] }] })
    assert.deepEqual([undocumented, unrouted], [[], []])
  })
})

describe('a request that reaches another route than that of its operation', () => {
  const cases: [string, string[], Router, string[][]][] = [
    [
      'of a parameter that comes before text',
      ['get /items/{id}', 'get /items/special'],
      new Router().get('/items/:id', answer).get('/items/special', answer),
      [['get /items/special', 'get /items/{id}', '/items/special']],
    ],
    [
      'where two templates meet',
      ['get /a/{x}/c', 'get /a/b/{y}'],
      new Router().get('/a/:x/c', answer).get('/a/b/:y', answer),
      [['get /a/b/{y}', 'get /a/{x}/c', '/a/b/c']],
    ],
    [
      'without a route of its own',
      ['get /items/{id}', 'get /items/special'],
      new Router().get('/items/:id', answer),
      [['get /items/special', 'get /items/{id}', '/items/special']],
    ],
    [
      'in another router that comes first',
      ['get /x/{a}', 'get /x/y'],
      new Router().use(new Router().get('/x/:a', answer).routes()).use(new Router().get('/x/y', answer).routes()),
      [['get /x/y', 'get /x/{a}', '/x/y']],
    ],
    [
      'with text around a parameter',
      ['get /r/{id}', 'get /r/{id}.json'],
      new Router().get('/r/:id', answer).get('/r/:id.json', answer),
      [['get /r/{id}.json', 'get /r/{id}', '/r/x.json']],
    ],
    [
      'of a router that takes the last that fits',
      ['get /x/y', 'get /x/{a}'],
      new Router({ exclusive: true }).get('/x/y', answer).get('/x/:a', answer),
      [['get /x/y', 'get /x/{a}', '/x/y']],
    ],
    [
      'never, where text comes first',
      ['get /items/{id}', 'get /items/special', 'post /items/special'],
      new Router().post('/items/special', answer).get('/items/special', answer).get('/items/:id', answer),
      [],
    ],
    [
      'never, where the router looks for what says most',
      ['get /x/{a}', 'get /x/y', 'get /z/{a}', 'get /z/y'],
      new Router({ exclusive: 'specificity' })
        .get('/x/:a', answer)
        .get('/x/y', answer)
        .get('/z/y', answer)
        .get('/z/:a', answer),
      [],
    ],
  ]
  for (const [name, operations, router, shadowed] of cases) {
    it(`is found: ${name}`, async (t) => {
      const found = compare(t, operations, router)
      assert.deepEqual([found.shadowed, found.undocumented, found.unrouted], [shadowed, [], []])
      // The router itself says the same.
      const app = new Koa()
      app.use(router.routes())
      const url = await listen(t, app.callback())
      for (const [, by = '', example] of shadowed) {
        const template = by.replace('get ', '').replace(/\{(\w+)\}/g, ':$1')
        assert.equal((await request(url + example)).text, template)
      }
    })
  }

  it('is told of a route that the document lacks, with the operation that lets it pass', async (t) => {
    const router = new Router().get('/items/secret', answer).get('/items/:id.bak', answer).get('/items/:id', answer)
    const document = documentOf({ 'get /items/{id}': { security: [] } })
    const instance = instanceOf(t, document)
    const app = new Koa()
    app.use(instance.enforce())
    app.use(router.routes())
    const url = await listen(t, app.callback())
    assert.equal((await request(`${url}/items/secret`)).text, '/items/secret')
    assert.equal((await request(`${url}/items/x.bak`)).text, '/items/:id.bak')
    const answers = [{ method: 'GET', path: '/items/{id}', operationId: 'get /items/{id}' }]
    assert.deepEqual(instance.policyReport({ app }).undocumented, [
      { method: 'GET', path: '/items/secret', isPattern: false, answers },
      { method: 'GET', path: '/items/:id.bak', isPattern: false, answers },
    ])
  })
})

describe('the report of an app', () => {
  const document = documentOf({ 'get /a': {}, 'get /{b}/{c}': {} })
  const theirs = () => new Router().get('/a', answer).get('/:b/:c', answer)

  for (const [version, App] of [
    ['3', Koa],
    ['2', Koa2 as typeof Koa],
  ] as const) {
    it(`finds its routers, those of this package too, and enforce() before them, on Koa ${version}`, (t) => {
      const instance = instanceOf(t, document)
      const app = new App()
      app
        .use(instance.enforce({ open: ['/open/'] }))
        .use(instance.docs())
        .use(instance.apiKeyRouter.routes())
      app.use(theirs().get('/open/x', answer).routes())
      const { operations, ...differences } = instance.policyReport({ app, strict: true })
      assert.deepEqual(differences, {
        isCompared: true,
        undocumented: [],
        unrouted: [],
        shadowed: [],
        unguarded: [],
        isEnforced: true,
        unhandled: [],
      })
    })
  }

  it('finds its own operations answered by enforcement itself, and looks at no others then', (t) => {
    const instance = instanceOf(t, documentOf({ 'get /a': { operationId: 'getA', security: [] } }))
    const app = new Koa()
    app.use(instance.operations({ getA: (() => ({ status: 200 })) as never }))
    assert.doesNotThrow(() => instance.policyReport({ app, strict: true }))
    app.use(new Router().get('/debug', answer).routes())
    assert.throws(() => instance.policyReport({ app, strict: true }), /lacks GET \/debug$/)
  })

  it('knows what a proxy takes away, also where routes of this package have no base path', (t) => {
    const servers = [{ url: 'https://a.example/v1' }]
    const instance = instanceOf(t, documentOf({ 'get /a': {}, 'get /{b}': {} }, { servers }))
    const router = new Router().get('/a', answer).get('/:b', answer).get('/open/x', answer)
    const app = new Koa()
    app.use(instance.enforce({ strippedPrefix: '/api/v1', open: ['/open/'] }))
    app.use(instance.apiKeyRouter.routes()).use(router.routes())
    assert.doesNotThrow(() => instance.policyReport({ app, strict: true }))
    const { unrouted } = instance.policyReport({ routers: [new Router().get('/v1/a', answer)], prefix: '/v1' })
    assert.deepEqual(
      unrouted.map(({ path }) => path),
      ['/v1/a', '/v1/{b}'],
    )
  })

  it('finds routes of this package that a route of the app comes before', (t) => {
    const instance = instanceOf(t, document)
    const app = new Koa()
    app.use(instance.enforce()).use(theirs().routes()).use(instance.apiKeyRouter.routes())
    const { shadowed } = instance.policyReport({ app })
    assert.ok(shadowed.some(({ path, by }) => path === '/auth/new' && by.operationId === 'get /{b}/{c}'))
  })

  it('finds routes that come before enforce()', async (t) => {
    const instance = instanceOf(t, documentOf({ 'get /a': { security: [{ ApiKeyHeader: [] }] } }))
    const app = new Koa()
    app.use(instance.apiKeyRouter.routes())
    app.use(new Router().get('/a', answer).routes())
    app.use(instance.enforce())
    assert.equal((await request(`${await listen(t, app.callback())}/a`)).status, 200)
    assert.deepEqual(instance.policyReport({ app }).unguarded, [{ method: 'GET', path: '/a' }])
  })

  it('finds enforce() in a router, where it guards what comes after it', (t) => {
    const instance = instanceOf(t, documentOf({ 'get /a': {}, 'get /b': {}, 'get /c/d': {}, 'get /e': {} }))
    const inside = new Router().get('/b', answer).use(instance.enforce()).get('/a', answer)
    const nested = new Router().use('/c', instance.enforce()).get('/c/d', answer).get('/e', answer)
    const app = new Koa()
    app.use(inside.routes()).use(nested.routes())
    const report = instance.policyReport({ app })
    const unguarded = ['/b', '/e'].map((path) => ({ method: 'GET', path }))
    assert.deepEqual([report.isEnforced, report.unguarded], [true, unguarded])
  })

  it('says so where no enforce() is to be seen, and refuses an app without a router that is', (t) => {
    const instance = instanceOf(t, document)
    const app = new Koa()
    assert.throws(() => instance.policyReport({ app }), /no @koa\/router among its middleware/)
    app.use(theirs().routes())
    const report = instance.policyReport({ app })
    assert.deepEqual([report.isEnforced, report.unguarded], [false, []])
    assert.match(String(report), /No enforce\(\) is to be seen/)
  })

  it('with strict, has an error with a line for each difference', (t) => {
    const instance = instanceOf(t, document)
    const router = new Router().get('/:b/:c', answer).get('/debug', answer)
    assert.throws(
      () => instance.policyReport({ routers: [router], strict: true }),
      (error) =>
        error instanceof SimpleSecurityError &&
        error.code === 'invalid_configuration' &&
        error.message.split('\n').slice(1).join('|') ===
          '  The document lacks GET /debug|  No route answers GET /a (get /a)',
    )
    assert.doesNotThrow(() => instance.policyReport({ routers: [theirs()], strict: true }))
  })

  it('is data, whose text is a table in which nothing changes the terminal', (t) => {
    const report = instanceOf(t, documentOf({ 'get /a': { operationId: 'x\u001b[31m\ny' } })).policyReport()
    assert.deepEqual(JSON.parse(JSON.stringify(report)).operations, report.operations)
    const [head = '', row = ''] = String(report).split('\n')
    assert.match(head, /^METHOD {2}PATH {2}OPERATION +WHO MAY CALL IT$/)
    assert.match(row, /^GET {5}\/a {4}x�\[31m�y +anyone: the document asks for nothing$/)
    assert.match(String(report), /Routes were not compared/)
  })

  it('needs a document', (t) => {
    const instance = simpleSecurity({ secret: 'FIXTURE', dbLocation: ':memory:', env: {} })
    t.after(() => instance.close())
    assert.throws(() => instance.policyReport(), /There is no document to go by/)
  })
})
