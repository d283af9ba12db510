import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import type { SchemeHandler } from '../../src/http/policy.js'
import { type Json, type JsonObject, resolve } from '../../src/openapi/json.js'
import { readDocument } from '../../src/openapi/source.js'
import { listOf, objectOf } from '../../src/openapi/structure.js'
import type { Answer } from '../support/http.js'
import { createInstance, startEnforced } from './enforced-app.js'
import { routerPath } from './recorded-app.js'

// Documents of other people's APIs, as their packages ship them.

interface Published {
  name: string
  /** A `file:` URL. */
  file: string
  /** The path of its server. */
  base: string
  count: number
  /** Who says whether a scheme is met that is none of ours. */
  handled: string[]
}

const published: Published[] = [
  {
    name: 'Blockfrost',
    file: import.meta.resolve('@blockfrost/openapi/openapi.yaml'),
    base: '/api/v0',
    count: 129,
    handled: [],
  },
  {
    name: 'Figma',
    file: import.meta.resolve('@figma/rest-api-spec/openapi/openapi.yaml'),
    base: '',
    count: 54,
    handled: ['OAuth2', 'OrgOAuth2'],
  },
  { name: 'rclone', file: import.meta.resolve('rclone-openapi/openapi.json'), base: '', count: 101, handled: [] },
  {
    name: 'ReadMe',
    file: import.meta.resolve('@readme/oas-examples/3.1/json/readme.json'),
    base: '/v2',
    count: 54,
    handled: ['bearer'],
  },
  {
    name: 'Star Trek',
    file: import.meta.resolve('@readme/oas-examples/3.0/yaml/star-trek.yaml'),
    base: '/api/v1/rest',
    count: 120,
    handled: [],
  },
]

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

interface Described {
  id: string
  method: string
  /** With the path of the server. */
  template: string
  operation: JsonObject
  /** A value for a parameter in the path. */
  example: (name: string) => string
}

function operationsOf(document: JsonObject, base: string): Described[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, value]) => {
    const item = objectOf(value)
    return methods.flatMap((method) => {
      const operation = objectOf(item[method])
      if (operation !== item[method]) return []
      const id = String(operation.operationId ?? `${method} ${path}`)
      const parameters = [...listOf(operation.parameters), ...listOf(item.parameters)]
      const example = (name: string) => exampleOf(document, parameters, name)
      return { id, method: method.toUpperCase(), template: base + path, operation, example }
    })
  })
}

function exampleOf(document: JsonObject, parameters: readonly Json[], name: string): string {
  const [parameter = {}] = parameters
    .map((given) => resolve(document, given, '#')[0])
    .filter((one) => one.in === 'path' && one.name === name)
  const [schema] = resolve(document, objectOf(parameter.schema), '#')
  const [first] = listOf(schema.enum)
  return encodeURIComponent(String(parameter.example ?? schema.example ?? schema.default ?? first ?? 'x'))
}

/** The path of a request. @param change of the text beside the parameters */
function pathFor({ template, example }: Described, change = (text: string) => text): string {
  return template
    .split(/\{([^}]+)\}/)
    .map((part, index) => (index % 2 === 0 ? change(part) : example(part)))
    .join('')
}

/** Other spellings of the path that lax readers take for the same. */
function spellings(one: Described): string[] {
  const path = pathFor(one)
  const changed = [
    pathFor(one, (text) => text.toUpperCase()),
    pathFor(one, (text) => text.toLowerCase()),
    path.replace(/\/[a-z]/, (text) => `/%${text.charCodeAt(1).toString(16)}`),
  ].filter((other) => other !== path)
  return [...changed, `${path}/`, `/${path}`, path.replace(/\/(?=[^/]*$)/, '//')]
}

/** A router that is as lax as it comes, in which text goes before parameters, and which tells what was reached. */
function routesTo(operations: readonly Described[]): Middleware {
  const router = new Router()
  const rank = ({ template }: Described) => template.replace(/\{[^}]+\}/g, '\uffff').replace(/(?=\/|$)/g, '\uffff')
  const inOrder = [...operations].sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
  for (const { id, method, template } of inOrder) {
    router.register(
      routerPath(template),
      [method],
      [
        (ctx: Context) => {
          ctx.body = { reached: id, checked: ctx.state.checked ?? [] }
        },
      ],
    )
  }
  return router.routes() as Middleware
}

const handler: SchemeHandler = (ctx, scopes) => ctx.get('Authorization') === `Bearer ${scopes.join(',')};`

