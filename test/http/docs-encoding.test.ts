import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import Koa from 'koa'
import { simpleSecurity } from '../../src/index.js'
import { listen, request } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'

const resolve = createRequire(import.meta.url).resolve
const original = (file: string) => readFile(resolve(`swagger-ui-dist/${file}`))
const accepting = (encodings: string) => ({ headers: { 'accept-encoding': encodings } })

describe('the large files of the page of docs', () => {
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
    it(`${file} is compressed for those who accept that, and the same for others`, async (t) => {
      const { get } = await startStandAlone(t)
      const path = `/docs/${file}`
      const expected = await original(file)
      for (const encodings of ['gzip', 'gzip, deflate, br', 'GZIP', 'br;q=1, gzip;q=0.8, *;q=0.1', '*']) {
        const { status, headers, bytes } = await get(path, accepting(encodings))
        assert.deepEqual([encodings, status, headers['content-encoding']], [encodings, 200, 'gzip'])
        assert.equal(headers.vary, 'Accept-Encoding')
        assert.equal(headers['content-length'], String(bytes.length))
        assert.ok(bytes.length < expected.length / 3, `${bytes.length} bytes`)
        assert.ok(gunzipSync(bytes).equals(expected), encodings)
      }
      for (const options of [{}, ...['', 'br', 'identity', 'gzip;q=0', 'gzip;q=0, *', 'nonsense'].map(accepting)]) {
        const { status, headers, bytes } = await get(path, options)
        assert.deepEqual([options, status, headers['content-encoding']], [options, 200, undefined])
        assert.equal(headers.vary, 'Accept-Encoding')
        assert.ok(bytes.equals(expected), JSON.stringify(options))
      }
    })
  }

  it('have a validator for each encoding, which holds for no other', async (t) => {
    const { get } = await startStandAlone(t)
    const path = '/docs/swagger-ui.css'
    const ask = async (encodings: string, etag?: string) =>
      get(path, { headers: { 'accept-encoding': encodings, ...(etag !== undefined && { 'if-none-match': etag }) } })
    const [compressed, plain] = [await ask('gzip'), await ask('identity')].map(({ headers }) => headers.etag)
    assert.notEqual(compressed, plain)
    for (const [encodings, etag, status] of [
      ['gzip', compressed, 304],
      ['gzip', plain, 200],
      ['identity', plain, 304],
      ['identity', compressed, 200],
    ] as const) {
      const answer = await ask(encodings, etag)
      assert.deepEqual([encodings, etag, answer.status], [encodings, etag, status])
      // RFC 9110, section 15.4.5: what the answer with a body would have had.
      assert.equal(answer.headers.vary, 'Accept-Encoding')
      if (status === 304) assert.equal(answer.bytes.length, 0)
    }
  })

  it('leave what an app said before of what its answers depend on', async (t) => {
    const security = simpleSecurity({ secret: 'secret', dbLocation: ':memory:', env: {} })
    t.after(() => security.close())
    const app = new Koa()
    app.use((ctx, next) => {
      ctx.vary('Origin')
      return next()
    })
    app.use(security.docs())
    const url = await listen(t, app.callback())
    const vary = async (file: string) => (await request(`${url}/docs/${file}`)).headers.vary
    assert.equal(await vary('swagger-ui.css'), 'Origin, Accept-Encoding')
    // The small ones are the same for everybody.
    assert.equal(await vary('page.css'), 'Origin')
  })
})
