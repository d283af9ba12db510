import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Middleware } from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { type Answer, request } from '../support/http.js'
import { documentOf, operation, startEnforced, versions } from './enforced-app.js'

const integers = { type: 'array', items: { type: 'integer' } }
const alternatives = { type: 'array', items: { oneOf: [{ type: 'integer' }, { type: 'boolean' }] } }
const form = { type: 'object', properties: { n: integers } }
const maximumDetails = 20

const document = (version: string) =>
  documentOf(version as '3.0.3', {
    paths: {
      '/json': { post: taking('application/json', integers) },
      '/alternatives': { post: taking('application/json', alternatives) },
      '/form': { post: taking('application/x-www-form-urlencoded', form) },
      '/query': {
        get: operation({
          parameters: [
            { name: 'n', in: 'query', schema: integers },
            { name: 'json', in: 'query', content: { 'application/json': { schema: integers } } },
          ],
        }),
      },
    },
  })

function taking(type: string, schema: object): object {
  return operation({ requestBody: { content: { [type]: { schema } } } })
}

/** The details of an answer that refuses what was sent. */
function detailsOf({ status, text, json }: Answer): { pointer: string; detail: string }[] {
  assert.equal(status, 422, text.slice(0, 1000))
  assert.ok(text.length < 10_000, `${text.length} characters`)
  return json().errors
}

for (const version of versions) {
  describe(`OpenAPI ${version}: of a megabyte that is wrong`, () => {
    async function start(t: TestContext, before: Middleware[] = []) {
      const enforce = { validate: true, maximumBodyBytes: 4_000_000 }
      const options = { document: document(version) } as SimpleSecurityOptions
      const { get } = await startEnforced(t, options, { enforce, before })
      const post = (path: string, type: string, body: string) => {
        assert.ok(body.length > 1_000_000)
        return get(path, {
          method: 'POST',
          headers: { 'content-type': type, 'content-length': `${body.length}` },
          body,
        })
      }
      return { get, post }
    }

    it('only the first item is told, in JSON', async (t) => {
      const { post } = await start(t)
      const body = JSON.stringify(Array(300_000).fill('x'))
      const found = detailsOf(await post('/json', 'application/json', body))
      assert.deepEqual(found, [{ pointer: '/body/0', detail: 'must be of the type integer' }])
    })

    it('only the first item is told, with each of its alternatives', async (t) => {
      const { post } = await start(t)
      const body = JSON.stringify(Array(300_000).fill('x'))
      const found = detailsOf(await post('/alternatives', 'application/json', body))
      assert.deepEqual(
        found.map(({ pointer }) => pointer),
        ['/body/0', '/body/0', '/body/0'],
      )
    })

    it('twenty places are told, in a form', async (t) => {
      const { post } = await start(t)
      const body = Array(300_000).fill('n=x').join('&')
      const found = detailsOf(await post('/form', 'application/x-www-form-urlencoded', body))
      assert.equal(found.length, maximumDetails)
      const several = Array.from({ length: 300_000 }, (_, index) => `m${index}=x`).join('&')
      const other = await post('/form', 'application/x-www-form-urlencoded', several)
      assert.equal(other.status, 200, other.text.slice(0, 1000))
    })

    it('twenty places are told, in a form that a body parser has read', async (t) => {
      const parse: Middleware = async (ctx, next) => {
        for await (const _ of ctx.req);
        Object.assign(ctx.request, { body: { n: Array(300_000).fill('x') } })
        await next()
      }
      const { post } = await start(t, [parse])
      const body = 'n=x&'.repeat(300_000)
      const found = detailsOf(await post('/form', 'application/x-www-form-urlencoded', body))
      assert.equal(found.length, maximumDetails)
    })

    it('and of a query that is, twenty places', async (t) => {
      const { get } = await start(t)
      for (const query of [
        Array(3_000).fill('n=x').join('&'),
        Array.from({ length: 1_000 }, (_, index) => `unknown${index}=x`).join('&'),
        `json=${encodeURIComponent(JSON.stringify(Array(500).fill('x')))}`,
      ]) {
        assert.equal(detailsOf(await get(`/query?${query}`)).length, maximumDetails)
      }
    })
  })
}

it('our own operations tell of twenty places at most', async (t) => {
  const { url } = await startEnforced(t, { document: document('3.1.0') } as SimpleSecurityOptions, {
    routes: ({ apiKeyRouter }) => [apiKeyRouter.routes() as Middleware],
  })
  const body = JSON.stringify({ scopes: Array(40_000).fill(1) })
  const headers = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'secret-key': 'TEST_SECRET',
  }
  const found = detailsOf(await request(`${url}/auth/keys`, { method: 'POST', headers, body }))
  assert.ok(found.length <= maximumDetails, `${found.length} details`)
  assert.ok(found.every(({ pointer }) => pointer.startsWith('/body/scopes')))
})
