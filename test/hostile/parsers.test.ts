import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import Koa from 'koa'
import { operations } from '../../generated/operations.js'
import { parameterValidators } from '../../generated/parameter-validators.js'
import {
  containsKey,
  isGeneratedKey,
  maximumKeyLength,
  parseKey,
  parseKeyId,
  resemblesGeneratedKey,
} from '../../src/credentials/api-key-format.js'
import { encodeBase62 } from '../../src/credentials/base62.js'
import { isAcceptableKey } from '../../src/credentials/brought-in-key.js'
import { createCredentialReader } from '../../src/http/credential.js'
import { readJsonBody } from '../../src/http/json-body.js'
import { redactUrl } from '../../src/http/request-log.js'
import { validateQuery } from '../../src/http/validation.js'
import { createCursorCodec } from '../../src/keys/cursor.js'
import { readCookies, readPairs } from '../../src/openapi/parameter-reader.js'
import { createSchemaReader } from '../../src/openapi/schema-reader.js'
import { createReferenceFollower } from '../../src/openapi/schema-references.js'
import { createCoercion } from '../../src/openapi/text-coercion.js'
import { listen } from '../support/http.js'
import { attemptProperties } from './attempts.js'

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }))
const anyKey = fc
  .tuple(
    fc.stringMatching(/^[0-9A-Za-z]{1,6}(_[0-9A-Za-z]{1,6}){0,2}$/),
    fc.stringMatching(/^[0-9A-Za-z]{12}$/),
    fc.stringMatching(/^[0-9A-Za-z]{27}$/),
  )
  .map(([prefix, id, secret]) => {
    const start = `${prefix}_${id}`
    const body = `${start}_${secret}`
    return { id, start, key: body + encodeBase62(crc32(body), 6) }
  })
const anyCharacter = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom('_', '0', 'a'))

/** A text that differs from a key in one character: another one in its place, one more, or one less. */
const almostKey = fc
  .tuple(anyKey, fc.nat(), anyCharacter, fc.constantFrom('change', 'add', 'remove'))
  .map(([{ key }, place, character, how]) => {
    const at = place % key.length
    const rest = how === 'add' ? at : at + 1
    return { key, changed: key.slice(0, at) + (how === 'remove' ? '' : character) + key.slice(rest) }
  })
  .filter(({ key, changed }) => key !== changed)

/** Pieces that are likely to mean something, put together as they come. */
const soup = (...pieces: string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 14 })
    .map((list) => list.join(''))

test('the form of keys', async () => {
  const form = /^[0-9A-Za-z]+(_[0-9A-Za-z]+)*_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$/
  const isKey = (text: string) =>
    form.test(text) && text.length <= maximumKeyLength && text.endsWith(encodeBase62(crc32(text.slice(0, -6)), 6))
  const texts = fc.oneof(
    anyText,
    almostKey.map(({ changed }) => changed),
    anyKey.map(({ key }) => key),
  )
  await attemptProperties('parsers', [
    [
      'any text is read like its form says',
      fc.property(texts, (text) => {
        assert.equal(isGeneratedKey(text), isKey(text))
        assert.equal(parseKey(text) !== undefined, isKey(text))
        if (isKey(text)) assert.ok(containsKey(text) && isAcceptableKey(text))
        parseKeyId(text)
        resemblesGeneratedKey(text)
      }),
    ],
    [
      'a key gives back its parts',
      fc.property(anyKey, ({ id, start, key }) => {
        assert.deepEqual(parseKey(key), { id, start })
        assert.equal(parseKeyId(start), id)
        assert.equal(parseKeyId(id), id)
        assert.equal(parseKeyId(key), undefined)
      }),
    ],
    [
      'one wrong character is refused',
      fc.property(almostKey, ({ changed }) => {
        assert.equal(parseKey(changed), undefined)
        // As a key of somebody else's, too, where it has nothing in it that tells that it is one.
        if (/^\w+$/.test(changed) && resemblesGeneratedKey(changed)) assert.equal(isAcceptableKey(changed), false)
      }),
    ],
  ])
})

