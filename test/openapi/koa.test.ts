import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { describe, it, type TestContext } from 'node:test'
import { bodyParser as newBodyParser } from '@koa/bodyparser'
import cors from '@koa/cors'
import Router from '@koa/router'
import type Koa from 'koa'
import type { Middleware } from 'koa'
import { koaBody } from 'koa-body'
import bodyParser from 'koa-bodyparser'
import compose from 'koa-compose'
import mount from 'koa-mount'
import route from 'koa-route'
import type { UntypedHandler } from '../../src/http/response.js'
import type { HandlersOf, SimpleSecurity } from '../../src/index.js'
import { type Answer, listen, type RequestOptions, request } from '../support/http.js'
import { createInstance } from './enforced-app.js'
import { answerSeen, type Build, guardAll, koas, type Shop, shopDocument, startShop } from './koa-app.js'

const parsers: Record<string, () => Middleware> = {
  '@koa/bodyparser': () => newBodyParser() as Middleware,
  'koa-bodyparser': () => bodyParser(),
  'koa-body': () => koaBody() as Middleware,
}
const secret = { 'secret-key': 'TEST_SECRET' }
const chunked = { 'transfer-encoding': 'chunked' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const code = ({ status, json }: Answer) => [status, json().code]

/** What holds wherever the shop stands in an app: below a prefix, behind whatever router. */
async function checkShop({ ask, mine, instance, faults }: Shop, prefix = '', ownPrefix = prefix): Promise<void> {
  const at = (path: string, options?: RequestOptions) => ask(prefix + path, options)
  assert.deepEqual(code(await at('/books')), [403, 'missing_api_key'])
  assert.deepEqual(code(await at('/books/5', { headers: { 'api-key': 'kss_unknown' } })), [403, 'invalid_api_key'])
  assert.deepEqual((await at('/books', { headers: mine })).json(), { key: 'mine' })
  assert.deepEqual((await at('/books/5', { headers: mine })).json(), { key: 'mine', id: 5 })
  assert.deepEqual(code(await at('/books/x', { headers: mine })), [422, 'invalid_request'])
  assert.deepEqual((await at('/health')).json(), {})
  assert.deepEqual(code(await at('/nothing', { headers: mine })), [404, 'not_found'])
  assert.deepEqual(code(await at('/books/5', { method: 'DELETE', headers: mine })), [405, 'method_not_allowed'])
  assert.deepEqual(code(await at('/BOOKS', { headers: mine })), [404, 'not_found'])
  const [only] = (await instance.keys.list()).keys
  assert.equal(only?.totalQueries, 3)

  assert.match((await ask(`${ownPrefix}/docs`)).text, /<html/)
  assert.ok((await ask(`${ownPrefix}/openapi.json`)).json().paths['/books'])
  assert.deepEqual(code(await ask(`${ownPrefix}/auth/keys`)), [403, 'missing_secret'])
  assert.equal((await ask(`${ownPrefix}/auth/keys`, { headers: secret })).json().keys.length, 1)
  assert.deepEqual(faults, [])
}

/** The docs and the administration, which every shop has beside its own routes. */
const addOwn = (app: Koa, { docs, apiKeyRouter }: SimpleSecurity) => {
  app.use(docs())
  app.use(apiKeyRouter.routes() as Middleware)
}

const answered = answerSeen as Middleware
const booksRouter = () => {
  const books = new Router().get('/', answered).post('/', answered).get('/:bookId', answered)
  const shelves = new Router({ prefix: '/books' }).use(books.routes())
  return new Router().get('/health', answered).use(shelves.routes())
}
const handle: UntypedHandler = ({ path, body, ctx }) => {
  const { bookId: id } = path as { bookId?: number }
  return { status: 200, body: { key: ctx.state.apiKey?.name, id, body } }
}
const handlers = {
  getHealth: handle,
  listBooks: handle,
  addBook: handle,
  getBook: handle,
  addCover: handle,
} as HandlersOf<unknown>

const places: Record<string, Build> = {
  'nested routers with prefixes of @koa/router': (app, instance) => {
    app.use(instance.enforce({ validate: true }))
    addOwn(app, instance)
    app.use(booksRouter().routes() as Middleware)
  },
  'enforce() twice, on the app and on a router': (app, instance) => {
    app.use(instance.enforce({ validate: true }))
    addOwn(app, instance)
    app.use(
      new Router()
        .use(instance.enforce({ validate: true }))
        .use(booksRouter().routes())
        .routes() as Middleware,
    )
  },
  'koa-route': (app, instance) => {
    app.use(instance.enforce({ validate: true }))
    addOwn(app, instance)
    app.use(route.get('/health', answerSeen))
    app.use(route.get('/books', answerSeen))
    app.use(route.get('/books/:bookId', answerSeen))
  },
  'enforce() and routers composed into one middleware': (app, instance) => {
    const { docs, apiKeyRouter, enforce } = instance
    const own = compose([docs(), apiKeyRouter.routes() as Middleware])
    app.use(compose([enforce({ validate: true }), own, booksRouter().routes() as Middleware]))
  },
  'operations()': (app, instance) => {
    app.use(instance.operations(handlers))
    addOwn(app, instance)
  },
}

const mounts: [name: string, server: string | undefined, prefix: string, build: (App: typeof Koa) => Build][] = [
  [
    'a whole app, whose document does not know of it',
    undefined,
    '/shop',
    (App) => (app, instance) => app.use(mount('/shop', appOf(App, instance))),
  ],
  [
    'a whole app, at the server of the document',
    'https://example.com/shop',
    '/shop',
    (App) => (app, instance) => app.use(mount('/shop', appOf(App, instance))),
  ],
  [
    'a whole app in one that is mounted itself',
    '/outer/shop',
    '/outer/shop',
    (App) => (app, instance) => {
      app.use(mount('/outer', new App().use(mount('/shop', appOf(App, instance)))))
    },
  ],
  [
    'a whole app, whose routers begin with the rest of the path of the server',
    '/shop/v1',
    '/shop/v1',
    (App) => (app, instance) => {
      const inner = new App().use(instance.enforce({ validate: true }))
      addOwn(inner, instance)
      inner.use(new Router({ prefix: '/v1' }).use(booksRouter().routes()).routes() as Middleware)
      app.use(mount('/shop', inner))
    },
  ],
]

function appOf(App: typeof Koa, instance: SimpleSecurity): Koa {
  const app = new App().use(instance.enforce({ validate: true }))
  addOwn(app, instance)
  return app.use(booksRouter().routes() as Middleware)
}

for (const [version, App] of koas) {
  const start = (t: TestContext, build: Build, options = {}) => startShop(t, App, build, options)

  describe(`on Koa ${version}, the shop holds`, () => {
    for (const [name, build] of Object.entries(places)) {
      it(`behind ${name}`, async (t) => checkShop(await start(t, build)))
    }
    for (const [name, server, prefix, build] of mounts) {
      it(`in koa-mount: ${name}`, async (t) => {
        const part = server === undefined ? {} : { servers: [{ url: server }] }
        await checkShop(await start(t, build(App), { document: shopDocument(part) }), prefix, prefix.replace('/v1', ''))
      })
    }
  })

  describe(`on Koa ${version}, @koa/cors`, () => {
    const origin = { origin: 'https://shop.example' }
    const preflight = {
      method: 'OPTIONS',
      headers: { ...origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'api-key' },
    }

    it('in front answers for a browser that asks first, and lets it read every refusal', async (t) => {
      const { ask, post, mine } = await start(t, (app, instance) => {
        app.use(cors())
        guardAll(app, instance)
      })
      const { status, headers, text } = await ask('/books', preflight)
      assert.deepEqual([status, text], [204, ''])
      assert.equal(headers['access-control-allow-origin'], '*')
      assert.equal(headers['access-control-allow-headers'], 'api-key')
      assert.match(headers['access-control-allow-methods'] ?? '', /POST/)
      const answers = [
        await ask('/books', { headers: { ...mine, ...origin } }),
        await ask('/books', { headers: origin }),
        await ask('/nothing', { headers: origin }),
        await ask('/books', { method: 'PATCH', headers: origin }),
        await post('{', origin),
        await post('{"title":"x"}', { ...origin, 'content-type': 'text/csv' }),
        await post('{"title":5}', origin),
      ]
      assert.deepEqual(
        answers.map((answer) => [answer.status, answer.headers['access-control-allow-origin']]),
        [200, 403, 404, 405, 400, 415, 422].map((one) => [one, '*']),
      )
      for (const answer of answers) assert.match(answer.headers.vary ?? '', /Origin/)
    })

    it('behind is not asked: OPTIONS is a method as any other', async (t) => {
      const { ask, mine } = await start(t, (app, instance) => {
        app.use(instance.enforce())
        app.use(cors())
        app.use(answered)
      })
      for (const headers of [preflight.headers, { ...preflight.headers, ...mine }]) {
        const answer = await ask('/books', { ...preflight, headers })
        assert.deepEqual(code(answer), [405, 'method_not_allowed'])
        assert.equal(answer.headers['access-control-allow-origin'], undefined)
      }
    })
  })

  describe(`on Koa ${version}, body parsers:`, () => {
    for (const [name, parser] of Object.entries(parsers)) {
      it(`${name} in front: what it read is validated, and nothing waits for its stream`, async (t) => {
        const { post, faults } = await start(t, (app, instance) => {
          app.use(parser())
          guardAll(app, instance)
        })
        for (const framing of [{}, chunked]) {
          assert.deepEqual((await post('{"title":"a"}', framing)).json().body, { title: 'a' })
          assert.deepEqual((await post('title=a&pages=5', { ...form, ...framing })).json().body, {
            title: 'a',
            pages: 5,
          })
          for (const [body, type] of [
            ['{"title":5}', {}],
            ['{}', {}],
            ['[]', {}],
            ['title=a&pages=x', form],
            ['titel=a', form],
          ] as const) {
            assert.deepEqual(code(await post(body, { ...type, ...framing })), [422, 'invalid_request'], body)
          }
          assert.equal((await post('', framing)).status, 200)
          assert.equal((await post('a', { 'content-type': 'text/csv', ...framing })).status, 415)
        }
        const long = JSON.stringify({ title: 'x'.repeat(102_400) })
        assert.deepEqual(code(await post(long)), [413, 'payload_too_large'])
        assert.deepEqual(faults, [])
        // It is the parser that reads, and so refuses.
        assert.equal((await post('{')).status, 400)
        assert.equal(faults.length, 1)
      })

      it(`${name} behind: it finds what was read, or the stream as it was`, async (t) => {
        const { post, faults } = await start(t, (app, instance) => {
          app.use(instance.enforce({ validate: true }))
          app.use(parser())
          app.use(answered)
        })
        const title = 'x'.repeat(102_000)
        for (const framing of [{}, chunked]) {
          for (const body of [{ title: 'a' }, { title }]) {
            assert.deepEqual((await post(JSON.stringify(body), framing)).json().body, body)
          }
          assert.equal((await post('title=a', { ...form, ...framing })).json().body.title, 'a')
          assert.deepEqual(code(await post('{"title":5}', framing)), [422, 'invalid_request'])
          assert.deepEqual(code(await post('{', framing)), [400, 'malformed_json'])
          for (const type of [{}, form]) assert.equal((await post('', { ...type, ...framing })).status, 200)
          assert.equal((await post('abc', { 'content-type': 'image/png', ...framing }, '/covers')).status, 200)
        }
        assert.deepEqual(faults, [])
      })
    }

    it('something in front that reads the body and keeps nothing of it ends the request, with the reason', async (t) => {
      const { post, faults } = await start(t, (app, instance) => {
        app.use(async (ctx, next) => {
          await text(ctx.req)
          await next()
        })
        guardAll(app, instance)
      })
      assert.deepEqual(code(await post('{"title":"a"}')), [500, 'internal_error'])
      assert.deepEqual(
        faults.map(({ message }) => message),
        ['The body was read before, by something that kept nothing of it.'],
      )
    })

    for (const [name, options] of Object.entries({
      'without validation': {},
      'with validation, which has put back what it read': { validate: true },
    })) {
      it(`a handler reads ctx.req itself, ${name}`, async (t) => {
        const { post, faults } = await start(t, (app, instance) => {
          app.use(instance.enforce(options))
          app.use(async (ctx) => {
            ctx.body = { read: await text(ctx.req) }
          })
        })
        const long = JSON.stringify({ title: 'x'.repeat(100_000) })
        for (const framing of [{}, chunked]) {
          for (const body of ['{"title":"a"}', long, '']) {
            assert.equal((await post(body, framing)).json().read, body)
          }
          const png = { 'content-type': 'image/png', ...framing }
          assert.equal((await post(long.repeat(5), png, '/covers')).json().read, long.repeat(5))
        }
        assert.deepEqual(faults, [])
      })
    }
  })

  describe(`on Koa ${version}, errors:`, () => {
    /** What middleware in front of everything sees: an error, or a status. */
    function watched(seen: unknown[], build: Build): Build {
      return (app, instance) => {
        app.use(async (ctx, next) => {
          try {
            await next()
            seen.push(ctx.status)
          } catch (error) {
            seen.push((error as Error).message)
            ctx.status = 418
            ctx.app.emit('error', error, ctx)
          }
        })
        build(app, instance)
      }
    }
    const failing: Middleware = () => {
      throw new Error('the shelf fell down')
    }

    it('middleware in front sees refusals as answers, and what a handler throws as it was thrown', async (t) => {
      const seen: unknown[] = []
      const build = watched(seen, (app, instance) => app.use(instance.enforce({ validate: true })).use(failing))
      const { ask, mine, faults } = await start(t, build)
      for (const [path, headers, status] of [
        ['/books', {}, 403],
        ['/books/x', mine, 422],
        ['/nothing', mine, 404],
        ['/books', mine, 418],
      ] as const) {
        assert.equal((await ask(path, { headers })).status, status)
      }
      assert.deepEqual(seen, [403, 422, 404, 'the shelf fell down'])
      assert.deepEqual(
        faults.map(({ message }) => message),
        ['the shelf fell down'],
      )
    })

    it('what a handler of an operation throws is a problem, or what it is thrown to be', async (t) => {
      const seen: unknown[] = []
      const build = watched(seen, (app, instance) => {
        const gone: UntypedHandler = ({ ctx }) => ctx.throw(410, 'sold')
        app.use(instance.operations({ ...handlers, listBooks: failing, getBook: gone } as HandlersOf<unknown>))
      })
      const { ask, mine, faults } = await start(t, build)
      assert.deepEqual(code(await ask('/books', { headers: mine })), [500, 'internal_error'])
      assert.equal((await ask('/books/5', { headers: mine })).status, 418)
      assert.deepEqual(seen, [500, 'sold'])
      assert.deepEqual(
        faults.map(({ message }) => message),
        ['the shelf fell down', 'sold'],
      )
    })

    it('reach the listener once, and that of the outer app where one is mounted in the other', async (t) => {
      const direct = await start(t, (app, instance) => app.use(instance.enforce()).use(failing))
      assert.equal((await direct.ask('/books', { headers: direct.mine })).status, 500)
      assert.equal(direct.faults.length, 1)

      const inner = new App()
      const told: string[] = []
      inner.on('error', ({ message }: Error) => told.push(message))
      const outer = await start(t, (app, instance) =>
        app.use(mount('/shop', inner.use(instance.enforce()).use(failing))),
      )
      assert.equal((await outer.ask('/shop/books', { headers: outer.mine })).status, 500)
      assert.deepEqual(
        outer.faults.map(({ message }) => message),
        ['the shelf fell down'],
      )
      assert.deepEqual(told, [])
    })
  })

  describe(`on Koa ${version}, proxies`, () => {
    /** A proxy that takes `/api` away, and tells whom it asks for. */
    function startProxy(t: TestContext, target: string): Promise<string> {
      return listen(t, (req, res) => {
        const path = req.url?.replace(/^\/api(?=\/)/, '')
        const forwarded = {
          'x-forwarded-for': '192.0.2.7',
          'x-forwarded-host': 'shop.example',
          'x-forwarded-proto': 'https',
        }
        const headers = { ...req.headers, ...forwarded }
        const onward = http.request(`${target}${path}`, { method: req.method, headers, agent: false }, (answer) => {
          res.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(res)
        })
        onward.on('error', () => res.destroy())
        req.pipe(onward)
      })
    }

    for (const [name, server, strippedPrefix, routed] of [
      ['that take the path of the server away', '/api', '/api', ''],
      ['that take more than that away', '/v1', '/outer/v1', ''],
      ['that take its beginning away', 'https://shop.example/api/v1', '/api', '/v1'],
      ['that the document does not know of', undefined, undefined, ''],
    ] as const) {
      it(name, async (t) => {
        const part = server === undefined ? {} : { servers: [{ url: server }] }
        const build: Build = (app, instance) => {
          app.proxy = true
          app.use(instance.enforce({ validate: true, ...(strippedPrefix && { strippedPrefix }) }))
          addOwn(app, instance)
          app.use(new Router({ prefix: routed }).use(booksRouter().routes()).routes() as Middleware)
        }
        const shop = await start(t, build, { document: shopDocument(part) })
        const proxy = await startProxy(t, shop.url)
        const ask: Shop['ask'] = (path, options) => request(proxy + path, options)
        await checkShop({ ...shop, ask }, `/api${routed}`, '/api')
        const { undocumented, unrouted } = shop.instance.policyReport({ app: shop.app })
        assert.deepEqual([undocumented, unrouted.map(({ operationId }) => operationId)], [[], ['addCover']])
      })
    }
  })

  describe(`on Koa ${version}, HTTP`, () => {
    it('2 without TLS is guarded and validated as 1.1 is', async (t) => {
      const { app, mine, faults, instance } = await start(t, (one, security) => {
        one.use(security.enforce({ validate: true }))
        addOwn(one, security)
        one.use(parsers['koa-body']?.() as Middleware).use(answered)
      })
      const ask = await connectHttp2(t, app.callback())
      const typed = { 'content-type': 'application/json' }
      const post = (body: string, headers = {}) =>
        ask({ ':method': 'POST', ':path': '/books', ...typed, ...headers }, body)
      assert.deepEqual(code(await ask({ ':path': '/books' })), [403, 'missing_api_key'])
      assert.deepEqual((await ask({ ':path': '/books/5', ...mine })).json(), { key: 'mine', id: 5 })
      assert.deepEqual(code(await ask({ ':path': '/books/x', ...mine })), [422, 'invalid_request'])
      assert.deepEqual(code(await ask({ ':path': '/BOOKS', ...mine })), [404, 'not_found'])
      // Koa 2 answers no HEAD in HTTP/2, with or without anything of ours.
      if (version === '3') assert.equal((await ask({ ':method': 'HEAD', ':path': '/books', ...mine })).status, 200)
      assert.deepEqual(code(await post('{"title":"a"}')), [403, 'missing_api_key'])
      assert.deepEqual((await post('{"title":"a"}', mine)).json().body, { title: 'a' })
      assert.deepEqual((await post(JSON.stringify({ title: 'x'.repeat(100_000) }), mine)).status, 200)
      assert.deepEqual(code(await post('{"title":5}', mine)), [422, 'invalid_request'])
      assert.deepEqual(code(await post('{', mine)), [400, 'malformed_json'])
      assert.equal((await post('', mine)).status, 200)
      assert.deepEqual(code(await post(JSON.stringify({ title: 'x'.repeat(102_400) }), mine)), [
        413,
        'payload_too_large',
      ])
      const elsewhere = { ':path': '/books', ':authority': 'books.example:8443', ...mine }
      assert.deepEqual((await ask(elsewhere)).json(), { key: 'mine' })
      assert.match((await ask({ ':path': '/docs' })).text, /<html/)
      assert.equal(
        (await ask({ ':path': '/auth/keys', ...secret })).json().keys[0].id,
        (await instance.keys.list()).keys[0]?.id,
      )
      assert.deepEqual(faults, [])
    })

    it('1.0 is answered, with a body and without', async (t) => {
      const { url, key } = await start(t, guardAll)
      const head = (line: string) => `${line} HTTP/1.0\r\napi-key: ${key}\r\n`
      assert.match(await converse(url, 'GET /books HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 403 [\s\S]*"missing_api_key"/)
      assert.match(await converse(url, `${head('GET /books/5')}\r\n`), / 200 OK[\s\S]*\{"key":"mine","id":5\}$/)
      const typed = 'content-type: application/json\r\n'
      const body = '{"title":"a"}'
      const sent = `${head('POST /books')}${typed}content-length: ${body.length}\r\n\r\n${body}`
      assert.match(await converse(url, sent), / 200 OK[\s\S]*"body":\{"title":"a"\}\}$/)
      assert.match(await converse(url, sent.replace('"a"', '123')), / 422 /)
    })

    it('HEAD is guarded and validated as GET is, and has no body', async (t) => {
      const { ask, mine } = await start(t, guardAll)
      for (const [path, headers, status] of [
        ['/books', {}, 403],
        ['/books', mine, 200],
        ['/books/x', mine, 422],
        ['/health', {}, 200],
        ['/covers', mine, 405],
      ] as const) {
        const [got, headed] = [await ask(path, { headers }), await ask(path, { method: 'HEAD', headers })]
        assert.deepEqual([headed.status, headed.text], [status, ''], path)
        assert.deepEqual(withoutDate(headed), withoutDate(got))
      }
    })

    it('Expect: 100-continue is answered before the body is sent, and the body is validated', async (t) => {
      const { url, mine } = await start(t, guardAll)
      for (const [body, headers, status] of [
        ['{"title":"a"}', mine, 200],
        ['{"title":5}', mine, 422],
        ['{"title":"a"}', {}, 403],
      ] as const) {
        assert.equal(await expectContinue(`${url}/books`, body, headers), status)
      }
    })
  })

  describe(`on Koa ${version}, the order of app.use:`, () => {
    it('routes before enforce() are open, and the report tells', async (t) => {
      const { app, instance, ask } = await start(t, (one, security) => {
        one.use(booksRouter().routes() as Middleware)
        one.use(security.enforce())
      })
      assert.equal((await ask('/books')).status, 200)
      assert.equal(instance.policyReport({ app }).unguarded.length, 4)
      assert.throws(() => instance.policyReport({ app, strict: true }), {
        code: 'invalid_configuration',
        message: /GET \/books/,
      })
    })

    it('the docs and the administration may stand on both sides', async (t) => {
      await checkShop(
        await start(t, (app, instance) => {
          addOwn(app, instance)
          app.use(instance.enforce({ validate: true })).use(booksRouter().routes() as Middleware)
        }),
      )
    })
  })

  describe(`on Koa ${version}, two instances in one app`, () => {
    const toys = { ...shopDocument(), paths: { '/toys': { get: { responses: { 200: { description: 'Toys' } } } } } }

    const pair = (t: TestContext) => {
      const at = (url: string) => ({ servers: [{ url }] })
      const first = createInstance(t, { document: shopDocument(at('/shop')) })
      const second = createInstance(t, { document: { ...toys, ...at('/fair') } })
      return { first, second }
    }
    const eachMounted = ({ first, second }: ReturnType<typeof pair>): Build => {
      const all = ({ enforce, docs, apiKeyRouter }: SimpleSecurity) =>
        compose([enforce(), docs(), apiKeyRouter.routes() as Middleware, answered])
      return (app) => app.use(mount('/shop', all(first))).use(mount('/fair', all(second)))
    }
    const eachOpen = ({ first, second }: ReturnType<typeof pair>): Build => {
      const others = { first: first.enforce({ open: ['/fair/'] }), second: second.enforce({ open: ['/shop/'] }) }
      return (app) => app.use(others.first).use(others.second).use(answered)
    }

    for (const [name, buildWith] of Object.entries({
      'each mounted at its place': eachMounted,
      'each open for what the other has': eachOpen,
    })) {
      it(`${name}, know their own keys only`, async (t) => {
        const { first, second } = pair(t)
        const { ask } = await start(t, buildWith({ first, second }))
        const { key: books } = await first.keys.create({ name: 'books' })
        const { key: toy } = await second.keys.create({ name: 'toys' })
        const outcomes = []
        for (const path of ['/shop/books', '/fair/toys', '/shop/toys', '/fair/books', '/books', '/toys']) {
          for (const key of [books, toy]) {
            const { status, json } = await ask(path, { headers: { 'api-key': key } })
            outcomes.push(status === 200 ? json().key : status)
          }
        }
        assert.deepEqual(outcomes, ['books', 403, 403, 'toys', ...Array(8).fill(404)])
        for (const { keys } of [first, second]) assert.equal((await keys.list()).keys[0]?.totalQueries, 1)
      })
    }

    it('each mounted at its place, have docs and an administration of their own', async (t) => {
      const { first, second } = pair(t)
      const { ask } = await start(t, eachMounted({ first, second }))
      for (const [place, path, { keys }] of [
        ['/shop', '/books', first],
        ['/fair', '/toys', second],
      ] as const) {
        const { id } = await keys.create()
        assert.ok(path in (await ask(`${place}/openapi.json`)).json().paths)
        const listed = (await ask(`${place}/auth/keys`, { headers: secret })).json().keys
        assert.deepEqual(
          listed.map((one: { id: string }) => one.id),
          [id],
        )
      }
    })
  })
}

function withoutDate({ headers: { date, ...headers } }: Answer): object {
  return headers
}

/** One request on a plain connection, and all that comes back until it is closed. */
function converse(url: string, sent: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(sent))
    text(socket).then(resolve, reject)
  })
}

