import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { exchange } from '../hostile/raw.js'
import { type Answer, listen, type RequestOptions, request } from '../support/http.js'
import { cli, runServer } from '../support/program.js'
import { skipWithout } from '../support/skip-without.js'
import { temporaryFolder } from '../support/temporary.js'
import { type Seen, type StartGateway, startGuardedServer } from './gateway.js'

const secret = 'TEST_SECRET'

interface Place {
  url: string
  /** What reached the server behind the gateway. */
  seen: () => Seen[]
  logged: () => Promise<string>
  ask(path: string, options?: RequestOptions): Promise<Answer>
  create(given?: object): Promise<{ key: string; id: string; start: string }>
  usesOf(id: string): Promise<number>
  /** The command line, on the same database in a process of its own. */
  run(...args: string[]): void
  keysProcess: ChildProcess
}

async function setUp(t: TestContext, startGateway: StartGateway): Promise<Place> {
  const folder = await temporaryFolder(t)
  const env = {
    KOA_SIMPLE_SECURITY_SECRET: secret,
    KOA_SIMPLE_SECURITY_DB_LOCATION: join(folder, 'keys.db'),
    KOA_SIMPLE_SECURITY_TRUSTED_PROXIES: '127.0.0.1',
  }
  const keys = await runServer(t, env, folder)
  const guarded = await startGuardedServer(t)
  const gateway = await startGateway(t, { keys: new URL(keys.url).host, guarded: guarded.address })
  const admin = async (path: string, body?: object) => {
    const headers = { 'secret-key': secret, ...(body && { 'content-type': 'application/json' }) }
    const given = body && { method: 'POST', body: JSON.stringify(body) }
    return (await request(`${keys.url}${path}`, { headers, ...given })).json()
  }
  return {
    url: gateway.url,
    seen: guarded.seen,
    logged: async () => `${await gateway.logged()}${keys.output().stdout}${keys.output().stderr}`,
    ask: (path, options) => request(gateway.url + path, options),
    create: (given = {}) => admin('/auth/keys', given),
    usesOf: async (id) => (await admin(`/auth/keys/${id}`)).total_queries,
    run(...args) {
      execFileSync(process.execPath, [cli, ...args], { cwd: folder, env: { PATH: process.env.PATH, ...env } })
    },
    keysProcess: keys.process,
  }
}

const codeOf = ({ status, json }: Answer) => `${status} ${json().code}`
const headersOf = ({ headers }: Seen, name: string) =>
  headers.filter(([known]) => known === name).map(([, value]) => value)
const madeUp = { 'x-api-key-id': 'somebody', 'X-Api-Key-Name': ['root', 'admin'], 'x-api-key-scopes': '*' }

