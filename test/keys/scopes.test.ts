import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import Router from '@koa/router'
import fc from 'fast-check'
import Koa, { type Context } from 'koa'
import { generate } from '../../scripts/generator/generate.js'
import { hasScope, missingScopes } from '../../src/credentials/scopes.js'
import { createKeyGuard } from '../../src/http/guards.js'
import type { Operation, OperationValidators } from '../../src/http/operation.js'
import { createOperationRouter } from '../../src/http/operation-router.js'
import { type SimpleSecurity, SimpleSecurityError, simpleSecurity } from '../../src/index.js'
import { createClock, dayMs } from '../support/clock.js'
import { listen, request } from '../support/http.js'

function createInstance(t: TestContext) {
  const clock = createClock('2026-01-01T00:00:00Z')
  const instance = simpleSecurity({ secret: 'TEST_SECRET', dbLocation: ':memory:', env: {}, now: clock.now })
  t.after(() => instance.close())
  return { ...instance, clock }
}

const answer = (ctx: Context) => {
  ctx.body = 'in'
}

/** An app with a route for each list of guards, by the scopes that these need. */
async function startApp(
  t: TestContext,
  { apiKeySecurity }: Pick<SimpleSecurity, 'apiKeySecurity'>,
  routes: Record<string, (readonly string[])[]>,
) {
  const router = new Router()
  for (const [path, guards] of Object.entries(routes)) {
    router.get(path, ...guards.map((scopes) => apiKeySecurity({ scopes })), answer)
  }
  const url = await listen(t, new Koa().use(router.routes()).callback())
  return (path: string, key: string) => request(url + path, { headers: { 'api-key': key } })
}

const usesOf = async ({ keys }: Pick<SimpleSecurity, 'keys'>, id: string) => (await keys.get(id))?.totalQueries