test('keys that are brought in', async () => {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
  /** Whether the likeliest of the alphabets that it can be from leaves room for 128 bits, and no header changes it. */
  const hasRoom = (text: string) => {
    const sizes = { '0-9': 10, 'a-z': 26, 'A-Z': 26, '_-': 2, '!-,./:-@[-^`{-~': 30 }
    const used = Object.entries(sizes).filter(([characters]) => new RegExp(`[${characters}]`).test(text))
    const isHexadecimal = text === text.toLowerCase() ? /^[0-9a-f]+$/.test(text) : /^[0-9A-F]+$/.test(text)
    const alphabet = isHexadecimal ? 16 : used.reduce((sum, [, size]) => sum + size, 0)
    return /^[!-~]{1,256}$/.test(text) && alphabet ** text.length >= 2 ** 128 && new Set(text).size >= 8
  }
  const ascii = fc.string({ unit: 'grapheme-ascii', minLength: 15, maxLength: 270 })
  const words = fc.stringMatching(/^([0-9a-f]{16,40}|[0-9A-F]{16,40}|[0-9a-z]{16,40}|[\w-]{16,40})$/)
  const texts = fc.oneof(
    anyText,
    ascii,
    words,
    fc.uuid(),
    fc.uuid().map((text) => text.replace('-', '')),
  )
  await attemptProperties('parsers', [
    [
      'any text is taken only where it cannot be guessed',
      fc.property(texts, (text) => {
        fc.pre(!isGeneratedKey(text) && !resemblesGeneratedKey(text))
        assert.equal(isAcceptableKey(text), uuid.test(text) || hasRoom(text))
      }),
    ],
  ])
})

test('credentials in requests', async () => {
  const name = 'api-key'
  const read = createCredentialReader({ name, in: ['header', 'query'] })
  const pairs = fc
    .array(
      fc.tuple(
        fc.constantFrom(name, name, 'api%2Dkey', `${name}s`, 'x'),
        fc.constantFrom('', '=', '=a', '=a', '=b', '=%61'),
      ),
      { maxLength: 4 },
    )
    .map((list) => list.map((pair) => pair.join('')).join('&'))
  const queries = fc.oneof(
    pairs,
    soup(name, name, '=', '=', '&', '&', 'a', '%61', '%2', '%', '+', '?', '#', ';', '%00'),
  )
  const headers = fc.option(fc.oneof(fc.constantFrom('', 'a', 'b', 'a, b', 'a,a'), fc.string()), { nil: undefined })
  await attemptProperties('parsers', [
    [
      'a query and a header are what the standards make of them',
      fc.property(queries, headers, (querystring, header) => {
        const req = { headers: { [name]: header }, rawHeaders: header === undefined ? [] : ['Api-Key', header] }
        const inQuery = new URLSearchParams(querystring.startsWith('?') ? `?${querystring}` : querystring).getAll(name)
        const given = [header, inQuery[0]].filter(Boolean)
        const isRepeated = inQuery.length > 1 || new Set(given).size > 1
        const found = read({ querystring, req } as never)
        if (isRepeated) assert.deepEqual(found, { ok: false, reason: 'repeated' })
        else if (given.length === 0) assert.deepEqual(found, { ok: false, reason: 'missing' })
        else assert.deepEqual(found, { ok: true, value: given[0] })
      }),
    ],
    [
      'the log of requests shows no key, wherever it is and however it is spelt',
      fc.property(
        anyKey,
        soup('/', '?', '&', '=', 'api-key', 'name', '%', '%25', '/auth/keys/'),
        soup('/', '?', '&', '=', '%', '+', '#'),
        fc.array(fc.boolean(), { minLength: 70, maxLength: 70 }),
        ({ key }, before, after, isEncoded) => {
          const hex = (code: number) => `%${code.toString(16)}`
          const spelt = [...key].map((one, at) => (isEncoded[at] ? hex(one.charCodeAt(0)) : one)).join('')
          const shown = redactUrl(`/${before}${spelt}${after}`)
          assert.ok(!shown.includes(key.slice(-33)) && !fullyDecoded(shown).includes(key.slice(-33)), shown)
        },
      ),
    ],
  ])
})

function fullyDecoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

test('cursors', async () => {
  const codec = createCursorCodec(['one', 'two'])
  const foreign = createCursorCodec(['three'])
  const lists = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(undefined)), { maxLength: 5 })
  const positions = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), { maxLength: 3 })
  const base64 = fc.stringMatching(/^[\w-]{0,60}$/)
  await attemptProperties('parsers', [
    [
      'any text is no cursor',
      fc.property(lists, fc.oneof(anyText, base64), (list, text) => {
        assert.equal(codec.decode(list, text), undefined)
      }),
    ],
    [
      'a cursor is good for its own list, and as it was given',
      fc.property(lists, lists, positions, fc.nat(), anyCharacter, (list, other, position, place, character) => {
        const cursor = codec.encode(list, position)
        assert.deepEqual(codec.decode(list, cursor), position)
        const at = place % cursor.length
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1)
        const forged = [cursor.slice(0, at), cursor.slice(at + 1), ...(changed === cursor ? [] : [changed])]
        for (const text of [...forged, `${cursor}=`, `${cursor}\n`, ` ${cursor}`, foreign.encode(list, position)]) {
          assert.equal(codec.decode(list, text), undefined, text)
        }
        if (JSON.stringify(other) !== JSON.stringify(list)) assert.equal(codec.decode(other, cursor), undefined)
      }),
    ],
  ])
})

test('the parameters of the administration', async () => {
  const ids = Object.keys(operations) as (keyof typeof operations)[]
  const names = [
    'limit',
    'cursor',
    'name',
    'status',
    'scope',
    'sort',
    'unused_since',
    'from',
    'api-key',
    'never_expires',
  ]
  const values = [
    '1',
    '01',
    '200',
    '201',
    '-0',
    '1e2',
    '0x1',
    ' 1',
    'true',
    'TRUE',
    'active',
    '__proto__',
    '2027-01-31',
  ]
  const queries = soup(...names, ...names, ...values, '=', '=', '=', '&', '&', '&', '%', '+', '%00', '[]')
  await attemptProperties('parsers', [
    [
      'any query is read, or refused with the places that are wrong',
      fc.property(fc.constantFrom(...ids), queries, (id, text) => {
        const { query } = operations[id]
        const read = validateQuery(text, query, parameterValidators[id], undefined)
        const declared = new Set(query.map(({ name }): string => name))
        const given = [...new URLSearchParams(text).keys()]
        const mustFail = given.some((name) => !declared.has(name)) || new Set(given).size < given.length
        if (mustFail) assert.ok(!read.ok)
        if (read.ok) assert.deepEqual(Object.keys(read.value).sort(), given.sort())
        else for (const { pointer, detail } of read.errors) assert.ok(pointer.startsWith('/query') && detail !== '')
      }),
    ],
  ])
})

