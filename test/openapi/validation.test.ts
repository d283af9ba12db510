import assert from 'node:assert/strict'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import Koa, { type Context, type Middleware } from 'koa'
import { createApiValidation } from '../../src/http/api-validation.js'
import type { EnforceOptions } from '../../src/http/document-policy.js'
import { SimpleSecurityError, type SimpleSecurityOptions } from '../../src/index.js'
import { readApi } from '../../src/openapi/api.js'
import type { JsonObject } from '../../src/openapi/json.js'
import { createInstance, documentOf, operation, startEnforced } from './enforced-app.js'

const item = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }
const json = { 'application/json': { schema: item } }
const open = { default: { description: 'Anything', content: { '*/*': {} } } }
const posting = documentOf('3.1.0', {
  paths: { '/items': { post: { requestBody: { content: json }, responses: open } } },
}) as JsonObject
const typed = { 'content-type': 'application/json' }

async function start(
  t: TestContext,
  parts: { document?: object; enforce?: EnforceOptions; before?: Middleware[]; routes?: Middleware[] },
) {
  const { document = posting, enforce = { validate: true, validateResponses: true }, before = [], routes } = parts
  const answer: Middleware = (ctx) => {
    ctx.body = { found: ctx.state.validated, seen: seenBy(ctx) }
  }
  const started = await startEnforced(t, { document } as SimpleSecurityOptions, {
    enforce,
    before,
    routes: () => routes ?? [answer],
  })
  const faults: Error[] = []
  started.app.on('error', (error: Error) => faults.push(error))
  const post = (text: string, headers: Record<string, string> = typed) => {
    const length = String(Buffer.byteLength(text))
    const framed = 'transfer-encoding' in headers ? headers : { ...headers, 'content-length': length }
    return started.get('/items', { method: 'POST', body: text, headers: framed })
  }
  return { ...started, faults, post }
}

const seenBy = (ctx: Context) => (ctx.request as { body?: unknown }).body

async function drain(ctx: Context): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Reads whatever there is, as koa-body does. */
const greedyParser: Middleware = async (ctx, next) => {
  const text = await drain(ctx)
  Object.assign(ctx.request, { body: text === '' ? {} : JSON.parse(text) })
  await next()
}

/** Leaves what has been read, as koa-bodyparser does, and what is of another type, for which it has an empty object. */
const politeParser: Middleware = async (ctx, next) => {
  if (seenBy(ctx) === undefined && ctx.disableBodyParser !== true) {
    if (!ctx.req.readable) throw new Error('stream is not readable')
    const text = ctx.is('application/json') ? await drain(ctx) : ''
    Object.assign(ctx.request, text === '' ? { body: {} } : { body: JSON.parse(text), rawBody: text })
  }
  await next()
}

describe('body parsers', () => {
  for (const [name, parser] of Object.entries({ greedy: greedyParser, polite: politeParser })) {
    it(`work in front, if they are ${name}`, async (t) => {
      const { post, faults } = await start(t, { before: [parser] })
      assert.deepEqual((await post('{"n":1}')).json(), { found: foundBody({ n: 1 }), seen: { n: 1 } })
      assert.equal((await post('{"n":"1"}')).status, 422)
      assert.deepEqual((await post('', { ...typed, 'transfer-encoding': 'chunked' })).json().found, foundBody())
      assert.deepEqual(faults, [])
    })

    it(`work behind, if they are ${name}`, async (t) => {
      const echo: Middleware = (ctx) => {
        ctx.body = { seen: seenBy(ctx) }
      }
      const { post, faults } = await start(t, { routes: [parser, echo] })
      const long = JSON.stringify({ n: 1, text: 'x'.repeat(100_000) })
      for (const headers of [typed, { ...typed, 'transfer-encoding': 'chunked' }]) {
        for (const text of ['{"n":1}', long]) {
          assert.deepEqual((await post(text, headers)).json(), { seen: JSON.parse(text) })
        }
        assert.equal((await post('{"n":"1"}', headers)).status, 422)
        assert.equal((await post('', headers)).status, 200)
      }
      assert.deepEqual(faults, [])
    })
  }

  it('in front that pass a type over do not hide the body', async (t) => {
    const document = { ...posting, paths: { '/items': { post: vendored } } }
    const { post } = await start(t, { document, before: [politeParser] })
    const headers = { 'content-type': 'application/vnd.item+json' }
    assert.deepEqual((await post('{"n":1}', headers)).json().found, foundBody({ n: 1 }))
    assert.equal((await post('{"n":"1"}', headers)).status, 422)
  })

  it('in front do not lift the limit of size', async (t) => {
    const { post } = await start(t, { before: [greedyParser] })
    assert.equal((await post(JSON.stringify({ n: 1, text: 'x'.repeat(102_400) }))).status, 413)
  })
})

const vendored = { requestBody: { content: { 'application/vnd.item+json': { schema: item } } }, responses: open }

