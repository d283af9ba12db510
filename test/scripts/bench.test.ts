import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { miscounts } from '../../scripts/bench/counts.js'
import { type Answer, createAnswerReader, openConnections } from '../../scripts/bench/http-client.js'
import { createLedger, wrongAnswers } from '../../scripts/bench/ledger.js'
import { closedLoop, openLoop } from '../../scripts/bench/load.js'
import { orderOf } from '../../scripts/bench/measure.js'
import {
  madeUpKeyRequest,
  rotating,
  scattered,
  secureRequest,
  unknownKeyRequest,
} from '../../scripts/bench/requests.js'
import { builtModule, type Run, type RunOptions, runAll } from '../../scripts/bench/run.js'
import { quantile, ratios, summarize } from '../../scripts/bench/statistics.js'
import { keyOf } from '../../scripts/bench/stored-keys.js'
import { createWorkplace } from '../../scripts/bench/workplace.js'
import { parseKey } from '../../src/credentials/api-key-format.js'
import { listen } from '../support/http.js'
import { temporaryFolder } from '../support/temporary.js'

test('quantiles lie between the values, whatever their order', () => {
  assert.equal(quantile([3, 1, 2], 0.5), 2)
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5)
  assert.equal(quantile([10, 9], 0.99), 9.99)
  assert.equal(quantile([7], 0.99), 7)
  assert.ok(Number.isNaN(quantile([], 0.5)))
  assert.deepEqual(summarize([5, 1, 2, 4, 3]), { median: 3, lower: 2, upper: 4 })
})

test('a ratio is taken in each round, so that a slow round weighs no more than another', () => {
  assert.deepEqual(ratios([2, 20, 2], [1, 10, 1]), [2, 2, 2])
  assert.throws(() => ratios([1, 2], [1]), /same number of rounds/)
})

test('every round has every case, in an order of its own', () => {
  const orders = [0, 1, 2, 3].map((round) => orderOf(['a', 'b', 'c', 'd'], round).join(''))
  assert.deepEqual(orders, ['abcd', 'adcb', 'cdab', 'cbad'])
})

function read(chunks: readonly Buffer[]): string[] {
  const answers: string[] = []
  const reader = createAnswerReader(({ status, body }: Answer) => answers.push(`${status} ${body}`))
  for (const chunk of chunks) reader(chunk)
  return answers
}

const twoAnswers = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello' +
    'HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno',
)

test('answers are read however they are cut, several at once too', () => {
  const expected = ['200 hello', '403 no']
  assert.deepEqual(read([twoAnswers]), expected)
  for (let cut = 1; cut < twoAnswers.length; cut++) {
    assert.deepEqual(read([twoAnswers.subarray(0, cut), twoAnswers.subarray(cut)]), expected, `cut at ${cut}`)
  }
  assert.deepEqual(read(Array.from(twoAnswers, (byte) => Buffer.of(byte))), expected)
})

test('of the same answers only the date may differ', () => {
  const answer = (status: string, second: number, body: string, more = '') =>
    Buffer.from(
      `HTTP/1.1 ${status}\r\nDate: Sun, 06 Nov 1994 08:49:${second} GMT\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`,
    )
  const answers = [
    answer('200 OK', 37, 'hello'),
    answer('200 OK', 38, 'hello'),
    answer('200 OK', 38, 'jello'),
    answer('403 OK', 38, 'jello'),
    answer('403 OK', 39, 'jell', 'a:\r\n'),
    answer('200 OK', 39, ''),
    answer('200 OK', 40, ''),
  ]
  const expected = ['200 hello', '200 hello', '200 jello', '403 jello', '403 jell', '200 ', '200 ']
  assert.deepEqual(read(answers), expected)
  assert.deepEqual(read([Buffer.concat(answers)]), expected)
  const [first, second] = answers.map((bytes) => bytes.toString('latin1'))
  assert.deepEqual(read([Buffer.from(`${first}${second?.slice(0, 60)}`), Buffer.from(`${second?.slice(60)}`)]), [
    '200 hello',
    '200 hello',
  ])
})

