import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { runProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const document = `openapi: 3.0.3
info: { title: Items, version: "1" }
components:
  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
paths:
  /items:
    get:
      operationId: listItems
      security: [{ ApiKeyHeader: [] }, { ApiKeyQuery: [] }]
      responses: { "200": { description: Done. } }
  /items/{id}:
    delete:
      operationId: removeItem
      security: [{ bearerAuth: [] }]
      responses: { "200": { description: Done. } }
`

// As an app would name them, were it in a project of its own.
const modules: Record<string, string> = {
  koa: import.meta.resolve('koa'),
  '@koa/router': import.meta.resolve('@koa/router'),
  'koa-simple-security': new URL('../../dist/src/index.js', import.meta.url).href,
}
const imports = `
import Koa from 'koa'
import Router from '@koa/router'
import { simpleSecurity } from 'koa-simple-security'
`
const instance = `
const schemes = { bearerAuth: () => true }
const security = simpleSecurity({ document: 'openapi.yaml', schemes, dbLocation: ':memory:', secret: 'FIXTURE' })
`
const router = `
const answer = () => {}
const router = new Router().get('/items', answer).delete('/items/:id', answer)
`

/** The command in a folder with these files. */
async function setUp(t: TestContext, files: Record<string, string>) {
  const folder = await temporaryFolder(t)
  for (const [name, content] of Object.entries({ 'openapi.yaml': document, ...files })) {
    const resolved = content.replace(/ from '([^']+)'/g, (whole, name: string) =>
      modules[name] === undefined ? whole : ` from ${JSON.stringify(modules[name])}`,
    )
    await writeFile(join(folder, name), resolved)
  }
  const check = async (...args: string[]) => {
    const program = runProgram(t, ['check', ...args], {}, folder)
    const code = await program.ended
    return { code, ...program.output(), json: () => JSON.parse(program.output().stdout) }
  }
  return { check, folder }
}

