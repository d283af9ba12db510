import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { parse } from 'yaml'
import { document as generatedDocument } from '../../generated/document.js'
import { createOperationSelector, type OpenApiDocument } from '../../src/http/public-document.js'
import type { IsSelected } from '../../src/openapi/operation-selection.js'

// biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every shape
type Any = any

const all = () => true
const real = generatedDocument as unknown as OpenApiDocument

const ok = { '200': { description: 'Done.' } }

/** A valid document with these parts. */
function documentOf(parts: object): OpenApiDocument {
  return { openapi: '3.0.3', info: { title: 'test', version: '1' }, paths: {}, ...parts } as unknown as OpenApiDocument
}

function selectOperations(
  document: OpenApiDocument,
  isSelected: IsSelected,
  options: Parameters<typeof createOperationSelector>[1],
): OpenApiDocument {
  return createOperationSelector(document, options)(isSelected)
}

/** The copy as it is served: JSON has no undefined members. */
function served(...parameters: Parameters<typeof selectOperations>): Any {
  return JSON.parse(JSON.stringify(selectOperations(...parameters)))
}

function hidden(parts: object): Any {
  return served(documentOf(parts), all, { hideInternal: true })
}

function answering(schema: object): object {
  return { responses: { '200': { description: 'Done.', content: { 'application/json': { schema } } } } }
}

function walk(value: unknown, visit: (part: Record<string, unknown>) => void): void {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) visit(value as Record<string, unknown>)
  for (const member of Object.values(value)) walk(member, visit)
}

function referencesIn(document: unknown): Set<string> {
  const references = new Set<string>()
  walk(document, ({ $ref }) => {
    if (typeof $ref === 'string') references.add($ref)
  })
  return references
}

function resolves(document: Any, reference: string): boolean {
  const parts = reference.slice('#/'.length).split('/')
  return (
    parts.reduce((value, part) => value?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document) !== undefined
  )
}

function danglingIn(document: unknown): string[] {
  return [...referencesIn(document)].filter((reference) => !resolves(document, reference))
}

function unusedIn(document: Any): string[] {
  const references = referencesIn(document)
  const schemes = new Set<string>()
  walk(document.paths, ({ security }) => {
    for (const requirement of (security ?? []) as object[])
      for (const name of Object.keys(requirement)) schemes.add(name)
  })
  return Object.entries(document.components ?? {}).flatMap(([section, members]) =>
    Object.keys(members as object)
      .filter((name) =>
        section === 'securitySchemes' ? !schemes.has(name) : !references.has(`#/components/${section}/${name}`),
      )
      .map((name) => `${section}/${name}`),
  )
}

async function assertValid(document: object, version: string): Promise<void> {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone({ ...document, openapi: version }))
  assert.ok(valid, JSON.stringify(errors, null, 2))
  assert.equal(validator.version, version.slice(0, 3))
}

test('the validator of these tests refuses a document that is none', async () => {
  for (const version of ['3.0.3', '3.1.0']) {
    const { valid } = await new Validator().validate({ openapi: version, info: { title: 'test' }, paths: {} })
    assert.equal(valid, false)
  }
})

test('internal operations and whole internal paths vanish, others stay as they are', () => {
  const open = { operationId: 'readOpen', security: [], responses: ok }
  const document = hidden({
    paths: {
      '/mixed': { get: open, post: { 'x-internal': true, operationId: 'writeMixed', security: [], responses: ok } },
      '/admin': { get: { 'x-internal': true, operationId: 'readAdmin', security: [], responses: ok } },
      '/all': { 'x-internal': true, get: { operationId: 'readAll', security: [], responses: ok } },
      '/explicit': { get: { 'x-internal': false, ...open, operationId: 'readExplicit' } },
    },
  })
  assert.deepEqual(document.paths, {
    '/mixed': { get: open },
    '/explicit': { get: { ...open, operationId: 'readExplicit' } },
  })
})

test('a path of which only shared parameters are left vanishes', () => {
  const parameters = [{ name: 'a', in: 'query', schema: { type: 'string' } }]
  const post = { 'x-internal': true, operationId: 'write', security: [], responses: ok }
  assert.deepEqual(hidden({ paths: { '/admin': { parameters, post } } }).paths, {})
})