/** What every gateway has to keep, with the configuration of its example. */
export function describeGateway(name: string, packageName: string, startGateway: StartGateway): void {
  describe(`${name} in front of a server in Python`, { skip: skipWithout(name, packageName) }, () => {
    it('passes on what the keys say of a request without a good key, and nothing to the server', async (t) => {
      const { ask, create, run, seen, usesOf } = await setUp(t, startGateway)
      const { key, id } = await create()
      run('keys', 'revoke', id)
      const other = await create()
      const refusals: [code: string, path: string, headers: RequestOptions['headers']][] = [
        ['missing_api_key', '/', {}],
        ['invalid_api_key', '/orders', { 'api-key': 'wrong' }],
        ['invalid_api_key', `/orders?page=2&api-key=${key}`, {}],
        ['missing_api_key', '/auth/verify', {}],
        ['missing_api_key', '/orders', { 'secret-key': secret }],
        ['repeated_credential', `/orders?api-key=${other.key}&api-key=${other.key}`, {}],
        ['repeated_credential', '/orders', { 'api-key': [other.key, other.key] }],
        ['repeated_credential', `/orders?api-key=${other.key}`, { 'api-key': 'wrong' }],
      ]
      for (const [code, path, headers] of refusals) {
        const refused = await ask(path, { headers })
        assert.equal(codeOf(refused), `403 ${code}`, path)
        assert.equal(refused.headers['content-type'], 'application/problem+json')
        assert.equal(refused.headers['cache-control'], 'no-store')
        assert.equal(refused.headers['x-api-key-id'], undefined)
      }
      for (const method of ['POST', 'PUT', 'DELETE']) {
        assert.equal(codeOf(await ask('/orders', { method, body: 'some text' })), '403 missing_api_key', method)
      }
      assert.equal((await ask('/orders', { method: 'HEAD' })).status, 403)
      const { status } = await ask('/_verify')
      assert.ok(status >= 400, `the gateway's own location answers ${status}`)
      assert.deepEqual(seen(), [])
      assert.equal(await usesOf(other.id), 0)
    })

    it('tells the server whose the key is, which it takes away, whatever the client made up', async (t) => {
      const { ask, create, seen } = await setUp(t, startGateway)
      const full = await create({ name: 'Büro, 50% 🗝', scopes: ['reports:read', 'mail:*'] })
      const bare = await create()
      for (const [created, name, scopes] of [
        [full, [encodeURIComponent('Büro, 50% 🗝')], ['reports:read mail:*']],
        [bare, [], []],
      ] as const) {
        const ways: [path: string, headers: Record<string, string>][] = [
          ['/orders?page=2', { 'api-key': created.key }],
          [`/orders?api-key=${created.key}`, {}],
        ]
        for (const [path, headers] of ways) {
          const answer = await ask(path, { headers: { ...madeUp, ...headers } })
          assert.equal(answer.status, 200)
          const latest = seen().at(-1) as Seen
          assert.deepEqual(answer.json(), latest)
          assert.deepEqual(headersOf(latest, 'x-api-key-id'), [created.id])
          const given = (wanted: string) => headersOf(latest, wanted).filter((value) => value !== '')
          assert.deepEqual(given('x-api-key-name'), name)
          assert.deepEqual(given('x-api-key-scopes'), scopes)
          assert.ok(!JSON.stringify(latest).includes(created.key), `the server got the key by ${path}`)
        }
      }
      assert.equal(seen().length, 4)
    })

    it('passes on neither a key nor whose the client says it is where no key is asked for', async (t) => {
      const { ask, create } = await setUp(t, startGateway)
      const { key } = await create()
      for (const path of ['/status', `/status?api-key=${key}`, `/status?api-key=${key}&a=1&%61pi-key=${key}`]) {
        const answer = await ask(path, { headers: { ...madeUp, X_Api_Key_Id: 'somebody', 'api-key': key } })
        assert.equal(answer.status, 200)
        const arrived: Seen = answer.json()
        assert.equal(arrived.path, '/status')
        const told = arrived.headers.filter(([known]) => /api.key/.test(known))
        assert.deepEqual(told, [], path)
      }
    })

    it('tells the server whose the key is, whatever the client says of its connection', async (t) => {
      const { url, create, seen } = await setUp(t, startGateway)
      const { key, id } = await create({ name: 'reader', scopes: ['mail:send'] })
      const lines = [
        `Api-Key: ${key}`,
        'Connection: x-api-key-id, X-Api-Key-Name,x-api-key-scopes',
        'X_Api_Key_Id: somebody',
        'X-Api_Key-Name: root',
      ]
      assert.equal((await exchange(url, { target: '/orders', lines })).status, 200)
      const told = (seen()[0] as Seen).headers.filter(([known]) => /^x.api.key/.test(known))
      assert.deepEqual(told.sort(), [
        ['x-api-key-id', id],
        ['x-api-key-name', 'reader'],
        ['x-api-key-scopes', 'mail:send'],
      ])
    })

    it('refuses a path that it and the server may read in two ways', async (t) => {
      const { url, create, seen, usesOf } = await setUp(t, startGateway)
      const { key, id } = await create({ scopes: ['mail:send'] })
      for (const target of [
        '/reports/../status',
        '/reports/%2e%2e/status',
        '/reports/%2E./status?a=1',
        '/reports/secret/..%2f..%2fstatus',
        'http://127.0.0.1/reports/../status',
        '/status#/../reports/may',
        '/reports/may#/../../status',
        '/orders?a=1#&b=2',
        '/reports/may/%2e%2e/%2e%2e/orders',
        '/orders%2f..%2freports%2fmay',
        '/reports/..?a=1',
        '/orders/..',
        '/./reports/may',
        '/orders/.',
        '//status',
        '/%2fstatus',
        '//elsewhere/reports/may',
        'http://127.0.0.1//elsewhere/reports/may',
        '/orders\\..\\reports\\may',
        '/reports\\may',
        '/reports%5Cmay',
        '/reports;a/may',
        '/orders/..;/reports/may',
      ]) {
        for (const lines of [[], [`Api-Key: ${key}`]]) {
          const refused = await exchange(url, { target, lines })
          assert.equal(refused.status, 400, target)
          assert.equal(JSON.parse(refused.body).code, 'ambiguous_path', target)
          assert.match(refused.head, /^content-type: application\/problem\+json\r$/im)
        }
      }
      assert.deepEqual(seen(), [])
      assert.equal(await usesOf(id), 0)
      const harmless = ['/a%2Fb/c?x=..&y=/../', '/a/.well-known/..x/...', '/a/b%20c/%23/?a=//b&c=;d\\', '/a:b@c,d=e+f']
      for (const target of [...harmless, 'http://127.0.0.1/orders']) {
        assert.equal((await exchange(url, { target, lines: [`Api-Key: ${key}`] })).status, 200, target)
      }
      assert.deepEqual(
        seen().map(({ path }) => path),
        [...harmless, '/orders'],
      )
    })

    it('passes on the request as it was, but for the key', async (t) => {
      const { ask, create, seen } = await setUp(t, startGateway)
      const { key } = await create()
      const encoded = `%6b${key.slice(1)}`
      for (const [path, passedOn] of [
        ['/a%2Fb/c?x=%20&y=a+b', ['/a%2Fb/c?x=%20&y=a+b']],
        [`/a%2Fb?api-key=${key}&x=1`, ['/a%2Fb?x=1']],
        [`/a?x=1&api-key=${key}&y=2`, ['/a?x=1&y=2']],
        [`/a?x=1&api-key=${key}`, ['/a?x=1&', '/a?x=1']],
        [`/a?api-key=${key}`, ['/a?', '/a']],
        [`/a?x=1&%61p%69-k%65y=${encoded}&y=2`, ['/a?x=1&y=2']],
        [`/a?x=1&api%2dke%79=${key}&y=2`, ['/a?x=1&y=2']],
        ['/a?my-api-key=1&api-key-id=2&API-KEY=3', ['/a?my-api-key=1&api-key-id=2&API-KEY=3']],
      ] as const) {
        const headers: RequestOptions['headers'] = path.includes(key.slice(1)) ? {} : { 'api-key': key }
        assert.equal((await ask(path, { headers })).status, 200, path)
        assert.ok(
          (passedOn as readonly string[]).includes(String(seen().at(-1)?.path)),
          `${path}: ${seen().at(-1)?.path}`,
        )
      }
      const posted = await ask('/orders', { method: 'POST', headers: { 'api-key': key }, body: 'a body' })
      assert.deepEqual([posted.json().method, posted.json().body], ['POST', 'a body'])
    })

    it("leaves the server's own refusals and faults as they are", async (t) => {
      const { ask, create } = await setUp(t, startGateway)
      const { key } = await create()
      for (const [path, status] of [
        ['/forbidden', 403],
        ['/broken', 500],
      ] as const) {
        const answer = await ask(path, { headers: { 'api-key': key } })
        assert.deepEqual([answer.status, answer.json().path], [status, path])
      }
    })

    it('asks for scopes where they are asked for', async (t) => {
      const { ask, create, seen, usesOf } = await setUp(t, startGateway)
      const reader = await create({ scopes: ['reports:*'] })
      const other = await create({ scopes: ['mail:send'] })
      assert.equal((await ask('/reports/may', { headers: { 'api-key': reader.key } })).status, 200)
      assert.equal((await ask(`/reports/may?scope=mail:send&api-key=${reader.key}`)).status, 200)
      const refused = await ask(`/reports/may?scope=mail:send&api-key=${other.key}`)
      assert.equal(codeOf(refused), '403 insufficient_scope')
      assert.match(refused.json().detail, /Missing: reports:read\.$/)
      for (const path of [
        '/reports',
        '/%72eports/may',
        '/reports//may',
        '/REPORTS/may',
        '/Reports',
        '/reports%2fmay',
      ]) {
        const { status } = await ask(path, { headers: { 'api-key': other.key } })
        assert.equal(status, 403, path)
      }
      assert.equal((await ask('/orders', { headers: { 'api-key': other.key } })).status, 200)
      assert.equal(seen().length, 3)
      assert.deepEqual([await usesOf(reader.id), await usesOf(other.id)], [2, 1])
    })

    it('counts each request that it lets pass once, and no other', async (t) => {
      const { ask, create, seen, usesOf } = await setUp(t, startGateway)
      const [one, other] = [await create(), await create()]
      const each = Array.from({ length: 60 }, (_, index) => index)
      const statuses = await Promise.all(
        each.map(async (index) => {
          const { key } = index % 3 === 0 ? other : one
          const carried =
            index % 2 === 0 ? [`/orders/${index}?api-key=${key}`] : [`/orders/${index}`, { 'api-key': key }]
          const [path, headers = {}] = carried as [string, Record<string, string>?]
          const [passed] = await Promise.all([
            ask(path, { headers }),
            ask('/orders', { headers: { 'api-key': 'wrong' } }),
          ])
          return passed.status
        }),
      )
      assert.deepEqual(new Set(statuses), new Set([200]))
      assert.equal(seen().length, 60)
      assert.deepEqual([await usesOf(one.id), await usesOf(other.id)], [40, 20])
    })

    it('lets nobody pass with a key that another process revoked a second ago', async (t) => {
      const { ask, create, run, seen } = await setUp(t, startGateway)
      const { key, id } = await create()
      const headers = { 'api-key': key }
      assert.equal((await ask('/orders', { headers })).status, 200)
      run('keys', 'revoke', id)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      assert.equal(codeOf(await ask('/orders', { headers })), '403 invalid_api_key')
      assert.equal(seen().length, 1)
    })

    it('lets a key with the longest name and the most scopes pass', async (t) => {
      const { ask, create, seen } = await setUp(t, startGateway)
      const scopes = Array.from({ length: 100 }, (_, index) => `${index}:${'~'.repeat(100)}`.slice(0, 100))
      const { key } = await create({ name: '🗝'.repeat(200), scopes })
      assert.equal((await ask('/orders', { headers: { 'api-key': key } })).status, 200)
      assert.deepEqual(headersOf(seen()[0] as Seen, 'x-api-key-scopes'), [scopes.join(' ')])
    })

    it('writes no key into its log, nor do the keys', async (t) => {
      const { ask, create, logged, keysProcess } = await setUp(t, startGateway)
      const { key, start } = await create()
      const referer = `http://127.0.0.1/orders?api-key=${key}`
      const everyWay = async () => {
        const encoded = `/orders?a=1&%61pi-key=${key}`
        for (const path of [`/orders?api-key=${key}`, encoded, `${encoded}#part`, '/orders']) {
          await ask(path, { headers: { referer, ...(path === '/orders' && { 'api-key': key }) } })
          await ask(path, { headers: { referer, 'api-key': `${key}x` } })
        }
      }
      await everyWay()
      const ended = new Promise((resolve) => keysProcess.once('exit', resolve))
      keysProcess.kill('SIGTERM')
      await ended
      await everyWay()
      const lines = (await logged()).split('\n').filter((line) => line.includes('/orders'))
      assert.ok(lines.length >= 16, lines.join('\n'))
      assert.ok(!(await logged()).includes(key.slice(start.length + 1)), 'a key is in a log')
    })

    it('lets nobody pass while the keys are away, and everybody as before when they are back', async (t) => {
      const { ask, create, seen, keysProcess } = await setUp(t, startGateway)
      const { key } = await create()
      const headers = { 'api-key': key }
      keysProcess.kill('SIGSTOP')
      const frozen = await ask('/orders', { headers })
      assert.ok(frozen.status >= 500, String(frozen.status))
      keysProcess.kill('SIGCONT')
      assert.equal((await ask('/orders', { headers })).status, 200)
      const ended = new Promise((resolve) => keysProcess.once('exit', resolve))
      keysProcess.kill('SIGKILL')
      await ended
      for (const given of [headers, {}]) {
        const { status } = await ask('/orders', { headers: given })
        assert.ok(status >= 500, String(status))
      }
      assert.equal(seen().length, 1)
      assert.equal((await ask('/status')).status, 200)
    })

    it('lets nobody pass for any other answer than a good one', async (t) => {
      let status = 500
      const guarded = await startGuardedServer(t)
      const keys = await listen(t, (_, response) => {
        response.writeHead(status, { Location: '/', 'X-Api-Key-Id': 'somebody' }).end('{}')
      })
      const gateway = await startGateway(t, { keys: new URL(keys).host, guarded: guarded.address })
      for (status of [500, 503, 502, 404, 405, 422, 429, 431, 401, 403, 400, 301, 302, 304]) {
        const answer = await request(`${gateway.url}/orders`, { headers: { 'api-key': 'any' } })
        assert.ok(answer.status >= 300, `${status} became ${answer.status}`)
      }
      assert.deepEqual(guarded.seen(), [])
    })
  })
}
