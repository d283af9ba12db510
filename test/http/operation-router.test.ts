import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { METHODS } from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import Koa, { type Middleware } from 'koa'
import Koa2 from 'koa2'
import { generate } from '../../scripts/generator/generate.js'
import { SimpleSecurityError } from '../../src/errors.js'
import { createKeyGuard, createSecretGuard, type Guard } from '../../src/http/guards.js'
import type { Operation, OperationValidators } from '../../src/http/operation.js'
import { createOperationRouter, type RoutedOperation } from '../../src/http/operation-router.js'
import { type Answer, listen, type RequestOptions, request } from '../support/http.js'

const limitBytes = 100 * 1024
const secret = 'FIXTURE-SECRET'
const goodKey = 'GOOD-KEY'

const problems = (...statuses: number[]) =>
  statuses.map((status) => `"${status}": { $ref: "#/components/responses/Problem" }`).join(', ')
const responses = `{ "200": { $ref: "#/components/responses/Echo" }, ${problems(400, 403, 404, 413, 415, 422, 500, 503)} }`
const body = (schema: string, required = true) =>
  `{ required: ${required}, content: { application/json: { schema: ${schema} } } }`

// A template before a concrete path, on purpose: OpenAPI matches the concrete one first, in whatever order they stand.
const yaml = `
openapi: 3.0.3
info: { title: fixture, version: "1" }
paths:
  /items/{itemId}:
    parameters:
      - { name: itemId, in: path, required: true, schema: { type: string, maxLength: 10, pattern: "^[a-z /%]+$" } }
    get: { operationId: getItem, security: [], responses: ${responses} }
    put:
      operationId: putItem
      security: []
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      requestBody: ${body('{ $ref: "#/components/schemas/Item" }')}
      responses: ${responses}
    delete:
      operationId: deleteItem
      security: []
      responses: { "204": { description: Gone. }, ${problems(422, 500)} }
  /items/special:
    get: { operationId: getSpecial, security: [], responses: ${responses} }
  /items:
    get:
      operationId: listItems
      security: []
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: -10, maximum: 100 } }
        - { name: ratio, in: query, schema: { type: number } }
        - { name: "on", in: query, schema: { type: boolean } }
        - { name: name, in: query, schema: { type: string, maxLength: 5 } }
        - { name: kind, in: query, schema: { type: string, enum: [red, blue] } }
        - { name: since, in: query, schema: { type: string, format: date-time } }
        - { name: tag, in: query, schema: { type: array, maxItems: 3, items: { type: string } } }
        - { name: size, in: query, schema: { type: array, items: { type: integer } } }
      responses: ${responses}
    post:
      operationId: addItem
      security: [{ SecretHeader: [] }]
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      requestBody: ${body('{ $ref: "#/components/schemas/Item" }')}
      responses: ${responses}
  /required:
    get:
      operationId: getRequired
      security: []
      parameters:
        - { name: limit, in: query, required: true, schema: { type: integer } }
        - { name: tag, in: query, required: true, schema: { type: array, items: { type: string } } }
      responses: ${responses}
  /numbers/{number}:
    get:
      operationId: getNumber
      security: []
      parameters: [{ name: number, in: path, required: true, schema: { type: integer } }]
      responses: ${responses}
  /things:count:
    get: { operationId: countThings, security: [], responses: ${responses} }
  /free:
    post:
      operationId: sendFree
      security: []
      requestBody: ${body('{ type: object, properties: { text: { type: string } } }')}
      responses: ${responses}
  /optional:
    post:
      operationId: sendOptional
      security: []
      requestBody: ${body('{ $ref: "#/components/schemas/Item" }', false)}
      responses: ${responses}
  /toggle:
    get: { operationId: toggle, x-changes-state: true, security: [], responses: ${responses} }
  /keyed:
    get:
      operationId: getKeyed
      security: [{ KeyHeader: [] }, { KeyQuery: [] }]
      parameters: [{ name: color, in: query, schema: { type: string } }]
      responses: ${responses}
  /about:
    get:
      operationId: getAbout
      security: [{ SecretHeader: [] }]
      parameters: [{ name: api-key, in: query, required: true, schema: { type: string } }]
      responses: ${responses}
  /capitals:
    get: { operationId: getCapitals, security: [{ Capitals: [] }], responses: ${responses} }
  /checked:
    get:
      operationId: getChecked
      security: []
      responses:
        "200":
          description: A number.
          headers:
            X-Cost: { required: true, schema: { type: string } }
            X-Optional: { schema: { type: string } }
            Cache-Control: { required: true, schema: { type: string, enum: [no-store] } }
          content:
            application/json:
              schema:
                type: object
                additionalProperties: false
                required: [n]
                properties: { n: { type: integer } }
        "422": { $ref: "#/components/responses/Problem" }
        "500": { $ref: "#/components/responses/Problem" }
  /page:
    get:
      operationId: getPage
      security: []
      responses:
        "200":
          description: A page.
          headers: { ETag: { required: true, schema: { type: string } } }
          content: { text/html: { schema: { type: string } } }
        "304": { description: Not modified., headers: { ETag: { required: true, schema: { type: string } } } }
        "422": { $ref: "#/components/responses/Problem" }
  /json:
    get:
      operationId: getJson
      security: []
      responses: { "200": { description: Any., content: { application/json: { schema: {} } } }, ${problems(422)} }
  /later:
    post:
      operationId: doLater
      security: []
      responses: { "202": { description: Accepted. }, ${problems(422)} }
  /two-types:
    get:
      operationId: getTwoTypes
      security: []
      responses:
        "200":
          description: One of two.
          content:
            application/json: { schema: { type: object, required: [a], properties: { a: { type: string } } } }
            application/other+json: { schema: { type: object, required: [b], properties: { b: { type: string } } } }
        "422": { $ref: "#/components/responses/Problem" }
components:
  securitySchemes:
    SecretHeader: { type: apiKey, in: header, name: secret-key }
    KeyHeader: { type: apiKey, in: header, name: api-key }
    KeyQuery: { type: apiKey, in: query, name: api-key }
    Capitals: { type: apiKey, in: header, name: X-Fixture-Key }
  responses:
    Echo: { description: What the handler got., content: { application/json: { schema: { type: object } } } }
    Problem:
      description: A problem.
      headers: { Cache-Control: { required: true, schema: { type: string, enum: [no-store] } } }
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
  schemas:
    Problem:
      type: object
      additionalProperties: false
      required: [type, title, status, detail, code]
      properties:
        type: { type: string }
        title: { type: string }
        status: { type: integer }
        detail: { type: string }
        code: { type: string }
        errors: { type: array, items: { type: object } }
    Item:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: { type: string, minLength: 1, maxLength: 20 }
        count: { type: integer, minimum: 0 }
        ratio: { type: number }
        "on": { type: boolean }
        kind: { type: string, enum: [red, blue] }
        since: { type: string, format: date-time }
        tags: { type: array, maxItems: 3, uniqueItems: true, items: { type: string, pattern: "^[a-z]+$" } }
        metadata: { type: object, maxProperties: 2, additionalProperties: { type: string } }
        inner: { type: object, additionalProperties: false, properties: { "a/b~c": { type: integer } } }
`

