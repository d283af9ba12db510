import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from '../support/http.js'
import { floodWithKeys } from '../support/key-flood.js'
import { attempt } from './attempts.js'
import { connectRaw } from './raw-connection.js'
import { startWatched, type WatchedApp, type WatchedServer } from './watched-server.js'

const secret = 'TEST_SECRET'
/** For how long at most one request may keep all others waiting. */
const blockedLimitMs = 50
/** What else runs on the machine counts too; the least of several measurements has the least of it. */
const measurements = 8

type Case = readonly [name: string, bytes: string]

function get(target: string, ...headers: string[]): string {
  return `GET ${target} HTTP/1.1\r\nHost: kss\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`
}

/** @param body its characters are bytes */
function post(target: string, type: string, body: string): string {
  const headers = ['Host: kss', `secret-key: ${secret}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`]
  return `POST ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`
}

/** Repeated until it has about so many characters. */
function fill(part: string, length: number): string {
  return part.repeat(Math.floor(length / part.length))
}

/** A list of so many items, each by its index. */
function many(count: number, item: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => item(index)).join(',')
}

/** Bodies of JSON of about this length, none of which fits. */
function jsonBodies(length: number): Case[] {
  const depth = Math.floor(length / 2)
  return [
    ['wrong items', `[${fill('1,', length)}1]`],
    ['wrong items of several types', `[${fill('1,"a",null,{},[],', length)}1]`],
    ['empty objects', `[${fill('{},', length)}{}]`],
    ['objects with wrong members', `[${many(Math.floor(length / 20), (index) => `{"id":"a","x":${index}}`)}]`],
    ['equal items', `{"scopes":[${fill('"a",', length)}"a"],"tags":[${fill('1,', length)}1]}`],
    ['different items', `{"scopes":[${many(Math.floor(length / 10), (index) => `"s${index}"`)}]}`],
    ['different numbers', `[{"id":1,"tags":[${many(Math.floor(length / 8), (index) => `${index}`)}]}]`],
    ['equal numbers at the end', `[{"id":1,"tags":[${many(Math.floor(length / 8), (index) => `${index}`)},1,1]}]`],
    ['many members', `{${many(Math.floor(length / 12), (index) => `"m${index}":1`)}}`],
    ['the same member over and over', `{${fill('"name":"a",', length)}"name":"b"}`],
    ['wrong members of an inner object', `{"metadata":{${many(Math.floor(length / 12), (index) => `"m${index}":1`)}}}`],
    [
      'names that are prototypes',
      `{${fill('"__proto__":{"a":1},"constructor":{"prototype":{}},', length)}"toString":1}`,
    ],
    ['deep lists', '['.repeat(depth) + ']'.repeat(depth)],
    ['deep lists without an end', '['.repeat(length)],
    ['deep objects', `${fill('{"a":', length)}1${fill('}', length / 5)}`],
    ['deep trees', `${fill('{"children":[', length)}{}${fill(']}', length / 6)}`],
    ['a huge number', `{"id":${'9'.repeat(length)}}`],
    ['a huge exponent', `{"id":1e${'9'.repeat(length)}}`],
    ['a long fraction', `[{"id":0.${'0'.repeat(length)}1}]`],
    ['a huge string', `{"name":"${'a'.repeat(length)}"}`],
    ['a huge name of a member', `{"${'a/~'.repeat(length / 3)}":1}`],
    ['escapes', `{"name":"${fill('\\u0000', length)}"}`],
    ['characters outside the plane', `{"name":"${fill('\\ud83d\\ude00', length)}"}`],
    ['halves of characters', `{"name":"${fill('\\ud83d', length)}"}`],
    ['bytes that are no UTF-8', `{"name":"${'\xff'.repeat(length)}"}`],
    ['a long date', `[{"id":1,"at":"2027-01-01T00:00:00.${'9'.repeat(length)}Z"}]`],
    ['a long offset', `{"expiration_date":"2027-01-01T00:00:00${fill('+', length)}"}`],
    ['what resembles a key', `{"key":"${fill('a_', length)}"}`],
    ['what nearly resembles a key', `{"key":"a${fill('_0123456789AB', length)}_"}`],
    ['blanks', `{${' '.repeat(length)}}`],
    ['blanks and no end', `{${fill(' \n\t', length)}`],
  ]
}

