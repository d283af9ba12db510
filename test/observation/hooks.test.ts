import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import Koa, { type Middleware } from 'koa'
import type { RefusedEvent, SimpleSecurityOptions, VerifiedEvent } from '../../src/index.js'
import { createInstance, documentOf, operation, startEnforced, versions } from '../openapi/enforced-app.js'
import { listen, request } from '../support/http.js'

/** Hooks that write down what they are told, with the path in the place of the request. */
function recordingHooks() {
  const events: object[] = []
  const record = (name: string) => (event: VerifiedEvent | RefusedEvent) => {
    assert.ok(Object.isFrozen(event))
    const { ctx, ...told } = event
    const known = Object.entries({ ...told, path: ctx?.path }).filter(([, value]) => value !== undefined)
    events.push({ hook: name, ...Object.fromEntries(known) })
  }
  const take = () => events.splice(0)
  return { options: { onVerified: record('onVerified'), onRefused: record('onRefused') }, take }
}

async function startGuarded(t: TestContext, options: SimpleSecurityOptions) {
  const instance = createInstance(t, options)
  await instance.ready()
  const app = new Koa()
  app.silent = true
  app.use(instance.apiKeyRouter.routes() as Middleware)
  // Twice, as on an app and on a route of it.
  app.use(instance.apiKeySecurity())
  app.use((ctx, next) => (ctx.path === '/writing' ? instance.apiKeySecurity({ scopes: ['write'] })(ctx, next) : next()))
  app.use(instance.apiKeySecurity())
  app.use((ctx) => {
    ctx.body = {}
  })
  const url = await listen(t, app.callback())
  return { instance, get: (path: string, headers = {}) => request(url + path, { headers }) }
}

