import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { parseDocument } from 'yaml'
import { isSimpleSecurityError } from '../../src/errors.js'
import { readDocument } from '../../src/openapi/source.js'
import { temporaryFolder } from '../support/temporary.js'

async function read(t: TestContext, content: string): Promise<unknown> {
  const path = join(await temporaryFolder(t), 'openapi.yaml')
  await writeFile(path, content)
  return readDocument(path).document
}

const values: [content: string, value: unknown][] = [
  ['a: yes', { a: 'yes' }],
  ['a: TRUE', { a: true }],
  ['a: 2026-01-31', { a: '2026-01-31' }],
  ['a: 1_000', { a: '1_000' }],
  ['a: 017', { a: 17 }],
  ['a: 0o17', { a: 15 }],
  ['a: .inf', { a: null }],
  ['a: ~', { a: null }],
  ['a:', { a: null }],
  ['200: x', { '200': 'x' }],
  ['a: |\n  b\n\n  c\n', { a: 'b\n\nc\n' }],
  ['a: >-\n  b\n  c', { a: 'b c' }],
  ['a: b << c', { a: 'b << c' }],
  ['a: !!str 1', { a: '1' }],
  ['%YAML 1.1\n---\na: yes', { a: true }],
  ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
  ['<<: {a: 1}\nb: 2', { a: 1, b: 2 }],
  ['? << # merged\n: {a: 1}\nb: 2', { a: 1, b: 2 }],
  ['a: &x {b: 1, c: 1}\nd: {<<: *x, c: 2}', { a: { b: 1, c: 1 }, d: { b: 1, c: 2 } }],
]
// Each has the content, and where in the file it is wrong.
const faults: [content: string, place: string, what: RegExp][] = [
  ['a: 1\nb: 2\na: 3', ':3:1', /stands in its object twice/],
  ['a: !include other.yaml', ':1:4', /tag/],
  ['a: [1,\nb: 2', ':2:1', /flow/i],
  ['a: b: c', ':1:4', /nested/i],
  ['a: *x', '', /x/],
  ['--- {a: 1}\n--- {a: 2}', ':2:1', /a second document begins/],
  ['- a', '', /object/],
  ['', '', /object/],
]

describe('a document in YAML', () => {
  for (const [content, value] of values) {
    it(JSON.stringify(content), async (t) => assert.deepEqual(await read(t, content), value))
  }

  for (const [content, place, what] of faults) {
    it(`${JSON.stringify(content)} is refused`, async (t) => {
      await assert.rejects(read(t, content), (error) => {
        assert.ok(isSimpleSecurityError(error, 'invalid_configuration'))
        assert.match(error.message, new RegExp(`openapi\\.yaml${place}(:| )`))
        assert.match(error.message, what)
        return true
      })
    })
  }

  it('is refused where a few aliases stand for a hundred thousand values', async (t) => {
    const levels = Array.from({ length: 6 }, (_, level) => `l${level}: &l${level} [${`*l${level - 1},`.repeat(10)}]`)
    const content = ['l0: &l0 [a]', ...levels.slice(1)].join('\n')
    await assert.rejects(read(t, content), /cannot be read as YAML/)
  })

  // Two parsers read documents, the second what the first one leaves: they must not differ.
  for (const file of [
    new URL('../../openapi.yaml', import.meta.url).href,
    import.meta.resolve('@blockfrost/openapi/openapi.yaml'),
    import.meta.resolve('@figma/rest-api-spec/openapi/openapi.yaml'),
    import.meta.resolve('@readme/oas-examples/3.0/yaml/star-trek.yaml'),
  ]) {
    it(`${file.split('/').slice(-3).join('/')} says the same to both parsers`, () => {
      const parsed = parseDocument(readFileSync(new URL(file), 'utf8'), { merge: true })
      assert.deepEqual(readDocument(new URL(file)).document, JSON.parse(JSON.stringify(parsed.toJS())))
    })
  }
})