function foundBody(body?: unknown) {
  return { path: {}, query: {}, header: {}, cookie: {}, ...(body === undefined ? {} : { body }) }
}

describe('HTTP/2', () => {
  it('has bodies without a length, which are read too', async (t) => {
    const instance = createInstance(t, { document: posting } as SimpleSecurityOptions)
    const app = new Koa()
    app.use(instance.enforce({ validate: true }))
    app.use((ctx) => {
      ctx.body = ctx.state.validated
    })
    const server = http2.createServer(app.callback())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    t.after(() => {
      client.close()
      server.close()
    })
    const post = (body: string) =>
      new Promise<string>((resolve, reject) => {
        const stream = client.request({ ':path': '/items', ':method': 'POST', ...typed })
        let [status, text] = [0, '']
        stream.on('response', (headers) => {
          status = Number(headers[':status'])
        })
        stream.on('data', (chunk) => {
          text += chunk
        })
        stream.on('end', () => resolve(`${status} ${text}`)).on('error', reject)
        stream.end(body)
      })
    assert.equal(await post('{"n":1}'), `200 ${JSON.stringify(foundBody({ n: 1 }))}`)
    assert.match(await post('{"n":"1"}'), /^422 .*"pointer":"\/body\/n"/)
    assert.match(await post('{'), /^400 /)
    assert.equal(await post(''), `200 ${JSON.stringify(foundBody())}`)
  })
})

describe('details', () => {
  it('say what is allowed, and not what was given', async (t) => {
    const schema = {
      type: 'object',
      properties: {
        kind: { enum: ['a', 'b'] },
        one: { const: 1 },
        several: { type: ['integer', 'null'] },
        step: { multipleOf: 5 },
        low: { exclusiveMinimum: 0 },
        either: { oneOf: [{ minimum: 0 }, { maximum: 10 }] },
        pair: { prefixItems: [{}, {}], items: false },
        names: { propertyNames: { maxLength: 1 } },
        short: { type: 'string', minLength: 1 },
        mine: { readOnly: true },
      },
    }
    const content = { 'application/json': { schema }, 'image/*': {} }
    const document = documentOf('3.1.0', {
      paths: { '/items': { post: { requestBody: { content }, responses: open } } },
    })
    const { post } = await start(t, { document })
    const detailOf = async (value: object) => (await post(JSON.stringify(value))).json().errors?.[0]
    assert.deepEqual(await detailOf({ kind: 'c' }), { pointer: '/body/kind', detail: 'must be one of "a", "b"' })
    assert.deepEqual(await detailOf({ one: 2 }), { pointer: '/body/one', detail: 'must be 1' })
    assert.deepEqual(await detailOf({ several: 'c' }), {
      pointer: '/body/several',
      detail: 'must be of the type integer or null',
    })
    assert.deepEqual(await detailOf({ step: 7 }), { pointer: '/body/step', detail: 'must be a multiple of 5' })
    assert.deepEqual(await detailOf({ low: 0 }), { pointer: '/body/low', detail: 'must be > 0' })
    assert.deepEqual(await detailOf({ either: 5 }), {
      pointer: '/body/either',
      detail: 'must fit one of the alternatives in the schema only, and fits several',
    })
    assert.deepEqual(await detailOf({ pair: [1, 2, 3] }), {
      pointer: '/body/pair',
      detail: 'must have at most 2 items',
    })
    assert.deepEqual(await detailOf({ names: { ab: 1 } }), {
      pointer: '/body/names/ab',
      detail: 'does not have a name that is allowed in this object',
    })
    assert.deepEqual(await detailOf({ short: '' }), {
      pointer: '/body/short',
      detail: 'must have at least 1 character',
    })
    assert.deepEqual(await detailOf({ mine: 1 }), { pointer: '/body/mine', detail: 'must not be given' })
    const { status, detail } = (await post('x', { 'content-type': 'text/csv' })).json()
    assert.equal(`${status} ${detail}`, '415 The body must be application/json or image/*, without a content encoding.')
  })
})

