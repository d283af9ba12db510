import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { generate } from '../../scripts/generator/generate.js'
import { DocumentError } from '../../src/openapi/json.js'

const root = new URL('../../', import.meta.url)
const responses = { '200': { description: 'Done.' } }
const open = { operationId: 'readThing', security: [], responses }
const securitySchemes = {
  Header: { type: 'apiKey', in: 'header', name: 'api-key' },
  Query: { type: 'apiKey', in: 'query', name: 'api-key' },
  Secret: { type: 'apiKey', in: 'header', name: 'secret-key' },
}

/** A document in JSON, which is YAML too. */
function documentOf(parts: object): string {
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'test', version: '1' },
    components: { securitySchemes },
    paths: {},
    ...parts,
  })
}

async function refusal(parts: object): Promise<string> {
  const outcome = await generate(documentOf(parts)).then(
    () => assert.fail('the document was accepted'),
    (error: unknown) => error,
  )
  assert.ok(outcome instanceof DocumentError, String(outcome))
  return outcome.message
}

/** What the generator refuses in an operation under `get` of `/a/b`. */
function refusalOf(operation: object): Promise<string> {
  return refusal({ paths: { '/a/b': { get: { ...open, ...operation } } } })
}

// biome-ignore lint/suspicious/noExplicitAny: a table of another document than the real one
async function operationsOf(parts: object): Promise<any> {
  const source = (await generate(documentOf(parts))).get('operations.ts') ?? ''
  return JSON.parse(source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1))
}

test('generated/ is what the document gives, without a file more or less', async () => {
  const wanted = await generate(await readFile(new URL('openapi.yaml', root), 'utf8'))
  const present = await readdir(new URL('generated/', root))
  assert.deepEqual(present.sort(), [...wanted.keys()].sort())
  for (const [name, content] of wanted) {
    const current = await readFile(new URL(`generated/${name}`, root), 'utf8')
    assert.ok(current === content, `generated/${name} differs: run \`npm run generate\``)
  }
})

test('the same document gives the same files each time', async () => {
  const yaml = documentOf({ paths: { '/a/b': { get: open } } })
  assert.deepEqual(await generate(yaml), await generate(yaml))
})