test('internal tags vanish, and so do tags that only internal operations had, and no others', () => {
  const document = hidden({
    tags: [{ name: 'open' }, { name: 'marked', 'x-internal': true }, { name: 'unused' }, { name: 'admin' }],
    paths: {
      '/open': { get: { operationId: 'a', tags: ['open'], security: [], responses: ok } },
      '/admin': {
        get: { operationId: 'b', 'x-internal': true, tags: ['admin', 'marked'], security: [], responses: ok },
      },
    },
  })
  assert.deepEqual(document.tags, [{ name: 'open' }, { name: 'unused' }])
  assert.ok(!JSON.stringify(document).includes('admin'))
})

test('an open operation loses the name of an internal tag', () => {
  const document = hidden({
    tags: [{ name: 'open' }, { name: 'marked', 'x-internal': true }],
    paths: { '/open': { get: { operationId: 'a', tags: ['open', 'marked'], security: [], responses: ok } } },
  })
  assert.ok(!JSON.stringify(document).includes('marked'), JSON.stringify(document))
})

test('internal parameters vanish, written in place or referred to', () => {
  const shown = { name: 'shown', in: 'query', schema: { type: 'string' } }
  const inPlace = { name: 'in-place', in: 'query', 'x-internal': true, schema: { type: 'string' } }
  const document = hidden({
    paths: {
      '/open': {
        parameters: [{ $ref: '#/components/parameters/Marked' }, { $ref: '#/components/parameters/Shown' }],
        get: { operationId: 'a', security: [], parameters: [inPlace, shown], responses: ok },
      },
    },
    components: {
      parameters: {
        Marked: { name: 'marked', in: 'query', 'x-internal': true, schema: { type: 'string' } },
        Shown: { name: 'other', in: 'query', schema: { type: 'string' } },
      },
    },
  })
  assert.deepEqual(document.paths['/open'].parameters, [{ $ref: '#/components/parameters/Shown' }])
  assert.deepEqual(document.paths['/open'].get.parameters, [shown])
  assert.deepEqual(Object.keys(document.components.parameters), ['Shown'])
})

test('internal properties vanish with their names in required, and no other name does', () => {
  const document = hidden({
    paths: {
      '/open': { get: { operationId: 'a', security: [], ...answering({ $ref: '#/components/schemas/Thing' }) } },
    },
    components: {
      schemas: {
        Marked: { 'x-internal': true, type: 'string' },
        Thing: {
          type: 'object',
          required: ['marked', 'shown', 'referred', 'undeclared'],
          properties: {
            marked: { type: 'string', 'x-internal': true },
            referred: { $ref: '#/components/schemas/Marked' },
            shown: { type: 'string' },
            inner: {
              type: 'object',
              required: ['deep', 'other'],
              properties: { deep: { 'x-internal': true }, other: {} },
            },
          },
        },
      },
    },
  })
  assert.deepEqual(document.components.schemas, {
    Thing: {
      type: 'object',
      required: ['shown', 'undeclared'],
      properties: {
        shown: { type: 'string' },
        inner: { type: 'object', required: ['other'], properties: { other: {} } },
      },
    },
  })
})

test('where every required property was internal, no empty list of them is left, which OpenAPI 3.0 forbids', async () => {
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'a',
          security: [],
          ...answering({
            type: 'object',
            required: ['marked'],
            properties: { marked: { type: 'string', 'x-internal': true }, shown: { type: 'string' } },
          }),
        },
      },
    },
  })
  await assertValid(document, '3.0.3')
})

test('a name in required vanishes too where the property stands in another part of the same schema', () => {
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'a',
          security: [],
          ...answering({
            required: ['marked', 'shown'],
            allOf: [
              { type: 'object', properties: { marked: { 'x-internal': true, type: 'string' } } },
              { type: 'object', properties: { shown: { type: 'string' } } },
            ],
          }),
        },
      },
    },
  })
  assert.ok(!JSON.stringify(document).includes('marked'), JSON.stringify(document))
})