describe('an answer that breaks the promise of the document', () => {
  const document = documentOf('3.0.3', {
    paths: { '/items': { get: { responses: { 200: { description: 'Items', content: json } } } } },
  })

  it('is replaced with its headers, and the app is told what is wrong with it', async (t) => {
    const before: Middleware = (ctx, next) => {
      ctx.set('X-Before', 'stays')
      return next()
    }
    const answer: Middleware = (ctx) => {
      ctx.set({ 'X-Private': 'of the answer that is not given', ETag: '"1"' })
      ctx.body = { n: 'SECRET' }
    }
    const { get, faults } = await start(t, { document, before: [before], routes: [answer] })
    const { status, headers, text } = await get('/items')
    assert.equal(status, 500)
    assert.equal(JSON.parse(text).code, 'invalid_response')
    assert.doesNotMatch(text, /SECRET/)
    assert.equal(headers['x-before'], 'stays')
    assert.equal(headers['x-private'], undefined)
    assert.equal(headers.etag, undefined)
    assert.equal(faults.length, 1)
    assert.equal(
      faults[0]?.message,
      'GET /items answered 200 with a body that does not fit: /n must be of the type integer.',
    )
  })

  it('goes out where answers are not checked', async (t) => {
    const answer: Middleware = (ctx) => {
      ctx.body = { n: 'x' }
    }
    for (const enforce of [{ validate: true }, {}]) {
      const { get } = await start(t, { document, enforce, routes: [answer] })
      assert.deepEqual((await get('/items')).json(), { n: 'x' })
    }
  })

  it('is looked for where only answers are checked', async (t) => {
    const answer: Middleware = (ctx) => {
      ctx.body = { n: ctx.query.n ?? 1 }
    }
    const { get } = await start(t, { document, enforce: { validateResponses: true }, routes: [answer] })
    assert.equal((await get('/items')).status, 200)
    assert.equal((await get('/items?n=x')).status, 500)
  })

  it('is none where a handler throws, or answers by itself', async (t) => {
    const answer: Middleware = (ctx) => {
      if (ctx.query.throw !== undefined) ctx.throw(418)
      ctx.respond = false
      ctx.res.end('by itself')
    }
    const { get, faults } = await start(t, { document, enforce: { validateResponses: true }, routes: [answer] })
    assert.equal((await get('/items?throw')).status, 418)
    assert.equal((await get('/items')).text, 'by itself')
    assert.deepEqual(
      faults.map(({ name }) => name),
      ['ImATeapotError'],
    )
  })
})

describe('a schema that cannot be compiled', () => {
  const wrong = documentOf('3.1.0', {
    paths: {
      '/good': { get: operation() },
      '/bad': {
        post: operation({
          requestBody: { content: json },
          parameters: [{ in: 'query', name: 'a', schema: { type: 'text' } }],
        }),
      },
      '/worse': {
        get: operation({
          responses: {
            200: {
              description: 'd',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Worse' } } },
            },
          },
        }),
      },
    },
    components: { schemas: { Worse: { properties: { a: { pattern: '(' } } } } },
  })

  it('lets other operations be, and tells the app with its place at each request', async (t) => {
    const { get, faults } = await start(t, { document: wrong, enforce: { validate: true } })
    assert.equal((await get('/good')).status, 200)
    assert.deepEqual(faults, [])
    for (const _ of ['first', 'again']) {
      const { status, text } = await get('/bad', { method: 'POST' })
      assert.equal(status, 500)
      assert.doesNotMatch(text, /parameters/)
    }
    assert.equal(faults.length, 2)
    assert.match(String(faults[0]), /#\/paths\/~1bad\/post\/parameters\/0\/schema\/type: must be/)
  })

  it('can be found before', () => {
    const api = readApi(wrong as JsonObject)
    const validation = createApiValidation(api)
    const found = api.operations.map((one) => validation.check(one).map(({ pointer }) => pointer))
    assert.deepEqual(found, [
      [],
      ['#/paths/~1bad/post/parameters/0/schema/type'],
      ['#/components/schemas/Worse/properties/a/pattern'],
    ])
  })
})

describe('options', () => {
  it('set how large a body may be', async (t) => {
    const { post } = await start(t, { enforce: { validate: true, maximumBodyBytes: 10 } })
    assert.equal((await post('{"n":1}   ')).status, 200)
    const { status, headers } = await post('{"n":1}    ', { ...typed, connection: 'keep-alive' })
    assert.equal(status, 413)
    assert.equal(headers.connection, 'close')
  })

  it('that cannot be used stop the start', (t) => {
    const { enforce } = createInstance(t, { document: posting } as SimpleSecurityOptions)
    for (const options of [
      { validates: true },
      { validate: 'yes' },
      { validateResponses: 1 },
      { maximumBodyBytes: 0.5 },
    ]) {
      assert.throws(
        () => enforce(options as EnforceOptions),
        (error) => error instanceof SimpleSecurityError && error.code === 'invalid_configuration',
      )
    }
  })
})

it('leaves the operations of the key administration to their own router', async (t) => {
  const { get } = await startEnforced(t, { document: posting } as SimpleSecurityOptions, {
    enforce: { validate: true, validateResponses: true },
    routes: ({ apiKeyRouter }) => [apiKeyRouter.routes() as Middleware],
  })
  const body = JSON.stringify({ name: 'mine', unknown: 1 })
  const headers = { ...typed, 'secret-key': 'TEST_SECRET', 'content-length': String(body.length) }
  const { status, text } = await get('/auth/keys', { method: 'POST', headers, body })
  assert.equal(status, 422)
  assert.deepEqual(JSON.parse(text).errors, [{ pointer: '/body/unknown', detail: 'is not a member of this object' }])
})