describe('apiKeySecurity with scopes', () => {
  for (const [granted, opened] of [
    [[], ['/none']],
    [['reports:read'], ['/none', '/read']],
    [['reports:write'], ['/none', '/write']],
    [
      ['reports:read', 'reports:write'],
      ['/none', '/read', '/write', '/both'],
    ],
    [
      ['*', 'other'],
      ['/none', '/read', '/write', '/both', '/reports', '/reportsx', '/deep', '/star'],
    ],
    [
      ['other', 'reports:*'],
      ['/none', '/read', '/write', '/both', '/deep'],
    ],
    [['reports'], ['/none', '/reports']],
    [['reports:read:*'], ['/none', '/deep']],
    [['reports*'], ['/none']],
    [[':*'], ['/none']],
    [['*:read'], ['/none']],
    [['Reports:read', 'REPORTS:*'], ['/none']],
  ] as const) {
    it(`opens ${opened.join(', ')} and nothing else to a key with [${granted.join(', ')}]`, async (t) => {
      const instance = createInstance(t)
      const routes = {
        '/none': [[]],
        '/read': [['reports:read']],
        '/write': [['reports:write']],
        '/both': [['reports:read', 'reports:write']],
        '/reports': [['reports']],
        '/reportsx': [['reportsx']],
        '/deep': [['reports:read:all']],
        '/star': [['*']],
      }
      const use = await startApp(t, instance, routes)
      const { key } = await instance.keys.create({ scopes: granted })
      const open = []
      for (const path of Object.keys(routes)) {
        const { status, text } = await use(path, key)
        if (status === 200 && text === 'in') open.push(path)
        else assert.equal(status, 403, path)
      }
      assert.deepEqual(open.sort(), [...opened].sort())
    })
  }

  it('answers 403 insufficient_scope, which names what is missing and nothing else', async (t) => {
    const instance = createInstance(t)
    const use = await startApp(t, instance, { '/three': [['a', 'b:read', 'c']], '/one': [['c']] })
    const { key, id } = await instance.keys.create({ name: 'my-name', scopes: ['b:*', 'granted-scope'] })
    for (const [path, missing] of [
      ['/three', 'a, c'],
      ['/one', 'c'],
    ]) {
      const refused = await use(String(path), key)
      assert.equal(refused.status, 403)
      assert.equal(refused.headers['content-type'], 'application/problem+json')
      assert.equal(refused.headers['cache-control'], 'no-store')
      assert.deepEqual(refused.json(), {
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        detail: `The API key lacks a scope that this request needs. Missing: ${missing}.`,
        code: 'insufficient_scope',
      })
      for (const own of [key, id, 'my-name', 'granted-scope']) {
        assert.ok(!(refused.text + JSON.stringify(refused.headers)).includes(own), own)
      }
    }
  })

  it('decides before the scopes whether the key is good: unknown, revoked, expired and replaced keys learn nothing of them', async (t) => {
    const instance = createInstance(t)
    const { keys, clock } = instance
    const use = await startApp(t, instance, { '/secret-scope': [['secret-scope']], '/none': [[]] })
    const unknown = (await createInstance(t).keys.create({ scopes: ['*'] })).key
    const expired = (await keys.create({ expiresAt: new Date(clock.now() + dayMs) })).key
    clock.advance(dayMs)
    const revoked = await keys.create()
    await keys.revoke(revoked.id)
    const replaced = await keys.create()
    await keys.rotate(replaced.id)
    for (const key of [unknown, expired, revoked.key, replaced.key, 'malformed']) {
      const [scoped, plain] = [await use('/secret-scope', key), await use('/none', key)]
      assert.deepEqual([scoped.status, scoped.json().code], [403, 'invalid_api_key'])
      assert.equal(scoped.text, plain.text)
    }
    const good = await keys.create()
    assert.equal((await use('/secret-scope', good.key)).json().code, 'insufficient_scope')
    assert.equal((await use('/secret-scope', '')).json().code, 'missing_api_key')
  })

  it('does not count a use that is refused', async (t) => {
    const instance = createInstance(t)
    const use = await startApp(t, instance, { '/a': [['a']], '/b': [['b']] })
    const { key, id } = await instance.keys.create({ scopes: ['a'] })
    for (const path of ['/b', '/b', '/a', '/b']) await use(path, key)
    assert.equal(await usesOf(instance, id), 1)
    assert.equal((await instance.keys.usage(id, { to: new Date('2026-01-01T01:00:00Z') }))?.points.at(-1)?.queries, 1)
  })

  it('takes changed scopes into account at once', async (t) => {
    const instance = createInstance(t)
    const use = await startApp(t, instance, { '/a': [['a']] })
    const { key, id } = await instance.keys.create()
    const statuses = [(await use('/a', key)).status]
    await instance.keys.update(id, { scopes: ['a'] })
    statuses.push((await use('/a', key)).status)
    await instance.keys.update(id, { scopes: [] })
    statuses.push((await use('/a', key)).status)
    assert.deepEqual(statuses, [403, 200, 403])
  })

  for (const [what, scopes] of [
    ['a text instead of a list', 'reports:read'],
    ['null', null],
    ['a set', new Set(['a'])],
    ['a scope with a blank', ['reports read']],
    ['an empty scope', ['']],
    ['a scope that is not ASCII', ['ä']],
    ['a scope with a quote', ['"']],
    ['a scope that is too long', ['x'.repeat(101)]],
    ['a number', [5]],
    ['the same scope twice', ['a', 'a']],
    ['over 100 scopes', Array.from({ length: 101 }, (_, index) => `scope-${index}`)],
  ] as const) {
    it(`throws at once, not at the first request, for ${what}`, (t) => {
      const { apiKeySecurity } = createInstance(t)
      assert.throws(
        () => apiKeySecurity({ scopes: scopes as readonly string[] }),
        (error) =>
          error instanceof SimpleSecurityError && error.code === 'invalid_argument' && error.member === 'scopes',
      )
    })
  }

  it('throws for an option that it does not have, since a misspelt one would open the route to every key', (t) => {
    const { apiKeySecurity } = createInstance(t)
    assert.throws(() => apiKeySecurity({ scope: ['a'] } as never), { code: 'invalid_argument' })
  })

  it('is not changed when the list is changed that it was given', async (t) => {
    const instance = createInstance(t)
    const scopes = ['a']
    const guard = instance.apiKeySecurity({ scopes })
    scopes.pop()
    const url = `${await listen(t, new Koa().use(guard).use(answer).callback())}/`
    const { key } = await instance.keys.create()
    assert.equal((await request(url, { headers: { 'api-key': key } })).status, 403)
  })
})

