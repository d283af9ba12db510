import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it, type TestContext } from 'node:test'
import Koa, { type Context, type Middleware } from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { createInstance, documentOf, operation, startEnforced, versions } from '../openapi/enforced-app.js'
import { createClock, secondMs } from '../support/clock.js'
import { withoutPackage } from '../support/hidden-package.js'
import { listen, request } from '../support/http.js'
import { countsOf, samplesOf } from '../support/metrics.js'
import { runProgram, runServer } from '../support/program.js'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'

const token = 'Zx0-metrics.token_of~28+bits/AbCdEf=='
const bearer = { authorization: `Bearer ${token}` }
const verifications = 'koa_simple_security_verifications_total'
const refusedSecrets = 'koa_simple_security_secret_refusals_total'

async function start(t: TestContext, options: SimpleSecurityOptions = {}) {
  const server = await startStandAlone(t, { metrics: true, metricsToken: token, ...options })
  const scrape = async () => {
    const answer = await server.get('/metrics', { headers: bearer })
    assert.equal(answer.status, 200, answer.text)
    return answer.text
  }
  const use = async (key: string) => (await server.get('/secure', { headers: { 'api-key': key } })).status
  return { ...server, scrape, use }
}

const answerAll = (ctx: Context) => {
  ctx.body = {}
}