test('properties that happen to have the name of a keyword are properties', () => {
  const properties = {
    security: { type: 'array', items: { type: 'string' } },
    links: { type: 'object' },
    tags: { type: 'string' },
    required: { type: 'boolean' },
  }
  const document = hidden({
    paths: { '/open': { get: { operationId: 'a', security: [], ...answering({ type: 'object', properties }) } } },
  })
  const { schema } = document.paths['/open'].get.responses['200'].content['application/json']
  assert.deepEqual(schema.properties, properties)
})

test('an internal property with the name of a keyword takes no other property with it', () => {
  const properties = { security: { type: 'string', 'x-internal': true }, shown: { type: 'string' } }
  const document = hidden({
    paths: { '/open': { get: { operationId: 'a', security: [], ...answering({ type: 'object', properties }) } } },
  })
  const { schema } = document.paths['/open'].get.responses['200'].content['application/json']
  assert.deepEqual(schema, { type: 'object', properties: { shown: { type: 'string' } } })
})

test('examples stay as they are, whatever their members are called', () => {
  const example = { links: ['a', 'b'], tags: [1], security: [{ level: 2 }], required: ['x'] }
  const paths = {
    '/open': {
      get: {
        operationId: 'a',
        security: [],
        responses: { '200': { description: 'Done.', content: { 'application/json': { schema: {}, example } } } },
      },
    },
  }
  const got = (document: Any) => document.paths['/open'].get.responses['200'].content['application/json'].example
  assert.deepEqual(got(hidden({ paths })), example)
  assert.deepEqual(got(served(documentOf({ paths }), all, { hideInternal: false })), example)
})

test('a null stays a null, in examples, enumerations and defaults', () => {
  const schema = { enum: [null, 'a'], default: null, example: { none: null, list: [null] } }
  const document = hidden({ paths: { '/open': { get: { operationId: 'a', security: [], ...answering(schema) } } } })
  assert.deepEqual(document.paths['/open'].get.responses['200'].content['application/json'].schema, schema)
})

test('internal security schemes vanish from the alternatives of an operation', () => {
  const document = hidden({
    paths: {
      '/open': {
        get: { operationId: 'a', security: [{ Marked: [] }, { Shown: [] }, { Shown: [], Marked: [] }], responses: ok },
      },
    },
    components: {
      securitySchemes: {
        Marked: { 'x-internal': true, type: 'apiKey', in: 'header', name: 'marked' },
        Shown: { type: 'apiKey', in: 'header', name: 'shown' },
      },
    },
  })
  assert.deepEqual(document.paths['/open'].get.security, [{ Shown: [] }])
  assert.deepEqual(Object.keys(document.components.securitySchemes), ['Shown'])
})

test('an operation that only internal schemes guard vanishes and does not become open', () => {
  const securitySchemes = { Marked: { 'x-internal': true, type: 'apiKey', in: 'header', name: 'marked' } }
  const document = hidden({
    paths: {
      '/guarded': { get: { operationId: 'a', security: [{ Marked: [] }], responses: ok } },
      '/open': { get: { operationId: 'b', security: [], responses: ok } },
    },
    components: { securitySchemes },
  })
  assert.deepEqual(document.paths, { '/open': { get: { operationId: 'b', security: [], responses: ok } } })
  assert.ok(!JSON.stringify(document).includes('arked'))
})

test('an operation that inherits only internal schemes vanishes, and an open one stays', () => {
  const securitySchemes = { Marked: { 'x-internal': true, type: 'apiKey', in: 'header', name: 'marked' } }
  const document = hidden({
    security: [{ Marked: [] }],
    paths: {
      '/guarded': { get: { operationId: 'a', responses: ok } },
      '/open': { get: { operationId: 'b', security: [], responses: ok } },
    },
    components: { securitySchemes },
  })
  assert.deepEqual(document.paths, { '/open': { get: { operationId: 'b', security: [], responses: ok } } })
  assert.ok(!JSON.stringify(document).includes('arked'))
})

