import assert from 'node:assert/strict'
import { after, describe, it, type TestContext } from 'node:test'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import Koa from 'koa'
import { type SimpleSecurityOptions, simpleSecurity } from '../../src/index.js'
import { withoutPackage } from '../support/hidden-package.js'
import { listen, request } from '../support/http.js'
import { runProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

// The one provider of a process, as an app that is traced has it.
const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const tracer = trace.getTracer('test')
after(() => provider.shutdown())

async function start(t: TestContext, options: SimpleSecurityOptions = {}) {
  const instance = simpleSecurity({ secret: 'TEST_SECRET', dbLocation: ':memory:', env: {}, ...options })
  t.after(() => instance.close())
  await instance.ready()
  const app = new Koa()
  app.silent = true
  app.use((ctx, next) =>
    ctx.path === '/untraced' ? next() : tracer.startActiveSpan(ctx.path, (span) => next().finally(() => span.end())),
  )
  app.use(instance.apiKeySecurity({ scopes: ['read'] }))
  app.use((ctx) => {
    ctx.body = {}
  })
  const url = await listen(t, app.callback())
  const get = async (path: string, key?: string) =>
    (await request(url + path, { headers: key === undefined ? {} : { 'api-key': key } })).status
  return { instance, get }
}

/** The attributes of the spans that ended since the last time. */
function attributes(): object[] {
  const spans = exporter.getFinishedSpans().map((span) => ({ ...span.attributes }))
  exporter.reset()
  return spans
}

describe('the active span', () => {
  it('has the id of the key and the result, of each request its own', async (t) => {
    const { instance, get } = await start(t)
    const [reader, other] = [
      await instance.keys.create({ name: 'reader', scopes: ['read'] }),
      await instance.keys.create(),
    ]
    // From the database, and then from memory.
    assert.deepEqual([await get('/a', reader.key), await get('/a', reader.key)], [200, 200])
    assert.deepEqual([await get('/a', other.key), await get('/a', `${other.key}x`), await get('/a')], [403, 403, 403])
    assert.deepEqual(attributes(), [
      { 'enduser.id': reader.id, 'koa_simple_security.result': 'allowed' },
      { 'enduser.id': reader.id, 'koa_simple_security.result': 'allowed' },
      { 'enduser.id': other.id, 'koa_simple_security.result': 'insufficient_scope' },
      { 'koa_simple_security.result': 'invalid_api_key' },
      { 'koa_simple_security.result': 'missing_api_key' },
    ])
    await Promise.all([get('/a', reader.key), get('/a', other.key)])
    assert.equal(new Set(attributes().map((span) => (span as { 'enduser.id'?: string })['enduser.id'])).size, 2)
  })

  it('need not be there', async (t) => {
    const { instance, get } = await start(t)
    const { key } = await instance.keys.create({ scopes: ['read'] })
    assert.deepEqual([await get('/untraced', key), await get('/untraced')], [200, 403])
    assert.deepEqual(attributes(), [])
  })

  it('is told of verify() too', async (t) => {
    const { instance } = await start(t)
    const { key, id } = await instance.keys.create()
    await tracer.startActiveSpan('job', async (span) => {
      assert.equal((await instance.verify(key)).ok, true)
      span.end()
    })
    assert.deepEqual(attributes(), [{ 'enduser.id': id, 'koa_simple_security.result': 'allowed' }])
  })

  it('is told nothing with tracing: false', async (t) => {
    const { instance, get } = await start(t, { tracing: false })
    const { key } = await instance.keys.create({ scopes: ['read'] })
    assert.deepEqual([await get('/a', key), await get('/a')], [200, 403])
    assert.deepEqual(attributes(), [{}, {}])
  })
})

it('without the package, everything works as it did', async (t) => {
  const entry = new URL('../../dist/src/index.js', import.meta.url)
  const script = `
    const { simpleSecurity } = await import('${entry}')
    const { ready, keys, verify, close } = simpleSecurity({ secret: 'secret', dbLocation: ':memory:', env: {} })
    await ready()
    console.log(await import('@opentelemetry/api').then(() => 'installed', () => 'not installed'))
    console.log((await verify((await keys.create()).key)).ok)
    await close()
  `
  const run = ['--input-type=module', '--eval', script]
  const { ended, output } = runProgram(t, [], withoutPackage('@opentelemetry/api'), await temporaryFolder(t), { run })
  assert.equal(await ended, 0, output().stderr)
  assert.equal(output().stdout, 'not installed\ntrue\n')
})
