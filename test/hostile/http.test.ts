import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from '../support/http.js'
import { runServer, type ServingProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'
import { connectRaw, exchange, type RawConnection } from './raw-connection.js'

const secret = 'secret-of-the-hostile-tests'
const smuggledName = 'smuggled'
/** What an attacker wants to have taken for a request. It would leave a trace. */
const smuggled = `GET /auth/new?name=${smuggledName} HTTP/1.1\r\nHost: kss\r\nsecret-key: ${secret}\r\n\r\n`
const json = '{"name":"outer"}'
const chunk = `${json.length.toString(16)}\r\n${json}\r\n`
const lastChunk = '0\r\n\r\n'
const chunked = 'Transfer-Encoding: chunked'

function get(target: string, ...headers: string[]): string {
  return ['GET ', target, ' HTTP/1.1\r\nHost: kss\r\n', ...headers.map((header) => `${header}\r\n`), '\r\n'].join('')
}

function post(headers: string, body: string): string {
  const usual = `Host: kss\r\nsecret-key: ${secret}\r\nContent-Type: application/json`
  return `POST /auth/keys HTTP/1.1\r\n${usual}\r\n${headers}\r\n\r\n${body}`
}

interface Expected {
  statuses: readonly number[]
  /** Whether the server ends the connection. */
  closes: boolean
}

type Case = readonly [name: string, bytes: string, expected: Expected]

const refused: Expected = { statuses: [400], closes: true }
const answered = (...statuses: number[]): Expected => ({ statuses, closes: false })

const refusedBodies: Record<string, string> = {
  'a length and chunks': post(`Content-Length: 5\r\n${chunked}`, lastChunk + smuggled),
  'chunks and a length': post(`${chunked}\r\nContent-Length: 5`, lastChunk + smuggled),
  'two lengths that differ': post(`Content-Length: ${json.length}\r\nContent-Length: 0`, json + smuggled),
  'two lengths that are equal': post(`Content-Length: ${json.length}\r\nContent-Length: ${json.length}`, json),
  'a list of lengths': post(`Content-Length: ${json.length}, ${json.length}`, json + smuggled),
  'no length after the colon': post('Content-Length:', smuggled),
}
for (const length of ['+16', '-16', '0x10', '16.0', '1_6', '16 16', '"16"', 'sixteen', '18446744073709551632']) {
  refusedBodies[`the length ${length}`] = post(`Content-Length: ${length}`, json + smuggled)
}
const codings = [
  'chunked, identity',
  'identity, chunked',
  'gzip, chunked',
  'chunked, chunked',
  'chunked, gzip',
  'identity',
  'gzip',
  'xchunked',
  'chunkedx',
  'chunk',
  '"chunked"',
  'chunked;q=1',
  ',chunked',
  'chunked\x00',
  '\x0bchunked',
  '\x0cchunked',
  'chunked\x0b',
  '\xa0chunked',
]
for (const coding of codings) {
  refusedBodies[`the coding ${JSON.stringify(coding)}`] = post(
    `Transfer-Encoding: ${coding}`,
    chunk + lastChunk + smuggled,
  )
}
const codingLines: Record<string, string> = {
  'a blank before the colon': 'Transfer-Encoding : chunked',
  'a tab before the colon': 'Transfer-Encoding\t: chunked',
  'a blank in front': 'X: y\r\n Transfer-Encoding: chunked',
  'a fold': 'Transfer-Encoding:\r\n chunked',
  'a bare LF for a fold': 'Transfer-Encoding:\n chunked',
  'a bare LF in front': 'X: y\nTransfer-Encoding: chunked',
  'a bare CR in front': 'X: y\rTransfer-Encoding: chunked',
  'chunked, then another line with identity': `${chunked}\r\nTransfer-Encoding: identity`,
  'identity, then another line with chunked': `Transfer-Encoding: identity\r\n${chunked}`,
  'chunked in two lines': `${chunked}\r\n${chunked}`,
}
for (const [name, lines] of Object.entries(codingLines)) {
  refusedBodies[`a coding with ${name}`] = post(lines, chunk + lastChunk + smuggled)
}
refusedBodies['chunks in HTTP/1.0'] = post(chunked, chunk + lastChunk + smuggled).replace('HTTP/1.1', 'HTTP/1.0')
const badSizes = ['g', '0x10', '-10', '+10', ' 10', '10 ', '', '1 0', '10000000000000010', 'FFFFFFFFFFFFFFFFF']
for (const size of badSizes) {
  refusedBodies[`the chunk size ${JSON.stringify(size)}`] = post(
    chunked,
    `${size}\r\n${json}\r\n${lastChunk}${smuggled}`,
  )
}
const badChunks: Record<string, string> = {
  'a bare LF after the size': `10\n${json}\r\n`,
  'a bare CR after the size': `10\r${json}\r\n`,
  'a bare LF after the data': `10\r\n${json}\n`,
  'more data than the size says': `10\r\n${json}x\r\n`,
  'less data than the size says': `11\r\n${json}\r\n`,
  'a bare LF in the extension': `10;a=b\n${json}\r\n`,
  'a NUL in the extension': `10;a=\x00\r\n${json}\r\n`,
  'an unclosed quote in the extension': `10;a="\r\n${json}\r\n`,
}
for (const [name, bad] of Object.entries(badChunks)) {
  refusedBodies[`chunks with ${name}`] = post(chunked, bad + lastChunk + smuggled)
}
refusedBodies['a trailer with a length'] = post(chunked, `${chunk}0\r\nContent-Length: 5\r\n\r\n${smuggled}`)
refusedBodies['a trailer that is no header'] = post(chunked, `${chunk}0\r\nno header\r\n\r\n${smuggled}`)

const length = `Content-Length: ${smuggled.length}`
const framing: Case[] = [
  ...Object.entries(refusedBodies).map(([name, bytes]): Case => [name, bytes, refused]),
  [
    'an extension of 20 kB',
    post(chunked, `10;${'a'.repeat(20_000)}\r\n${json}\r\n${lastChunk}`),
    { statuses: [413], closes: true },
  ],
  ['chunks in capitals', post('Transfer-Encoding: CHUNKED', chunk + lastChunk), answered(201)],
  ['a size with many zeros', post(chunked, `${'0'.repeat(40)}${chunk}${lastChunk}`), answered(201)],
  ['extensions as they may be', post(chunked, `10;a=b;c="d"\r\n${json}\r\n${lastChunk}`), answered(201)],
  ['a request as the body of GET', get('/unsecured', length) + smuggled, answered(200)],
  ['a request as the body of a refused one', get('/secure', length) + smuggled, answered(403)],
  ['a request as the body of HEAD', get('/unsecured', length).replace('GET', 'HEAD') + smuggled, answered(200)],
  ['a request as the body of what is not there', get('/nowhere', length) + smuggled, answered(404)],
  [
    'a request as the body of another method',
    get('/secure', length).replace('GET', 'DELETE') + smuggled,
    answered(405),
  ],
  ['a request as text', post(`${length}\r\nContent-Encoding: gzip`, smuggled), answered(415)],
  ['a request as a body that is no JSON', post(length, smuggled), answered(400)],
  ['a request as a body, and one behind it', get('/secure', length) + smuggled + get('/unsecured'), answered(403, 200)],
  [
    'a secret in a trailer',
    post(chunked, `${chunk}0\r\nsecret-key: ${secret}\r\n\r\n`).replace(`secret-key: ${secret}\r\n`, ''),
    answered(403),
  ],
  ['a body that is too large', post('Content-Length: 200000', 'x'.repeat(200_000)), { statuses: [413], closes: true }],
]

const http10 = 'GET /unsecured HTTP/1.0\r\n\r\n'
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00'
const refusedMessages: Record<string, string> = {
  'a fold': get('/unsecured', 'X: a', ' b'),
  'a fold as the first header': 'GET /unsecured HTTP/1.1\r\n X: a\r\nHost: kss\r\n\r\n',
  'bare LF throughout': 'GET /unsecured HTTP/1.1\nHost: kss\n\n',
  'bare LF in a header': get('/unsecured', 'X: a\nY: b'),
  'bare LF at the end': 'GET /unsecured HTTP/1.1\r\nHost: kss\r\n\n',
  'bare CR throughout': 'GET /unsecured HTTP/1.1\rHost: kss\r\r',
  'bare CR in a header': get('/unsecured', 'X: a\rY: b'),
  'NUL in a value': get('/unsecured', 'X: a\x00b'),
  'NUL in a name': get('/unsecured', 'X\x00: b'),
  'NUL in a credential': get('/secure', 'api-key: kss_\x00'),
  'NUL in the path': get('/unse\x00cured'),
  'a control character in a value': get('/unsecured', 'X: a\x01b'),
  'DEL in a value': get('/unsecured', 'X: a\x7fb'),
  'a header without a colon': get('/unsecured', 'X'),
  'a header without a name': get('/unsecured', ': x'),
  'a blank in a name': get('/unsecured', 'X Y: z'),
  'a blank before a colon': get('/unsecured', 'secret-key : x'),
  'a byte that is no ASCII in a name': get('/unsecured', 'X\xe9: x'),
  'no host': 'GET /unsecured HTTP/1.1\r\n\r\n',
  'two hosts': get('/unsecured', 'Host: evil.example'),
  'two hosts that are equal': get('/unsecured', 'hOST: kss'),
  'HTTP/0.9': 'GET /unsecured HTTP/0.9\r\nHost: kss\r\n\r\n',
  'no version': 'GET /unsecured\r\n\r\n',
  'HTTP/1.2': get('/unsecured').replace('HTTP/1.1', 'HTTP/1.2'),
  'HTTP/2.0': get('/unsecured').replace('HTTP/1.1', 'HTTP/2.0'),
  'HTTP/3.0': get('/unsecured').replace('HTTP/1.1', 'HTTP/3.0'),
  'HTTP/11': get('/unsecured').replace('HTTP/1.1', 'HTTP/11'),
  'HTTP/1.1.1': get('/unsecured').replace('HTTP/1.1', 'HTTP/1.1.1'),
  'a version in small letters': get('/unsecured').replace('HTTP', 'http'),
  'another protocol': get('/unsecured').replace('HTTP', 'HTTQ'),
  'the preface of HTTP/2': preface,
  'a TLS hello': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'a method in small letters': get('/unsecured').replace('GET', 'get'),
  'an unknown method': get('/unsecured').replace('GET', 'HACK'),
  'a blank in front': ` ${get('/unsecured')}`,
  'no target': get(''),
  'a blank in the target': get('/unsecured /secure'),
  'a backslash for a slash': get('\\unsecured'),
  'a target without a slash': get('unsecured'),
  'a host as the target': get('evil.example:80'),
  'nothing that is HTTP': 'hello\r\n\r\n',
  zeros: '\x00'.repeat(1000),
}

const upgrade = ['Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==']
const messages: Case[] = [
  ...Object.entries(refusedMessages).map(([name, bytes]): Case => [name, bytes, refused]),
  ['a header of 17 kB', get('/unsecured', `X: ${'a'.repeat(17_000)}`), { statuses: [431], closes: true }],
  ['a name of 17 kB', get('/unsecured', `${'a'.repeat(17_000)}: x`), { statuses: [431], closes: true }],
  ['a path of 17 kB', get(`/${'a'.repeat(17_000)}`), { statuses: [431], closes: true }],
  ['a query of 17 kB', get(`/unsecured?${'a'.repeat(17_000)}`), { statuses: [431], closes: true }],
  [
    'a hundred thousand headers',
    get('/unsecured', 'a:b\r\n'.repeat(100_000).trimEnd()),
    { statuses: [431], closes: true },
  ],
  ['a path of 15 kB', get(`/${'/a'.repeat(7_500)}`), answered(404)],
  ['a query of 15 kB', get(`/unsecured?${'a&'.repeat(7_500)}`), answered(422)],
  ['2,500 headers', get('/unsecured', ...Array(2_500).fill('a:b')), answered(200)],
  [
    'a second key behind 2,500 headers',
    get('/secure', 'api-key: a', ...Array(2_500).fill('a:b'), 'api-key: b'),
    answered(403),
  ],
  [
    'a second secret behind 2,500 headers',
    get('/auth/logs', `secret-key: ${secret}`, ...Array(2_500).fill('a:b'), 'secret-key: b'),
    answered(403),
  ],
  ['HTTP/1.0', http10, { statuses: [200], closes: true }],
  ['CONNECT', `CONNECT evil.example:80 HTTP/1.1\r\nHost: kss\r\n\r\n${smuggled}`, { statuses: [], closes: true }],
  ['TRACE', get('/secure', 'X: a').replace('GET', 'TRACE'), answered(405)],
  ['an upgrade to a WebSocket', get('/unsecured', 'Upgrade: websocket', ...upgrade), answered(200)],
  [
    'an upgrade to HTTP/2',
    get('/unsecured', 'Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABk'),
    answered(200),
  ],
  ['an expectation', post(`Content-Length: ${json.length}\r\nExpect: 100-continue`, json), answered(201)],
  ['an expectation nobody knows', post(`Content-Length: ${json.length}\r\nExpect: miracles`, json), answered(417)],
  ['the whole server as the target', get('*').replace('GET', 'OPTIONS'), answered(404)],
  ['another host in the target', get('http://evil.example/unsecured'), answered(200)],
  ['another host, user and port in the target', get('https://user:password@evil.example:99/secure'), answered(403)],
  ['two slashes in front', get('//evil.example/secure'), answered(404)],
  ['two blanks behind the target', get('/unsecured  '), answered(200)],
  ['an empty line in front', `\r\n\r\n${get('/unsecured')}`, answered(200)],
  ['bytes that are no ASCII in a value', get('/unsecured', 'X: \xe9\xff'), answered(200)],
]
for (const path of ['/%', '/%zz', '/%00', '/%c0%ae', '/%E0%A4%A', '/docs/%', '/docs/%zz', '/docs/%ff', '/docs/%00']) {
  messages.push([`the path ${path}`, get(path), answered(404)])
}
for (const path of ['/auth/keys/%', '/auth/keys/%ff', '/auth/keys/%00', '/auth/keys/%2e%2e%2f']) {
  messages.push([`the path ${path}`, get(path, `secret-key: ${secret}`), answered(404)])
}
for (const query of ['%', 'a=%', '%zz=1', '%00', 'a=%E0%A4%A', '&&&', '=', '?', '__proto__=1', 'constructor']) {
  messages.push([`the query ${query}`, get(`/unsecured?${query}`), answered(['&&&', '?'].includes(query) ? 200 : 422)])
}
for (const key of ['%', '%zz', '%00', '%ff', '%0d%0aX:y', '%E0%A4%A']) {
  messages.push([`the key ${key} in the query`, get(`/secure?api-key=${key}`), answered(403)])
}

const pipelines: Case[] = [
  ['three requests', get('/unsecured') + get('/secure') + get('/nowhere'), answered(200, 403, 404)],
  [
    'answers that take longer in front of others',
    get('/auth/logs', `secret-key: ${secret}`) + get('/unsecured') + get('/auth/logs') + get('/nowhere'),
    answered(200, 200, 403, 404),
  ],
  [
    'a body between two',
    get('/secure') + post(`Content-Length: ${json.length}`, json) + get('/unsecured'),
    answered(403, 201, 200),
  ],
  [
    'two hosts in the middle',
    get('/nowhere') + get('/unsecured', 'Host: evil.example') + smuggled,
    { statuses: [404, 400], closes: true },
  ],
  ['a hundred requests', get('/unsecured').repeat(100), answered(...Array(100).fill(200))],
]
// Node answers what it cannot parse at once, and what was in front of it on the connection gets no answer any more. What is
// behind the last request of a connection it does not parse.
for (const [name, bytes] of Object.entries({
  'a request behind one that closes': get('/unsecured', 'Connection: close') + smuggled,
  'a request behind HTTP/1.0': http10 + smuggled,
  'a request behind HTTP/2.0': get('/unsecured').replace('HTTP/1.1', 'HTTP/2.0') + smuggled,
  'no HTTP in the middle': `HACK\r\n\r\n${smuggled}`,
  'two lengths in the middle': post('Content-Length: 0\r\nContent-Length: 5', smuggled),
})) {
  pipelines.push([name, get('/unsecured') + bytes, { statuses: [400], closes: true }])
}

interface Attacked extends ServingProgram {
  /** What was written to the log since this was last asked. */
  newlyLogged(): string
}

async function start(t: TestContext, env: Readonly<Record<string, string>>): Promise<Attacked> {
  const server = await runServer(t, { KOA_SIMPLE_SECURITY_SECRET: secret, ...env }, await temporaryFolder(t))
  let known = 0
  const newlyLogged = () => {
    const { stdout } = server.output()
    // A line that is not whole yet is for the next time.
    const end = stdout.lastIndexOf('\n') + 1
    const fresh = stdout.slice(known, end)
    known = Math.max(known, end)
    return fresh
  }
  return { ...server, newlyLogged }
}

/** The server goes on: another connection is served at once, nothing was a fault, and no secret is in the log. */
async function assertUnharmed({ url, process, output, newlyLogged }: Attacked): Promise<void> {
  const answer = await request(`${url}/unsecured`)
  assert.equal(answer.status, 200)
  assert.equal(process.exitCode, null)
  assert.equal(output().stderr, '')
  const lines = newlyLogged()
  const faults = lines.split('\n').filter((line) => /"level":[56]0|"stack"|^\s+at /.test(line))
  assert.deepEqual(faults, [])
  for (const form of [
    secret,
    [...Buffer.from(secret)].join(','),
    Buffer.from(secret).toString('base64').slice(0, -4),
  ]) {
    assert.ok(!lines.includes(form), 'the secret is in the log')
  }
}

async function assertNothingSmuggled({ url }: ServingProgram): Promise<void> {
  const found = await request(`${url}/auth/keys?name=${smuggledName}`, { headers: { 'secret-key': secret } })
  assert.deepEqual(found.json().keys, [])
}

/** Whoever does nothing is cut off by then. */
const idleMs = 15_000
/** Whoever does as little as possible is cut off by then. */
const slowMs = 35_000
const dripMs = 1_000
const wantedIdle = 2_000

/** So many connections of a kind as the limit of open files allows this process and the server, which inherits it. */
function affordable(wanted: number): number {
  const { userLimits } = process.report.getReport() as unknown as { userLimits: { open_files: { soft: unknown } } }
  const limit = Number(userLimits.open_files.soft)
  return Math.min(wanted, Number.isNaN(limit) ? wanted : limit - 200)
}

interface Idler {
  begin: string
  /** Sent over and over. */
  drip?: string
  withinMs: number
}

const aPost = `POST /auth/keys HTTP/1.1\r\nHost: kss\r\nsecret-key: ${secret}\r\nContent-Type: application/json\r\n`
const idlers: Record<string, Idler> = {
  'half a request line': { begin: 'GET /unse', withinMs: idleMs },
  'half the headers': { begin: 'GET /unsecured HTTP/1.1\r\nHost: kss\r\nX: ', withinMs: idleMs },
  'all headers but the empty line': { begin: 'GET /unsecured HTTP/1.1\r\nHost: kss\r\n', withinMs: idleMs },
  'a header each second': { begin: 'GET /unsecured HTTP/1.1\r\nHost: kss\r\n', drip: 'X: y\r\n', withinMs: idleMs },
  'an empty line each second': { begin: '\r\n', drip: '\r\n', withinMs: idleMs },
  'an answered request and nothing more': { begin: get('/unsecured'), withinMs: idleMs },
  'an answered request and half of another': { begin: `${get('/unsecured')}GET /uns`, withinMs: idleMs },
  'no byte of a body': { begin: `${aPost}Content-Length: 90000\r\n\r\n`, withinMs: idleMs },
  'half a body': { begin: `${aPost}Content-Length: 90000\r\n\r\n{"name":"`, withinMs: idleMs },
  'half a chunk': { begin: `${aPost}${chunked}\r\n\r\n100\r\n{"name":"`, withinMs: idleMs },
  'a byte of a body each second': { begin: `${aPost}Content-Length: 90000\r\n\r\n`, drip: ' ', withinMs: slowMs },
  'a chunk each second': { begin: `${aPost}${chunked}\r\n\r\n`, drip: '1\r\n \r\n', withinMs: slowMs },
}

/** No more at once than wait to be accepted: what finds no place there is not refused, but never known to the server. */
async function openIdle(t: TestContext, url: string, count: number): Promise<RawConnection[]> {
  const opened: RawConnection[] = []
  while (opened.length < count) {
    const some = Array.from({ length: Math.min(100, count - opened.length) }, () => connectRaw(t, url))
    await Promise.all(some.map(({ socket }) => once(socket, 'connect')))
    opened.push(...some)
  }
  return opened
}

async function untilEnded(connections: readonly RawConnection[], withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (connections.some(({ lasted }) => lasted() === undefined) && performance.now() < deadline) await sleep(50)
}

function assertAllCutOff(connections: readonly RawConnection[], withinMs: number): void {
  const late = connections.map(({ lasted }) => lasted()).filter((ms) => ms === undefined || ms > withinMs)
  assert.deepEqual(late, [], 'how long those lasted that were not cut off in time, in ms')
}

/** Keeps asking until it is stopped. */
function keepAsking(url: string): { stop(): Promise<{ answers: number; slowestMs: number }> } {
  let isOn = true
  let answers = 0
  let slowestMs = 0
  const asking = (async () => {
    while (isOn) {
      const sentAt = performance.now()
      assert.equal((await request(`${url}/unsecured`)).status, 200)
      slowestMs = Math.max(slowestMs, performance.now() - sentAt)
      answers++
      await sleep(100)
    }
  })()
  asking.catch(() => {})
  return {
    async stop() {
      isOn = false
      await asking
      return { answers, slowestMs }
    },
  }
}

/** Beginnings of a request, to be left there; and whether an answer is to have begun before. */
const beginnings: Record<string, { begin: string; untilAnswered?: boolean }> = {
  nothing: { begin: '' },
  'half a request line': { begin: 'GET /unse' },
  'half the headers': { begin: 'GET /unsecured HTTP/1.1\r\nHost: k' },
  'all headers': { begin: `${aPost}Content-Length: 90\r\n\r\n` },
  'half a body': { begin: `${aPost}Content-Length: 90\r\n\r\n{"name":"${smuggledName}"}` },
  'half a chunk': { begin: `${aPost}${chunked}\r\n\r\n90\r\n{"name":"${smuggledName}"}` },
  'all chunks but the last': { begin: `${aPost}${chunked}\r\n\r\n13\r\n{"name":"${smuggledName}"}\r\n` },
  'a whole request': { begin: get('/unsecured') },
  'a request that asks the database': { begin: get('/auth/logs', `secret-key: ${secret}`) },
  'a request that changes something': { begin: post(`Content-Length: ${json.length}`, json) },
  'many requests': { begin: get('/auth/logs', `secret-key: ${secret}`).repeat(50) },
  'half an answer': { begin: get('/docs/swagger-ui-bundle.js').repeat(10), untilAnswered: true },
}

for (const [kind, env] of [
  ['one process', {}],
  ['two workers', { KOA_SIMPLE_SECURITY_WORKERS: '2' }],
] as const) {
  describe(`the stand-alone server of ${kind}`, () => {
    for (const [name, cases] of Object.entries({ framing, messages, pipelines })) {
      test(`takes no bytes for another request than they are: ${name}`, async (t) => {
        const server = await start(t, env)
        await attempt(
          'HTTP',
          cases.map(([title, bytes, expected]) => [
            title,
            async () => {
              const found = await exchange(t, server.url, bytes, {
                answers: expected.statuses.length,
                closes: expected.closes,
              })
              assert.deepEqual({ statuses: found.statuses, closes: found.isClosed }, expected)
              assert.ok(!found.received.includes('evil.example'), found.received)
              await assertUnharmed(server)
              await assertNothingSmuggled(server)
            },
          ]),
        )
      })
    }

    test('cuts off whoever is idle or slow, and serves all others meanwhile', async (t) => {
      const server = await start(t, env)
      const idle = await openIdle(t, server.url, affordable(wantedIdle))
      const kinds = Object.entries(idlers).map(([name, { begin, drip, withinMs }]) => {
        const connection = connectRaw(t, server.url, begin)
        const timer = setInterval(() => drip !== undefined && connection.send(drip), dripMs)
        t.after(() => clearInterval(timer))
        return { name, connection, withinMs }
      })
      const answers = 30
      const deaf = connectRaw(t, server.url, get('/docs/swagger-ui-bundle.js').repeat(answers))
      deaf.socket.pause()
      const others = keepAsking(server.url)
      await untilEnded([...idle, ...kinds.map(({ connection }) => connection)], slowMs)
      const service = await others.stop()
      const longestMs = Math.max(...idle.map(({ lasted }) => lasted() ?? Number.POSITIVE_INFINITY))
      t.diagnostic(
        `${idle.length} idle connections, the last one cut off after ${Math.round(longestMs)} ms; ` +
          `${service.answers} answers to others meanwhile, after ${Math.round(service.slowestMs)} ms at most`,
      )
      await attempt('HTTP', [
        [`${idle.length} idle connections`, () => assertAllCutOff(idle, idleMs)],
        ...kinds.map(
          ({ name, connection, withinMs }) => [name, () => assertAllCutOff([connection], withinMs)] as const,
        ),
        [
          'answers that nobody reads',
          async () => {
            const { length: one } = (await request(`${server.url}/docs/swagger-ui-bundle.js`)).text
            deaf.socket.resume()
            await deaf.until(() => deaf.lasted() !== undefined)
            const { length } = deaf.received()
            assert.ok(length < one * answers, `all ${length} bytes were sent`)
          },
        ],
        [
          'the service of others',
          () => assert.ok(service.answers > 20 && service.slowestMs < 5_000, JSON.stringify(service)),
        ],
      ])
      await assertUnharmed(server)
    })

    test('does not mind whoever hangs up, at whatever moment', async (t) => {
      const server = await start(t, env)
      const hangUps = { FIN: 'end', RST: 'resetAndDestroy', 'both at once': 'destroy' } as const
      await attempt(
        'HTTP',
        Object.entries(beginnings).flatMap(([name, { begin, untilAnswered = false }]) =>
          Object.entries(hangUps).map(([how, hangUp]): [string, () => Promise<void>] => [
            `${name}, ${how}`,
            async () => {
              const connection = connectRaw(t, server.url, begin)
              await connection.until(() => !connection.socket.connecting && connection.socket.writableLength === 0)
              if (untilAnswered) {
                await connection.until(() => connection.received() !== '')
                connection.socket.pause()
              }
              connection.socket[hangUp]()
              await assertUnharmed(server)
            },
          ]),
        ),
      )
      await assertNothingSmuggled(server)
      // What was logged of the last ones.
      await sleep(200)
      await assertUnharmed(server)
    })
  })
}