test('links to operations that vanish vanish, and other links stay', () => {
  const links = {
    toAdmin: { operationId: 'admin' },
    toOpen: { operationId: 'open' },
    marked: { 'x-internal': true, operationId: 'open' },
  }
  const admin = { 'x-internal': true, operationId: 'admin', security: [], responses: ok }
  const document = hidden({
    paths: {
      '/open': { get: { operationId: 'open', security: [], responses: { '200': { description: 'Done.', links } } } },
      '/only': {
        get: {
          operationId: 'only',
          security: [],
          responses: { '200': { description: 'Done.', links: { toAdmin: { operationId: 'admin' } } } },
        },
      },
      '/admin': { get: admin },
    },
  })
  assert.deepEqual(document.paths['/open'].get.responses['200'].links, { toOpen: { operationId: 'open' } })
  assert.ok(!JSON.stringify(document).includes('dmin'))
})

test('a link among the components that leads to a vanished operation vanishes with the references to it', () => {
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'open',
          security: [],
          responses: { '200': { description: 'Done.', links: { next: { $ref: '#/components/links/ToAdmin' } } } },
        },
      },
      '/admin': { get: { 'x-internal': true, operationId: 'admin', security: [], responses: ok } },
    },
    components: { links: { ToAdmin: { operationId: 'admin' } } },
  })
  assert.deepEqual(danglingIn(document), [])
  assert.ok(!JSON.stringify(document).includes('dmin'), JSON.stringify(document))
})

test('a link that names a vanished operation by its place vanishes', () => {
  const links = { toAdmin: { operationRef: '#/paths/~1admin/get' } }
  const document = hidden({
    paths: {
      '/open': { get: { operationId: 'open', security: [], responses: { '200': { description: 'Done.', links } } } },
      '/admin': { get: { 'x-internal': true, operationId: 'admin', security: [], responses: ok } },
    },
  })
  assert.ok(!JSON.stringify(document).includes('dmin'), JSON.stringify(document))
})

test('components that only vanished operations used vanish, however deep, and those of others stay', () => {
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const document = hidden({
    paths: {
      '/open': { get: { operationId: 'open', security: [], ...answering(reference('Tree')) } },
      '/admin': {
        post: {
          'x-internal': true,
          operationId: 'admin',
          security: [],
          requestBody: { $ref: '#/components/requestBodies/AdminBody' },
          responses: { '200': { $ref: '#/components/responses/AdminAnswer' } },
        },
      },
    },
    components: {
      requestBodies: { AdminBody: { content: { 'application/json': { schema: reference('Admin') } } } },
      responses: {
        AdminAnswer: {
          description: 'Done.',
          headers: { 'X-Admin': { $ref: '#/components/headers/AdminHeader' } },
          content: { 'application/json': { schema: reference('Shared') } },
        },
      },
      headers: { AdminHeader: { schema: reference('AdminDeep') } },
      schemas: {
        Tree: {
          type: 'object',
          properties: { children: { type: 'array', items: reference('Tree') }, leaf: reference('Leaf') },
        },
        Leaf: { allOf: [reference('Shared')] },
        Shared: { type: 'string' },
        Admin: { type: 'object', properties: { deep: reference('AdminDeep'), shared: reference('Shared') } },
        AdminDeep: { type: 'object', additionalProperties: reference('AdminDeep') },
        Nobody: { type: 'string' },
      },
    },
  })
  assert.deepEqual(Object.keys(document.components), ['schemas'])
  assert.deepEqual(Object.keys(document.components.schemas), ['Tree', 'Leaf', 'Shared', 'Nobody'])
  assert.deepEqual(danglingIn(document), [])
})

test('a component of which only a part is referred to stays', () => {
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'open',
          security: [],
          ...answering({ $ref: '#/components/schemas/Thing/properties/part' }),
        },
      },
    },
    components: { schemas: { Thing: { type: 'object', properties: { part: { type: 'string' } } } } },
  })
  assert.deepEqual(danglingIn(document), [])
})

test('no reference into an internal component is left', () => {
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'open',
          security: [],
          ...answering({
            type: 'object',
            properties: { part: { $ref: '#/components/schemas/Marked/properties/part' }, shown: { type: 'string' } },
          }),
        },
      },
    },
    components: {
      schemas: { Marked: { 'x-internal': true, type: 'object', properties: { part: { type: 'string' } } } },
    },
  })
  assert.deepEqual(danglingIn(document), [])
  assert.ok(!JSON.stringify(document).includes('Marked'), JSON.stringify(document))
})