interface Fixture {
  operations: Record<string, Operation>
  parameterValidators: Record<string, Pick<OperationValidators, 'query' | 'path'>>
  contentValidators: Record<string, Pick<OperationValidators, 'body' | 'responses'>>
}

/** What the generator makes of the fixture. Inside the repository, so that the validators find Ajv's run-time. */
async function generateFixture(): Promise<Fixture> {
  const folder = await mkdtemp(fileURLToPath(new URL('../.tmp-', import.meta.url)))
  try {
    for (const [name, content] of await generate(yaml)) await write(join(folder, 'generated'), name, content)
    await write(join(folder, 'src/http'), 'formats.ts', `export * from '../../../../src/http/formats.js'\n`)
    const load = (name: string) => import(pathToFileURL(join(folder, 'generated', name)).href)
    const [table, parameters, content] = await Promise.all([
      load('operations.ts'),
      load('parameter-validators.ts'),
      load('content-validators.ts'),
    ])
    return { ...table, ...parameters, ...content }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function write(folder: string, name: string, content: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), content)
}

const fixture = await generateFixture()

// biome-ignore lint/suspicious/noExplicitAny: handlers of a document that the compiler does not know
type AnyRequest = any
type Handlers = Record<string, (request: AnyRequest) => unknown>

const judge = (text: string) => (text === secret ? undefined : ({ code: 'invalid_secret' } as const))

const guards: Record<string, Guard> = {
  'secret-key': createSecretGuard(judge),
  'X-Fixture-Key': createSecretGuard(judge),
  'api-key': createKeyGuard(async (key) =>
    key === goodKey
      ? {
          ok: true,
          key: { id: 'id', start: 'start', name: undefined, scopes: [], metadata: {}, expiresAt: undefined },
          endsSoon: undefined,
        }
      : { ok: false, code: 'invalid_api_key' },
  ),
}

function routedOperations(handlers: Handlers = {}, calls: string[] = []): RoutedOperation[] {
  return Object.entries(fixture.operations).map(([id, operation]) => ({
    operation,
    validators: { ...fixture.parameterValidators[id], ...fixture.contentValidators[id] } as OperationValidators,
    handler: ((given: AnyRequest) => {
      calls.push(id)
      const { query, path, body } = given
      return handlers[id] === undefined ? { status: 200, body: { query, path, body } } : handlers[id](given)
    }) as RoutedOperation['handler'],
  }))
}

interface Started {
  /** The operations whose handlers were called. */
  calls: string[]
  /** What the app was told of. */
  faults: unknown[]
  send(method: string, path: string, options?: Omit<RequestOptions, 'method'>): Promise<Answer>
  get(path: string, headers?: RequestOptions['headers']): Promise<Answer>
  /** A body of JSON; texts and bytes are sent as they are. */
  post(path: string, body: unknown, headers?: RequestOptions['headers']): Promise<Answer>
}

async function start(
  t: TestContext,
  options: {
    handlers?: Handlers
    guards?: Record<string, Guard>
    validateResponses?: boolean
    before?: Middleware
    hasErrorListener?: boolean
    Application?: typeof Koa
  } = {},
): Promise<Started> {
  const { handlers, validateResponses = true, before, hasErrorListener = true, Application = Koa } = options
  const calls: string[] = []
  const faults: unknown[] = []
  const router = createOperationRouter({
    operations: routedOperations(handlers, calls),
    guards: { ...guards, ...options.guards },
    validateResponses,
  })
  const app = new Application()
  app.silent = true
  if (hasErrorListener) app.on('error', (fault) => faults.push(fault))
  if (before !== undefined) app.use(before)
  app.use(router.routes())
  app.use((ctx) => {
    ctx.body = 'next'
  })
  const url = await listen(t, app.callback())
  const send: Started['send'] = (method, path, given) => request(url + path, { method, ...given })
  return {
    calls,
    faults,
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, content, headers = {}) =>
      send('POST', path, {
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
      }),
  }
}

function assertProblem(answer: Answer, status: number, code: string, hint?: string): void {
  assert.equal(answer.status, status, `${hint ?? ''} ${answer.status} ${answer.text.slice(0, 300)}`)
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  assert.equal(answer.headers['cache-control'], 'no-store')
  const problem = answer.json()
  assert.equal(problem.type, 'about:blank')
  assert.equal(problem.status, status)
  assert.equal(problem.code, code)
  assert.ok(problem.title !== '' && problem.detail !== '')
}

/** The pointers of a 422. */
function wrongPlaces(answer: Answer, hint?: string): string[] {
  assertProblem(answer, 422, 'invalid_request', hint)
  return answer.json().errors.map(({ pointer }: { pointer: string }) => pointer)
}

const withSecret = { 'secret-key': secret }

// Matching

test('a path that no operation has goes to the next middleware', async (t) => {
  const { get, post, calls } = await start(t)
  for (const path of [
    '/',
    '/nothing',
    '/items/a/b',
    '/items/',
    '/keyed/x',
    '/item',
    '/itemsx',
    '/xitems',
    '/%69tems',
  ]) {
    assert.equal((await get(path)).text, 'next', path)
  }
  assert.equal((await post('/nothing', { any: 'thing' })).text, 'next')
  assert.deepEqual(calls, [])
})

test('another letter case or a slash more is another path', async (t) => {
  const { get } = await start(t)
  for (const path of ['/Items', '/ITEMS', '/items/', '//items', '/keyed/', '/Keyed', '/toggle/', '/items/a/']) {
    assert.equal((await get(path)).text, 'next', path)
  }
})