test('the parameters of other documents', async () => {
  const coercion = createCoercion(createSchemaReader('3.1', createReferenceFollower({})), () => true)
  const numbers = soup('-', '+', '0', '1', '9', '.', 'e', 'E', ' ', 'x', '_', '9007199254740993', 'Infinity', 'NaN')
  /** What JSON makes of it, with nothing around it. */
  const json = (text: string): unknown => {
    try {
      return /\s/.test(text) ? undefined : JSON.parse(text)
    } catch {
      return undefined
    }
  }
  const names = fc.constantFrom('a', '__proto__', 'constructor', 'prototype', 'toString', '0', '')
  const entries = fc.array(fc.record({ path: fc.array(names, { minLength: 1, maxLength: 14 }), text: fc.string() }))
  await attemptProperties('parsers', [
    [
      'a text is a number, a whole number or a boolean where it is one in JSON',
      fc.property(fc.oneof(numbers, anyText, fc.constantFrom('true', 'false', 'True')), (text) => {
        const wanted = json(text)
        const isExact = Number.isSafeInteger(wanted) && /^-?\d+$/.test(text)
        const expected = { number: Number.isFinite(wanted), integer: isExact, boolean: typeof wanted === 'boolean' }
        for (const [type, isOne] of Object.entries(expected)) {
          const read = coercion.text([{ type }], text)
          assert.equal(read.ok, isOne, `${JSON.stringify(text)} as ${type}`)
          if (read.ok) assert.equal(read.value, wanted)
        }
      }),
    ],
    [
      'no name of a member reaches further than its object',
      fc.property(entries, (given) => {
        const read = coercion.entries([{ type: 'object' }], given)
        if (read.ok) assert.equal(Object.getPrototypeOf(read.value), Object.prototype)
        assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), prototypeNames)
      }),
    ],
    [
      'any query and any header of cookies is a list of pairs',
      fc.property(soup('a', '=', '&', ';', ' ', '"', '%', '%e2', '+', '__proto__'), (text) => {
        for (const { texts } of [readPairs(text), readCookies(text)]) assert.ok(texts instanceof Map)
      }),
    ],
  ])
})

const prototypeNames = Object.getOwnPropertyNames(Object.prototype).sort()

test('bodies', async (t) => {
  const app = new Koa().use(async (ctx) => {
    const read = await readJsonBody(ctx)
    ctx.status = read.ok ? 200 : 400
    ctx.body = JSON.stringify(read.ok ? { value: read.value } : { code: read.code })
  })
  const url = await listen(t, app.callback())
  const agent = new http.Agent({ keepAlive: true })
  t.after(() => agent.destroy())

  const post = (chunks: Uint8Array[]) =>
    new Promise<string>((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }
      const outgoing = http.request(url, { method: 'POST', headers, agent }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (more: string) => {
          text += more
        })
        response.on('end', () => resolve(text))
      })
      outgoing.on('error', reject)
      for (const chunk of chunks) outgoing.write(chunk)
      outgoing.end()
    })
  /** UTF-8 without a mistake in it is what comes out as it went in. A mark of the order of bytes may stand in front of it. */
  const expected = (bytes: Buffer) => {
    const text = bytes.toString('utf8')
    if (bytes.length === 0) return {}
    if (!Buffer.from(text).equals(bytes)) return { code: 'malformed_json' }
    const json = text.replace(/^\uFEFF/, '')
    if (json === '') return {}
    try {
      return { value: JSON.parse(json) }
    } catch {
      return { code: 'malformed_json' }
    }
  }
  const json = fc.json().map((text) => Buffer.from(text))
  const pieces = soup('{', '}', '[', ']', '"', ':', ',', '1', 'null', '\\u0000', '\\ud800', '\uFEFF', '__proto__')
  const bytes = fc.oneof(
    json,
    pieces.map((text) => Buffer.from(text)),
    fc.uint8Array().map((array) => Buffer.from(array)),
  )
  const damaged = fc.tuple(json, fc.nat(), fc.nat(255)).map(([whole, place, byte]) => {
    const changed = Buffer.from(whole)
    changed[place % changed.length] = byte
    return changed
  })
  await attemptProperties('parsers', [
    [
      'any bytes, in any pieces, are JSON or refused',
      fc.asyncProperty(fc.oneof(bytes, damaged), fc.array(fc.nat(40), { maxLength: 4 }), async (body, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < body.length).sort((one, other) => one - other), body.length]
        const chunks = places.slice(1).map((end, index) => body.subarray(places[index], end))
        const answer = JSON.parse(await post(chunks.filter(({ length }) => length > 0)))
        assert.deepEqual(answer, JSON.parse(JSON.stringify(expected(body))))
      }),
      0.2,
    ],
  ])
})