describe('check FILE', () => {
  it('is a table of who may call what, with what needs a handler, and opens no database', async (t) => {
    const { check, folder } = await setUp(t, {})
    const { code, stdout, stderr } = await check('openapi.yaml')
    assert.deepEqual([code, stderr], [0, ''])
    const [head = '', ...rows] = stdout.split('\n')
    assert.match(head, /^METHOD {2}PATH +OPERATION +WHO MAY CALL IT$/)
    assert.deepEqual(rows.slice(0, 2), [
      'GET     /items       listItems   API key in header or query api-key',
      'DELETE  /items/{id}  removeItem  bearerAuth',
    ])
    assert.match(
      stdout,
      /1 scheme that nothing checks.*:\n {2}bearerAuth \(http, .*\) needs a handler: schemes.bearerAuth\n/,
    )
    assert.match(stdout, /Routes were not compared/)
    assert.deepEqual(await readdir(folder), ['openapi.yaml'])
  })

  it('aligns wide characters', async (t) => {
    const { check } = await setUp(t, { 'wide.yaml': document.replace('removeItem', '削除') })
    const { stdout } = await check('wide.yaml')
    assert.match(stdout, /listItems {2}API key/)
    assert.match(stdout, /削除 {7}bearerAuth/)
  })

  it('takes a missing handler for an error with --strict, and says how to show that there is one', async (t) => {
    const { check } = await setUp(t, {})
    const { code, stdout, stderr } = await check('openapi.yaml', '--strict')
    assert.equal(code, 1)
    assert.match(stdout, /^METHOD/)
    assert.match(
      stderr,
      /^koa-simple-security: --strict: a scheme needs a handler; --app shows whether the app has it\.\n$/,
    )
  })

  it('is one JSON document for machines', async (t) => {
    const { check } = await setUp(t, {})
    const { code, json } = await check('openapi.yaml', '--json')
    assert.equal(code, 0)
    const { operations, ...others } = json()
    assert.deepEqual(operations[0], {
      method: 'GET',
      path: '/items',
      operation_id: 'listItems',
      access: 'API key in header or query api-key',
      is_open: false,
      is_own: false,
    })
    const pointer = '#/components/securitySchemes/bearerAuth'
    assert.deepEqual(others, {
      document: 'openapi.yaml',
      is_compared: false,
      undocumented: [],
      unrouted: [],
      shadowed: [],
      unguarded: [],
      unhandled: [{ scheme: 'bearerAuth', type: 'http', pointer }],
    })
  })

  const broken: [string, string, RegExp][] = [
    ['is no YAML', document.replace('paths:', 'paths: ]'), /bad\.yaml:6:\d+: /],
    ['is Swagger 2', document.replace('openapi: 3.0.3', 'swagger: "2.0"'), /bad\.yaml:1:1 \(#\/swagger\): .*convert/],
    [
      'names an unknown scheme',
      document.replace('ApiKeyQuery', 'ApiKeyQery'),
      /bad\.yaml:10:42 \(#\/paths\/~1items\/get\/security\/1\/ApiKeyQery\): names the scheme ApiKeyQery/,
    ],
  ]
  for (const [what, content, message] of broken) {
    it(`ends with 1 and the place where the document ${what}`, async (t) => {
      const { check } = await setUp(t, { 'bad.yaml': content })
      const { code, stdout, stderr } = await check('bad.yaml', '--json')
      assert.deepEqual([code, stdout], [1, ''])
      assert.match(stderr, message)
      assert.match(stderr, /^koa-simple-security: The OpenAPI document: [^\n]+\n$/)
    })
  }

  it('ends with 1 where there is no such file, and with 2 where it is used wrongly', async (t) => {
    const { check } = await setUp(t, {})
    const absent = await check('nothing.yaml')
    assert.equal(absent.code, 1)
    assert.match(absent.stderr, /nothing\.yaml" cannot be read/)
    for (const args of [
      [],
      ['openapi.yaml', '--stict'],
      ['openapi.yaml', '--prefix', 'v1'],
      ['openapi.yaml', '--open', '/a'],
    ]) {
      const { code, stdout, stderr } = await check(...args)
      assert.deepEqual([code, stdout], [2, ''], args.join(' '))
      assert.match(stderr, /--help tells/)
    }
  })
})

describe('check FILE --app MODULE', () => {
  it('says so where routes, handlers and document agree', async (t) => {
    const app = `${imports}${instance}${router}
      export default new Koa().use(security.enforce()).use(router.routes())`
    const { check } = await setUp(t, { 'app.js': app, 'package.json': '{ "type": "module" }' })
    const { code, stdout, stderr } = await check('openapi.yaml', '--app', './app.js', '--strict')
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /Every route is in the document, and every operation has its route\.\n$/)
  })

  it('lists differences, which are an error with --strict only', async (t) => {
    const app = `${imports}
      export const routers = [new Router().get('/items', () => {}), new Router().get('/debug', () => {}).routes()]`
    const { check } = await setUp(t, { 'app.mjs': app })
    const lax = await check('openapi.yaml', '--app', 'app.mjs')
    assert.deepEqual([lax.code, lax.stderr], [0, ''])
    assert.match(lax.stdout, /1 route that the document lacks:\n {2}GET \/debug\n/)
    assert.match(lax.stdout, /1 operation without a route:\n {2}DELETE \/items\/\{id\} \(removeItem\)\n/)
    assert.match(lax.stdout, /\n2 differences\.\n$/)
    const strict = await check('openapi.yaml', '--app', 'app.mjs', '--strict', '--json')
    assert.equal(strict.code, 1)
    assert.match(strict.stderr, /--strict: the app and its document differ/)
    const { undocumented, unrouted, is_compared } = strict.json()
    assert.equal(is_compared, true)
    assert.deepEqual(undocumented, [{ method: 'GET', path: '/debug', is_pattern: false, answers: [] }])
    assert.deepEqual(unrouted, [{ method: 'DELETE', path: '/items/{id}', operation_id: 'removeItem' }])
  })

  it('knows where routers are mounted, and what is open', async (t) => {
    const app = `${imports}${router}router.get('/assets/*file', answer)
      export { router }`
    const served = `servers: [{ url: https://api.example/v1 }]\n${document}`
    const { check } = await setUp(t, { 'app.mjs': app, 'served.yaml': served })
    const { stdout } = await check('served.yaml', '--app', 'app.mjs', '--prefix', '/v1', '--open', '/assets/')
    assert.match(stdout, /Every route is in the document/)
  })

  it('takes a CommonJS module, and an app without an enforce() that is to be seen for what may have no handler', async (t) => {
    const app = `
      const answer = () => {}
      const layer = (path, regexp, methods) => ({ path, regexp, methods, stack: [answer], paramNames: [] })
      const stack = [layer('/items', /^\\/items$/, ['GET']), layer('/items/:id', /^\\/items\\/([^/]+)$/, ['DELETE'])]
      const middleware = [Object.assign(() => {}, { router: { stack, routes: answer } })]
      module.exports = { app: { middleware, callback: answer } }`
    const { check } = await setUp(t, { 'app.cjs': app })
    const { code, stdout, stderr } = await check('openapi.yaml', '--app', 'app.cjs', '--strict')
    assert.equal(code, 1)
    assert.match(stderr, /no enforce\(\) that is to be seen in the app has it/)
    assert.match(stdout, /No enforce\(\) is to be seen/)
    assert.match(stdout, /bearerAuth/)
  })

  it('ends though the app listens, waits and prints, and takes no port of one that runs', async (t) => {
    const busy = http.createServer()
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
    t.after(() => busy.close())
    const { port } = busy.address() as AddressInfo
    const app = `${imports}${instance}${router}
      export const app = new Koa().use(security.enforce()).use(router.routes())
      console.log('it starts')
      setInterval(() => {}, 1000)
      await new Promise((resolve) => app.listen(${port}, '127.0.0.1', resolve))
      console.log('it listens')`
    const { check } = await setUp(t, { 'app.mjs': app })
    const { code, stderr, json } = await check('openapi.yaml', '--app', 'app.mjs', '--json')
    assert.equal(code, 0, stderr)
    assert.equal(json().is_enforced, true)
    assert.equal(stderr, 'it starts\nit listens\n')
  })

  const unusable: [string, string, RegExp][] = [
    ['fails', `throw new Error('no settings')`, /app\.mjs cannot be imported: no settings\.\n/],
    [
      'fails later',
      `setImmediate(() => { throw new Error('too late') }); await new Promise(() => {})`,
      /app\.mjs failed: too late\n/,
    ],
    [
      'lacks a package',
      `import 'not-there-at-all'`,
      /app\.mjs cannot be imported: Cannot find package 'not-there-at-all'/,
    ],
    ['is no JavaScript', 'const', /app\.mjs cannot be imported: /],
    ['exports nothing of use', 'export default () => {}', /exports neither a Koa app nor a @koa\/router/],
    ['hides its routers', `${imports}export default new Koa().use(() => {})`, /no @koa\/router among its middleware/],
    ['exports two apps', `${imports}export default [new Koa(), new Koa()]`, /exports several apps/],
  ]
  for (const [what, app, message] of unusable) {
    it(`ends with 1 and a line where the module ${what}`, async (t) => {
      const { check } = await setUp(t, { 'app.mjs': `setInterval(() => {}, 1000)\n${app}` })
      const { code, stdout, stderr } = await check('openapi.yaml', '--app', 'app.mjs')
      assert.deepEqual([code, stdout], [1, ''])
      assert.match(stderr, message)
      assert.match(stderr, /^koa-simple-security: [^\n]+\n$/)
    })
  }

  it('ends with 1 where there is no such module', async (t) => {
    const { check } = await setUp(t, {})
    const { code, stderr } = await check('openapi.yaml', '--app', 'app.js')
    assert.deepEqual([code, stderr], [1, 'koa-simple-security: The app: app.js does not exist.\n'])
  })
})
