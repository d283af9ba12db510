import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { SimpleSecurityError, type SimpleSecurityOptions } from '../../src/index.js'
import { runProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'
import { badDocuments } from './bad-documents.js'
import { createInstance, documentOf, operation, startEnforced } from './enforced-app.js'

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n'
const good = `${head}paths: { /good: { get: { responses: {} } } }\n`

/** Makes an instance, and what enforces its document. */
function start(t: TestContext, document: unknown): void {
  createInstance(t, { document } as SimpleSecurityOptions).enforce({ validate: true })
}

/** What the start says before it ends; fails where it does not end, or says more than one line. */
function messageOf(t: TestContext, document: unknown): string {
  try {
    start(t, document)
  } catch (error) {
    assert.ok(error instanceof SimpleSecurityError, String(error))
    assert.equal(error.code, 'invalid_configuration')
    assert.doesNotMatch(error.message, /\n/)
    return error.message
  }
  return assert.fail('The instance starts.')
}

async function writeDocument(t: TestContext, content: string): Promise<string> {
  const file = join(await temporaryFolder(t), /^\s*[[{]/.test(content) ? 'openapi.json' : 'openapi.yaml')
  await writeFile(file, content)
  return file
}

for (const [group, documents] of Object.entries(badDocuments)) {
  describe(`the start ends with the place and the advice: ${group}`, () => {
    for (const [what, content, says] of documents) {
      it(what, async (t) => {
        const file = await writeDocument(t, content)
        assert.equal(messageOf(t, file), `The OpenAPI document: ${file}${says}.`)
      })
    }
  })
}

it('what is nested too deeply is told where the parser gives up', async (t) => {
  const file = await writeDocument(t, `a: ${'['.repeat(20_000)}`)
  const [before, after] = messageOf(t, file).split(/:1:\d+: /)
  assert.equal(before, `The OpenAPI document: ${file}`)
  assert.equal(after, 'it is nested too deeply; let parts of it be components, and refer to them.')
})

describe('a document that has no file', () => {
  const plain = { openapi: '3.0.3', info: { title: 'T', version: '1' } }
  const withPath = (item: unknown) => ({ ...plain, paths: { '/a': item } })
  const cyclic: Record<string, unknown> = { ...plain, paths: {} }
  cyclic.paths = { '/a': { parent: cyclic } }
  const cannotBeCopied = (reason: string) =>
    `the given document cannot be copied, as ${reason}; ` +
    'give plain JSON, with its references as $ref and not replaced by what they lead to'
  const isNone =
    'the given document is no OpenAPI document: it must be an object with the members openapi, info and paths'
  const version = '#/openapi: must be the version of OpenAPI, 3.0.x or 3.1.x, as a string'
  const cases: [what: string, document: unknown, says: string][] = [
    ['is a list', [], isNone],
    ['is a number', 5, isNone],
    ['is null', null, isNone],
    ['is a function', () => plain, cannotBeCopied('# is a function')],
    ['is a promise', Promise.resolve(plain), version],
    ['is in a circle', cyclic, cannotBeCopied('#/paths/~1a/parent leads back to what it is in')],
    [
      'has a function in it, which would open what it guards',
      withPath({ get: operation({ security: () => [] }) }),
      cannotBeCopied('#/paths/~1a/get/security is a function'),
    ],
    ['has a symbol in it', { ...withPath({}), security: Symbol('s') }, cannotBeCopied('#/security is a symbol')],
    ['has a bigint in it', withPath({ 'x-%': [1, 2n] }), cannotBeCopied('#/paths/~1a/x-%25/1 is a bigint')],
    [
      'has a toJSON() that fails',
      withPath({ get: new Date(Number.NaN), post: { toJSON: () => assert.fail('not now') } }),
      cannotBeCopied('a toJSON() in it fails: not now'),
    ],
    ['has nothing where an operation is', withPath({ get: null }), '#/paths/~1a/get: must be an object'],
    [
      'has undefined in a list',
      { ...withPath({ get: operation() }), security: [undefined] },
      '#/security/0: must be an object',
    ],
    [
      'leads out of itself',
      withPath({ $ref: './a.yaml' }),
      '#/paths/~1a/$ref: leads out of this document, to ./a.yaml; bundle the files into one document, and refer to what is in it with #/…',
    ],
  ]
  for (const [what, document, says] of cases) {
    it(what, (t) => assert.equal(messageOf(t, document), `The OpenAPI document: ${says}.`))
  }

  it('is nested too deeply', (t) => {
    const deep: Record<string, unknown> = { ...plain }
    let inner = deep
    for (let level = 0; level < 100_000; level++) {
      const next = {}
      inner.x = next
      inner = next
    }
    assert.equal(messageOf(t, deep), `The OpenAPI document: ${cannotBeCopied('it is nested too deeply')}.`)
  })

  it('may have undefined, instants and one object in several places, as JSON.stringify writes them', (t) => {
    const shared = operation({ summary: undefined, 'x-since': new Date(0) })
    start(t, { ...plain, security: undefined, paths: { '/a': { get: shared, put: shared }, '/b': { get: shared } } })
  })
})

describe('a file that cannot be read', () => {
  const says = (place: string, reason: string) => `The OpenAPI document: ${place}${reason}.`
  const none = 'cannot be read: download it, and give the path of the file or the parsed document'

  it('is not there, or is a folder, or is below a file', async (t) => {
    const file = await writeDocument(t, good)
    const missing = `${file}.old`
    assert.equal(messageOf(t, missing), says(JSON.stringify(missing), ' cannot be read: there is no such file'))
    const folder = join(file, '..')
    assert.equal(messageOf(t, folder), says(JSON.stringify(folder), ' cannot be read: it is a folder'))
    const below = join(file, 'openapi.yaml')
    assert.equal(messageOf(t, below), says(JSON.stringify(below), ' cannot be read: a part of the path is no folder'))
  })

  it('is not there, where a relative path begins', (t) => {
    const reason = ` cannot be read: there is no such file in ${process.cwd()}`
    assert.equal(messageOf(t, 'no/openapi.yaml'), says('"no/openapi.yaml"', reason))
  })

  it('is on another host', (t) => {
    for (const url of ['https://example.com/openapi.yaml?token=SECRET', new URL('https://example.com/openapi.yaml')]) {
      assert.equal(messageOf(t, url), says('https://… ', none))
    }
    const hosted = 'file://example.com/openapi.yaml'
    assert.equal(messageOf(t, hosted), says(hosted, ' names no file of this machine: write file:///…'))
  })
})

describe('a file that can be read', () => {
  it('is named by a path or a file: URL, as text or as URL', async (t) => {
    const folder = join(await temporaryFolder(t), 'with blank and ü')
    await mkdir(folder)
    const file = join(folder, 'openapi.yaml')
    await writeFile(file, good)
    for (const given of [file, pathToFileURL(file), pathToFileURL(file).href]) start(t, given)
  })

  it('may begin with a byte order mark', async (t) => {
    start(t, await writeDocument(t, `\uFEFF${good}`))
    start(t, await writeDocument(t, `\uFEFF${JSON.stringify(documentOf('3.1.0', { paths: {} }))}`))
  })

  it('may name an anchor hundreds of times', async (t) => {
    const paths = Array.from({ length: 500 }, (_, index) => `  /p${index}: *item\n`).join('')
    start(t, await writeDocument(t, `${head}x-item: &item { get: { responses: {} } }\npaths:\n${paths}`))
  })

  it('may have no paths in 3.1', async (t) => {
    start(t, await writeDocument(t, `${head}webhooks: {}\n`))
  })

  it('may have paths and operations under several servers', async (t) => {
    const servers = 'servers: [{ url: /v1 }, { url: "https://{region}.example.com/v2/" }]\n'
    start(t, await writeDocument(t, `${head}${servers}paths: { /a: { get: { responses: {} } } }\n`))
  })
})

describe('koa-simple-security check FILE ends with 1 and the same line', () => {
  const tried = [
    'YAML with a path twice',
    'YAML whose aliases grow beyond all memory',
    'JSON without a comma',
    'Swagger 2',
    'one to another host',
    'paths that their servers make the same',
    'a scope that no key can have',
    'a path that is one under its server',
  ]
  const all = Object.values(badDocuments).flat()
  for (const name of tried) {
    it(name, async (t) => {
      const [, content, says] = all.find(([what]) => what === name) ?? assert.fail(name)
      const file = await writeDocument(t, content)
      const program = runProgram(t, ['check', file], {}, join(file, '..'))
      assert.equal(await program.ended, 1)
      const stderr = `koa-simple-security: The OpenAPI document: ${file}${says}.\n`
      assert.deepEqual(program.output(), { stdout: '', stderr })
    })
  }

  it('for a file that is not there, and with 2 without one', async (t) => {
    const folder = await temporaryFolder(t)
    const missing = runProgram(t, ['check', 'openapi.yaml'], {}, folder)
    assert.equal(await missing.ended, 1)
    const reason = `"openapi.yaml" cannot be read: there is no such file in ${folder}`
    assert.equal(missing.output().stderr, `koa-simple-security: The OpenAPI document: ${reason}.\n`)
    const unnamed = runProgram(t, ['check'], {}, folder)
    assert.equal(await unnamed.ended, 2)
    assert.equal(unnamed.output().stdout, '')
    assert.match(unnamed.output().stderr, /missing required argument 'file'/)
  })
})

const withParameter = (parameter: string) => `get: { parameters: [${parameter}], responses: {} }`
const withSchema = (schema: string) => withParameter(`{ name: q, in: query, schema: ${schema} }`)
const expression = 'must be a regular expression of ECMAScript'
const type = 'must be equal to one of the allowed values: array, boolean, integer, null, number, object, string'

/** An operation that is wrong: in which column of its line, at what below it, and how. */
const badOperations: [what: string, item: string, column: number, at: string, says: string][] = [
  ['parameters in an object', 'get: { parameters: {}, responses: {} }', 12, 'parameters', 'must be a list'],
  ['a parameter of nothing', withParameter('null'), 25, 'parameters/0', 'must be an object'],
  [
    'a parameter in no place',
    withParameter('{ name: q, in: body }'),
    36,
    'parameters/0/in',
    'must be path, query, header, cookie',
  ],
  ['a parameter without a name', withParameter('{ in: query }'), 25, 'parameters/0/name', 'must be a string'],
  [
    'a parameter of a style that its place does not have',
    withParameter('{ name: q, in: query, style: simple }'),
    47,
    'parameters/0/style',
    'must be form, spaceDelimited, pipeDelimited, deepObject in query',
  ],
  [
    'a parameter with a schema and a content',
    withParameter('{ name: q, in: query, schema: {}, content: { text/plain: {} } }'),
    25,
    'parameters/0',
    'has a schema and a content; keep one of them',
  ],
  [
    'a parameter of two media types',
    withParameter('{ name: q, in: query, content: { text/plain: {}, application/json: {} } }'),
    47,
    'parameters/0/content',
    'must have one media type only',
  ],
  [
    'a parameter that its path does not have',
    withParameter('{ name: q, in: path, required: true }'),
    27,
    'parameters/0/name',
    'is no parameter of the path /bad',
  ],
  ['a pattern that is none', withSchema("{ pattern: '(' }"), 57, 'parameters/0/schema/pattern', expression],
  [
    'a pattern of names that is none',
    withSchema("{ patternProperties: { '[': {} } }"),
    78,
    'parameters/0/schema/patternProperties/[',
    expression,
  ],
  ['a type that there is not', withSchema('{ type: text }'), 57, 'parameters/0/schema/type', type],
  [
    'such a type under a name with a percent sign',
    withSchema('{ properties: { "5%": { type: text } } }'),
    79,
    'parameters/0/schema/properties/5%25/type',
    type,
  ],
  ['a limit that is text', withSchema("{ minimum: '1' }"), 57, 'parameters/0/schema/minimum', 'must be number'],
  ['a step of nothing', withSchema('{ multipleOf: 0 }'), 57, 'parameters/0/schema/multipleOf', 'must be > 0'],
  ['required without a list', withSchema('{ required: true }'), 57, 'parameters/0/schema/required', 'must be a list'],
  ['properties in a list', withSchema('{ properties: [] }'), 57, 'parameters/0/schema/properties', 'must be an object'],
  ['a reference that is a number', withSchema('{ $ref: 5 }'), 57, 'parameters/0/schema/$ref', 'must be a string'],
  ['a schema that is a number', withSchema('5'), 47, 'parameters/0/schema', 'must be an object'],
  [
    'a reference to what is no schema',
    withSchema("{ allOf: [{ $ref: '#/paths' }] }"),
    67,
    'parameters/0/schema/allOf/0/$ref',
    'leads to what is no schema: #/paths; put one into components.schemas',
  ],
  [
    'a reference to an anchor that stands twice',
    withSchema('{ properties: { a: { $ref: "#a" }, b: { $anchor: a }, c: { $anchor: a } } }'),
    76,
    'parameters/0/schema/properties/a/$ref',
    'leads to one of several anchors: #a; name each otherwise',
  ],
  [
    'a body of a list of media types',
    'get: { requestBody: { content: [] }, responses: {} }',
    27,
    'requestBody/content',
    'must be an object',
  ],
]

describe('an operation that cannot be validated is refused with 500, and the app is told where', () => {
  for (const [what, item, column, at, says] of badOperations) {
    it(what, async (t) => {
      const paths = `paths:\n  /good: { get: { responses: {} } }\n  /bad:\n    ${item}\n`
      const file = await writeDocument(t, head + paths)
      const options = { document: file } as SimpleSecurityOptions
      const { app, get } = await startEnforced(t, options, { enforce: { validate: true } })
      const faults: string[] = []
      app.on('error', ({ message }: Error) => faults.push(message))
      const { status, text } = await get('/bad?q=1')
      assert.equal(status, 500)
      const detail = 'The server failed to answer this request.'
      const { title, ...problem } = JSON.parse(text)
      assert.deepEqual(problem, { type: 'about:blank', status: 500, detail, code: 'invalid_configuration' })
      const place = `${file}:6:${column} (#/paths/~1bad/get/${at})`
      assert.deepEqual(faults, [`The OpenAPI document: ${place}: ${says}.`])
      assert.equal((await get('/good')).status, 200)
    })
  }
})