const longest = 15_000
/** Values that a regular expression with two ways to read the same could take long for. */
const texts: Record<string, string> = {
  'one character': fill('a', longest),
  digits: fill('9', longest),
  'percent signs': fill('%', longest),
  'encoded percent signs': fill('%25', longest),
  'what was encoded thousands of times': `%${fill('25', longest)}41`,
  'what was encoded a hundred times, a hundred times': fill(`%${fill('25', 150)}41`, longest),
  'encoded slashes': fill('%2f', longest),
  'encoded backslashes': fill('%5C', longest),
  'encoded NUL': fill('%00', longest),
  'bytes that are no UTF-8': fill('%ff', longest),
  'half of a character': fill('%f0%9f', longest),
  'plus signs': fill('+', longest),
  underscores: fill('a_', longest),
  'what resembles a key': `kss_0123456789AB_${fill('a', longest)}`,
  'many of what resembles a key': fill('kss_0123456789AB_', longest),
  'nearly twenty characters': fill('abcdefghijklmnopqrs.', longest),
  dots: fill('../', longest),
  slashes: fill('/', longest),
  hyphens: fill('a-', longest),
  'hyphens and dots': `${fill('-', longest)}.`,
  semicolons: fill(';id=1', longest),
  'a date': `2027-01-01T00:00:00.${fill('9', longest)}`,
  quotes: fill('%22', longest),
  brackets: fill('[a]', longest),
  commas: fill('1,', longest),
  pipes: fill('1|', longest),
  'encoded blanks': fill('1%20', longest),
  'deep lists': fill('%5B', longest),
}
const withText = (name: string, requestOf: (text: string) => string): Case[] =>
  Object.entries(texts).map(([kind, text]) => [`${name}: ${kind}`, requestOf(text)])

const asAdmin = `secret-key: ${secret}`
const manyHeaders = Array(2_400).fill('a:b')
const types: Record<string, string> = {
  semicolons: `application/json${fill(';', longest)}`,
  'semicolons and blanks': `application/json${fill('; ', longest)}`,
  blanks: `application/json;${fill(' ', longest)}x`,
  parameters: `application/json${fill(';a=b', longest)}`,
  'open quotes': `application/json${fill(';a="', longest)}`,
  'escaped quotes': `application/json;a="${fill('\\"', longest)}`,
  slashes: fill('a/', longest),
  'plus signs': `a/${fill('+', longest)}json`,
}
const headerLists: Record<string, string> = {
  'If-None-Match': fill('"a", ', longest),
  'If-Modified-Since': fill('Mon, ', longest),
  'Cache-Control': fill('no-cache ,', longest),
  Accept: fill('a/b;q=0.1,', longest),
  'Accept-Encoding': fill('gzip;q=0,', longest),
  Cookie: fill('a=b; ', longest),
  'X-Forwarded-For': fill('1, ', longest),
  Forwarded: fill('for=a;', longest),
  Host: fill('a.', longest),
  Range: `bytes=${fill('0-,', longest)}`,
  Connection: fill('close, ', longest),
  Origin: fill('a', longest),
  Authorization: fill('Bearer ', longest),
}

function headerCases(target: string): Case[] {
  return [
    ...Object.entries(headerLists).map(([name, value]): Case => [`a long ${name}`, get(target, `${name}: ${value}`)]),
    [`${manyHeaders.length} headers`, get(target, ...manyHeaders)],
    ['a key in hundreds of headers', get(target, ...Array(1_000).fill('api-key: a'))],
    ['a key with commas', get(target, `api-key: ${fill(',', longest)}`)],
    ['a key with commas behind many headers', get(target, ...manyHeaders, `api-key: ${fill(',', 4_000)}`)],
  ]
}

