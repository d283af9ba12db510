import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, readdir, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { request } from '../support/http.js'
import { samplesOf } from '../support/metrics.js'
import { type Program, runProgram, runServer, type ServingProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const secret = 'secret-of-all-workers'
const asAdmin = { headers: { 'secret-key': secret } }
const workers = (count: number) => ({
  KOA_SIMPLE_SECURITY_SECRET: secret,
  KOA_SIMPLE_SECURITY_WORKERS: String(count),
})

/** Asks until the answer is there, and fails after the time. */
async function eventually<Found>(what: string, ms: number, look: () => Found | undefined | Promise<Found | undefined>) {
  const deadline = performance.now() + ms
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    assert.ok(performance.now() < deadline, `${what}: not within ${ms} ms`)
    await setTimeout(5)
  }
}

interface Line {
  pid: number
  msg: string
  url?: string
  worker?: number
  signal?: string | null
  reason?: string
  delayMs?: number
}

/** Every line but those of the start block must be JSON and have a pid. */
function linesOf({ output }: Program): Line[] {
  const lines = output().stdout.split('\n').slice(0, -1)
  const block = lines.findLastIndex((line) => /^( |koa-simple-security is listening$)/.test(line))
  return lines.slice(block + 1).map((line) => {
    const parsed: Line = JSON.parse(line)
    assert.ok(Number.isInteger(parsed.pid), line)
    return parsed
  })
}

const replacementsOf = (server: Program) =>
  linesOf(server).filter(({ msg }) => msg === 'a worker ended, and is replaced')

interface Connection {
  /** The worker that has it. */
  pid: number
  get(path: string, headers?: Record<string, string>): Promise<number>
}

let connections = 0

async function connect(t: TestContext, server: ServingProgram): Promise<Connection> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number>((resolve, reject) => {
      http
        .get(server.url + path, { agent, headers }, (response) => {
          response.resume().on('error', reject)
          response.on('end', () => resolve(response.statusCode ?? 0))
        })
        .on('error', reject)
    })
  // The log tells which worker answered.
  const path = `/from/${connections++}`
  assert.equal(await get(path), 404)
  const line = await eventually('the line of the request', 2_000, () => linesOf(server).find(({ url }) => url === path))
  return { pid: line.pid, get }
}

/** One connection to each of so many workers. */
async function connectToEach(t: TestContext, server: ServingProgram, count: number): Promise<Connection[]> {
  const byPid = new Map<number, Connection>()
  await eventually(`connections to ${count} workers`, 5_000, async () => {
    const connection = await connect(t, server)
    byPid.set(connection.pid, connection)
    return byPid.size === count ? true : undefined
  })
  assert.ok(!byPid.has(server.process.pid as number), 'the primary answers nothing')
  return [...byPid.values()]
}

async function newKey({ url }: ServingProgram, admin = asAdmin): Promise<string> {
  const answer = await request(`${url}/auth/new`, admin)
  assert.equal(answer.status, 200, answer.text)
  return answer.json()
}

/** What the next server on the same database says. */
async function countedIn(t: TestContext, folder: string): Promise<number> {
  const next = await runServer(t, { KOA_SIMPLE_SECURITY_SECRET: secret }, folder)
  const { logs } = (await request(`${next.url}/auth/logs`, asAdmin)).json()
  return logs[0].total_queries
}