test('an operation that says nothing of its security is refused', async () => {
  assert.match(await refusalOf({ security: undefined }), /^#\/paths\/~1a~1b\/get\/security: is missing/)
})

test('an operation without security of its own has that of the document', async () => {
  const operations = await operationsOf({
    security: [{ Header: [] }, { Query: [] }],
    paths: {
      '/guarded': { get: { ...open, security: undefined } },
      '/open': { get: { ...open, operationId: 'other' } },
    },
  })
  assert.deepEqual(operations.readThing.credential, { name: 'api-key', in: ['header', 'query'] })
  assert.equal(operations.other.credential, undefined)
})

test('an operationId that is used twice is refused', async () => {
  const message = await refusal({ paths: { '/a': { get: open }, '/b': { post: open } } })
  assert.match(message, /^#\/paths.*: .*readThing/)
})

test('an operation without an operationId is refused', async () => {
  assert.match(await refusalOf({ operationId: undefined }), /^#\/paths\/~1a~1b\/get\/operationId: /)
})

test('combined schemes are refused, in one requirement or where an alternative is in the query or nothing', async () => {
  const at = /^#\/paths\/~1a~1b\/get\/security: /
  assert.match(await refusalOf({ security: [{ Header: [], Secret: [] }] }), at)
  assert.match(await refusalOf({ security: [{ Query: [] }, { Secret: [] }] }), at)
  assert.match(await refusalOf({ security: [{}, { Header: [] }, { Secret: [] }] }), at)
})

test('several credentials in headers may each be enough, bearer tokens among them', async () => {
  const { readThing } = await operationsOf({
    components: { securitySchemes: { ...securitySchemes, Token: { type: 'http', scheme: 'bearer' } } },
    paths: { '/a/b': { get: { ...open, security: [{ Token: [] }, { Header: [] }] } } },
  })
  assert.deepEqual(readThing.credential, { name: 'authorization', in: ['header'] })
  assert.deepEqual(readThing.otherCredentials, [{ name: 'api-key', in: ['header'] }])
})

test('an operation that may also be called without a credential says so', async () => {
  const security = [{}, { Header: [] }, { Query: [] }]
  const { readThing } = await operationsOf({ paths: { '/a/b': { get: { ...open, security } } } })
  assert.deepEqual(readThing.credential, { name: 'api-key', in: ['header', 'query'] })
  assert.equal(readThing.credentialOptional, true)
  const { readThing: guarded } = await operationsOf({
    paths: { '/a/b': { get: { ...open, security: security.slice(1) } } },
  })
  assert.equal(guarded.credentialOptional, undefined)
})

test('an operation by which gateways ask about other requests says where the key is and what names the scopes', async () => {
  const scope = (schema: object) => ({ name: 'scope', in: 'query', schema })
  const asked = {
    security: [{ Header: [] }, { Query: [] }],
    parameters: [scope({ type: 'array', items: { type: 'string' } })],
    'x-key-in-original-uri': true,
    'x-scopes-parameter': 'scope',
  }
  const { readThing } = await operationsOf({ paths: { '/a/b': { get: { ...open, ...asked } } } })
  assert.deepEqual(readThing.credential, { name: 'api-key', in: ['header', 'query'], inOriginalUri: true })
  assert.equal(readThing.scopesParameter, 'scope')
  const at = /^#\/paths\/~1a~1b\/get\/x-scopes-parameter: /
  for (const parameters of [
    [],
    [scope({ type: 'string' })],
    [scope({ type: 'array', items: { type: 'integer' } })],
    [{ ...scope({ type: 'array', items: { type: 'string' } }), name: 'scopes' }],
  ]) {
    assert.match(await refusalOf({ ...asked, parameters }), at)
  }
  assert.match(await refusalOf({ ...asked, 'x-scopes-parameter': ['scope'] }), at)
})

test('an operation that is open by an alternative alone is refused', async () => {
  assert.match(await refusalOf({ security: [{}] }), /^#\/paths\/~1a~1b\/get\/security: names no scheme/)
})

test('an unknown scheme is refused', async () => {
  for (const scheme of ['Nobody', 'constructor', '__proto__']) {
    const message = await refusalOf({ security: [JSON.parse(`{"${scheme}": []}`)] })
    assert.match(message, /^#\/paths\/~1a~1b\/get\/security: /)
    assert.ok(message.includes(scheme))
  }
})

test('a scheme that is no API key in a header or in the query, and no bearer token, is refused', async () => {
  const schemes = [
    { type: 'http', scheme: 'basic' },
    { type: 'http', in: 'header', name: 'authorization' },
    { type: 'apiKey', in: 'cookie', name: 'key' },
    { type: 'openIdConnect', openIdConnectUrl: 'https://example.com' },
    { type: 'oauth2', flows: {} },
  ]
  for (const Other of schemes) {
    const message = await refusal({
      components: { securitySchemes: { Other } },
      paths: { '/a/b': { get: { ...open, security: [{ Other: [] }] } } },
    })
    assert.match(message, /^#\/components\/securitySchemes\/Other: /)
  }
})

test('a parameter in a header or in a cookie is refused', async () => {
  for (const place of ['header', 'cookie']) {
    const parameter = { name: 'other', in: place, schema: { type: 'string' } }
    assert.match(await refusalOf({ parameters: [parameter] }), /^#\/paths\/~1a~1b\/get\/parameters/)
    assert.match(
      await refusal({ paths: { '/a/b': { parameters: [parameter], get: open } } }),
      /^#\/paths\/~1a~1b\/parameters/,
    )
    const message = await refusal({
      components: { securitySchemes, parameters: { Other: parameter } },
      paths: { '/a/b': { get: { ...open, parameters: [{ $ref: '#/components/parameters/Other' }] } } },
    })
    assert.match(message, /^#\/components\/parameters\/Other: /)
  }
})

test('a parameter that is no scalar or list of scalars is refused', async () => {
  const lists = { type: 'array', items: { type: 'array', items: { type: 'string' } } }
  for (const schema of [{ type: 'object' }, {}, lists, { type: 'array', items: { type: 'object' } }]) {
    const message = await refusalOf({ parameters: [{ name: 'other', in: 'query', schema }] })
    assert.match(message, /^#\/paths\/~1a~1b\/get\/parameters.*\/schema/)
  }
})

test('a body that is not JSON, or not only JSON, is refused', async () => {
  const json = { schema: { type: 'object' } }
  const contents = [
    { 'text/plain': json },
    { 'application/x-www-form-urlencoded': json },
    { 'multipart/form-data': json },
    { 'application/json': json, 'text/plain': json },
    { '*/*': json },
    {},
  ]
  for (const content of contents) {
    const message = await refusal({ paths: { '/a/b': { post: { ...open, requestBody: { content } } } } })
    assert.match(message, /^#\/paths\/~1a~1b\/post\/requestBody\/content: /)
  }
})

test('a response under anything but a status is refused', async () => {
  for (const status of ['default', '2XX', '99', '600', '100']) {
    const message = await refusalOf({ responses: { [status]: { description: 'Done.' } } })
    assert.match(message, new RegExp(`^#/paths/~1a~1b/get/responses/${status}: `))
  }
})

test('a reference that leads out of the document, or nowhere, is refused', async () => {
  const at = (reference: string) => refusalOf({ responses: { '200': { $ref: reference } } })
  assert.match(await at('other.yaml#/responses/Done'), /^#\/paths\/~1a~1b\/get\/responses\/200\/\$ref: /)
  assert.match(
    await at('#/components/responses/Nobody'),
    /^#\/paths\/~1a~1b\/get\/responses\/200\/\$ref: leads to nothing/,
  )
})

test('a method that the router would not serve is refused, not passed over', async () => {
  for (const method of ['options', 'head', 'trace']) {
    const message = await refusal({ paths: { '/a/b': { get: open, [method]: { ...open, operationId: 'other' } } } })
    assert.match(message, new RegExp(`^#/paths/~1a~1b/${method}: `))
  }
})

test("an operation's parameter replaces the one of its path that has the same name and place", async () => {
  const parameters = (type: string) => [{ name: 'limit', in: 'query', schema: { type } }]
  const operations = await operationsOf({
    paths: { '/a/b': { parameters: parameters('string'), get: { ...open, parameters: parameters('integer') } } },
  })
  assert.deepEqual(operations.readThing.query, [{ name: 'limit', type: 'integer' }])
})

test('a path parameter that the template lacks, or that is not declared, is refused', async () => {
  const parameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  assert.match(await refusalOf({ parameters: [parameter] }), /^#\/paths\/~1a~1b/)
  assert.match(await refusal({ paths: { '/a/{id}': { get: open } } }), /^#\/paths\/~1a~1\{id\}/)
})