const queries: Record<string, string> = {
  'the same name over and over': fill('a&', longest),
  'many names': many(2_500, (index) => `${index}`).replaceAll(',', '=&'),
  'a parameter over and over': fill('ids=1&', longest),
  'a deep parameter over and over': fill('deep[a]=1&', longest),
  'brackets in brackets': `deep${fill('[a]', longest)}=1`,
  'open brackets': `deep${fill('[', longest)}=1`,
  'a limit over and over': fill('limit=1&', longest),
  'a key over and over': fill('api-key=a&', longest),
  'question marks': fill('?', longest),
  ampersands: fill('&', longest),
  'equal signs': fill('=', longest),
}

// Each chunk costs Node's parser about a microsecond, so that a body of 100 kB of them takes longer than it should: a body that
// is read is one of fewer here.
function chunksOfOneByte(target: string, header: string, count: number): string {
  const headers = `Host: kss\r\n${header}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked`
  return `POST ${target} HTTP/1.1\r\n${headers}\r\n\r\n${'1\r\n \r\n'.repeat(count)}0\r\n\r\n`
}

const standAlone: Case[] = [
  ...jsonBodies(100_000).map(([name, body]): Case => [`JSON: ${name}`, post('/auth/keys', 'application/json', body)]),
  ['1 MB of wrong items', post('/auth/keys', 'application/json', `[${fill('1,', 1_000_000)}1]`)],
  ['a refused body in chunks of one byte', chunksOfOneByte('/auth/keys', 'secret-key: wrong', 100_000)],
  ['a body in chunks of one byte', chunksOfOneByte('/auth/keys', asAdmin, 10_000)],
  ...Object.entries(types).map(([name, type]): Case => [`a type with ${name}`, post('/auth/keys', type, '{}')]),
  ...withText('path', (text) => get(`/${text}`)),
  ...withText('path of a file', (text) => get(`/docs/${text}`)),
  ...withText('path of a key', (text) => get(`/auth/keys/${text}`, asAdmin)),
  ...withText('path of the usage of a key', (text) => get(`/auth/keys/${text}/usage`, asAdmin)),
  ...withText('query', (text) => get(`/unsecured?${text}`)),
  ...withText('key in the query', (text) => get(`/secure?api-key=${text}`)),
  ...withText('key', (text) => get('/secure', `api-key: ${text}`)),
  ...withText('secret', (text) => get('/auth/logs', `secret-key: ${text}`)),
  ...['name=', 'cursor=', 'scope=', 'unused_since=', 'sort=', 'limit='].flatMap((name) =>
    withText(name, (text) => get(`/auth/keys?${name}${text}`, asAdmin)),
  ),
  ...withText('expiration-date=', (text) => get(`/auth/renew?api-key=a&expiration-date=${text}`, asAdmin)),
  ...withText('api-key= to revoke', (text) => get(`/auth/revoke?api-key=${text}`, asAdmin)),
  ...Object.entries(queries).map(([name, query]): Case => [`query: ${name}`, get(`/auth/keys?${query}`, asAdmin)]),
  ...Object.entries(queries).map(
    ([name, query]): Case => [`query of a guarded path: ${name}`, get(`/secure?${query}`)],
  ),
  ...headerCases('/secure'),
  ...headerCases('/openapi.json'),
]

const form = 'application/x-www-form-urlencoded'
const forms: Record<string, string> = Object.fromEntries(
  ['a&', 'ids=1&', 'ids=a&', 'deep[a]=1&', 'one=1&', 'any=1&', '%25&', '+=+&', '&', '='].map((pair) => [
    pair,
    fill(pair, 100_000),
  ]),
)
const ofDocument: Case[] = [
  ...jsonBodies(100_000).flatMap(([name, body]): Case[] => [
    [`JSON: ${name}`, post('/items', 'application/json', body)],
    [`JSON of a recursive schema: ${name}`, post('/trees', 'application/json', body)],
  ]),
  ...Object.entries(forms).map(([name, body]): Case => [`a form of ${name}`, post('/items', form, body)]),
  ['a form of many names', post('/items', form, many(15_000, (index) => `n${index}`).replaceAll(',', '=1&'))],
  ['a form of a long value', post('/items', form, `one=${fill('9', 100_000)}`)],
  ['a form of percent signs', post('/items', form, `any=${fill('%', 100_000)}`)],
  ['text', post('/items', 'text/plain', fill('a', 100_000))],
  ...Object.entries(types).map(([name, type]): Case => [`a type with ${name}`, post('/items', type, '[]')]),
  ...withText('path', (text) => get(`/${text}`)),
  ...withText('path with an array', (text) => get(`/items/${text}/a`)),
  ...withText('path with a text', (text) => get(`/items/;id=1/${text}`)),
  ...withText('path with parameters in one segment', (text) => get(`/files/${text}`)),
  ...['ids', 'piped', 'spaced', 'deep[a]', 'any', 'json'].flatMap((name) =>
    withText(name, (text) => get(`/items?${name}=${text}`)),
  ),
  ...withText('header', (text) => get('/items', `X-Ids: ${text}`)),
  ...withText('cookie', (text) => get('/items', `Cookie: crumbs=${text}`)),
  ...Object.entries(queries).map(([name, query]): Case => [`query: ${name}`, get(`/items?${query}`)]),
  ...headerCases('/items'),
]

