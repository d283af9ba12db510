import assert from 'node:assert/strict'
import http from 'node:http'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { generateKey } from '../../src/credentials/api-key-format.js'
import { digestKey } from '../../src/credentials/digest.js'
import { toKeyRow } from '../../src/store/rows.js'
import { locationOf, testedDatabases } from '../support/databases.js'
import { request } from '../support/http.js'
import { makeOlderSchema } from '../support/older-schema.js'
import { runProgram, runServer, type ServingProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const secret = 'secret-of-all-replicas'
const asAdmin = { headers: { 'secret-key': secret } }

/** Replicas have nothing in common but the database and the secret. */
async function startReplicas(t: TestContext, count: number, databaseUrl: string): Promise<ServingProgram[]> {
  const env = { KOA_SIMPLE_SECURITY_SECRET: secret, KOA_SIMPLE_SECURITY_DATABASE_URL: databaseUrl }
  const folder = await temporaryFolder(t)
  return Promise.all(Array.from({ length: count }, () => runServer(t, env, folder)))
}

async function newKey({ url }: ServingProgram): Promise<string> {
  const answer = await request(`${url}/auth/new`, asAdmin)
  assert.equal(answer.status, 200, answer.text)
  return answer.json()
}

async function use({ url }: ServingProgram, key: string): Promise<number> {
  return (await request(`${url}/secure`, { headers: { 'api-key': key } })).status
}

async function stop({ process, ended }: ServingProgram): Promise<void> {
  process.kill('SIGTERM')
  assert.equal(await ended, 0)
}

async function assertAllWork(replicas: ServingProgram[]): Promise<void> {
  for (const { url } of replicas) assert.equal((await request(`${url}/health/ready`)).status, 200)
  const keys = await Promise.all(replicas.map(newKey))
  for (const replica of replicas) for (const key of keys) assert.equal(await use(replica, key), 200)
}

for (const database of testedDatabases) {
  describe(`replicas on ${database.name}`, { concurrency: 2 }, () => {
    async function twoReplicas(t: TestContext): Promise<[ServingProgram, ServingProgram]> {
      const [a, b] = await startReplicas(t, 2, await database.fresh(t))
      return [a as ServingProgram, b as ServingProgram]
    }

    it('all become ready when 6 start together on an empty database, time after time', async (t) => {
      for (let round = 0; round < 2; round++) {
        const replicas = await startReplicas(t, 6, await database.fresh(t))
        await assertAllWork(replicas)
        await Promise.all(replicas.map(stop))
        for (const { output } of replicas) assert.equal(output().stderr, '')
      }
    })

    it('all become ready when 6 start together on an older database, whose keys go on working', async (t) => {
      const url = await database.fresh(t)
      const { id, start, key } = generateKey('kss')
      await makeOlderSchema(locationOf(url), async (db) => {
        const record = { id, start, name: 'old', scopes: [], metadata: {}, neverExpires: true, expiresAt: 1 }
        const times = { createdAt: 1, renewedAt: 1, revokedAt: undefined, latestQueryAt: undefined, totalQueries: 0 }
        await db('simple_security_keys').insert(toKeyRow({ ...record, ...times }))
        await db('simple_security_secrets').insert({ digest: digestKey(key), key_id: id, created_at: 1, ends_at: null })
      })
      const replicas = await startReplicas(t, 6, url)
      for (const replica of replicas) assert.equal(await use(replica, key), 200)
      await assertAllWork(replicas)
      await Promise.all(replicas.map(stop))
      for (const { output } of replicas) assert.equal(output().stderr, '')
    })

    it('refuse a key within 1 s that another of them revoked, though they had it cached', async (t) => {
      const [a, b] = await twoReplicas(t)
      for (let round = 0; round < 4; round++) {
        const key = await newKey(a)
        // What was read last before the revocation is the worst case, wherever in its lifetime the cache is.
        const cachedUntil = performance.now() + 130 * round
        do assert.equal(await use(b, key), 200)
        while (performance.now() < cachedUntil)
        assert.equal((await request(`${a.url}/auth/revoke?api-key=${key}`, asAdmin)).status, 200)
        const revokedAt = performance.now()
        assert.equal(await use(a, key), 403)
        let lastAcceptedAt = revokedAt
        for (let status = 200; status !== 403; ) {
          const sentAt = performance.now()
          // Whatever is sent later must be refused, however long the answer takes.
          status = await use(b, key)
          if (status !== 403) assert.ok(sentAt - revokedAt < 1_000, `still ${status} after 1 s`)
          if (status === 200) lastAcceptedAt = sentAt
          await setTimeout(5)
        }
        t.diagnostic(`last accepted ${Math.round(lastAcceptedAt - revokedAt)} ms after the revocation`)
        // Refused once, refused for good.
        await setTimeout(50)
        assert.equal(await use(b, key), 403)
      }
    })

    it('take a key at once that another of them made, or renewed after they had refused it for 1 s', async (t) => {
      const [a, b] = await twoReplicas(t)
      for (let made = 0; made < 20; made++) {
        const [maker, user] = made % 2 === 0 ? [a, b] : [b, a]
        assert.equal(await use(user, await newKey(maker)), 200)
      }
      const key = await newKey(a)
      assert.equal((await request(`${a.url}/auth/revoke?api-key=${key}`, asAdmin)).status, 200)
      assert.equal(await use(b, key), 403)
      assert.equal((await request(`${a.url}/auth/renew?api-key=${key}`, asAdmin)).status, 200)
      const renewedAt = performance.now()
      for (let status = 403; status !== 200; ) {
        const sentAt = performance.now()
        status = await use(b, key)
        if (status !== 200) assert.ok(sentAt - renewedAt < 1_000, 'a renewed key is refused for more than 1 s')
        await setTimeout(5)
      }
    })

    it('count together exactly what each of them answered', async (t) => {
      const url = await database.fresh(t)
      const replicas = await startReplicas(t, 2, url)
      const key = await newKey(replicas[0] as ServingProgram)
      const agent = new http.Agent({ keepAlive: true, maxSockets: 10 })
      t.after(() => agent.destroy())
      const once = ({ url }: ServingProgram) =>
        new Promise<number | undefined>((resolve, reject) => {
          http
            .get(`${url}/secure`, { agent, headers: { 'api-key': key } }, (response) => {
              response.resume().on('end', () => resolve(response.statusCode))
            })
            .on('error', reject)
        })
      const perReplica = 500
      const clients = replicas.flatMap((replica) =>
        Array.from({ length: 10 }, async () => {
          for (let sent = 0; sent < perReplica / 10; sent++) {
            assert.equal(await once(replica), 200)
            // Spread over several flushes of both, so that they do write at the same time.
            await setTimeout(20)
          }
        }),
      )
      await Promise.all(clients)
      await Promise.all(replicas.map(stop))
      const [third] = await startReplicas(t, 1, url)
      const { logs } = (await request(`${third?.url}/auth/logs`, asAdmin)).json()
      assert.deepEqual(
        logs.map((log: { total_queries: number }) => log.total_queries),
        [2 * perReplica],
      )
    })

    it('become ready after one that was killed while it made the schema, without anybody unlocking it', async (t) => {
      for (const delayMs of [150, 200, 250, 300]) {
        const url = await database.fresh(t)
        const env = { KOA_SIMPLE_SECURITY_DATABASE_URL: url }
        const folder = await temporaryFolder(t)
        const killed = [0, 1, 2].map(() => runProgram(t, ['migrate'], env, folder))
        await setTimeout(delayMs)
        for (const { process } of killed) process.kill('SIGKILL')
        await Promise.all(killed.map(({ ended }) => ended))
        const replicas = await startReplicas(t, 2, url)
        await assertAllWork(replicas)
        await Promise.all(replicas.map(stop))
      }
    })

    it('tell which database they use, without credentials', { skip: database.name === 'SQLite' }, async (t) => {
      const url = await database.fresh(t)
      const [replica] = await startReplicas(t, 1, url)
      const { hostname, pathname, username, password } = new URL(url)
      const { stdout, stderr } = replica?.output() ?? {}
      assert.match(String(stdout), new RegExp(`database  \\w+ ${hostname}:\\d+${pathname}\n`))
      for (const secret of [`${username}:`, password]) assert.ok(!`${stdout}${stderr}`.includes(secret))
    })
  })
}

describe('replicas on a SQLite file', { concurrency: 2 }, () => {
  // The last is what replicas meet while one of them, or an older one, is slow at bringing the schema up to date.
  for (const lock of ['BEGIN IMMEDIATE', 'BEGIN EXCLUSIVE', 'PRAGMA journal_mode = WAL; BEGIN IMMEDIATE']) {
    it(`all become ready on an empty database that another process holds for 2 s (${lock})`, async (t) => {
      const folder = await temporaryFolder(t)
      const database = new sqlite3.Database(join(folder, 'keys.db'))
      const exec = promisify<string, void>(database.exec.bind(database))
      await exec(lock)
      const lockedAt = performance.now()
      const release = async () => {
        await exec('ROLLBACK')
        await promisify(database.close.bind(database))()
      }
      const released = setTimeout(2_000).then(release)
      const replicas = await startReplicas(t, 3, urlIn(folder)).finally(() => released)
      assert.ok(performance.now() - lockedAt > 1_900, 'the lock kept them from starting')
      await assertAllWork(replicas)
      await Promise.all(replicas.map(stop))
    })
  }

  it('becomes ready on an up-to-date database while another process writes to it for long', async (t) => {
    const folder = await temporaryFolder(t)
    for (const replica of await startReplicas(t, 1, urlIn(folder))) await stop(replica)
    const database = new sqlite3.Database(join(folder, 'keys.db'))
    const exec = promisify<string, void>(database.exec.bind(database))
    await exec('BEGIN IMMEDIATE')
    const replicas = await startReplicas(t, 2, urlIn(folder))
    for (const { url } of replicas) assert.equal((await request(`${url}/health/ready`)).status, 200)
    await exec('ROLLBACK')
    await promisify(database.close.bind(database))()
    await Promise.all(replicas.map(stop))
  })
})

function urlIn(folder: string): string {
  return `sqlite:${join(folder, 'keys.db')}`
}