async function codeWithin(ms: number, { ended }: Program): Promise<number | null> {
  const timer = new AbortController()
  const late = setTimeout(ms, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const)
  const code = await Promise.race([ended, late])
  timer.abort()
  assert.notEqual(code, 'late', `it ends within ${ms} ms`)
  return code as number | null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // One whose parent is gone has ended even where nobody asks for its exit code. Linux tells.
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Clients that use the key, each on its connection, until the server closes it. */
function useUntilClosed(links: Connection[], key: string) {
  const tally = { answered: 0, others: [] as number[] }
  const done = Promise.all(
    links.map(async ({ get }) => {
      for (;;) {
        const status = await get('/secure', { 'api-key': key }).catch(() => undefined)
        if (status === undefined) return
        if (status === 200) tally.answered++
        else tally.others.push(status)
      }
    }),
  )
  return { tally, done }
}

async function busyServer(t: TestContext, folder: string) {
  const server = await runServer(t, workers(2), folder, { ownGroup: true })
  const key = await newKey(server)
  const links = [...(await connectToEach(t, server, 2)), ...(await connectToEach(t, server, 2))]
  const load = useUntilClosed(links, key)
  await eventually('some load', 5_000, () => (load.tally.answered > 200 ? true : undefined))
  return { server, pids: links.slice(0, 2).map(({ pid }) => pid), load }
}

describe('serve --workers', { concurrency: 2 }, () => {
  it('prints one start block, and all workers take the one secret that was made', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, { KOA_SIMPLE_SECURITY_WORKERS: '3' }, folder)
    const generated = /^ {2}secret {4}(\S+)$/m.exec(server.output().stdout)?.[1] ?? ''
    for (const { get } of await connectToEach(t, server, 3)) {
      assert.equal(await get('/auth/logs', { 'secret-key': generated }), 200)
    }
    server.process.kill('SIGTERM')
    assert.equal(await codeWithin(5_000, server), 0)
    const { stdout, stderr } = server.output()
    assert.equal(stderr, '')
    assert.deepEqual(stdout.split('\n').slice(0, 6), [
      'koa-simple-security is listening',
      `  address   ${server.url}`,
      `  docs      ${server.url}/docs`,
      `  database  ${join(folder, 'sqlite.db')}`,
      `  secret    ${generated}`,
      '            (for this run; set KOA_SIMPLE_SECURITY_SECRET to choose your own)',
    ])
    assert.equal(stdout.split(generated).length, 2, 'shown exactly once')
    linesOf(server)
  })

  it('replaces a killed worker; the others go on, and only its last second of counts is lost', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, workers(2), folder)
    const key = await newKey(server)
    const links = await connectToEach(t, server, 2)
    const [killed, other] = links as [Connection, Connection]
    const answeredAt: number[] = []
    let sent = 0
    let othersSent = 0
    let killedAt = Number.POSITIVE_INFINITY
    const startedAt = performance.now()
    const useKilled = async () => {
      for (;;) {
        sent++
        if ((await killed.get('/secure', { 'api-key': key }).catch(() => 0)) !== 200) return
        answeredAt.push(performance.now())
      }
    }
    const useOther = async () => {
      while (performance.now() < killedAt + 500) {
        assert.equal(await other.get('/secure', { 'api-key': key }), 200)
        othersSent++
      }
    }
    const using = Promise.all([useKilled(), useOther()])
    await eventually('2 s of load', 5_000, () => (performance.now() - startedAt > 2_000 ? true : undefined))
    killedAt = performance.now()
    process.kill(killed.pid, 'SIGKILL')
    const [line] = await eventually('the line of the end', 1_000, () => {
      const lines = replacementsOf(server)
      return lines.length > 0 ? lines : undefined
    })
    assert.deepEqual([line?.worker, line?.signal], [killed.pid, 'SIGKILL'])
    const successor = await eventually('a new worker', 2_000, async () => {
      const { pid } = await connect(t, server)
      return pid === other.pid ? undefined : pid
    })
    t.diagnostic(`replaced ${Math.round(performance.now() - killedAt)} ms after its end`)
    assert.notEqual(successor, killed.pid)
    await using
    server.process.kill('SIGTERM')
    assert.equal(await codeWithin(5_000, server), 0)
    const counted = await countedIn(t, folder)
    const atLeast = othersSent + answeredAt.filter((at) => at < killedAt - 1_000).length
    assert.ok(counted >= atLeast && counted <= othersSent + sent, `${counted} of ${othersSent + sent}, ${atLeast} sure`)
    assert.equal(replacementsOf(server).length, 1)
  })

  it('comes back at the same port when all workers are killed', async (t) => {
    const server = await runServer(t, workers(2), await temporaryFolder(t))
    const before = (await connectToEach(t, server, 2)).map(({ pid }) => pid)
    for (const pid of before) process.kill(pid, 'SIGKILL')
    await eventually('both ends', 2_000, () => (replacementsOf(server).length === 2 ? true : undefined))
    await eventually('an answer', 3_000, () => request(`${server.url}/health/ready`).catch(() => undefined))
    for (const { pid } of await connectToEach(t, server, 2)) assert.ok(!before.includes(pid))
    server.process.kill('SIGTERM')
    assert.equal(await codeWithin(5_000, server), 0)
  })

  it('tries again, ever more slowly, when a successor cannot start, until it can', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, workers(2), folder)
    const links = await connectToEach(t, server, 2)
    const files = (await readdir(folder)).filter((file) => file.startsWith('sqlite.db'))
    for (const file of files) await copyFile(join(folder, file), join(folder, `kept-${file}`))
    for (const { pid } of links) process.kill(pid, 'SIGKILL')
    for (const file of files) await writeFile(join(folder, file), 'This is no database.\n'.repeat(200))
    const failures = () => replacementsOf(server).filter(({ reason }) => reason?.includes('cannot be used'))
    const startedAt = performance.now()
    await eventually('six failed starts', 15_000, () => (failures().length >= 6 ? true : undefined))
    assert.deepEqual([...new Set(replacementsOf(server).map(({ delayMs }) => delayMs))].slice(0, 3), [100, 200, 400])
    assert.ok(performance.now() - startedAt > 700, 'tried again without a pause')
    for (const file of files) await copyFile(join(folder, `kept-${file}`), join(folder, file))
    await eventually('an answer', 10_000, () => request(`${server.url}/health/ready`).catch(() => undefined))
    server.process.kill('SIGTERM')
    assert.equal(await codeWithin(5_000, server), 0)
  })

  for (const [whom, target] of [
    ['the primary', (pid: number) => pid],
    ['all processes', (pid: number) => -pid],
  ] as const) {
    it(`finishes what is in flight and writes every count on SIGTERM to ${whom}`, async (t) => {
      const folder = await temporaryFolder(t)
      const { server, pids, load } = await busyServer(t, folder)
      process.kill(target(server.process.pid as number), 'SIGTERM')
      assert.equal(await codeWithin(10_000, server), 0)
      await load.done
      assert.deepEqual(load.tally.others, [])
      assert.equal(server.output().stderr, '')
      assert.deepEqual(replacementsOf(server), [])
      assert.deepEqual(pids.filter(isAlive), [])
      assert.equal(await countedIn(t, folder), load.tally.answered)
    })
  }

  it('leaves no orphan and loses no count when the primary is killed', async (t) => {
    const folder = await temporaryFolder(t)
    const { server, pids, load } = await busyServer(t, folder)
    server.process.kill('SIGKILL')
    await codeWithin(10_000, server)
    await load.done
    await eventually('the end of all workers', 1_000, () => (pids.some(isAlive) ? undefined : true))
    assert.equal(server.output().stderr, '')
    assert.equal(await countedIn(t, folder), load.tally.answered)
  })

  it('replaces a worker that was asked to end by itself, which loses no count', async (t) => {
    const folder = await temporaryFolder(t)
    const server = await runServer(t, workers(2), folder)
    const key = await newKey(server)
    const links = await connectToEach(t, server, 2)
    for (const { get } of links) assert.equal(await get('/secure', { 'api-key': key }), 200)
    process.kill(links[0]?.pid as number, 'SIGTERM')
    await eventually('its end', 2_000, () => (replacementsOf(server).length === 1 ? true : undefined))
    await connectToEach(t, server, 2)
    server.process.kill('SIGTERM')
    assert.equal(await codeWithin(5_000, server), 0)
    assert.equal(await countedIn(t, folder), 2)
  })

  it('ends a worker that hangs, at the deadline and no second signal earlier, and exits with 1', async (t) => {
    const server = await runServer(t, workers(2), await temporaryFolder(t))
    const [hanging, other] = await connectToEach(t, server, 2)
    process.kill(hanging?.pid as number, 'SIGSTOP')
    const sentAt = performance.now()
    server.process.kill('SIGTERM')
    await eventually('the end of the other', 5_000, () => (isAlive(other?.pid as number) ? undefined : true))
    server.process.kill('SIGTERM')
    const code = await codeWithin(10_500, server).finally(() => {
      if (isAlive(hanging?.pid as number)) process.kill(hanging?.pid as number, 'SIGKILL')
    })
    assert.equal(code, 1)
    assert.ok(performance.now() - sentAt > 9_000, 'it had its time')
    assert.match(server.output().stderr, /^koa-simple-security: A worker did not end [^\n]*SIGKILL[^\n]*\n$/)
  })

  it('refuses within 1 s in every worker a key that one of them revoked', async (t) => {
    const server = await runServer(t, workers(2), await temporaryFolder(t))
    const [a, b] = (await connectToEach(t, server, 2)) as [Connection, Connection]
    for (let round = 0; round < 4; round++) {
      const key = await newKey(server)
      for (const { get } of [a, b]) assert.equal(await get('/secure', { 'api-key': key }), 200)
      assert.equal(await a.get(`/auth/revoke?api-key=${key}`, asAdmin.headers), 200)
      const revokedAt = performance.now()
      assert.equal(await a.get('/secure', { 'api-key': key }), 403)
      await eventually('a refusal by the other worker', 1_000, async () =>
        (await b.get('/secure', { 'api-key': key })) === 403 ? true : undefined,
      )
      t.diagnostic(`refused ${Math.round(performance.now() - revokedAt)} ms after the revocation`)
    }
  })

  it('ends a start that cannot succeed with one line, once', async (t) => {
    const taken = http.createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    t.after(() => taken.close())
    const cases: [env: Record<string, string>, says: RegExp][] = [
      [{ KOA_SIMPLE_SECURITY_HIDE_DOCS: 'maybe' }, /HIDE_DOCS is "maybe"/],
      [{ HOST: 'a b' }, /HOST is "a b"/],
      [
        { KOA_SIMPLE_SECURITY_DB_LOCATION: '.' },
        /cannot be opened: it is a folder\. KOA_SIMPLE_SECURITY_DATABASE_URL or _DB_LOCATION /,
      ],
      [{ KOA_SIMPLE_SECURITY_DB_LOCATION: ':memory:' }, /4 workers must share one/],
      [{ PORT: String((taken.address() as AddressInfo).port) }, /EADDRINUSE\. Choose another PORT/],
      [{ KOA_SIMPLE_SECURITY_WORKERS: '65' }, /WORKERS is "65", but must be auto or a whole number from 1 to 64/],
    ]
    for (const [env, says] of cases) {
      const folder = await temporaryFolder(t)
      const program = runProgram(t, ['serve'], { PORT: '0', ...workers(4), ...env }, folder)
      assert.equal(await codeWithin(10_000, program), 1)
      const { stdout, stderr } = program.output()
      assert.match(stderr, /^koa-simple-security: [^\n]+\n$/)
      assert.match(stderr, says)
      assert.equal(stdout, '')
      assert.deepEqual(await readdir(folder), [], 'no file is made')
    }
  })

  it('takes the option before the variable, and refuses another value as wrong use', async (t) => {
    const folder = await temporaryFolder(t)
    for (const value of ['0', '65', '-1', '1.5', 'many', '']) {
      const program = runProgram(t, ['serve', '--workers', value], { PORT: '0', ...workers(2) }, folder)
      assert.equal(await codeWithin(10_000, program), 2)
      const { stdout, stderr } = program.output()
      assert.equal(
        stderr,
        `koa-simple-security: The option --workers is "${value}", but must be auto or a whole number from 1 to 64.\n`,
      )
      assert.equal(stdout, '')
    }
    assert.deepEqual(await readdir(folder), [], 'no file is made')
  })

  it('ends on a signal that comes before it listens', async (t) => {
    const folder = await temporaryFolder(t)
    const program = runProgram(t, ['serve'], { PORT: '0', ...workers(2) }, folder, { ownGroup: true })
    await eventually('a database', 5_000, () => (existsSync(join(folder, 'sqlite.db')) ? true : undefined))
    process.kill(-(program.process.pid as number), 'SIGINT')
    assert.equal(await codeWithin(10_000, program), 0)
    assert.deepEqual(program.output(), { stdout: '', stderr: '' })
  })
})

