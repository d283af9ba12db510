import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startStandAlone } from '../support/stand-alone.js'

test('what the document shows is not marked as internal, which generators of clients leave out', async (t) => {
  const { get } = await startStandAlone(t)
  const text = (await get('/openapi.json')).text
  assert.ok(text.includes('createKey'))
  assert.ok(!text.includes('x-internal'))
  assert.ok(!(await get('/openapi.yaml')).text.includes('x-internal'))
})