test('where the last component goes, the components go', () => {
  const document = hidden({
    paths: {
      '/open': { get: { operationId: 'a', security: [], responses: ok } },
      '/admin': {
        get: {
          operationId: 'b',
          'x-internal': true,
          security: [],
          ...answering({ $ref: '#/components/schemas/Admin' }),
        },
      },
    },
    components: { schemas: { Admin: { type: 'string' } } },
  })
  assert.equal('components' in document, false)
})

test('operations that are not selected go with all that only they used, and internal marks stay when nothing is hidden', () => {
  const source = documentOf({
    tags: [{ name: 'one' }, { name: 'two', 'x-internal': true }],
    paths: {
      '/one': {
        get: {
          operationId: 'one',
          tags: ['one'],
          security: [{ One: [] }],
          responses: { '200': { description: 'Done.', links: { two: { operationId: 'two' } } } },
        },
        put: { operationId: 'putOne', tags: ['one'], security: [], responses: ok },
      },
      '/two': {
        get: { operationId: 'two', 'x-internal': true, tags: ['two'], security: [{ Two: [] }], responses: ok },
      },
    },
    components: {
      securitySchemes: {
        One: { type: 'apiKey', in: 'header', name: 'one' },
        Two: { 'x-internal': true, type: 'apiKey', in: 'header', name: 'two' },
      },
    },
  })
  const asked: object[] = []
  const select = (path: string) =>
    served(
      source,
      (operation) => {
        asked.push(operation)
        return operation.path === path && operation.method === 'GET'
      },
      { hideInternal: false },
    )

  assert.deepEqual(select('/one').paths, {
    '/one': { get: { operationId: 'one', tags: ['one'], security: [{ One: [] }], responses: ok } },
  })
  assert.deepEqual(asked, [
    { path: '/one', method: 'GET' },
    { path: '/one', method: 'PUT' },
    { path: '/two', method: 'GET' },
  ])
  const two = select('/two')
  assert.deepEqual(two.tags, [{ name: 'two', 'x-internal': true }])
  assert.deepEqual(Object.keys(two.components.securitySchemes), ['Two'])
  assert.equal(two.paths['/two'].get['x-internal'], true)
})

test('the source is never changed, and the copy shares nothing with it', () => {
  const source = structuredClone(real) as Any
  const freeze = (value: Any): void => {
    if (value === null || typeof value !== 'object') return
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  freeze(source)
  const partsOf = (value: unknown) => {
    const parts = new Set<unknown>()
    const collect = (part: unknown): void => {
      if (part === null || typeof part !== 'object') return
      parts.add(part)
      Object.values(part).forEach(collect)
    }
    collect(value)
    return parts
  }
  const sourceParts = partsOf(source)
  for (const hideInternal of [true, false]) {
    const copy = selectOperations(source, ({ path }) => path !== '/secure', { hideInternal })
    assert.ok(JSON.stringify(source) === JSON.stringify(real))
    assert.equal([...partsOf(copy)].filter((part) => sourceParts.has(part)).length, 0)
  }
})

test('the real document with hidden docs has nothing of the administration in it', () => {
  const text = JSON.stringify(selectOperations(real, all, { hideInternal: true }))
  // What any client may know is that its key can be revoked; the operation of that name is hidden.
  const administration = [
    /x-internal/,
    /\/auth/,
    /secret/i,
    /_auth/,
    /revoke(?!d)/i,
    /renew/i,
    /KeyNotFound/,
    /UsageLog/,
  ]
  for (const part of administration) assert.doesNotMatch(text, part)
  for (const path of ['/secure', '/unsecured', '/health/live', '/docs', '/openapi.json']) {
    assert.ok(text.includes(`"${path}"`), path)
  }
})

test('the real document, hidden or not, has no reference that dangles and no component that nothing uses', () => {
  for (const hideInternal of [true, false]) {
    const document = selectOperations(real, all, { hideInternal })
    assert.deepEqual(danglingIn(document), [])
    assert.deepEqual(unusedIn(document), [])
  }
  assert.deepEqual(unusedIn(real), [])
})

test('the real document keeps everything when all of it is selected', () => {
  // As texts: a difference of two documents of this size takes minutes to print.
  assert.ok(JSON.stringify(selectOperations(real, all, { hideInternal: false })) === JSON.stringify(real))
})

test('the real document, hidden or not, is valid as OpenAPI 3.0 and 3.1', async () => {
  const yaml = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8'))
  for (const document of [yaml, selectOperations(real, all, { hideInternal: true })]) {
    for (const version of ['3.0.3', '3.1.0']) await assertValid(document, version)
  }
})

test('what refers to a hidden component by another name vanishes too', () => {
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'a',
          security: [],
          ...answering({
            type: 'object',
            required: ['alias'],
            properties: { alias: { $ref: '#/components/schemas/Alias' }, shown: { type: 'string' } },
          }),
        },
      },
    },
    components: {
      schemas: {
        Marked: { 'x-internal': true },
        Alias: { $ref: '#/components/schemas/Other' },
        Other: { $ref: '#/components/schemas/Marked' },
      },
    },
  })
  const { schema } = document.paths['/open'].get.responses['200'].content['application/json']
  assert.deepEqual(schema, { type: 'object', properties: { shown: { type: 'string' } } })
  assert.equal('components' in document, false)
})