test('a known path with any other method is 405, with the methods that it takes in Allow', async (t) => {
  const { send, calls } = await start(t)
  const known = { '/items': ['GET', 'HEAD', 'POST'], '/items/a': ['GET', 'HEAD', 'PUT', 'DELETE'], '/toggle': ['GET'] }
  for (const [path, allowed] of Object.entries(known)) {
    for (const method of METHODS.filter((each) => each !== 'CONNECT' && !allowed.includes(each))) {
      const answer = await send(method, path)
      assert.equal(answer.status, 405, `${method} ${path}`)
      assert.deepEqual(new Set(answer.headers.allow?.split(', ')), new Set(allowed))
      if (method !== 'HEAD') assertProblem(answer, 405, 'method_not_allowed')
    }
  }
  assert.deepEqual(calls, [])
})

test('HEAD answers like GET without the body, where GET changes nothing', async (t) => {
  const { send, get, calls } = await start(t)
  const [head, full] = [await send('HEAD', '/items?limit=5'), await get('/items?limit=5')]
  assert.equal(head.status, 200)
  assert.equal(head.text, '')
  for (const name of ['content-type', 'content-length']) assert.equal(head.headers[name], full.headers[name])
  assert.equal((await send('HEAD', '/items?limit=x')).status, 422)
  assert.equal((await send('HEAD', '/keyed')).status, 403)
  assert.deepEqual(calls, ['listItems', 'listItems'])
})

test('HEAD on a GET that changes state changes nothing', async (t) => {
  const { send, get, calls } = await start(t)
  const answer = await send('HEAD', '/toggle')
  assert.equal(answer.status, 405)
  assert.equal(answer.headers.allow, 'GET')
  assert.deepEqual(calls, [])
  assert.equal((await get('/toggle')).status, 200)
  assert.deepEqual(calls, ['toggle'])
})

test('a concrete path goes before a template that fits too, in whatever order the document has them', async (t) => {
  const { get, calls } = await start(t)
  assert.equal((await get('/items/special')).status, 200)
  assert.deepEqual(calls, ['getSpecial'])
})

test('nothing but braces is special in a path', async (t) => {
  const { get, calls } = await start(t)
  for (const path of ['/thingsx', '/things', '/thingscount']) assert.equal((await get(path)).text, 'next', path)
  assert.equal((await get('/things:count')).status, 200)
  assert.deepEqual(calls, ['countThings'])
})

test('a path parameter is decoded once and checked', async (t) => {
  const { get } = await start(t)
  assert.deepEqual((await get('/items/a%2Fb')).json().path, { itemId: 'a/b' })
  assert.deepEqual((await get('/items/a%20b')).json().path, { itemId: 'a b' })
  assert.deepEqual((await get('/items/a%252Fb')).json().errors, [
    { pointer: '/path/itemId', detail: 'must match the pattern ^[a-z /%]+$' },
  ])
  assert.deepEqual(wrongPlaces(await get('/items/UPPER')), ['/path/itemId'])
  assert.deepEqual(wrongPlaces(await get(`/items/${'a'.repeat(11)}`)), ['/path/itemId'])
  assert.ok((await get('/items/%ff')).status < 500)
  assert.ok((await get('/items/%zz')).status < 500)
})

test('a path parameter is read strictly by its declared type', async (t) => {
  const { get } = await start(t)
  for (const text of ['5x', '0x10', '1e3', '%205', '+5', 'x']) {
    assert.deepEqual(wrongPlaces(await get(`/numbers/${text}`)), ['/path/number'], text)
  }
  assert.deepEqual((await get('/numbers/5')).json().path, { number: 5 })
})

// Order

test('a request that is wrong in several ways is told of the first, in the order of the contract', async (t) => {
  const { send, calls } = await start(t)
  const json = { 'content-type': 'application/json' }
  const tooLarge = 'x'.repeat(limitBytes + 1)
  const wrong = '/items?limit=x&color=red'
  const steps: [method: string, path: string, headers: Record<string, string>, body: string, status: number][] = [
    ['POST', '/nothing', { 'content-type': 'text/plain' }, tooLarge, 200],
    ['PUT', wrong, { 'content-type': 'text/plain' }, tooLarge, 405],
    ['POST', wrong, { 'content-type': 'text/plain' }, tooLarge, 403],
    ['POST', wrong, { ...withSecret, 'content-type': 'text/plain' }, tooLarge, 415],
    ['POST', wrong, { ...withSecret, ...json }, tooLarge, 413],
    ['POST', wrong, { ...withSecret, ...json }, '{', 400],
    ['POST', wrong, { ...withSecret, ...json }, '{}', 422],
    ['POST', '/items?limit=5', { ...withSecret, ...json }, '{"name":"a"}', 200],
  ]
  for (const [method, path, headers, body, status] of steps) {
    assert.deepEqual(calls, [])
    assert.equal((await send(method, path, { headers, body })).status, status)
  }
  assert.deepEqual(calls, ['addItem'])
})

test('parameters and body are checked together, so that one answer tells of all', async (t) => {
  const { post } = await start(t)
  const answer = await post('/items?limit=x&color=red', { count: 1 }, withSecret)
  assert.deepEqual(wrongPlaces(answer), ['/query/limit', '/query/color', '/body/name'])
})

// Parameters

const refusedTexts: Record<string, string[]> = {
  limit: [
    ...['0x10', '5x', 'x5', '1e3', '1E3', '%205', '5%20', '+5', '%2B5', '', '5.0', '5.', '.5', '05', '-', '--5', '5-'],
    ...['NaN', 'Infinity', 'true', 'null', '[5]', '1_000', '1,000', '5%00', '5%0A', '%D9%A5', '9'.repeat(16), '0b1'],
  ],
  ratio: [
    '.5',
    '1.',
    '0x1',
    '1e3',
    '1e-3',
    'Infinity',
    '-Infinity',
    'NaN',
    '',
    '1,5',
    '%2B1.5',
    '1.5x',
    '1..5',
    '01.5',
  ],
  on: ['TRUE', 'True', '1', '0', 'yes', 'on', '', '%20true', 'true%20', 'truefalse', 'true%0A'],
  name: [''],
  tag: [''],
  size: ['', 'x', '1,2', '1e3', '0x10', '1.5'],
}

for (const [name, texts] of Object.entries(refusedTexts)) {
  test(`the query parameter ${name} is read strictly by its declared type`, async (t) => {
    const { get, calls } = await start(t)
    for (const text of texts) {
      assert.deepEqual(wrongPlaces(await get(`/items?${name}=${text}`), `${name}=${text}`), [`/query/${name}`])
    }
    assert.deepEqual(wrongPlaces(await get(`/items?${name}`)), [`/query/${name}`])
    assert.deepEqual(calls, [])
  })
}