describe('two guards on one request', () => {
  const routes = { '/ab': [['a'], ['b']], '/ba': [['b'], ['a']], '/plain-a': [[], ['a']], '/a-plain': [['a'], []] }

  it('each need their own scopes', async (t) => {
    const instance = createInstance(t)
    const use = await startApp(t, instance, routes)
    const table: [granted: string[], opened: string[], missing: Record<string, string>][] = [
      [[], [], { '/ab': 'a', '/ba': 'b', '/plain-a': 'a', '/a-plain': 'a' }],
      [['a'], ['/plain-a', '/a-plain'], { '/ab': 'b', '/ba': 'b' }],
      [['b'], [], { '/ab': 'a', '/ba': 'a', '/plain-a': 'a', '/a-plain': 'a' }],
      [['a', 'b'], Object.keys(routes), {}],
    ]
    for (const [granted, opened, missing] of table) {
      const { key } = await instance.keys.create({ scopes: granted })
      for (const path of opened) assert.equal((await use(path, key)).text, 'in', path)
      for (const [path, scope] of Object.entries(missing)) {
        const refused = await use(path, key)
        assert.deepEqual([refused.status, refused.json().code], [403, 'insufficient_scope'], path)
        assert.ok(refused.json().detail.endsWith(`Missing: ${scope}.`), path)
        assert.equal(refused.headers['cache-control'], 'no-store')
      }
    }
  })

  it('are one use of the key when both let it pass', async (t) => {
    const instance = createInstance(t)
    const use = await startApp(t, instance, routes)
    const { key, id } = await instance.keys.create({ scopes: ['a', 'b'] })
    assert.equal((await use('/ab', key)).status, 200)
    assert.equal(await usesOf(instance, id), 1)
  })

  it('of two instances each decide for themselves', async (t) => {
    const [one, other] = [createInstance(t), createInstance(t)]
    const shared = '0f8fad5b-d9cb-469f-a165-70867728950e'
    await one.keys.create({ key: shared, scopes: ['a'] })
    await other.keys.create({ key: shared, scopes: ['b'] })
    const app = new Koa()
      .use(one.apiKeySecurity({ scopes: ['a'] }))
      .use(other.apiKeySecurity({ scopes: ['a'] }))
      .use(answer)
    const { status, json } = await request(`${await listen(t, app.callback())}/`, { headers: { 'api-key': shared } })
    assert.deepEqual([status, json().code], [403, 'insufficient_scope'])
  })
})

describe('verify with scopes', () => {
  it('decides the same way as the guard, and tells what is missing', async (t) => {
    const instance = createInstance(t)
    const { key, id } = await instance.keys.create({ scopes: ['a', 'b:*'] })
    assert.equal((await instance.verify(key, { scopes: ['a', 'b:c'] })).ok, true)
    assert.equal((await instance.verify(key)).ok, true)
    assert.deepEqual(await instance.verify(key, { scopes: ['b', 'a', 'c'] }), {
      ok: false,
      code: 'insufficient_scope',
      keyId: id,
      missing: ['b', 'c'],
    })
    assert.equal(await usesOf(instance, id), 2)
    await instance.keys.revoke(id)
    assert.deepEqual(await instance.verify(key, { scopes: ['c'] }), { ok: false, code: 'invalid_api_key' })
  })
})

const yaml = `
openapi: 3.0.3
info: { title: fixture, version: "1" }
paths:
  /reports:
    get:
      operationId: getReports
      x-required-scopes: ["reports:read"]
      security: [{ KeyHeader: [] }]
      responses: &responses
        "200": { description: Done., content: { application/json: { schema: { type: string } } } }
        "403": { $ref: "#/components/responses/Problem" }
        "422": { $ref: "#/components/responses/Problem" }
        "500": { $ref: "#/components/responses/Problem" }
        "503": { $ref: "#/components/responses/Problem" }
    post:
      operationId: addReport
      x-required-scopes: ["reports:write", "reports:read"]
      security: [{ KeyHeader: [] }]
      parameters: [{ name: title, in: query, required: true, schema: { type: string } }]
      responses: *responses
  /plain:
    get: { operationId: getPlain, security: [{ KeyHeader: [] }], responses: *responses }
components:
  securitySchemes:
    KeyHeader: { type: apiKey, in: header, name: api-key }
  responses:
    Problem:
      description: A problem.
      content: { application/problem+json: { schema: { type: object } } }
`