describe('onVerified and onRefused', () => {
  it('are told once of each request that a guard decides on', async (t) => {
    const { options, take } = recordingHooks()
    const { instance, get } = await startGuarded(t, options)
    const { key, id: keyId } = await instance.keys.create({ scopes: ['read'] })
    const good = { 'api-key': key }
    // From the database, and then from memory.
    for (const path of ['/first', '/second']) {
      assert.equal((await get(path, good)).status, 200)
      assert.deepEqual(take(), [{ hook: 'onVerified', keyId, path }])
    }
    assert.equal((await get('/writing', good)).status, 403)
    assert.deepEqual(take(), [
      { hook: 'onVerified', keyId, path: '/writing' },
      { hook: 'onRefused', code: 'insufficient_scope', keyId, missingScopes: ['write'], path: '/writing' },
    ])
    for (const [headers, code] of [
      [{}, 'missing_api_key'],
      [{ 'api-key': `${key}x` }, 'invalid_api_key'],
      [{ 'api-key': [key, key] }, 'repeated_credential'],
    ] as const) {
      assert.equal((await get('/a', headers)).json().code, code)
      assert.deepEqual(take(), [{ hook: 'onRefused', code, path: '/a' }])
    }
    assert.equal((await get('/auth/keys', { 'secret-key': 'wrong' })).status, 403)
    assert.deepEqual(take(), [{ hook: 'onRefused', code: 'invalid_secret', path: '/auth/keys' }])
    assert.equal((await get('/auth/keys', { 'secret-key': 'TEST_SECRET' })).status, 200)
    assert.deepEqual(take(), [])
    await instance.close()
    assert.equal((await get('/a', good)).status, 503)
    assert.deepEqual(take(), [{ hook: 'onRefused', code: 'database_unavailable', path: '/a' }])
  })

  it('are told of verify(), which has no request', async (t) => {
    const { options, take } = recordingHooks()
    const { verify, keys, close } = createInstance(t, options)
    const { key, id: keyId } = await keys.create()
    assert.equal((await verify(key)).ok, true)
    assert.equal((await verify('made up')).ok, false)
    assert.equal((await verify(key, { scopes: ['a', 'b'] })).ok, false)
    await close()
    await assert.rejects(verify(key), { code: 'database_unavailable' })
    assert.deepEqual(take(), [
      { hook: 'onVerified', keyId },
      { hook: 'onRefused', code: 'invalid_api_key' },
      { hook: 'onRefused', code: 'insufficient_scope', keyId, missingScopes: ['a', 'b'] },
      { hook: 'onRefused', code: 'database_unavailable' },
    ])
  })

  for (const version of versions) {
    const document = documentOf(version, {
      components: {
        securitySchemes: {
          Key: { type: 'apiKey', in: 'header', name: 'x-key' },
          Token: { type: 'http', scheme: 'bearer' },
        },
      },
      paths: {
        '/key': { get: operation({ operationId: 'getKeyed', security: [{ Key: [] }] }) },
        '/either': { get: operation({ operationId: 'getEither', security: [{ Key: [] }, { Token: [] }] }) },
        '/both': { get: operation({ operationId: 'getBoth', security: [{ Key: [], Token: [] }] }) },
        '/open': { get: operation({ operationId: 'getOpen', security: [{}, { Key: [] }] }) },
      },
    })
    const schemes: SimpleSecurityOptions['schemes'] = {
      Token: (ctx) => {
        if (ctx.get('authorization') === 'Bearer nobody') ctx.throw(401)
        return ctx.get('authorization') === 'Bearer alice'
      },
    }
    const alice = { authorization: 'Bearer alice' }

    it(`are told of the decision that enforce() makes by a document of ${version}, and of no alternative that it tried`, async (t) => {
      const { options, take } = recordingHooks()
      const { instance, get } = await startEnforced(t, { document, schemes, ...options })
      const { key, id: keyId } = await instance.keys.create()
      const good = { 'x-key': key }
      const table: [path: string, headers: Record<string, string>, status: number, ...told: object[]][] = [
        ['/key', good, 200, { hook: 'onVerified', keyId, operationId: 'getKeyed' }],
        ['/key', {}, 403, { hook: 'onRefused', code: 'missing_api_key', operationId: 'getKeyed' }],
        ['/either', good, 200, { hook: 'onVerified', keyId, operationId: 'getEither' }],
        ['/either', alice, 200],
        ['/either', {}, 403, { hook: 'onRefused', code: 'missing_api_key', operationId: 'getEither' }],
        ['/both', { ...good, ...alice }, 200, { hook: 'onVerified', keyId, operationId: 'getBoth' }],
        ['/both', good, 403, { hook: 'onRefused', code: 'credential_refused', operationId: 'getBoth' }],
        ['/both', { ...good, authorization: 'Bearer nobody' }, 401],
        ['/open', {}, 200],
        ['/open', { 'x-key': `${key}x` }, 200],
        ['/open', good, 200, { hook: 'onVerified', keyId, operationId: 'getOpen' }],
        ['/auth/keys', {}, 403, { hook: 'onRefused', code: 'missing_secret', operationId: 'listKeys' }],
      ]
      for (const [path, headers, status, ...told] of table) {
        assert.equal((await get(path, { headers })).status, status, path)
        assert.deepEqual(
          take(),
          told.map((event) => ({ ...event, path })),
          path,
        )
      }
    })

    it(`are told of what operations() answers by a document of ${version}`, async (t) => {
      const { options, take } = recordingHooks()
      const instance = createInstance(t, { document, schemes, ...options })
      const answer = () => ({ status: 200, body: undefined })
      const handlers = { getKeyed: answer, getEither: answer, getBoth: answer, getOpen: answer }
      const url = await listen(t, new Koa().use(instance.operations(handlers as never)).callback())
      const { key, id: keyId } = await instance.keys.create()
      assert.equal((await request(`${url}/key`, { headers: { 'x-key': key } })).status, 200)
      assert.equal((await request(`${url}/key`)).status, 403)
      assert.deepEqual(take(), [
        { hook: 'onVerified', keyId, operationId: 'getKeyed', path: '/key' },
        { hook: 'onRefused', code: 'missing_api_key', operationId: 'getKeyed', path: '/key' },
      ])
    })
  }

  it('change no answer when they fail, which the logger is told once until they work again', async (t) => {
    let outcome: () => unknown = () => {}
    const logged: string[] = []
    const hook = () => outcome()
    const logger = { warn() {}, error: (message: string) => logged.push(message) }
    const { instance, get } = await startGuarded(t, { onVerified: hook, onRefused: hook, logger })
    const { key } = await instance.keys.create()
    const ask = async (next: () => unknown) => {
      outcome = next
      assert.equal((await get('/a', { 'api-key': key })).status, 200)
      assert.equal((await get('/a')).status, 403)
      return logged.splice(0)
    }
    const told = (reason: string) => [`The hook onVerified failed: ${reason}`, `The hook onRefused failed: ${reason}`]
    const throwing = () => {
      throw new Error('out of paper')
    }
    assert.deepEqual(await ask(throwing), told('out of paper'))
    assert.deepEqual(await ask(throwing), [])
    assert.deepEqual(await ask(() => undefined), [])
    assert.deepEqual(await ask(() => Promise.reject('out of ink')), told('out of ink'))
    assert.deepEqual(await ask(async () => throwing()), [])
    assert.deepEqual(await ask(async () => 'written'), [])
    assert.deepEqual(await ask(throwing), told('out of paper'))
    // One that never ends is not waited for.
    assert.deepEqual(await ask(() => new Promise(() => {})), [])
  })

  it('must be functions', (t) => {
    for (const name of ['onVerified', 'onRefused']) {
      assert.throws(() => createInstance(t, { [name]: 'log' }), {
        code: 'invalid_configuration',
        message: `The option ${name} is "log", but must be a function.`,
      })
    }
  })
})
