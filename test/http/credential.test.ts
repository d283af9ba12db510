import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import Koa from 'koa'
import { type CredentialPlaces, createCredentialReader, type PresentedCredential } from '../../src/http/credential.js'
import { listen, request } from '../support/http.js'

const places: CredentialPlaces = { name: 'api-key', in: ['header', 'query'] }
const found = (value: string): PresentedCredential => ({ ok: true, value })
const missing: PresentedCredential = { ok: false, reason: 'missing' }
const repeated: PresentedCredential = { ok: false, reason: 'repeated' }

/** Of a request that has nothing but a query. */
function readQuery(querystring: string): PresentedCredential {
  const ctx = { querystring, req: { headers: {}, rawHeaders: [] } }
  return createCredentialReader(places)(ctx as never)
}

/** What URLSearchParams, the standard's own reading of a query, makes of it. */
function expected(querystring: string): PresentedCredential {
  const values = new URLSearchParams(querystring).getAll('api-key')
  if (values.length > 1) return repeated
  return values[0] ? found(values[0]) : missing
}

describe('a credential in the query', () => {
  it('is what the URL standard makes of it', () => {
    const table: [querystring: string, credential: PresentedCredential][] = [
      ['', missing],
      ['api-key', missing],
      ['api-key=', missing],
      ['api-key=a', found('a')],
      ['api-key=a=b', found('a=b')],
      ['api-key=a;b', found('a;b')],
      ['api-key=a?b', found('a?b')],
      ['x=1&api-key=a', found('a')],
      ['api-key=a&x=1', found('a')],
      ['&&api-key=a&&', found('a')],
      ['api-keys=a', missing],
      ['xapi-key=a', missing],
      ['API-KEY=a', missing],
      ['x=api-key=a', missing],
      ['api%2Dkey=a', found('a')],
      ['%61pi-key=a', found('a')],
      ['api-key=%61', found('a')],
      ['api-key=a+b', found('a b')],
      ['api-key=a%', found('a%')],
      ['?api-key=a', found('a')],
      ['api-key=a&api-key=b', repeated],
      ['api-key=a&api-key=a', repeated],
      ['api-key=&api-key=a', repeated],
      ['api-key=a&api%2dkey=b', repeated],
    ]
    for (const [querystring, credential] of table) {
      assert.deepEqual(readQuery(querystring), credential, querystring)
      assert.deepEqual(expected(querystring), credential, `${querystring} in this test's own reading`)
    }
  })

  it('is so for every query', () => {
    const piece = fc.constantFrom(
      'api-key',
      'api-key',
      '=',
      '=',
      '&',
      '&',
      'a',
      'b',
      '%61',
      '%',
      '+',
      '?',
      '#',
      ';',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        assert.deepEqual(readQuery(pieces.join('')), expected(pieces.join('')))
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('a credential in a header', () => {
  /** Which names the lines have, as they arrive: Node treats some names in ways of their own. */
  const ask = async (t: Parameters<typeof listen>[0], name: string) => {
    const read = createCredentialReader({ name, in: ['header'] })
    const app = new Koa().use((ctx) => {
      ctx.body = read(ctx)
    })
    const url = await listen(t, app.callback())
    return async (headers: Record<string, string | string[]>) => (await request(`${url}/`, { headers })).json()
  }

  it('is found whatever the letter case, and refused when it is given twice', async (t) => {
    const read = await ask(t, 'api-key')
    assert.deepEqual(await read({}), missing)
    assert.deepEqual(await read({ 'api-key': 'a' }), found('a'))
    assert.deepEqual(await read({ 'API-Key': 'a' }), found('a'))
    assert.deepEqual(await read({ 'api-key': 'a,b' }), found('a,b'))
    assert.deepEqual(await read({ 'api-key': 'a, b' }), found('a, b'), 'one line, however it looks')
    assert.deepEqual(await read({ 'api-key': '' }), missing)
    for (const lines of [
      ['a', 'b'],
      ['a', 'a'],
      ['', 'a'],
      ['a', ''],
      ['', ''],
      ['a', 'b', 'c'],
    ]) {
      assert.deepEqual(await read({ 'api-key': lines }), repeated, JSON.stringify(lines))
    }
  })

  it('is refused where Node may have dropped the line that gives it a second time', () => {
    const read = createCredentialReader(places)
    const withLines = (count: number, maxHeadersCount: number | null) => {
      const rawHeaders = Array.from({ length: count }, (_, index) => [`x-${index}`, '']).flat()
      return read({
        querystring: '',
        req: { headers: { 'api-key': 'a' }, rawHeaders, socket: { server: { maxHeadersCount } } },
      } as never)
    }
    assert.deepEqual([withLines(999, null), withLines(1_000, null)], [found('a'), repeated])
    assert.deepEqual([withLines(49, 50), withLines(50, 50)], [found('a'), repeated])
    assert.deepEqual(withLines(5_000, 0), found('a'))
  })

  for (const name of ['authorization', 'From', 'user-agent', 'x-api-key']) {
    it(`is refused when it is given twice, also in ${name}`, async (t) => {
      const read = await ask(t, name)
      assert.deepEqual(await read({ [name]: 'a' }), found('a'))
      assert.deepEqual(await read({ [name]: ['a', 'b'] }), repeated)
    })
  }
})

describe('a credential in both places', () => {
  const read = (header: string | undefined, querystring: string) => {
    const headers = header === undefined ? {} : { 'api-key': header }
    const rawHeaders = header === undefined ? [] : ['api-key', header]
    return createCredentialReader(places)({ querystring, req: { headers, rawHeaders } } as never)
  }

  it('is one where both agree, and refused where they do not', () => {
    assert.deepEqual(read('a', 'api-key=a'), found('a'))
    assert.deepEqual(read('a', 'api-key=b'), repeated)
    assert.deepEqual(read('a', 'api-key=a&api-key=a'), repeated)
    assert.deepEqual(read('', 'api-key=a'), found('a'))
    assert.deepEqual(read('a', 'api-key='), found('a'))
    assert.deepEqual(read('', 'api-key='), missing)
  })

  it('is looked for only where it may stand', () => {
    const ctx = {
      querystring: 'api-key=q',
      req: { headers: { 'api-key': 'h' }, rawHeaders: ['api-key', 'h'] },
    } as never
    assert.deepEqual(createCredentialReader({ name: 'api-key', in: ['header'] })(ctx), found('h'))
    assert.deepEqual(createCredentialReader({ name: 'api-key', in: ['query'] })(ctx), found('q'))
  })
})