/** What the generator makes of the fixture. Inside the repository, so that the validators find Ajv's run-time. */
async function generateFixture() {
  const folder = await mkdtemp(fileURLToPath(new URL('../.tmp-', import.meta.url)))
  const write = async (name: string, content: string) => {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  try {
    for (const [name, content] of await generate(yaml)) await write(`generated/${name}`, content)
    await write('src/http/formats.ts', `export * from '../../../../src/http/formats.js'\n`)
    const load = (name: string) => import(pathToFileURL(join(folder, 'generated', name)).href)
    const { operations } = (await load('operations.ts')) as { operations: Record<string, Operation> }
    const { parameterValidators } = await load('parameter-validators.ts')
    const { contentValidators } = await load('content-validators.ts')
    return Object.entries(operations).map(([id, operation]) => ({
      id,
      operation,
      validators: { ...parameterValidators[id], ...contentValidators[id] } as OperationValidators,
    }))
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('x-required-scopes of a document', () => {
  it('are asked of the key before the input is looked at and before the handler is called', async (t) => {
    const { verify, keys } = createInstance(t)
    const calls: string[] = []
    const router = createOperationRouter({
      operations: (await generateFixture()).map(({ id, operation, validators }) => ({
        operation,
        validators,
        handler: () => {
          calls.push(id)
          return { status: 200, body: id }
        },
      })),
      guards: { 'api-key': createKeyGuard((key, scopes) => verify(key, { scopes })) },
      validateResponses: true,
    })
    const url = await listen(t, new Koa().use(router.routes()).callback())
    const send = async (method: string, path: string, key: string) => {
      const { status, json } = await request(url + path, { method, headers: { 'api-key': key } })
      return status === 200 ? json() : [status, json().code, json().detail.split('Missing: ')[1]]
    }
    const table: [granted: string[], get: unknown, post: unknown][] = [
      [[], 'reports:read.', 'reports:write, reports:read.'],
      [['reports'], 'reports:read.', 'reports:write, reports:read.'],
      [['reports:read'], 'getReports', 'reports:write.'],
      [['reports:write'], 'reports:read.', 'reports:read.'],
      [['reports:*'], 'getReports', 'addReport'],
      [['*'], 'getReports', 'addReport'],
    ]
    for (const [scopes, get, post] of table) {
      const { key } = await keys.create({ scopes })
      const expected = (outcome: unknown) =>
        String(outcome).includes(':') ? [403, 'insufficient_scope', outcome] : outcome
      calls.length = 0
      assert.deepEqual(await send('GET', '/reports', key), expected(get))
      assert.deepEqual(await send('POST', '/reports?title=x', key), expected(post))
      assert.equal(await send('GET', '/plain', key), 'getPlain')
      const wrong = await send('POST', '/reports?color=red', key)
      assert.deepEqual(wrong[0], post === 'addReport' ? 422 : 403)
      assert.deepEqual(calls, [...[get, post].filter((id) => !String(id).includes(':')), 'getPlain'])
    }
  })
})

const word = fc.stringMatching(/^[!#-)+-9;-[\]-~]{1,8}$/)
const required = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(':'))
const granted = fc.oneof(
  required,
  required.map((scope) => `${scope}:*`),
  fc.constantFrom('*', 'a', 'a:*', 'a:b', 'a:b:*', ':*', '*:a', '**'),
)
const fewRequired = fc.array(fc.oneof(required, fc.constantFrom('a', 'a:b', 'a:b:c', 'ab', '*', 'a:*')), {
  maxLength: 6,
})
const fewGranted = fc.array(granted, { maxLength: 6 })

describe('hasScope', () => {
  it('holds for a scope that was granted itself, whatever else was', () => {
    fc.assert(fc.property(fewGranted, required, (others, scope) => hasScope([...others, scope], scope)))
  })

  it('holds for every scope under *', () => {
    fc.assert(fc.property(fewGranted, granted, (others, scope) => hasScope(['*', ...others], scope)))
  })

  it('holds under a wildcard for what begins with all of it, the colon included, and for nothing else', () => {
    fc.assert(
      fc.property(required, required, word, (prefix, rest, tail) => {
        assert.ok(hasScope([`${prefix}:*`], `${prefix}:${rest}`))
        assert.ok(!hasScope([`${prefix}:*`], prefix))
        assert.ok(!hasScope([`${prefix}:*`], `${prefix}${tail}`))
        assert.equal(hasScope([`${prefix}:*`], rest), rest.startsWith(`${prefix}:`))
      }),
    )
  })

  it('takes a star for a wildcard at the end behind a colon only', () => {
    fc.assert(
      fc.property(required, word, required, (scope, tail, other) => {
        // None of these words has a star in it.
        assert.ok(!hasScope([`${scope}*`, `*:${tail}`, `*${tail}`], other))
      }),
    )
  })

  it('holds for a list exactly where it holds for one of its members', () => {
    fc.assert(
      fc.property(fewGranted, fewRequired, (scopes, wanted) => {
        for (const scope of wanted) {
          assert.equal(hasScope(scopes, scope), scopes.map((each) => hasScope([each], scope)).includes(true))
        }
      }),
    )
  })
})

describe('missingScopes', () => {
  it('splits what is required into what the key has and what it lacks, in order', () => {
    fc.assert(
      fc.property(fewGranted, fewRequired, (scopes, wanted) => {
        const missing = missingScopes(scopes, wanted)
        assert.deepEqual(
          wanted.filter((scope) => missing.includes(scope)),
          missing,
        )
        for (const scope of wanted) assert.equal(missing.includes(scope), !hasScope(scopes, scope))
      }),
    )
  })

  it('is never more for a key that was granted more, and nothing once what was missing is granted', () => {
    fc.assert(
      fc.property(fewGranted, fewGranted, fewRequired, (scopes, more, wanted) => {
        const missing = missingScopes(scopes, wanted)
        for (const scope of missingScopes([...scopes, ...more], wanted)) assert.ok(missing.includes(scope))
        assert.deepEqual(missingScopes([...scopes, ...missing], wanted), [])
      }),
    )
  })
})
