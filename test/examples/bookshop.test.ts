import assert from 'node:assert/strict'
import { it } from 'node:test'
import { request } from '../support/http.js'
import { adminSecret } from '../support/stand-alone.js'
import { startApp } from './example.js'

const admin = { 'secret-key': adminSecret }
const json = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

it('the bookshop does what its document says', async (t) => {
  const { url } = await startApp(t, 'bookshop')
  const book = { title: 'Middlemarch', author: 'George Eliot', year: 1871 }
  const keyWith = async (scopes: string[]) => (await request(`${url}/auth/keys`, json({ scopes }, admin))).json().key
  const [writer, reader] = [await keyWith(['books:write']), await keyWith(['books:read'])]

  assert.deepEqual((await request(`${url}/books`)).json(), [])
  for (const [headers, code] of [
    [{}, 'missing_api_key'],
    [{ 'api-key': `${writer}x` }, 'invalid_api_key'],
    [{ 'api-key': reader }, 'insufficient_scope'],
  ] as const) {
    const refused = await request(`${url}/books`, json(book, headers))
    assert.deepEqual([refused.status, refused.json().code], [403, code])
  }
  const made = await request(`${url}/books?api-key=${writer}`, json(book))
  assert.deepEqual([made.status, made.headers.location, made.json()], [201, '/books/1', { id: 1, ...book }])
  assert.deepEqual((await request(`${url}/books/1`)).json(), { id: 1, ...book })
  assert.deepEqual((await request(`${url}/books?author=George%20Eliot&limit=1`)).json(), [{ id: 1, ...book }])
  assert.deepEqual((await request(`${url}/books?author=Nobody`)).json(), [])

  for (const [path, pointer] of [
    ['/books?limit=0x10', '/query/limit'],
    ['/books/first', '/path/bookId'],
    ['/books?sort=title', '/query/sort'],
  ]) {
    const invalid = await request(url + path)
    assert.deepEqual([invalid.status, invalid.json().errors[0].pointer], [422, pointer])
  }
  const wrong = await request(`${url}/books`, json({ ...book, year: '1871' }, { 'api-key': writer }))
  assert.deepEqual([wrong.status, wrong.json().errors[0].pointer], [422, '/body/year'])
  const gone = await request(`${url}/books/1`, { method: 'DELETE', headers: { 'api-key': writer } })
  assert.equal(gone.status, 204)
  const missing = await request(`${url}/books/1`)
  assert.deepEqual([missing.status, missing.headers['content-type']], [404, 'application/problem+json'])
  for (const path of ['/Books', '/books/', '//books', '/%62ooks', '/nothing']) {
    assert.equal((await request(url + path)).status, 404, path)
  }
  const document = (await request(`${url}/openapi.json`)).json()
  assert.deepEqual([document.openapi, document.info.title], ['3.1.0', 'Bookshop'])
  assert.deepEqual(
    document.tags.map(({ name }: { name: string }) => name),
    ['books', '_auth', '_gateway'],
  )
})