/** Of a megabyte, the kinds of which JSON.parse alone takes less than the limit. */
const ofMegabyte = jsonBodies(1_000_000)
  .filter(([name]) =>
    /^wrong items|wrong members$|^the same member|^a huge (number|string)|no UTF-8$|^blanks/.test(name),
  )
  .map(([name, body]): Case => [`1 MB of JSON: ${name}`, post('/items', 'application/json', body)])

/** The least that one request blocked the server in several measurements, which end once it is well below the limit. */
async function leastBlocked(t: TestContext, { url, blockedDuring }: WatchedServer, bytes: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let count = 0; count < measurements && least > blockedLimitMs / 2; count++) {
    const blockedMs = await blockedDuring(async () => {
      const connection = connectRaw(t, url, bytes)
      await connection.until(() => connection.statuses().length > 0 || connection.lasted() !== undefined)
      connection.socket.destroy()
      assert.ok((connection.statuses()[0] ?? 400) < 500, connection.received().slice(0, 1000))
    })
    least = Math.min(least, blockedMs)
  }
  return least
}

describe('one request keeps no other waiting', () => {
  const kinds: [name: string, app: WatchedApp, env: Record<string, string>, cases: Case[]][] = [
    ['the stand-alone server', 'stand-alone', {}, standAlone],
    ['an app that enforces a document', 'document', {}, ofDocument],
    ['an app that takes large bodies', 'document', { MAXIMUM_BODY_BYTES: '1100000' }, ofMegabyte],
  ]
  for (const [kind, app, env, cases] of kinds) {
    test(`${kind}: ${cases.length} requests`, async (t) => {
      const server = await startWatched(t, app, env)
      const slowest = { name: '', ms: 0 }
      await attempt(
        'exhaustion',
        cases.map(([name, bytes]) => [
          name,
          async () => {
            const ms = await leastBlocked(t, server, bytes)
            if (ms > slowest.ms) Object.assign(slowest, { name, ms })
            assert.ok(ms <= blockedLimitMs, `blocked for ${ms.toFixed(1)} ms`)
          },
        ]),
      )
      t.diagnostic(`${slowest.name} blocked longest: ${slowest.ms.toFixed(1)} ms`)
      assert.ok((await request(`${server.url}/unsecured`)).status < 500)
    })
  }
})

const megabyte = 1024 * 1024
/** Compiled code, and what it learned, may take this much. */
const heapTolerance = 4 * megabyte
/** For how long it is asked with random keys. A minute says more than what there is time for on every change. */
const floodSeconds = Number(process.env.HOSTILE_FLOOD_SECONDS ?? 20)
const denyEntries = 500