describe('GET /metrics', () => {
  it('has each decision about a key by its result, and where it was found', async (t) => {
    const { get, scrape, use, instance } = await start(t)
    const [good, revoked] = [await instance.keys.create({ scopes: ['a'] }), await instance.keys.create()]
    await instance.keys.revoke(revoked.id)
    assert.deepEqual([await use(good.key), await use(good.key), await use(good.key)], [200, 200, 200])
    assert.deepEqual([await use(revoked.key), await use(revoked.key), await use(`${good.key}x`)], [403, 403, 403])
    assert.equal((await get('/secure')).status, 403)
    assert.equal((await get('/secure', { headers: { 'api-key': [good.key, good.key] } })).status, 403)
    assert.equal((await instance.verify(good.key, { scopes: ['a'] })).ok, true)
    assert.equal((await instance.verify(good.key, { scopes: ['b'] })).ok, false)
    const text = await scrape()
    assert.deepEqual(countsOf(text, verifications), {
      allowed: 4,
      invalid_api_key: 3,
      missing_api_key: 1,
      repeated_credential: 1,
      insufficient_scope: 1,
    })
    // What cannot be a key is not looked for.
    assert.deepEqual(countsOf(text, 'koa_simple_security_key_lookups_total'), { miss: 2, refusal: 1, hit: 4 })
    assert.deepEqual(countsOf(text, 'koa_simple_security_database_errors_total'), {})
  })

  it('tells of counts that are written, and of those that wait', async (t) => {
    const clock = createClock()
    const { scrape, use, logs, newKey } = await start(t, { now: clock.now })
    const lag = async () => {
      const samples = samplesOf(await scrape())
      return [
        'usage_pending_counters',
        'usage_flush_lag_seconds',
        'usage_flushes_total',
        'usage_flush_failures_total',
      ].map((name) => samples[`koa_simple_security_${name}`])
    }
    assert.deepEqual(await lag(), [0, 0, 0, 0])
    assert.equal(await use(await newKey()), 200)
    clock.advance(2 * secondMs)
    const [pending, age, flushes] = await lag()
    // The timer that writes them is the process's: on a busy machine, they are written by now.
    assert.ok(flushes === 1 || (pending === 1 && age === 2), `${pending} ${age} ${flushes}`)
    await logs()
    assert.deepEqual(await lag(), [0, 0, 1, 0])
  })

  it('tells of a database that fails', async (t) => {
    const { scrape, instance } = await start(t)
    const { key } = await instance.keys.create()
    await instance.close()
    await assert.rejects(instance.verify(key), { code: 'database_unavailable' })
    const text = await scrape()
    assert.deepEqual(countsOf(text, verifications), { database_unavailable: 1 })
    assert.deepEqual(countsOf(text, 'koa_simple_security_database_errors_total'), { database_unavailable: 1 })
  })

  it('has the same series whatever is asked for, and no key in them', async (t) => {
    const { scrape, use, instance, admin } = await start(t)
    const before = Object.keys(samplesOf(await scrape()))
    const keys = await Promise.all(Array.from({ length: 30 }, (_, at) => instance.keys.create({ name: `name-${at}` })))
    for (const { key } of keys) await use(key)
    for (const { key } of keys) await use(`${key}${key}`)
    await admin('/auth/keys', { headers: { 'secret-key': 'wrong' } })
    const text = await scrape()
    assert.deepEqual(Object.keys(samplesOf(text)), before)
    assert.equal(countsOf(text, verifications).allowed, 30)
    assert.ok(!keys.some(({ id, name = '' }) => text.includes(id) || text.includes(name)))
  })

  it('is of one instance: another one in the process has its own', async (t) => {
    const [one, other] = [await start(t), await start(t)]
    assert.equal(await one.use(await one.newKey()), 200)
    assert.deepEqual(countsOf(await one.scrape(), verifications), { allowed: 1 })
    assert.deepEqual(countsOf(await other.scrape(), verifications), {})
  })

  it('is text of Prometheus, never cached, and takes no other method', async (t) => {
    const { get } = await start(t)
    const { headers, text } = await get('/metrics', { headers: bearer })
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    assert.equal(headers['cache-control'], 'no-store')
    assert.match(text, /^# HELP koa_simple_security_/)
    const [head, post] = [
      await get('/metrics', { method: 'HEAD', headers: bearer }),
      await get('/metrics', { method: 'POST' }),
    ]
    assert.deepEqual([head.status, head.text, post.status, post.headers.allow], [200, '', 405, 'GET, HEAD'])
  })

  it('is opened by its token and by the admin secret, and the token opens nothing else', async (t) => {
    const { get, admin, scrape } = await start(t)
    const code = async (headers: Record<string, string | string[]>, path = '/metrics') => {
      const answer = await get(path, { headers })
      return answer.status === 200 ? 200 : answer.json().code
    }
    assert.equal((await admin('/metrics')).status, 200)
    assert.equal(await code({ authorization: `bearer  ${token}` }), 200)
    assert.equal(await code({}), 'missing_secret')
    assert.equal(await code({ authorization: `Basic ${token}` }), 'missing_secret')
    assert.equal(await code({ authorization: `Bearer ${token}x` }), 'invalid_secret')
    assert.equal(await code({ authorization: `Bearer ${adminSecret}` }), 'invalid_secret')
    assert.equal(await code({ authorization: [`Bearer ${token}`, `Bearer ${token}`] }), 'repeated_credential')
    assert.equal(await code({ 'secret-key': token }), 'invalid_secret')
    assert.equal(await code({ 'secret-key': 'wrong', ...bearer }), 200)
    assert.equal(await code(bearer, '/auth/keys'), 'missing_secret')
    assert.deepEqual(countsOf(await scrape(), refusedSecrets), { missing_secret: 3, invalid_secret: 3 })
  })

  it('has no token where none is configured', async (t) => {
    const { get, admin } = await start(t, { metricsToken: undefined as never })
    assert.equal((await admin('/metrics')).status, 200)
    for (const given of ['undefined', '', token]) {
      const { status, json } = await get('/metrics', { headers: { authorization: `Bearer ${given}` } })
      assert.deepEqual([status, json().code], [403, 'missing_secret'])
    }
  })

  it('takes wrong tokens for attempts, as wrong secrets', async (t) => {
    const { get, admin } = await start(t, { secretAttempts: 3 })
    for (let attempt = 1; attempt <= 3; attempt++) {
      assert.equal((await get('/metrics', { headers: { authorization: `Bearer guess-${attempt}` } })).status, 403)
    }
    for (const answer of [await get('/metrics', { headers: bearer }), await admin('/auth/keys')]) {
      assert.deepEqual([answer.status, answer.json().code], [429, 'too_many_attempts'])
      assert.ok(Number(answer.headers['retry-after']) > 0)
    }
  })

  it('has the process too in the stand-alone server, whose process it is', async (t) => {
    const { scrape } = await start(t)
    assert.ok(!(await scrape()).includes('process_'))
    const env = { KOA_SIMPLE_SECURITY_METRICS: 'true', KOA_SIMPLE_SECURITY_METRICS_TOKEN: token }
    const { url } = await runServer(t, env, await temporaryFolder(t))
    const { text } = await request(`${url}/metrics`, { headers: bearer })
    assert.match(text, /^process_cpu_seconds_total \d/m)
    assert.match(text, /^koa_simple_security_usage_pending_counters 0$/m)
  })

  it('is explained in the documentation: every metric with its type and labels', async (t) => {
    const { scrape } = await start(t)
    const text = await scrape()
    const served = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => {
      const labels = Object.keys(samplesOf(text))
        .filter((series) => series.startsWith(`${name}{`))
        .map((series) => /\{([a-z]+)="([^"]+)"\}/.exec(series)?.slice(1) ?? [])
      const values = labels.map(([, value]) => `\`${value}\``).join(', ')
      return [name, type, labels[0] === undefined ? '–' : `\`${labels[0][0]}\`: ${values}`]
    })
    const page = await readFile(new URL('../../docs/observability.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `(koa_simple_security_\w+)` \| (\w+) \| ([^|]+) \|/gm)].map((row) =>
      row.slice(1, 4),
    )
    assert.deepEqual(rows, served)
  })
})

describe('metrics that are off, as they are unless somebody wants them', () => {
  it('are at no path and in no document', async (t) => {
    const { get, admin } = await startStandAlone(t, { metricsToken: token })
    for (const headers of [{}, bearer]) assert.equal((await get('/metrics', { headers })).status, 404)
    assert.equal((await admin('/metrics')).status, 404)
    for (const path of ['/openapi.json', '/openapi.yaml']) assert.doesNotMatch((await get(path)).text, /metrics/i)
  })

  it('leave the path to the app, and to its document', async (t) => {
    for (const version of versions) {
      const document = documentOf(version, { paths: { '/metrics': { get: operation({ security: [] }) } } })
      const { get } = await startEnforced(
        t,
        { document },
        { routes: (given) => [given.apiKeyRouter.routes() as Middleware, given.docs(), answerAll] },
      )
      assert.deepEqual([(await get('/metrics')).status, (await get('/metrics')).json()], [200, {}])
      assert.deepEqual((await get('/openapi.json')).json().paths['/metrics'].get, operation({ security: [] }))
    }
  })

  it('are in no document of an app whose routers cannot be seen', async (t) => {
    const instance = createInstance(t, {})
    const app = new Koa()
    const docs = instance.docs()
    app.use((ctx, next) => docs(ctx, next))
    const url = await listen(t, app.callback())
    const { status, text } = await request(`${url}/openapi.json`)
    assert.equal(status, 200)
    assert.match(text, /\/auth\/keys/)
    assert.doesNotMatch(text, /metrics/i)
  })
})

describe('metrics that are on', () => {
  it('are documented with their token, and hidden with the administration', async (t) => {
    const { get } = await start(t)
    const { paths, components, tags } = (await get('/openapi.json')).json()
    assert.deepEqual(paths['/metrics'].get.security, [{ MetricsToken: [] }, { SecretHeader: [] }])
    assert.equal(components.securitySchemes.MetricsToken.scheme, 'bearer')
    assert.ok(tags.some(({ name }: { name: string }) => name === '_metrics'))
    const hidden = await start(t, { hideDocs: true })
    const { status, text } = await hidden.get('/openapi.json')
    assert.equal(status, 200)
    assert.doesNotMatch(text, /metrics/i)
    assert.equal((await hidden.get('/metrics')).status, 403)
  })

  for (const version of versions) {
    it(`are enforced beside a document of ${version}, whose own schemes and alternatives they count as a whole`, async (t) => {
      const document = documentOf(version, {
        components: { securitySchemes: { Token: { type: 'http', scheme: 'bearer' } } },
        paths: { '/either': { get: operation({ security: [{ ApiKeyHeader: [] }, { Token: [] }] }) } },
      })
      const schemes = { Token: (ctx: Context) => ctx.get('authorization') === 'Bearer alice' }
      const { get, instance } = await startEnforced(
        t,
        { document, schemes, metrics: true, metricsToken: token },
        { routes: (given) => [given.apiKeyRouter.routes() as Middleware, given.docs(), answerAll] },
      )
      const { key } = await instance.keys.create()
      assert.equal((await get('/either', { headers: { authorization: 'Bearer alice' } })).status, 200)
      assert.equal((await get('/either', { headers: { 'api-key': key } })).status, 200)
      assert.equal((await get('/either')).status, 403)
      for (const headers of [undefined, { authorization: 'Bearer alice' }]) {
        assert.equal((await get('/metrics', headers && { headers })).status, 403)
      }
      assert.equal((await get('/metrics', { headers: { 'secret-key': 'TEST_SECRET' } })).status, 200)
      const { text } = await get('/metrics', { headers: bearer })
      assert.deepEqual(countsOf(text, verifications), { allowed: 1, missing_api_key: 1 })
      assert.deepEqual(countsOf(text, refusedSecrets), { missing_secret: 1, invalid_secret: 1 })
      const { paths } = (await get('/openapi.json')).json()
      assert.ok(paths['/metrics'])
      const [own] = instance.policyReport().operations.filter(({ path }) => path === '/metrics')
      assert.equal(own?.access, 'MetricsToken, or admin secret')
      assert.deepEqual(instance.policyReport().unhandled, [])
    })
  }

  it('do not take a path from the document of the app without a word', async (t) => {
    const document = documentOf('3.0.3', { paths: { '/metrics': { get: operation({ security: [] }) } } })
    assert.throws(() => createInstance(t, { document, metrics: true }), {
      code: 'invalid_configuration',
      message: /#\/paths\/~1metrics: is a path of the key administration/,
    })
  })

  it('need their package, and a start without it says so in one line', async (t) => {
    const folder = await temporaryFolder(t)
    const env = { ...withoutPackage('prom-client'), KOA_SIMPLE_SECURITY_METRICS: 'true', PORT: '0' }
    const { ended, output } = runProgram(t, ['serve'], env, folder)
    assert.equal(await ended, 1)
    assert.equal(
      output().stderr,
      'koa-simple-security: The option metrics needs the package prom-client: npm install prom-client\n',
    )
  })
})