test('query parameters reach the handler as values of their declared types', async (t) => {
  const { get } = await start(t)
  const read = async (query: string) => (await get(`/items?${query}`)).json().query
  assert.deepEqual(await read('limit=-5&ratio=-0.25&on=true&name=a+b&kind=red&since=2027-01-31T12:00:00Z'), {
    limit: -5,
    ratio: -0.25,
    on: true,
    name: 'a b',
    kind: 'red',
    since: '2027-01-31T12:00:00Z',
  })
  assert.deepEqual(await read('limit=0&ratio=3&on=false&name=5&tag=true'), {
    limit: 0,
    ratio: 3,
    on: false,
    name: '5',
    tag: ['true'],
  })
  assert.deepEqual(await read('tag=a&size=1&tag=b,c&size=-20&tag=a'), { tag: ['a', 'b,c', 'a'], size: [1, -20] })
  assert.deepEqual(await read(''), {})
})

test('a value of the right type still has to fit the rest of its schema', async (t) => {
  const { get } = await start(t)
  const wrong = [
    'limit=101',
    'limit=-11',
    'name=abcdef',
    'kind=green',
    'since=2027-02-30T12:00:00Z',
    'tag=1&tag=2&tag=3&tag=4',
  ]
  for (const query of wrong) {
    assert.deepEqual(wrongPlaces(await get(`/items?${query}`)), [`/query/${query.split('=', 1)[0]}`], query)
  }
})

test('a scalar that is given twice is an error, also when both are the same', async (t) => {
  const { get } = await start(t)
  for (const query of ['limit=5&limit=6', 'limit=5&limit=5', 'name=a&on=true&name=a', 'limit=5&limit=', 'on=true&on']) {
    const answer = await get(`/items?${query}`)
    assert.deepEqual(wrongPlaces(answer), [`/query/${query.split('=', 1)[0]}`], query)
    assert.match(answer.json().errors[0].detail, /more than once/)
  }
})

test('a required parameter that is missing is told once, as is one of the wrong type', async (t) => {
  const { get } = await start(t)
  assert.deepEqual(wrongPlaces(await get('/required')), ['/query/limit', '/query/tag'])
  assert.deepEqual(wrongPlaces(await get('/required?limit=x&tag=a')), ['/query/limit'])
  assert.deepEqual(wrongPlaces(await get('/required?limit=1&limit=2&tag=')), ['/query/limit', '/query/tag'])
  assert.deepEqual((await get('/required?limit=1&tag=a')).json().query, { limit: 1, tag: ['a'] })
})

test('an unknown query parameter is an error at its own pointer, told once', async (t) => {
  const { get, calls } = await start(t)
  const unknown: [query: string, pointer: string][] = [
    ['color=red', '/query/color'],
    ['color', '/query/color'],
    ['color=', '/query/color'],
    ['Limit=5', '/query/Limit'],
    ['limit%5B%5D=5', '/query/limit[]'],
    ['a%2Fb~c=1', '/query/a~1b~0c'],
    ['=5', '/query/'],
    ['__proto__=1', '/query/__proto__'],
    ['__proto__%5Badmin%5D=1', '/query/__proto__[admin]'],
    ['constructor=1', '/query/constructor'],
    ['toString=1', '/query/toString'],
    ['color=red&color=blue', '/query/color'],
    ['api-key=GOOD-KEY', '/query/api-key'],
  ]
  for (const [query, pointer] of unknown) assert.deepEqual(wrongPlaces(await get(`/items?${query}`), query), [pointer])
  assert.deepEqual(calls, [])
})

const manyUnknown = Array.from({ length: 25 }, (_, index) => `unknown${index}=1`).join('&')

test('a problem tells of twenty errors at most', async (t) => {
  const { get } = await start(t)
  assert.equal(wrongPlaces(await get(`/items?${manyUnknown}`)).length, 20)
})

test('a problem tells of twenty errors at most where path and body are wrong too', async (t) => {
  const { send } = await start(t)
  const headers = { 'content-type': 'application/json' }
  const answer = await send('PUT', `/items/UPPER?${manyUnknown}`, { headers, body: '{}' })
  assert.equal(wrongPlaces(answer).length, 20)
})

test('a pointer to a long name is cut', async (t) => {
  const { get } = await start(t)
  const [pointer = ''] = wrongPlaces(await get(`/items?${'x'.repeat(5_000)}=1`))
  assert.equal(pointer, `/query/${'x'.repeat(100)}`)
})

// Bodies

test('a body that fits reaches the handler as it is', async (t) => {
  const { post } = await start(t)
  const item = {
    name: 'ä',
    count: 0,
    ratio: -0.5,
    on: false,
    kind: 'blue',
    since: '2027-01-31T12:00:00+02:00',
    tags: ['a', 'b'],
    metadata: { any: 'text' },
    inner: { 'a/b~c': 1 },
  }
  assert.deepEqual((await post('/items', item, withSecret)).json().body, item)
  for (const type of ['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON']) {
    const answer = await post('/items', item, { ...withSecret, 'content-type': type })
    assert.deepEqual(answer.json().body, item, type)
  }
})

test('a body is never coerced', async (t) => {
  const { post, calls } = await start(t)
  const wrong: [member: string, value: unknown][] = [
    ['name', 5],
    ['name', true],
    ['name', null],
    ['name', ['a']],
    ['count', '5'],
    ['count', ''],
    ['count', 5.5],
    ['count', true],
    ['count', null],
    ['count', [5]],
    ['ratio', '0.5'],
    ['on', 'true'],
    ['on', 1],
    ['on', 0],
    ['tags', 'a'],
    ['tags', { 0: 'a' }],
    ['inner', null],
    ['inner', []],
  ]
  for (const [member, value] of wrong) {
    const answer = await post('/items', { name: 'a', [member]: value }, withSecret)
    assert.deepEqual(wrongPlaces(answer, `${member}: ${JSON.stringify(value)}`), [`/body/${member}`])
  }
  for (const value of ['null', '[]', '"a"', '5', 'true', '[{"name":"a"}]']) {
    assert.deepEqual(wrongPlaces(await post('/items', value, withSecret)), ['/body'], value)
  }
  assert.deepEqual(calls, [])
})