test(`random keys for ${floodSeconds} s leave memory bounded and the server at work`, async (t) => {
  const server = await startWatched(t, 'stand-alone', { KOA_SIMPLE_SECURITY_DENY_ENTRIES: String(denyEntries) })
  const statuses = new Map<number, number>()
  const flood = async (seconds: number) => {
    const { stop } = floodWithKeys(server.url, { connections: 8, statuses })
    await sleep(seconds * 1_000)
    await stop()
    return server.heap()
  }
  const before = await flood(floodSeconds / 4)
  const after = await flood(floodSeconds * 0.75)
  const tried = [...statuses.values()].reduce((sum, count) => sum + count, 0)
  t.diagnostic(
    `${tried} random keys; ${inMegabytes(before)} in use after a quarter of them, ${inMegabytes(after)} at the end`,
  )
  await attempt('exhaustion', [
    [
      'refused, each of them',
      () =>
        assert.deepEqual(
          [...statuses.keys()].filter((status) => ![403, 429].includes(status)),
          [],
        ),
    ],
    ['as many as fill the memory of refusals', () => assert.ok(tried > 4 * denyEntries, `${tried} only`)],
    ['memory', () => assert.ok(after - before < heapTolerance, `${after - before} more bytes in use`)],
    ['the server', async () => assert.equal((await request(`${server.url}/unsecured`)).status, 200)],
  ])
})

/** Limits of open files, and addresses of one's own. */
const skipElsewhere = process.platform !== 'linux' && 'Only Linux has what this needs.'

const addresses = 10_000
const atOnce = 50

test(`${addresses} addresses leave memory bounded`, { skip: skipElsewhere }, async (t) => {
  const server = await startWatched(t, 'stand-alone')
  const statuses = new Map<number, number>()
  /** One connection from each, with a wrong key and a wrong secret, as whoever counts by address would have to count. */
  const ask = async (index: number) => {
    const address = `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`
    const bytes = get('/secure', 'api-key: wrong') + get('/auth/logs', 'secret-key: wrong', 'Connection: close')
    const connection = connectRaw(t, server.url, bytes, address)
    await connection.until(() => connection.lasted() !== undefined)
    for (const status of connection.statuses()) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  const askFrom = async (first: number, last: number) => {
    let next = first
    const askNext = async () => {
      while (next < last) await ask(next++)
    }
    await Promise.all(Array.from({ length: atOnce }, askNext))
    return server.heap()
  }
  const before = await askFrom(0, addresses / 10)
  const after = await askFrom(addresses / 10, addresses)
  t.diagnostic(
    `${inMegabytes(before)} in use after a tenth of ${addresses} addresses, ${inMegabytes(after)} at the end`,
  )
  await attempt('exhaustion', [
    [
      'refused, each of them',
      () => {
        assert.deepEqual(
          [...statuses.keys()].filter((status) => ![403, 429].includes(status)),
          [],
        )
        assert.equal(
          [...statuses.values()].reduce((sum, count) => sum + count, 0),
          2 * addresses,
        )
      },
    ],
    ['memory', () => assert.ok(after - before < heapTolerance, `${after - before} more bytes in use`)],
    ['the server', async () => assert.equal((await request(`${server.url}/unsecured`)).status, 200)],
  ])
})

test('where no file can be opened for a while, the page of docs is there again afterwards', {
  skip: skipElsewhere,
}, async (t) => {
  const server = await startWatched(t, 'stand-alone')
  const { pid } = server.process
  const limitFiles = (limit: string) =>
    execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}`], { encoding: 'utf8' })
  const [, usual = ''] =
    /^NOFILE.*?(\d+)\s+\d+/m.exec(execFileSync('prlimit', [`--pid=${pid}`, '--nofile'], { encoding: 'utf8' })) ?? []
  const connection = connectRaw(t, server.url, get('/unsecured'))
  await connection.until(() => connection.statuses().length === 1)
  limitFiles('3:')
  connection.send(get('/docs') + get('/docs/page.js'))
  await connection.until(() => connection.statuses().length === 3)
  limitFiles(`${usual}:`)
  await attempt('exhaustion', [
    ['a fault while there is none', () => assert.deepEqual(connection.statuses(), [200, 500, 500])],
    ['no word of the reason', () => assert.doesNotMatch(connection.received(), /EMFILE|page\.js/)],
    ...['/docs', '/docs/page.js'].map((path): [string, () => Promise<void>] => [
      `${path} afterwards`,
      async () => assert.equal((await request(server.url + path)).status, 200),
    ]),
  ])
})

function inMegabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`
}
