import assert from 'node:assert/strict'
import http from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { request } from './support/http.js'
import { runServer, type ServingProgram } from './support/program.js'
import { temporaryFolder } from './support/temporary.js'

const secret = 'configured-secret-of-this-test'
const configured = { KOA_SIMPLE_SECURITY_SECRET: secret }
const asAdmin = { headers: { 'secret-key': secret } }

async function newKey(server: ServingProgram): Promise<string> {
  const answer = await request(`${server.url}/auth/new`, asAdmin)
  assert.equal(answer.status, 200, answer.text)
  return answer.json()
}

async function totalQueries(server: ServingProgram, key: string): Promise<number> {
  const answer = await request(`${server.url}/auth/logs`, asAdmin)
  const logs: { api_key: string; total_queries: number }[] = answer.json().logs
  const log = logs.find(({ api_key }) => key.startsWith(`${api_key}_`))
  assert.ok(log, 'the key is in the logs')
  return log.total_queries
}

/** Sends the signal; resolves with the exit code and how long the end took, and fails after 10 s. */
async function stop(server: ServingProgram, signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
  const sentAt = performance.now()
  server.process.kill(signal)
  const timer = new AbortController()
  const tooLong = setTimeout(10_000, 'too long' as const, { signal: timer.signal }).catch(() => 'too long' as const)
  const code = await Promise.race([server.ended, tooLong])
  timer.abort()
  assert.notEqual(code, 'too long', 'the server ends within 10 s')
  return { code: code as number | null, ms: performance.now() - sentAt }
}

function keepAliveAgent(t: TestContext, maxSockets: number): http.Agent {
  const agent = new http.Agent({ keepAlive: true, maxSockets })
  t.after(() => agent.destroy())
  return agent
}

function getWith(agent: http.Agent, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers }, (response) => {
        response.resume().on('error', reject)
        response.on('end', () => resolve(response.statusCode ?? 0))
      })
      .on('error', reject)
  })
}