describe('the metrics of several workers', () => {
  const allowed = 'koa_simple_security_verifications_total{result="allowed",worker='
  const scrape = async ({ url }: ServingProgram) => {
    const { status, text } = await request(`${url}/metrics`, asAdmin)
    assert.equal(status, 200, text)
    return text
  }
  const usesOf = (text: string) =>
    Object.fromEntries(
      Object.entries(samplesOf(text)).flatMap(([series, value]) =>
        series.startsWith(allowed) ? [[series.slice(allowed.length).replace(/\W/g, ''), value]] : [],
      ),
    )

  it('are those of all, whichever is asked, and one that replaces another goes on in its place', async (t) => {
    const env = { ...workers(3), KOA_SIMPLE_SECURITY_METRICS: 'true' }
    const server = await runServer(t, env, await temporaryFolder(t))
    const links = await connectToEach(t, server, 3)
    const key = await newKey(server)
    for (const [index, { get }] of links.entries()) {
      for (let use = 0; use <= index; use++) assert.equal(await get('/secure', { 'api-key': key }), 200)
    }
    const before = usesOf(await scrape(server))
    assert.deepEqual(
      [Object.keys(before), Object.values(before).sort()],
      [
        ['1', '2', '3'],
        [1, 2, 3],
      ],
    )
    // Each connection is another worker's.
    for (let time = 1; time <= 3; time++) assert.deepEqual(usesOf(await scrape(server)), before)
    assert.deepEqual((await Promise.all([scrape(server), scrape(server)])).map(usesOf), [before, before])
    assert.match(await scrape(server), /^process_cpu_seconds_total\{worker="3"\} \d/m)

    const [victim] = links
    process.kill(victim?.pid as number, 'SIGKILL')
    const after = await eventually('the metrics of the successor', 10_000, async () => {
      // One that is handed to the victim while it dies is never answered.
      const signal = AbortSignal.timeout(1_000)
      const answer = await fetch(`${server.url}/metrics`, { ...asAdmin, signal }).catch(() => undefined)
      const uses = answer?.ok ? usesOf(await answer.text()) : {}
      return Object.keys(uses).length === 3 && Object.values(uses).includes(0) ? uses : undefined
    })
    // What the victim had counted is over, and that of the others is as it was.
    assert.deepEqual(
      [Object.keys(after), Object.values(after).sort()],
      [
        ['1', '2', '3'],
        [0, 2, 3],
      ],
    )
  })
})