/** Sends a body once the server asks for it, and gives the status. */
function expectContinue(url: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = { expect: '100-continue', 'content-type': 'application/json', 'content-length': String(body.length) }
    let isAskedFor = false
    const outgoing = http.request(url, { method: 'POST', agent: false, headers: { ...asking, ...headers } })
    outgoing.on('continue', () => {
      isAskedFor = true
      outgoing.end(body)
    })
    outgoing.on('response', (response) => {
      response.resume()
      if (isAskedFor) resolve(response.statusCode ?? 0)
      else reject(new Error('there was an answer before the body was asked for'))
    })
    outgoing.on('error', reject)
    outgoing.flushHeaders()
  })
}

type AskHttp2 = (headers: http2.OutgoingHttpHeaders, body?: string) => Promise<Answer>

/** Requests on one connection of HTTP/2 without TLS, until the test ends. */
async function connectHttp2(t: TestContext, listener: ReturnType<Koa['callback']>): Promise<AskHttp2> {
  const server = http2.createServer(listener as never)
  const sessions = new Set<http2.ServerHttp2Session>()
  server.on('session', (session) => sessions.add(session))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  t.after(async () => {
    client.destroy()
    for (const session of sessions) session.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return async (headers, body) => {
    const stream = client.request(headers, { endStream: body === undefined })
    if (body !== undefined) stream.end(body)
    const [[answered], bytes] = await Promise.all([once(stream, 'response'), buffer(stream)])
    const answer = bytes.toString('utf8')
    const { ':status': status, ...others } = answered as http2.IncomingHttpHeaders & { ':status': number }
    return { status, headers: others as http.IncomingHttpHeaders, text: answer, bytes, json: () => JSON.parse(answer) }
  }
}