/** A connection on which this much has been sent, and everything that came back on it. */
async function openSocket(t: TestContext, url: string, sent: string) {
  const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1')
  let received = ''
  socket.setEncoding('utf8').on('data', (text) => {
    received += text
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {})
  t.after(() => socket.destroy())
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  if (sent !== '') await new Promise((resolve) => socket.write(sent, resolve))
  return { socket, closed, received: () => received }
}

/** From now until the release, whoever writes to the database has to wait. */
async function holdWriteLock(file: string): Promise<() => Promise<void>> {
  const database = new sqlite3.Database(file)
  const exec = promisify<string, void>(database.exec.bind(database))
  await exec('BEGIN IMMEDIATE')
  return async () => {
    await exec('ROLLBACK')
    await promisify(database.close.bind(database))()
  }
}

async function waitUntilRefused(url: string): Promise<void> {
  while (await request(url).catch(() => undefined)) await setTimeout(10)
}

describe('the stand-alone server', { concurrency: 4 }, () => {
  it('closes a connection that does not finish its headers, about 10 s after it began', async (t) => {
    const server = await runServer(t, configured, await temporaryFolder(t))
    const openedAt = performance.now()
    const half = 'GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '
    const silent = await openSocket(t, server.url, half)
    const trickling = await openSocket(t, server.url, half)
    const trickle = setInterval(() => trickling.socket.write('x'), 500)
    t.after(() => clearInterval(trickle))
    const unused = await openSocket(t, server.url, '')
    for (const { closed, received } of [silent, trickling, unused]) {
      await Promise.race([closed, setTimeout(13_000 - (performance.now() - openedAt), undefined, { ref: false })])
      const ms = performance.now() - openedAt
      assert.ok(ms > 9_000 && ms < 13_000, `closed after ${Math.round(ms)} ms`)
      assert.match(received(), /^(HTTP\/1\.1 408 |$)/)
    }
    assert.equal((await request(`${server.url}/health/live`)).status, 200)
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`finishes on ${signal} what is in flight, takes nothing new, and exits with 0`, async (t) => {
      const folder = await temporaryFolder(t)
      const server = await runServer(t, configured, folder)
      const key = await newKey(server)
      const host = 'HTTP/1.1\r\nHost: 127.0.0.1\r\n'
      const guarded = await openSocket(t, server.url, `GET /secure ${host}api-key: ${key}\r\n`)
      const readiness = await openSocket(t, server.url, `GET /health/ready ${host}`)
      const release = await holdWriteLock(join(folder, 'sqlite.db'))
      const slow = request(`${server.url}/auth/new`, asAdmin)
      await setTimeout(100)

      const stopped = stop(server, signal)
      await waitUntilRefused(`${server.url}/health/live`)
      server.process.kill(signal)
      guarded.socket.write('\r\n')
      readiness.socket.write('\r\n')
      await setTimeout(100)
      await release()
      await Promise.all([guarded.closed, readiness.closed])
      assert.match(guarded.received(), /^HTTP\/1\.1 200 [\s\S]*^connection: close\r\n/im)
      assert.match(readiness.received(), /^HTTP\/1\.1 503 [\s\S]*^retry-after: \d+\r\n[\s\S]*"code":"shutting_down"/im)
      const answer = await slow
      assert.equal(answer.status, 200, answer.text)
      const { code, ms } = await stopped
      assert.equal(code, 0)
      assert.ok(ms < 3_000, `took ${Math.round(ms)} ms, though nothing was left to do`)
      assert.equal(server.output().stderr, '')

      const second = await runServer(t, configured, folder)
      assert.equal((await request(`${second.url}/secure`, { headers: { 'api-key': answer.json() } })).status, 200)
      assert.equal(await totalQueries(second, key), 1)
    })

    it(`writes every count before ${signal} ends it`, async (t) => {
      const folder = await temporaryFolder(t)
      const server = await runServer(t, configured, folder)
      const key = await newKey(server)
      const agent = keepAliveAgent(t, 20)
      const statuses = await Promise.all(
        Array.from({ length: 300 }, () => getWith(agent, `${server.url}/secure`, { 'api-key': key })),
      )
      assert.equal((await stop(server, signal)).code, 0)
      assert.ok(statuses.every((status) => status === 200))
      const second = await runServer(t, configured, folder)
      assert.equal(await totalQueries(second, key), 300)
    })
  }

  it('writes every count on SIGTERM while another process keeps the database busy for 2.5 s', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const key = await newKey(server)
    const release = await holdWriteLock(join(folder, 'sqlite.db'))
    const released = setTimeout(2_500).then(release)
    for (let sent = 0; sent < 10; sent++) {
      assert.equal((await request(`${server.url}/secure`, { headers: { 'api-key': key } })).status, 200)
    }
    const { code } = await stop(server, 'SIGTERM')
    await released
    const second = await runServer(t, configured, folder)
    assert.equal(await totalQueries(second, key), 10)
    assert.equal(code, 0, server.output().stderr)
  })

  it('answers 503 within 2 s to everybody who has to write while another process keeps the database busy', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const release = await holdWriteLock(join(folder, 'sqlite.db'))
    const sentAt = performance.now()
    const answers = await Promise.all(
      [1, 2, 3].map(async () => {
        const { status, headers } = await request(`${server.url}/auth/new`, asAdmin)
        return { status, retryAfter: headers['retry-after'], inTime: performance.now() - sentAt < 2_000 }
      }),
    )
    await release()
    assert.deepEqual(answers, Array(3).fill({ status: 503, retryAfter: '1', inTime: true }))
    assert.match(await newKey(server), /^kss_/)
  })

  it('ends at once on SIGTERM though clients keep connections alive', async (t) => {
    const server = await runServer(t, configured, await temporaryFolder(t))
    const agent = keepAliveAgent(t, 20)
    await Promise.all(Array.from({ length: 20 }, () => getWith(agent, `${server.url}/unsecured`, {})))
    assert.ok(Object.values(agent.freeSockets).flat().length > 0, 'connections are kept')
    const { code, ms } = await stop(server, 'SIGTERM')
    assert.equal(code, 0)
    assert.ok(ms < 2_000, `took ${Math.round(ms)} ms`)
  })

  it('ends on SIGTERM as soon as the request in flight on a kept-alive connection is answered', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const release = await holdWriteLock(join(folder, 'sqlite.db'))
    const slow = getWith(keepAliveAgent(t, 1), `${server.url}/auth/new`, asAdmin.headers)
    await setTimeout(100)
    const stopped = stop(server, 'SIGTERM')
    await waitUntilRefused(`${server.url}/health/live`)
    await release()
    assert.equal(await slow, 200)
    const { code, ms } = await stopped
    assert.equal(code, 0)
    assert.ok(ms < 3_000, `took ${Math.round(ms)} ms: the idle connection was waited for`)
  })

  it('ends on SIGTERM without waiting for a connection on which nothing was sent yet', async (t) => {
    const server = await runServer(t, configured, await temporaryFolder(t))
    await openSocket(t, server.url, '')
    // The connection is known to the server once a later one was answered.
    await request(`${server.url}/health/live`)
    const { code, ms } = await stop(server, 'SIGTERM')
    assert.equal(code, 0)
    assert.ok(ms < 3_000, `took ${Math.round(ms)} ms`)
  })

  it('loses at most the last second of counts to kill -9', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const key = await newKey(server)
    const agent = keepAliveAgent(t, 8)
    const answeredAt: number[] = []
    let sent = 0
    let killedAt = Number.POSITIVE_INFINITY
    const client = async () => {
      while (killedAt === Number.POSITIVE_INFINITY) {
        sent++
        const status = await getWith(agent, `${server.url}/secure`, { 'api-key': key }).catch(() => undefined)
        if (status === 200) answeredAt.push(performance.now())
      }
    }
    const clients = Array.from({ length: 8 }, client)
    await setTimeout(2_500)
    killedAt = performance.now()
    server.process.kill('SIGKILL')
    await Promise.all([...clients, server.ended])

    const second = await runServer(t, configured, folder)
    const counted = await totalQueries(second, key)
    const atLeast = answeredAt.filter((at) => at < killedAt - 1_000).length
    assert.ok(atLeast > 50, `only ${atLeast} requests before the last second`)
    assert.ok(counted >= atLeast && counted <= sent, `counted ${counted}, at least ${atLeast} of ${sent}`)
  })

  it('loses no key that was created, revoked or renewed before kill -9', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const keys: string[] = []
    for (let made = 0; made < 12; made++) keys.push(await newKey(server))
    const [kept, revoked, renewed] = [keys.slice(0, 4), keys.slice(4, 8), keys.slice(8)]
    const change = async (operation: string, key: string) =>
      assert.equal((await request(`${server.url}/auth/${operation}?api-key=${key}`, asAdmin)).status, 200)
    for (const key of [...revoked, ...renewed]) await change('revoke', key)
    for (const key of renewed) await change('renew', key)
    const lastMade = await newKey(server)
    await change('revoke', revoked.pop() as string)
    server.process.kill('SIGKILL')
    await server.ended

    const second = await runServer(t, configured, folder)
    const statusOf = async (key: string) =>
      (await request(`${second.url}/secure`, { headers: { 'api-key': key } })).status
    for (const key of [...kept, ...renewed, lastMade]) assert.equal(await statusOf(key), 200)
    for (const key of revoked) assert.equal(await statusOf(key), 403)
  })

  it('counts 2,000 requests with 50 in flight as exactly 2,000', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const key = await newKey(server)
    const agent = keepAliveAgent(t, 50)
    const statuses = await Promise.all(
      Array.from({ length: 2_000 }, () => getWith(agent, `${server.url}/secure`, { 'api-key': key })),
    )
    assert.equal(statuses.filter((status) => status === 200).length, 2_000)
    assert.equal(await totalQueries(server, key), 2_000)
    assert.equal((await stop(server, 'SIGTERM')).code, 0)
    const second = await runServer(t, configured, folder)
    assert.equal(await totalQueries(second, key), 2_000)
  })

  it('prints where it is, then only JSON lines, and a configured secret nowhere', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, configured, folder)
    const key = await newKey(server)
    await request(`${server.url}/secure`, { headers: { 'api-key': key } })
    await request(`${server.url}/nowhere`)
    await stop(server, 'SIGTERM')
    const { stdout, stderr } = server.output()
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/)
    const block = [
      'koa-simple-security is listening',
      `  address   ${server.url}`,
      `  docs      ${server.url}/docs`,
      `  database  ${join(folder, 'sqlite.db')}`,
    ]
    const lines = stdout.split('\n')
    assert.deepEqual(lines.slice(0, block.length), block)
    assert.equal(lines.pop(), '')
    const logged = lines.slice(block.length).map((line) => JSON.parse(line))
    assert.deepEqual(logged.map(({ url, status }) => `${url} ${status}`).sort(), [
      '/auth/new 200',
      '/nowhere 404',
      '/secure 200',
    ])
    assert.equal(stderr, '')
    assert.ok(!stdout.includes(secret))
  })

  it('makes a secret where none is configured, and shows it once, with how to set it', async (t) => {
    const shown: string[] = []
    const environments: Record<string, string>[] = [{}, { KOA_SIMPLE_SECURITY_SECRET: '' }]
    for (const env of environments) {
      const server = await runServer(t, env, await temporaryFolder(t))
      const generated = /^ {2}secret {4}(\S+)\n/m.exec(server.output().stdout)?.[1] ?? ''
      assert.ok(generated.length >= 22, `${generated.length} characters cannot hold 128 random bits`)
      const answer = await request(`${server.url}/auth/new`, { headers: { 'secret-key': generated } })
      assert.equal(answer.status, 200)
      await stop(server, 'SIGTERM')
      const { stdout, stderr } = server.output()
      assert.equal(stdout.split(generated).length, 2, 'shown exactly once')
      assert.match(stdout, /^ .*\bKOA_SIMPLE_SECURITY_SECRET\b/m)
      const afterBlock = stdout.split('\n').filter((line) => line !== '' && !line.startsWith(' '))
      assert.equal(afterBlock[0], 'koa-simple-security is listening')
      for (const line of afterBlock.slice(1)) JSON.parse(line)
      assert.equal(stderr, '')
      shown.push(generated)
    }
    assert.notEqual(shown[0], shown[1])
  })
})
