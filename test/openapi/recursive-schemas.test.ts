import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Middleware } from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { documentOf, operation, startEnforced, type Version, versions } from './enforced-app.js'
import { assertValid, dangling } from './valid-document.js'

const at = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const integer = { type: 'integer' }

interface Recursion {
  name: string
  only?: Version
  schemas: Record<string, object>
  good: unknown
  bad: unknown
  /** Of what is wrong with the bad one. */
  pointer: string
}

/** The first of the schemas is that of the body. */
const recursions: Recursion[] = [
  {
    name: 'that has itself as a member',
    schemas: { Chain: { type: 'object', properties: { n: integer, next: at('Chain') } } },
    good: { n: 1, next: { n: 2, next: { n: 3 } } },
    bad: { n: 1, next: { n: 2, next: { n: '3' } } },
    pointer: '/body/next/next/n',
  },
  {
    name: 'that has itself as items',
    schemas: {
      Tree: {
        type: 'object',
        required: ['n'],
        properties: { n: integer, trees: { type: 'array', items: at('Tree') } },
      },
    },
    good: { n: 1, trees: [{ n: 2, trees: [] }, { n: 3 }] },
    bad: { n: 1, trees: [{ n: 2, trees: [] }, { trees: [] }] },
    pointer: '/body/trees/1/n',
  },
  {
    name: 'that has itself under every other name',
    schemas: { Names: { type: 'object', additionalProperties: at('Names') } },
    good: { a: { b: {}, c: { d: {} } } },
    bad: { a: { b: {}, c: { d: 1 } } },
    pointer: '/body/a/c/d',
  },
  {
    name: 'that leads back to itself through another one',
    schemas: {
      Folder: { type: 'object', properties: { file: at('File') }, additionalProperties: false },
      File: { type: 'object', properties: { folder: at('Folder'), size: integer }, additionalProperties: false },
    },
    good: { file: { size: 1, folder: { file: { size: 2 } } } },
    bad: { file: { size: 1, folder: { size: 2 } } },
    pointer: '/body/file/folder/size',
  },
  {
    name: 'that extends one which has it as a member',
    schemas: {
      Employee: { allOf: [at('Person'), { type: 'object', properties: { chief: at('Employee'), level: integer } }] },
      Person: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, partner: at('Employee') } },
    },
    good: { name: 'a', chief: { name: 'b', partner: { name: 'c', level: 1 } } },
    bad: { name: 'a', chief: { name: 'b', partner: { name: 'c', level: 'x' } } },
    pointer: '/body/chief/partner/level',
  },
  {
    name: 'of which a part within has itself as a member, by its place',
    schemas: {
      Box: {
        type: 'object',
        properties: { lid: { type: 'object', properties: { n: integer, lid: at('Box/properties/lid') } } },
      },
    },
    good: { lid: { n: 1, lid: { n: 2 } } },
    bad: { lid: { n: 1, lid: { n: 'x' } } },
    pointer: '/body/lid/lid/n',
  },
  {
    name: 'that is written out in $defs',
    only: '3.1.0',
    schemas: {
      List: {
        $defs: { cell: { type: 'object', properties: { n: integer, rest: at('List/$defs/cell') } } },
        $ref: '#/components/schemas/List/$defs/cell',
      },
    },
    good: { n: 1, rest: { n: 2, rest: {} } },
    bad: { n: 1, rest: { n: 2, rest: 3 } },
    pointer: '/body/rest/rest',
  },
  {
    name: 'that refers to itself by an anchor',
    only: '3.1.0',
    schemas: { Link: { $anchor: 'link', type: 'object', properties: { n: integer, link: { $ref: '#link' } } } },
    good: { n: 1, link: { n: 2 } },
    bad: { n: 1, link: { n: 'x' } },
    pointer: '/body/link/n',
  },
  {
    name: 'that refers to itself by a dynamic anchor',
    only: '3.1.0',
    schemas: {
      Node: {
        $dynamicAnchor: 'node',
        type: 'object',
        properties: { n: integer, nodes: { type: 'array', items: { $dynamicRef: '#node' } } },
      },
    },
    good: { n: 1, nodes: [{ n: 2, nodes: [{ n: 3 }] }] },
    bad: { n: 1, nodes: [{ n: 2, nodes: [{ n: 'x' }] }] },
    pointer: '/body/nodes/0/nodes/0/n',
  },
]

async function startWith(t: TestContext, version: Version, schemas: Record<string, object>, hideDocs = false) {
  const [name = ''] = Object.keys(schemas)
  const body = { content: { 'application/json': { schema: at(name) } } }
  const post = operation({ requestBody: body, responses: { 200: { description: 'Done', ...body } } })
  const document = documentOf(version, { paths: { '/it': { post } }, components: { schemas } })
  const options = { document, hideDocs } as SimpleSecurityOptions
  const { get } = await startEnforced(t, options, {
    enforce: { validate: true, validateResponses: true },
    routes: (instance) => [
      instance.docs(),
      instance.apiKeyRouter.routes() as Middleware,
      (ctx) => {
        ctx.body = ctx.state.validated?.body
      },
    ],
  })
  const send = (value: unknown) => {
    const text = JSON.stringify(value)
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
    return get('/it', { method: 'POST', headers, body: text })
  }
  return { get, send, document }
}

for (const version of versions) {
  describe(`OpenAPI ${version}: a schema`, () => {
    for (const { name, only, schemas, good, bad, pointer } of recursions) {
      if (only !== undefined && only !== version) continue

      it(`${name} checks what is sent and what is answered`, async (t) => {
        const { send } = await startWith(t, version, schemas)
        const passed = await send(good)
        assert.equal(passed.status, 200, passed.text)
        assert.deepEqual(passed.json(), good)
        const refused = await send(bad)
        assert.equal(refused.status, 422, refused.text)
        assert.deepEqual(
          refused.json().errors.map((error: { pointer: string }) => error.pointer),
          [pointer],
        )
      })

      for (const hideDocs of [false, true]) {
        it(`${name} is in the docs as it was written, ${hideDocs ? 'and nothing of ours' : 'beside ours'}`, async (t) => {
          const { get, document } = await startWith(t, version, schemas, hideDocs)
          const served = (await get('/openapi.json')).json()
          await assertValid(served)
          assert.deepEqual(dangling(served), [])
          if (hideDocs) return assert.deepEqual(served, document)
          assert.ok('/auth/keys' in served.paths)
          for (const [key, schema] of Object.entries(schemas)) assert.deepEqual(served.components.schemas[key], schema)
        })
      }
    }
  })
}