test('where OpenAPI wants a schema or a place in a list, an open schema stands for a hidden one', async () => {
  const marked = { 'x-internal': true, type: 'string' }
  const document = hidden({
    paths: {
      '/open': {
        get: {
          operationId: 'a',
          security: [],
          parameters: [{ name: 'a', in: 'query', schema: marked }],
          ...answering({
            type: 'object',
            properties: {
              list: { type: 'array', items: marked },
              pair: { type: 'array', prefixItems: [marked, { type: 'number' }] },
              none: { anyOf: [marked] },
            },
          }),
        },
      },
    },
  })
  const { get } = document.paths['/open']
  assert.deepEqual(get.parameters, [{ name: 'a', in: 'query', schema: {} }])
  assert.deepEqual(get.responses['200'].content['application/json'].schema.properties, {
    list: { type: 'array', items: {} },
    pair: { type: 'array', prefixItems: [{}, { type: 'number' }] },
    none: {},
  })
  await assertValid(document, '3.1.0')
})

test('an operation all of whose answers are hidden keeps one that says nothing', async () => {
  const document = hidden({
    paths: {
      '/open': {
        get: { operationId: 'a', security: [], responses: { '200': { 'x-internal': true, description: 'a' } } },
      },
    },
  })
  await assertValid(document, '3.0.3')
})

test('what a shown operation refers to in a hidden one is put in its place, also where it refers to itself', () => {
  const pointer = '#/paths/~1admin/get/responses/200/content/application~1json/schema'
  const document = hidden({
    paths: {
      '/open': { get: { operationId: 'a', security: [], ...answering({ description: 'Ours.', $ref: pointer }) } },
      '/admin': {
        get: {
          operationId: 'b',
          'x-internal': true,
          security: [],
          ...answering({
            type: 'object',
            properties: {
              child: { $ref: pointer },
              leaf: { $ref: '#/components/schemas/Leaf' },
              marked: { 'x-internal': true },
            },
          }),
        },
      },
    },
    components: { schemas: { Leaf: { type: 'string' } } },
  })
  assert.deepEqual(document.paths['/open'].get.responses['200'].content['application/json'].schema, {
    description: 'Ours.',
    allOf: [{ type: 'object', properties: { child: {}, leaf: { $ref: '#/components/schemas/Leaf' } } }],
  })
  assert.deepEqual(document.components.schemas, { Leaf: { type: 'string' } })
})

test('a reference by place does not come to mean another part when one before it is hidden', () => {
  const shared = { name: 'shared', in: 'query', schema: { type: 'string' } }
  const marked = { name: 'marked', in: 'query', 'x-internal': true, schema: { type: 'string' } }
  const last = { name: 'last', in: 'query', schema: { type: 'string' } }
  const document = hidden({
    paths: {
      '/a': { get: { operationId: 'a', security: [], parameters: [marked, shared, last], responses: ok } },
      '/b': {
        get: { operationId: 'b', security: [], parameters: [{ $ref: '#/paths/~1a/get/parameters/1' }], responses: ok },
      },
    },
  })
  assert.deepEqual(document.paths['/b'].get.parameters, [shared])
})