test('what the client cannot read is an error, not a wait', () => {
  assert.throws(
    () => read([Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n')]),
    /answers with a Content-Length only/,
  )
  assert.throws(() => read([Buffer.from('SSH-2.0-OpenSSH\r\n\r\n')]), /No HTTP\/1.1 answer/)
})

test('keys are made again by their numbers, are well-formed, and differ', () => {
  assert.deepEqual(keyOf(7), keyOf(7))
  for (const number of [0, 1, 999_999, 2 ** 31, 2 ** 31 + 1]) {
    const { id, start, key } = keyOf(number)
    assert.deepEqual(parseKey(key), { id, start }, String(number))
  }
  const ids = new Set(Array.from({ length: 50_000 }, (_, number) => keyOf(number).id))
  assert.equal(ids.size, 50_000)
})

test('the unknown key has its checksum, the made-up one has not', () => {
  const keyIn = (request: Buffer) => /api-key: (\S+)/.exec(request.toString())?.[1] ?? ''
  assert.notEqual(parseKey(keyIn(unknownKeyRequest)), undefined)
  assert.equal(parseKey(keyIn(madeUpKeyRequest)), undefined)
})

test('first uses ask for every stored key before any comes again', () => {
  for (const count of [10, 12, 1000]) {
    const { next } = scattered(count, { status: 200, body: Buffer.alloc(0) }, createLedger())
    const numbers = new Set(Array.from({ length: count }, () => next().keyNumber))
    assert.equal(numbers.size, count)
  }
})

test('a count that is one off is found, either way, and one for a key that nobody used', () => {
  const uses = new Map([
    [1, 5],
    [2, 5],
  ])
  assert.deepEqual(miscounts(uses, new Map(uses)), [])
  assert.equal(miscounts(uses, new Map([...uses, [2, 4]])).length, 1)
  assert.equal(miscounts(uses, new Map([...uses, [2, 6]])).length, 1)
  assert.equal(miscounts(uses, new Map([...uses, [-1, 1]])).length, 1)
  assert.equal(miscounts(uses, new Map([[1, 5]])).length, 1)
})

const request = { bytes: secureRequest({ header: keyOf(0).key }), keyNumber: 0 }

async function load(t: TestContext, listener: RequestListener, connections: number) {
  const ledger = createLedger()
  const url = new URL(await listen(t, listener))
  const pool = await openConnections(Number(url.port), connections)
  t.after(() => pool.close())
  return { ledger, pool, requests: rotating([request], { status: 200, body: Buffer.from('fine') }, ledger) }
}

test('wrong statuses and bodies are entered as wrong, and what was let pass as a use', async (t) => {
  let requests = 0
  const { ledger, pool, ...given } = await load(
    t,
    (_, response) => {
      requests++
      if (requests === 10) response.statusCode = 403
      response.end(requests === 20 ? 'odd' : 'fine')
    },
    4,
  )
  const { answers } = await closedLoop(pool, given.requests, { requests: 100 })
  assert.equal(answers, 100)
  assert.deepEqual([ledger.right, ledger.wrong, ledger.uses.get(0)], [98, 2, 99])
  assert.match(
    wrongAnswers(ledger).join(),
    /^Wrong answers: 2\. The first: 200 fine was expected, but 403 fine came\.$/,
  )
})

test('a stall shows in the latency of every request that was due in it', async (t) => {
  let requests = 0
  const { pool, ...given } = await load(
    t,
    (_, response) => {
      requests++
      setTimeout(() => response.end('fine'), requests === 1 ? 200 : 0)
    },
    1,
  )
  const latencies = await openLoop(pool, given.requests, { perSecond: 100, ms: 200 })
  assert.equal(latencies.length, 20)
  // The connection was free for the eleventh, due after 100 ms, no sooner than after 200 ms.
  assert.ok((latencies[10] ?? 0) > 90, `it took ${latencies[10]} ms`)
})

test('a connection that breaks ends the load with an error', async (t) => {
  const { pool, ...given } = await load(t, (_, response) => response.destroy(), 2)
  await assert.rejects(closedLoop(pool, given.requests, { requests: 10 }), /closed a connection/)
})

const small: RunOptions = {
  sets: 1,
  rounds: 1,
  sliceMs: 20,
  sizes: [10],
  warmUpRequests: 60,
  starts: 0,
  module: '',
  progress: () => {},
}

/** The package, with a guard of which this becomes the middleware's body. */
async function guardWith(t: TestContext, body: string): Promise<string> {
  const file = join(await temporaryFolder(t), 'guard.mjs')
  await writeFile(
    file,
    `import { simpleSecurity as secure } from ${JSON.stringify(builtModule)}
    export function simpleSecurity({ cacheEntries, ...options }) {
      const instance = secure(options)
      const guard = instance.apiKeySecurity()
      let requests = 0
      return { ...instance, apiKeySecurity: () => async (ctx, next) => { requests++; ${body} } }
    }`,
  )
  return file
}

async function runWith(t: TestContext, body: string): Promise<Run> {
  const workplace = createWorkplace(undefined)
  t.after(() => workplace.close())
  return runAll(workplace, { ...small, module: await guardWith(t, body) })
}

test('a run in which every answer and count is right has no failures', async (t) => {
  const run = await runWith(t, 'return guard(ctx, next)')
  assert.deepEqual(run.failures, [])
  assert.equal(run.answers.wrong, 0)
  assert.ok(run.uses > 120)
})

test('a run fails when a good key is refused once, and when a use is not counted', async (t) => {
  const body = `
    if (requests === 30) { ctx.status = 500; return }
    if (requests === 40) { ctx.state.apiKey = { name: 'bench' }; ctx.set('Cache-Control', 'private'); return next() }
    return guard(ctx, next)`
  const run = await runWith(t, body)
  assert.match(run.failures[0] ?? '', /^Wrong answers: /)
  assert.match(
    run.failures[1] ?? '',
    /^Wrong counts among 10 keys: key \d was let pass \d+ times, but \d+ uses are stored/,
  )
})

test('a run stops when a baseline does not answer what the guard answers', async (t) => {
  const body = `ctx.set('X-Extra', 'header'); return guard(ctx, next)`
  await assert.rejects(runWith(t, body), /^Error: The baseline failed: bare Koa answers/)
})