/** The app of a document, with its own security, or, where it has none, with a key for everything. */
async function startPublished(t: TestContext, { file, base, handled }: Published) {
  const { document } = readDocument(new URL(file))
  const operations = operationsOf(document, base)
  const hasSecurity = document.security !== undefined || operations.some(({ operation }) => operation.security)
  if (!hasSecurity) document.security = [{ ApiKeyHeader: [] }]
  const schemes = Object.fromEntries(handled.map((name) => [name, handler]))
  const app = await startEnforced(t, { document, schemes }, { routes: () => [routesTo(operations)] })
  return { app, document, operations }
}

/** The app of a document in which each operation asks for a scheme of its own, which is always met. */
async function startRecording(t: TestContext, { file, base }: Published) {
  const { document } = readDocument(new URL(file))
  const operations = operationsOf(document, base)
  const components = objectOf(document.components)
  const schemes: Record<string, SchemeHandler> = {}
  for (const [index, { id, operation }] of operations.entries()) {
    const scheme = `operation${index}`
    operation.security = [{ [scheme]: [] }]
    schemes[scheme] = (ctx) => {
      ctx.state.checked = [...(ctx.state.checked ?? []), id]
      return true
    }
  }
  const securitySchemes = Object.fromEntries(
    Object.keys(schemes).map((name) => [name, { type: 'http', scheme: 'bearer' }]),
  )
  document.components = { ...components, securitySchemes }
  const app = await startEnforced(t, { document, schemes }, { routes: () => [routesTo(operations)] })
  return { app, operations }
}

/** The credentials of each alternative that the document names; an empty one where anybody may call. */
function credentialsFor(document: JsonObject, operation: JsonObject, key: string): Record<string, string>[] {
  const alternatives = listOf(operation.security ?? document.security)
  if (alternatives.length === 0) return [{}]
  const declared = objectOf(objectOf(document.components).securitySchemes)
  return alternatives.map((alternative) =>
    Object.fromEntries(
      Object.entries(objectOf(alternative)).map(([name, scopes]) => {
        if (name === 'ApiKeyHeader') return ['api-key', key]
        const scheme = objectOf(declared[name])
        if (scheme.type === 'apiKey') return [String(scheme.name), key]
        return ['Authorization', `Bearer ${listOf(scopes).join(',')};`]
      }),
    ),
  )
}

function reachedBy({ status, json }: Answer): string | undefined {
  return status === 200 ? json().reached : undefined
}

for (const one of published) {
  describe(`the document of ${one.name}`, () => {
    it('loads as it is', async (t) => {
      const schemes = Object.fromEntries(one.handled.map((name) => [name, handler]))
      const { policyReport } = createInstance(t, { document: new URL(one.file), schemes })
      const { operations, unhandled } = policyReport()
      const theirs = operations.filter(({ isOwn, path }) => !isOwn && path.startsWith(one.base))
      assert.equal(theirs.length, one.count)
      assert.deepEqual(unhandled, [])
    })

    it('has each operation ask for what its security says', async (t) => {
      const { app, document, operations } = await startPublished(t, one)
      const { key } = await app.instance.keys.create()
      let refused = 0
      for (const described of operations) {
        const { id, method, operation } = described
        const path = pathFor(described)
        const credentials = credentialsFor(document, operation, key)
        for (const headers of credentials) {
          assert.equal(reachedBy(await app.get(path, { method, headers })), id, `${method} ${path}`)
        }
        if (credentials.some((headers) => Object.keys(headers).length === 0)) continue
        refused++
        const wrong: Record<string, string> = { 'api-key': 'wrong', Authorization: 'Bearer wrong;' }
        for (const headers of [{}, wrong]) {
          const answer = await app.get(path, { method, headers })
          assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`)
        }
      }
      assert.ok(refused > one.count / 2)
    })

    it('has each request checked as the operation that it reaches, and no other', async (t) => {
      const { app, operations } = await startRecording(t, one)
      assert.equal(operations.length, one.count)
      for (const described of operations) {
        const { id, method } = described
        const path = pathFor(described)
        const answer = await app.get(path, { method })
        assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
        assert.deepEqual(answer.json(), { reached: id, checked: [id] }, `${method} ${path}`)
        for (const spelling of spellings(described)) {
          const { status, text } = await app.get(spelling, { method })
          assert.equal(status, 404, `${method} ${spelling}, beside ${id}: ${text}`)
        }
      }
    })
  })
}
