import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import Koa from 'koa'
import { simpleSecurity } from '../../src/index.js'
import type { JsonObject } from '../../src/openapi/json.js'
import { type Answer, listen, request } from '../support/http.js'
import type { Lifetime } from '../support/temporary.js'
import { bodyCases } from './conformance/bodies.js'
import { type Case, color, type Expected, integer, type Send, string, type Version } from './conformance/case.js'
import { parameterCases } from './conformance/parameters.js'
import { responseCases } from './conformance/responses.js'
import { schemaCases } from './conformance/schemas.js'

const tables = { parameters: parameterCases, schemas: schemaCases, bodies: bodyCases, responses: responseCases }
const item = { type: 'object', required: ['n'], properties: { n: integer, s: string } }
const methods = ['get', 'head', 'post'] as const

/** What cases refer to. */
function components(version: Version): JsonObject {
  const only31: JsonObject = {
    Anchored: { $anchor: 'anchored', type: 'integer' },
    WithDefs: { $defs: { small: { type: 'integer', maximum: 9 } } },
  }
  return {
    parameters: { Shared: { name: 'shared', in: 'query', schema: { $ref: '#/components/schemas/PositiveInteger' } } },
    requestBodies: { Item: { required: true, content: { 'application/json': { schema: item } } } },
    responses: { Item: { description: 'd', content: { 'application/json': { schema: item } } } },
    headers: { Count: { schema: integer } },
    schemas: {
      PositiveInteger: { type: 'integer', minimum: 1 },
      Named: { type: 'object', required: ['name'], properties: { name: string } },
      Tree: { type: 'object', properties: { name: string, child: { $ref: '#/components/schemas/Tree' } } },
      Expression: {
        oneOf: ['not', 'minus'].map((kind) => ({
          type: 'object',
          properties: { of: { $ref: '#/components/schemas/Expression' }, kind: { type: 'string', enum: [kind] } },
          required: ['kind'],
        })),
      },
      Cat: kind('cat', { lives: integer }),
      Dog: kind('dog', { bark: string }),
      ReadOnlyId: { type: 'integer', readOnly: true },
      Account: {
        type: 'object',
        required: ['id', 'name', 'password'],
        properties: {
          id: { type: 'integer', readOnly: true },
          name: string,
          password: { type: 'string', writeOnly: true },
        },
      },
      Color: color,
      ...(version === '3.1' ? only31 : {}),
    },
  }
}

function kind(name: string, properties: JsonObject): JsonObject {
  const required = ['kind', ...Object.keys(properties)]
  return { type: 'object', required, properties: { kind: { type: 'string', enum: [name] }, ...properties } }
}

function documentOf(version: Version, cases: readonly Case[]): JsonObject {
  const paths = Object.fromEntries(
    cases.map((one, index) => {
      const { pathItem = {}, ...given } =
        typeof one.operation === 'function' ? one.operation(version) : { ...one.operation }
      const operation = { responses: { default: { description: 'd', content: { '*/*': {} } } }, ...given }
      return [`/c${index}${one.path ?? ''}`, { ...(pathItem as JsonObject), [methodOf(one, given)]: operation }]
    }),
  )
  const referred = {
    post: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: string }],
      requestBody: {
        content: { 'application/json': { schema: { type: 'object', properties: { a: integer } } } },
      },
      responses: { 200: { description: 'd' } },
    },
  }
  return {
    openapi: version === '3.0' ? '3.0.3' : '3.1.0',
    info: { title: 'Conformance', version: '1' },
    paths: { ...paths, '/referred/{id}': referred },
    components: components(version),
  }
}

function methodOf(one: Case, operation: JsonObject): string {
  return one.method ?? (operation.requestBody === undefined ? 'get' : 'post')
}

async function start(t: Lifetime, version: Version, cases: readonly Case[]) {
  const document = documentOf(version, cases)
  const security = simpleSecurity({ document, dbLocation: ':memory:', env: {}, secret: 'TEST_SECRET' })
  t.after(() => security.close())
  const faults: Error[] = []
  const app = new Koa()
  app.on('error', (error: Error) => faults.push(error))
  app.use(security.enforce({ validate: true, validateResponses: true }))
  app.use(async (ctx) => {
    const answer = cases[Number(/^\/c(\d+)/.exec(ctx.path)?.[1])]?.answer
    if (answer !== undefined) return answer(ctx)
    const chunks: Buffer[] = []
    const seen = (ctx.request as { body?: unknown }).body
    // As a handler does that nobody has read the body for.
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
    ctx.body = { ...ctx.state.validated, seen, raw: Buffer.concat(chunks).toString('utf8') }
  })
  return { url: await listen(t, app.callback()), faults, document }
}

function send(url: string, method: string, { path = '', headers = {}, body, type, ...given }: Send): Promise<Answer> {
  const content = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const all: Record<string, string | string[]> = { ...headers }
  if (content !== undefined && type !== '') all['content-type'] ??= type ?? 'application/json'
  if (content !== undefined && !('transfer-encoding' in headers))
    all['content-length'] = `${Buffer.byteLength(content)}`
  return request(url + path, {
    method: given.method ?? method,
    headers: all,
    ...(content === undefined ? {} : { body: content }),
  })
}

function check(answer: Answer, expected: Expected, faults: readonly Error[]): void {
  const told = `${answer.status} ${answer.text.slice(0, 1000)} ${faults.map(String).join(' ')}`
  const status = typeof expected === 'number' ? expected : Array.isArray(expected) ? 422 : 200
  assert.equal(answer.status, status, told)
  // Whatever ends with 500 is told to the app, and nothing else is.
  assert.equal(faults.length, status === 500 ? 1 : 0, told)
  if (Array.isArray(expected)) {
    const { code, errors } = answer.json() as { code: string; errors: { pointer: string; detail: string }[] }
    assert.equal(code, 'invalid_request')
    assert.deepEqual([...new Set(errors.map(({ pointer }) => pointer))].sort(), [...expected].sort(), told)
    for (const { detail } of errors) assert.match(detail, /^(must|is|does) /)
    assert.doesNotMatch(answer.text, /SECRET/)
  } else if (typeof expected === 'object') {
    const found = answer.json() as Record<string, unknown>
    for (const [place, value] of Object.entries(expected)) assert.deepEqual(found[place], value, told)
  }
}

for (const version of ['3.0', '3.1'] as const) {
  for (const [name, table] of Object.entries(tables)) {
    describe(`a document of OpenAPI ${version === '3.0' ? '3.0.3' : '3.1.0'}: ${name}`, () => {
      const cases = table.filter(({ only }) => only === undefined || only === version)
      let running: Awaited<ReturnType<typeof start>>
      const ends: (() => unknown)[] = []
      before(async () => {
        running = await start({ after: (end) => ends.push(end) }, version, cases)
      })
      after(async () => {
        for (const end of ends.reverse()) await end()
      })
      for (const [index, one] of cases.entries()) {
        it(one.it, async () => {
          const { url, faults, document } = running
          const path = `/c${index}`
          const item = (document.paths as JsonObject)[path + (one.path ?? '')] as JsonObject
          const method = methods.find((verb) => item[verb] !== undefined) ?? 'get'
          for (const [given, expected] of one.tries) {
            faults.length = 0
            check(await send(url + path, method.toUpperCase(), given), expected, faults)
          }
        })
      }
    })
  }
}