test('what does not fit in a body is an error at its exact pointer', async (t) => {
  const { post } = await start(t)
  const wrong: [body: object, pointer: string][] = [
    [{}, '/body/name'],
    [{ name: '' }, '/body/name'],
    [{ name: 'a'.repeat(21) }, '/body/name'],
    [{ name: 'a', color: 'red' }, '/body/color'],
    [{ name: 'a', Name: 'a' }, '/body/Name'],
    [{ name: 'a', '': 1 }, '/body/'],
    [{ name: 'a', 'x/y~z': 1 }, '/body/x~1y~0z'],
    [{ name: 'a', count: -1 }, '/body/count'],
    [{ name: 'a', kind: 'green' }, '/body/kind'],
    [{ name: 'a', since: '2027-01-31' }, '/body/since'],
    [{ name: 'a', tags: ['a', 'b', 'A'] }, '/body/tags/2'],
    [{ name: 'a', tags: ['a', 'a'] }, '/body/tags'],
    [{ name: 'a', tags: ['a', 'b', 'c', 'd'] }, '/body/tags'],
    [{ name: 'a', metadata: { 'k/1': 5 } }, '/body/metadata/k~11'],
    [{ name: 'a', metadata: { a: '', b: '', c: '' } }, '/body/metadata'],
    [{ name: 'a', inner: { 'a/b~c': 'x' } }, '/body/inner/a~1b~0c'],
    [{ name: 'a', inner: { other: 1 } }, '/body/inner/other'],
  ]
  for (const [body, pointer] of wrong) {
    assert.deepEqual(wrongPlaces(await post('/items', body, withSecret), JSON.stringify(body)), [pointer])
  }
})

test('a member called __proto__ is unknown like any other, and changes no prototype', async (t) => {
  const { post } = await start(t)
  const attack = '{"admin":true,"name":"polluted"}'
  const unknown = [
    [`{"name":"a","__proto__":${attack}}`, '/body/__proto__'],
    [`{"__proto__":${attack}}`, '/body/name'],
    [`{"name":"a","inner":{"__proto__":${attack}}}`, '/body/inner/__proto__'],
    [`{"name":"a","constructor":{"prototype":${attack}}}`, '/body/constructor'],
    [`{"name":"a","metadata":{"__proto__":${attack}}}`, '/body/metadata/__proto__'],
  ]
  for (const [body = '', pointer = ''] of unknown) {
    const places = wrongPlaces(await post('/items', body, withSecret), body)
    assert.equal(places.length, 1)
    assert.ok(places[0] === pointer || places[0] === '/body/__proto__', `${places[0]} for ${body}`)
  }
  assert.equal(({} as { admin?: boolean }).admin, undefined)
})