test('a path that refers to another one is shown by itself where the other one is not', () => {
  const source = documentOf({
    paths: {
      '/a': { get: { operationId: 'a', security: [], responses: ok } },
      '/b': { $ref: '#/paths/~1a' },
    },
  })
  const only = served(source, ({ path }) => path === '/b', { hideInternal: false })
  assert.deepEqual(only.paths, { '/b': { get: { operationId: 'a', security: [], responses: ok } } })
})

test('a component that is reached by an anchor only, or by inheritance, stays while it is in use', () => {
  const schemas = {
    Named: { $anchor: 'named', type: 'string' },
    Base: { type: 'object', discriminator: { propertyName: 'kind' }, properties: { kind: { type: 'string' } } },
    Heir: { allOf: [{ $ref: '#/components/schemas/Base' }] },
  }
  const source = documentOf({
    paths: {
      '/a': { get: { operationId: 'a', security: [], ...answering({ $ref: '#named' }) } },
      '/b': { get: { operationId: 'b', security: [], ...answering({ $ref: '#/components/schemas/Base' }) } },
    },
    components: { schemas },
  })
  const schemasFor = (wanted: string) =>
    Object.keys(served(source, ({ path }) => path === wanted, { hideInternal: false }).components.schemas)
  assert.deepEqual(schemasFor('/a'), ['Named'])
  assert.deepEqual(schemasFor('/b'), ['Base', 'Heir'])
})

test('a schema that only a mapping leads to stays, though a vanished operation used it too', () => {
  for (const target of ['Dog', '#/components/schemas/Dog']) {
    const document = hidden({
      paths: {
        '/open': { get: { operationId: 'a', security: [], ...answering({ $ref: '#/components/schemas/Animal' }) } },
        '/admin': {
          get: {
            operationId: 'b',
            'x-internal': true,
            security: [],
            ...answering({ $ref: '#/components/schemas/Dog' }),
          },
        },
      },
      components: {
        schemas: {
          Animal: { type: 'object', discriminator: { propertyName: 'kind', mapping: { dog: target } } },
          Dog: { type: 'object' },
        },
      },
    })
    assert.deepEqual(Object.keys(document.components.schemas), ['Animal', 'Dog'], target)
  }
})

test('what a webhook or a callback asks for is hidden as in any operation', () => {
  const securitySchemes = {
    Marked: { 'x-internal': true, type: 'apiKey', in: 'header', name: 'marked' },
    Shown: { type: 'apiKey', in: 'header', name: 'shown' },
  }
  const guarded = { post: { security: [{ Marked: [] }], responses: ok } }
  const either = { post: { security: [{ Marked: [] }, { Shown: [] }], responses: ok } }
  const document = hidden({
    openapi: '3.1.0',
    paths: {
      '/open': {
        get: {
          operationId: 'a',
          security: [],
          responses: ok,
          callbacks: { guarded: { '{$url}': guarded }, either: { '{$url}': either } },
        },
      },
    },
    webhooks: { guarded, either },
    components: { securitySchemes },
  })
  const shown = { post: { security: [{ Shown: [] }], responses: ok } }
  assert.deepEqual(document.webhooks, { either: shown })
  assert.deepEqual(document.paths['/open'].get.callbacks, { either: { '{$url}': shown } })
})

test('the requirement of the whole document goes with the last operation that it is for', () => {
  const source = documentOf({
    security: [{ All: [] }],
    paths: {
      '/own': { get: { operationId: 'a', security: [], responses: ok } },
      '/inherited': { get: { operationId: 'b', responses: ok } },
    },
    components: { securitySchemes: { All: { type: 'http', scheme: 'bearer' } } },
  })
  const own = served(source, ({ path }) => path === '/own', { hideInternal: false })
  assert.equal('security' in own, false)
  assert.equal('components' in own, false)
  assert.deepEqual(served(source, all, { hideInternal: false }), source)
})