test('a body that is not JSON in UTF-8 is 400', async (t) => {
  const { post, calls } = await start(t)
  const malformed = [
    '{',
    '{"name":}',
    "{'name':'a'}",
    '{"name":"a",}',
    '{"name":"a"}{}',
    'NaN',
    'undefined',
    'name=a',
    ' ',
    '\0',
  ]
  for (const body of malformed) {
    assertProblem(await post('/items', body, withSecret), 400, 'malformed_json', JSON.stringify(body))
  }
  const json = '{"name":"a"}'
  const bytes = [
    Buffer.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')]),
    Buffer.from([...Buffer.from('{"name":"'), 0xc3, ...Buffer.from('"}')]),
    Buffer.from([...Buffer.from('{"name":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
    Buffer.from(json, 'utf16le'),
    Buffer.from([0xff, 0xfe, ...Buffer.from(json, 'utf16le')]),
  ]
  for (const body of bytes) {
    assertProblem(await post('/items', body, withSecret), 400, 'malformed_json', body.toString('hex'))
  }
  assert.deepEqual(calls, [])
})

test('a body that is not declared as plain JSON is 415', async (t) => {
  const { post, send, calls } = await start(t)
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    'application/jsonp',
    'application/problem+json',
    'application/*',
    '*/*',
    'json',
    '',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-7',
  ]
  for (const type of types) {
    const answer = await post('/items', { name: 'a' }, { ...withSecret, 'content-type': type })
    assertProblem(answer, 415, 'unsupported_media_type', type)
  }
  for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity', 'x-unknown']) {
    const answer = await post('/items', { name: 'a' }, { ...withSecret, 'content-encoding': encoding })
    assertProblem(answer, 415, 'unsupported_media_type', encoding)
  }
  assertProblem(
    await send('POST', '/items', { headers: withSecret, body: '{"name":"a"}' }),
    415,
    'unsupported_media_type',
  )
  assert.deepEqual(calls, [])
})

test('a body of the largest size is read, and one byte more is 413, with a length or in chunks', async (t) => {
  const { post, calls } = await start(t)
  const envelope = JSON.stringify({ text: '' }).length
  const fits = { text: 'x'.repeat(limitBytes - envelope) }
  const exceeds = { text: 'x'.repeat(limitBytes - envelope + 1) }
  const keepAlive = { connection: 'keep-alive' }
  const framings: Record<string, string>[] = [keepAlive, { ...keepAlive, 'transfer-encoding': 'chunked' }]
  for (const headers of framings) {
    const whole = await post('/free', fits, headers)
    assert.equal(whole.status, 200)
    assert.equal(whole.headers.connection, 'keep-alive')
    const answer = await post('/free', exceeds, headers)
    assertProblem(answer, 413, 'payload_too_large')
    assert.equal(answer.headers.connection, 'close')
  }
  assert.equal(calls.length, 2)
})

test('the size of a body counts in bytes, not in characters', async (t) => {
  const { post } = await start(t)
  assertProblem(await post('/free', { text: 'ä'.repeat(limitBytes / 2) }), 413, 'payload_too_large')
})

test('a required body that is missing is an error at /body', async (t) => {
  const { post, send } = await start(t)
  const missing = [
    await post('/items', '', withSecret),
    await send('POST', '/items', { headers: withSecret }),
    await post('/items', '', { ...withSecret, 'transfer-encoding': 'chunked' }),
  ]
  for (const answer of missing) {
    assertProblem(answer, 422, 'invalid_request')
    assert.deepEqual(answer.json().errors, [{ pointer: '/body', detail: 'is required' }])
  }
})

test('a body that is not required may be missing, and is checked where it is there', async (t) => {
  const { post, send } = await start(t)
  const without = await send('POST', '/optional')
  assert.equal(without.status, 200)
  assert.equal('body' in without.json(), false)
  assert.deepEqual((await post('/optional', { name: 'a' })).json().body, { name: 'a' })
  assert.deepEqual(wrongPlaces(await post('/optional', {})), ['/body/name'])
  assert.deepEqual(wrongPlaces(await post('/optional', 'null')), ['/body'])
  assertProblem(await post('/optional', '{'), 400, 'malformed_json')
  assertProblem(await post('/optional', 'x', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type')
})

test('a body nested thousands of levels deep is refused, not a fault', async (t) => {
  const { post, faults } = await start(t)
  const deep = `{"name":"a","inner":${'['.repeat(40_000)}${']'.repeat(40_000)}}`
  assert.deepEqual(wrongPlaces(await post('/items', deep, withSecret)), ['/body/inner'])
  assert.deepEqual(faults, [])
})

async function drain(ctx: Koa.Context): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** A body parser in front of the router, as apps have them. */
function parser(parse: (text: string, request: { body?: unknown; rawBody?: unknown }) => void): Middleware {
  return async (ctx, next) => {
    parse(await drain(ctx), ctx.request as { body?: unknown; rawBody?: unknown })
    await next()
  }
}

test('a body that a parser in front has read is taken from it, and checked', async (t) => {
  const { post, send } = await start(t, {
    before: parser((text, given) => {
      given.body = text === '' ? {} : JSON.parse(text)
    }),
  })
  assert.deepEqual((await post('/items', { name: 'a' }, withSecret)).json().body, { name: 'a' })
  assert.deepEqual(wrongPlaces(await post('/items', { count: '5' }, withSecret)), ['/body/name'])
  assert.deepEqual(wrongPlaces(await post('/items', { name: 'a', count: '5' }, withSecret)), ['/body/count'])
  assertProblem(
    await post('/items', { name: 'a' }, { ...withSecret, 'content-type': 'text/plain' }),
    415,
    'unsupported_media_type',
  )
  assert.deepEqual(wrongPlaces(await send('POST', '/items', { headers: withSecret })), ['/body'])
  assert.equal((await send('POST', '/optional')).status, 200)
})

test('the raw text that a parser in front keeps is read rather than what the parser made of it', async (t) => {
  const { post } = await start(t, {
    before: parser((text, given) => {
      given.body = { name: 'made up' }
      given.rawBody = text
    }),
  })
  assert.deepEqual((await post('/items', { name: 'sent' }, withSecret)).json().body, { name: 'sent' })
  assertProblem(await post('/items', '{', withSecret), 400, 'malformed_json')
})

test('the raw text that a parser in front keeps has the same limit of size', async (t) => {
  const { post } = await start(t, {
    before: parser((text, given) => {
      given.rawBody = text
    }),
  })
  assertProblem(await post('/free', { text: 'x'.repeat(limitBytes) }), 413, 'payload_too_large')
})

// Details

test('no answer echoes a value that was given', async (t) => {
  const { get, post, send } = await start(t)
  const value = 'VALUE-THAT-MAY-BE-A-SECRET'
  const queries = ['limit', 'ratio', 'on', 'name', 'kind', 'since', 'color', 'api-key']
  const answers = [
    await get(`/items?${queries.map((name) => `${name}=${value}`).join('&')}`),
    await get(`/items?limit=${value}&limit=${value}&size=${value}&tag=${[value, value, value, value].join('&tag=')}`),
    await get(`/items/${value}`),
    await get(`/numbers/${value}`),
    await get(`/keyed?api-key=${value}`),
    await get('/keyed', { 'api-key': value }),
    await get('/about?api-key=x', { 'secret-key': value }),
    await post('/items', value, withSecret),
    await post('/items', value, { ...withSecret, 'content-type': `text/${value}` }),
    await send('PATCH', `/items?name=${value}`, { headers: { 'secret-key': value } }),
  ]
  for (const member of ['name', 'count', 'ratio', 'on', 'kind', 'since', 'tags', 'inner', 'metadata', 'color']) {
    for (const given of [value, [value, value], { member: value }, { member: [value] }]) {
      if (member === 'metadata' && JSON.stringify(given) === JSON.stringify({ member: value })) continue
      answers.push(await post('/items', { name: 'a', [member]: given }, withSecret))
    }
  }
  answers.push(await post('/items', { name: value.repeat(2) }, withSecret))
  for (const answer of answers) {
    assert.ok(answer.status >= 400, answer.text)
    assert.ok(!answer.text.includes(value), answer.text)
    assert.ok(!JSON.stringify(answer.headers).includes(value))
  }
})

// Credentials

test('a request without the right credential is 403, and reaches no handler', async (t) => {
  const { get, post, calls } = await start(t)
  assertProblem(await get('/keyed'), 403, 'missing_api_key')
  assertProblem(await get('/keyed?api-key='), 403, 'missing_api_key')
  assertProblem(await get('/keyed', { 'api-key': '' }), 403, 'missing_api_key')
  assertProblem(await get('/keyed', { 'api-key': 'bad' }), 403, 'invalid_api_key')
  assertProblem(await get('/keyed?api-key=bad'), 403, 'invalid_api_key')
  assertProblem(await get(`/keyed?API-KEY=${goodKey}`), 403, 'missing_api_key')
  assertProblem(await get('/keyed', { 'secret-key': secret }), 403, 'missing_api_key')
  assertProblem(await post('/items', { name: 'a' }), 403, 'missing_secret')
  assertProblem(await post('/items', { name: 'a' }, { 'secret-key': 'bad' }), 403, 'invalid_secret')
  assertProblem(await post(`/items?secret-key=${secret}`, { name: 'a' }), 403, 'missing_secret')
  assert.deepEqual(calls, [])
})

test('a credential is taken from each of its places, and is no parameter there', async (t) => {
  const { get } = await start(t)
  assert.deepEqual((await get('/keyed?color=red', { 'api-key': goodKey })).json().query, { color: 'red' })
  assert.deepEqual((await get('/keyed?color=red', { 'API-Key': goodKey })).json().query, { color: 'red' })
  assert.deepEqual((await get(`/keyed?api-key=${goodKey}&color=red`)).json().query, { color: 'red' })
  assert.deepEqual((await get(`/keyed?api-key=${goodKey}`, { 'api-key': goodKey })).json().query, {})
  assert.deepEqual((await get(`/keyed?api-key=${goodKey}`, { 'api-key': '' })).json().query, {})
})

test('a parameter may have the name of a credential that the operation does not take', async (t) => {
  const { get } = await start(t)
  assert.deepEqual((await get('/about?api-key=any', withSecret)).json().query, { 'api-key': 'any' })
  assert.deepEqual(wrongPlaces(await get('/about', withSecret)), ['/query/api-key'])
  assert.deepEqual(wrongPlaces(await get('/about?api-key=any&secret-key=any', withSecret)), ['/query/secret-key'])
})

test('a header whose name the document has in capitals is found', async (t) => {
  const { get } = await start(t)
  assert.equal((await get('/capitals', { 'x-fixture-key': secret })).status, 200)
  assert.equal((await get('/capitals', { 'X-Fixture-Key': secret })).status, 200)
  assertProblem(await get('/capitals', { 'x-fixture-key': 'bad' }), 403, 'invalid_secret')
})

for (const [version, Application] of [
  ['3', Koa],
  ['2', Koa2],
] as const) {
  test(`a credential that is given twice is refused, wherever the two stand, under Koa ${version}`, async (t) => {
    const { get, post, calls } = await start(t, { Application })
    const filler = Array.from({ length: 1_500 }, () => 'x=1').join('&')
    const twice = [
      await get('/keyed', { 'api-key': [goodKey, 'bad'] }),
      await get('/keyed', { 'api-key': ['bad', goodKey] }),
      await get('/keyed', { 'api-key': [goodKey, goodKey] }),
      await get('/keyed', { 'api-key': [goodKey, ''] }),
      await get(`/keyed?api-key=${goodKey}&api-key=bad`),
      await get(`/keyed?api-key=bad&api-key=${goodKey}`),
      await get(`/keyed?api-key=${goodKey}&api-key=${goodKey}`),
      await get(`/keyed?api-key=${goodKey}&api-key`),
      await get(`/keyed?api-key=${goodKey}&api%2Dkey=bad`),
      await get(`/keyed?api-key=${goodKey}`, { 'api-key': 'bad' }),
      await get('/keyed?api-key=bad', { 'api-key': goodKey }),
      await get(`/keyed?api-key=${goodKey}&${filler}&api-key=bad`),
      await get(`/keyed?api-key=bad&${filler}&api-key=${goodKey}`),
      await post('/items', { name: 'a' }, { 'secret-key': [secret, 'bad'] }),
      await post('/items', { name: 'a' }, { 'secret-key': [secret, secret] }),
    ]
    for (const answer of twice) assertProblem(answer, 403, 'repeated_credential')
    assert.deepEqual(calls, [])
  })
}

test('a guard that fails is a fault of the server, never a way in', async (t) => {
  const failWith =
    (fault: unknown): Guard =>
    () =>
    () =>
      Promise.reject(fault)
  const unavailable = new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')
  const away = await start(t, { guards: { 'api-key': failWith(unavailable) } })
  const answer = await away.get('/keyed', { 'api-key': goodKey })
  assertProblem(answer, 503, 'database_unavailable')
  assert.equal(answer.headers['retry-after'], '1')
  const broken = await start(t, { guards: { 'api-key': failWith(new TypeError('broken')) } })
  assertProblem(await broken.get('/keyed', { 'api-key': goodKey }), 500, 'internal_error')
  const throwing: Guard = () => () => {
    throw unavailable
  }
  const closed = await start(t, { guards: { 'api-key': throwing } })
  assertProblem(await closed.get('/keyed', { 'api-key': goodKey }), 503, 'database_unavailable')
  assert.deepEqual([...away.calls, ...broken.calls, ...closed.calls], [])
})

test('a document that asks for a credential that nothing checks is refused at construction', () => {
  for (const name of Object.keys(guards)) {
    const { [name]: missing, ...others } = guards
    assert.ok(missing)
    assert.throws(
      () => createOperationRouter({ operations: routedOperations(), guards: others, validateResponses: false }),
      (error: Error) => error.message.includes(name),
    )
  }
  createOperationRouter({ operations: routedOperations(), guards, validateResponses: false })
})

// Faults

test('a handler that throws is a 500 without a word of what it threw, and the app is told', async (t) => {
  for (const validateResponses of [true, false]) {
    const fault = new Error('SECRET-DETAIL')
    const { get, faults } = await start(t, {
      validateResponses,
      handlers: {
        getItem: () => {
          throw fault
        },
        listItems: () => Promise.reject(fault),
      },
    })
    for (const path of ['/items/a', '/items']) {
      const answer = await get(path)
      assertProblem(answer, 500, 'internal_error')
      assert.deepEqual(Object.keys(answer.json()).sort(), ['code', 'detail', 'status', 'title', 'type'])
      assert.doesNotMatch(answer.text + JSON.stringify(answer.headers), /SECRET-DETAIL|operation-router|node:/)
    }
    assert.deepEqual(faults, [fault, fault])
  }
})

test('a handler that throws something other than an error is a 500 problem too', async (t) => {
  for (const thrown of ['text', undefined, null, 5, { status: 200, expose: true, message: 'SECRET-DETAIL' }]) {
    const { get } = await start(t, { hasErrorListener: false, handlers: { listItems: () => Promise.reject(thrown) } })
    const answer = await get('/items')
    assertProblem(answer, 500, 'internal_error', `${JSON.stringify(thrown)}: ${answer.text}`)
    assert.doesNotMatch(answer.text, /SECRET-DETAIL/)
  }
})

test('an error that carries a status for others, as those of Koa do, is a 500 like any other', async (t) => {
  const thrown = Object.assign(new Error('SECRET-DETAIL'), { status: 404, expose: true, headers: { 'x-leak': 'yes' } })
  const { get } = await start(t, { handlers: { listItems: () => Promise.reject(thrown) } })
  const answer = await get('/items')
  assertProblem(answer, 500, 'internal_error')
  assert.equal(answer.headers['x-leak'], undefined)
})

test('a database that cannot be reached is 503 with Retry-After, whatever is wrong with it', async (t) => {
  const { get, faults } = await start(t, {
    handlers: {
      listItems: () => Promise.reject(new SimpleSecurityError('database_unavailable', 'postgres://user:pw@host')),
      getItem: () => Promise.reject(new SimpleSecurityError('database_unusable', 'postgres://user:pw@host')),
    },
  })
  for (const path of ['/items', '/items/a']) {
    const answer = await get(path)
    assertProblem(answer, 503, 'database_unavailable')
    assert.equal(answer.headers['retry-after'], '1')
    assert.doesNotMatch(answer.text, /postgres/)
  }
  assert.equal(faults.length, 2)
})

test('what a handler had set for its answer is not on the answer to its fault', async (t) => {
  const headers = { ETag: '"v1"', 'X-Cost': '5', Location: '/there' }
  const { get } = await start(t, {
    handlers: {
      getChecked: () => ({ status: 200, body: { n: 'wrong' }, headers }),
      listItems: ({ ctx }) => {
        ctx.set(headers)
        throw new Error('broken')
      },
    },
  })
  for (const path of ['/checked', '/items']) {
    const answer = await get(path)
    assert.equal(answer.status, 500)
    for (const name of Object.keys(headers))
      assert.equal(answer.headers[name.toLowerCase()], undefined, `${path} ${name}`)
  }
})

test('a refusal that a handler answers is a problem, with its errors', async (t) => {
  const errors = [{ pointer: '/body/name', detail: 'is taken' }]
  const { get, post, faults } = await start(t, {
    handlers: {
      getItem: () => ({ problem: 'key_not_found' }),
      sendFree: () => ({ problem: 'invalid_request', errors }),
    },
  })
  assertProblem(await get('/items/a'), 404, 'key_not_found')
  const answer = await post('/free', {})
  assertProblem(answer, 422, 'invalid_request')
  assert.deepEqual(answer.json().errors, errors)
  assert.deepEqual(faults, [])
})

// Responses

const fitting = { status: 200, body: { n: 5 }, headers: { 'X-Cost': '5' } }
const unfitting: [what: string, response: { status: number } & Record<string, unknown>][] = [
  ['an undeclared status', { ...fitting, status: 201 }],
  ['a body of the wrong type', { ...fitting, body: { n: '5' } }],
  ['a body with a member missing', { ...fitting, body: {} }],
  ['a body with a member more', { ...fitting, body: { n: 5, extra: 'SECRET-DETAIL' } }],
  ['a body that is no object', { ...fitting, body: [] }],
  ['a null body', { ...fitting, body: null }],
  ['a required header missing', { status: 200, body: { n: 5 } }],
  ['an undeclared content type', { ...fitting, type: 'text/plain', body: 'text' }],
]

test('an answer that fits the document is sent, with its constant headers', async (t) => {
  for (const validateResponses of [true, false]) {
    const { get, faults } = await start(t, { validateResponses, handlers: { getChecked: () => fitting } })
    const answer = await get('/checked')
    assert.equal(answer.status, 200)
    assert.equal(answer.text, '{"n":5}')
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(answer.headers['x-cost'], '5')
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.deepEqual(faults, [])
  }
})

for (const [what, response] of unfitting) {
  test(`${what} is a 500 where responses are checked, and sent as it is where not`, async (t) => {
    const checked = await start(t, { handlers: { getChecked: () => response } })
    const answer = await checked.get('/checked')
    assertProblem(answer, 500, 'invalid_response')
    assert.doesNotMatch(answer.text, /SECRET-DETAIL/)
    const [fault] = checked.faults
    assert.ok(fault instanceof SimpleSecurityError)
    assert.match(fault.message, /GET \/checked/)

    const unchecked = await start(t, { validateResponses: false, handlers: { getChecked: () => response } })
    const sent = await unchecked.get('/checked')
    assert.equal(sent.status, response.status)
    assert.equal(sent.text, response.type === undefined ? JSON.stringify(response.body) : response.body)
    assert.deepEqual(unchecked.faults, [])
  })
}

test('a missing body is a 500 where the document declares one', async (t) => {
  const { get } = await start(t, { handlers: { getChecked: () => ({ status: 200, headers: fitting.headers }) } })
  assertProblem(await get('/checked'), 500, 'invalid_response')
})

test('a refusal whose status the document does not declare is a 500 where responses are checked', async (t) => {
  const handlers = { getChecked: () => ({ problem: 'key_not_found' }) }
  const checked = await start(t, { handlers })
  assertProblem(await checked.get('/checked'), 500, 'invalid_response')
  const unchecked = await start(t, { handlers, validateResponses: false })
  assertProblem(await unchecked.get('/checked'), 404, 'key_not_found')
})

test('each content type of a status is checked by its own schema', async (t) => {
  let response: object = {}
  const { get } = await start(t, { handlers: { getTwoTypes: () => response } })
  const other = 'application/other+json'
  const answers: [response: object, status: number][] = [
    [{ status: 200, body: { a: 'x' } }, 200],
    [{ status: 200, body: { b: 'x' } }, 500],
    [{ status: 200, type: other, body: { b: 'x' } }, 200],
    [{ status: 200, type: other, body: { a: 'x' } }, 500],
  ]
  for (const [each, status] of answers) {
    response = each
    assert.equal((await get('/two-types')).status, status, JSON.stringify(each))
  }
})

test('null, texts and numbers are JSON values, not empty answers or plain texts', async (t) => {
  let value: unknown
  const { get } = await start(t, { handlers: { getJson: () => ({ status: 200, body: value }) } })
  for (value of [null, 'text', '', 0, false, [], {}]) {
    const answer = await get('/json')
    assert.equal(answer.status, 200)
    assert.equal(answer.text, JSON.stringify(value))
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/)
  }
})

for (const [version, Application] of [
  ['3', Koa],
  ['2', Koa2],
] as const) {
  test(`an answer without content keeps its status, under Koa ${version}`, async (t) => {
    const { send } = await start(t, {
      Application,
      handlers: { deleteItem: () => ({ status: 204 }), doLater: () => ({ status: 202 }) },
    })
    const gone = await send('DELETE', '/items/a')
    assert.deepEqual([gone.status, gone.text, gone.headers['content-type']], [204, '', undefined])
    const later = await send('POST', '/later')
    assert.deepEqual([later.status, later.text, later.headers['content-type']], [202, '', undefined])
  })
}

test('a caller whose copy is current gets 304 without a body, for GET and HEAD', async (t) => {
  const page = { status: 200, type: 'text/html', body: '<p>ä</p>', headers: { ETag: '"v1"' } }
  const { get, send } = await start(t, { handlers: { getPage: () => page } })
  const full = await get('/page')
  assert.equal(full.status, 200)
  assert.equal(full.text, page.body)
  assert.equal(full.headers['content-type'], 'text/html; charset=utf-8')
  assert.equal(full.headers.etag, '"v1"')
  for (const tags of ['"v1"', 'W/"v1"', '"v0", "v1"', '*']) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await send(method, '/page', { headers: { 'if-none-match': tags } })
      assert.deepEqual([answer.status, answer.text, answer.headers.etag], [304, '', '"v1"'], `${method} ${tags}`)
      assert.equal(answer.headers['content-type'], undefined)
    }
  }
  for (const tags of ['"v2"', 'v1', '"V1"']) {
    assert.equal((await get('/page', { 'if-none-match': tags })).status, 200, tags)
  }
})
