import assert from 'node:assert/strict'
import { Agent, request as send } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import sqlite3 from 'sqlite3'
import { operations } from '../../generated/operations.js'
import type { SimpleSecurityOptions } from '../../src/index.js'
import type { AuditEvent } from '../../src/keys/keys.js'
import { documentOf, operation, startEnforced, versions } from '../openapi/enforced-app.js'
import { createClock, secondMs } from '../support/clock.js'
import type { Answer } from '../support/http.js'
import { runServer } from '../support/program.js'
import { adminSecret, type StandAlone, startStandAlone } from '../support/stand-alone.js'
import { rowsOf } from '../support/stored.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'

const minuteMs = 60 * secondMs
const usualAttempts = 20
const wrongSecret = 'wrong-secret-of-nobody'

/** A server that takes the test for a proxy, which names who asks. */
async function start(t: TestContext, options: SimpleSecurityOptions = {}) {
  const clock = createClock()
  const server = await startStandAlone(t, { now: clock.now, trustedProxies: ['127.0.0.1'], ...options })
  const ask = (address: string, secret: string, path = '/auth/keys') =>
    server.get(path, { headers: { 'x-forwarded-for': address, 'secret-key': secret } })
  const fail = async (address: string, times: number) => {
    for (let time = 0; time < times; time++) assert.equal(codeOf(await ask(address, wrongSecret)), 'invalid_secret')
  }
  return { ...server, clock, ask, fail }
}

function codeOf(answer: Answer): string {
  return answer.status === 200 ? 'good' : answer.json().code
}

describe('wrong admin secrets from one address', () => {
  it('end in 429 for a minute, for the right secret too, which is then not even compared', async (t) => {
    const { ask, fail, clock } = await start(t)
    await fail('192.0.2.7', usualAttempts - 1)
    clock.advance(minuteMs / 2)
    await fail('192.0.2.7', 1)
    for (const secret of [wrongSecret, adminSecret]) {
      const refused = await ask('192.0.2.7', secret)
      assert.equal(refused.status, 429, refused.text)
      assert.equal(refused.headers['content-type'], 'application/problem+json')
      assert.equal(refused.headers['retry-after'], '60')
      assert.equal(refused.headers['cache-control'], 'no-store')
      assert.deepEqual(refused.json(), {
        type: 'about:blank',
        title: 'Too Many Requests',
        status: 429,
        detail: 'Too many wrong admin secrets came from this address. Wait, then try again.',
        code: 'too_many_attempts',
      })
    }
    clock.advance(minuteMs - 1)
    const last = await ask('192.0.2.7', adminSecret)
    assert.deepEqual([last.status, last.headers['retry-after']], [429, '1'])
    clock.advance(1)
    assert.equal(codeOf(await ask('192.0.2.7', adminSecret)), 'good')
    await fail('192.0.2.7', usualAttempts)
  })

  it('are refused by every operation of the administration', async (t) => {
    const { get } = await start(t, { secretAttempts: 1 })
    assert.equal((await get('/auth/keys', { headers: { 'secret-key': wrongSecret } })).status, 403)
    const administration = Object.values(operations).filter(
      (each) => 'credential' in each && each.credential.name === 'secret-key',
    )
    assert.ok(administration.length >= 14)
    await attempt(
      'brute force',
      administration.map(({ method, path }) => [
        `${method} ${path}`,
        async () => {
          const headers = { 'secret-key': adminSecret }
          const answer = await get(path.replace('{keyId}', '0Exampl3Id00'), { method, headers })
          assert.equal(answer.status, 429, answer.text)
        },
      ]),
    )
  })

  it('do not make the wait longer while it lasts', async (t) => {
    const { ask, fail, clock } = await start(t)
    await fail('192.0.2.7', usualAttempts)
    clock.advance(minuteMs / 2)
    for (let time = 0; time < usualAttempts; time++) assert.equal((await ask('192.0.2.7', wrongSecret)).status, 429)
    clock.advance(minuteMs / 2)
    assert.equal(codeOf(await ask('192.0.2.7', adminSecret)), 'good')
  })

  it('count for a minute, whatever right ones come in between', async (t) => {
    const { ask, fail, clock } = await start(t)
    await fail('192.0.2.7', usualAttempts - 1)
    clock.advance(minuteMs)
    await fail('192.0.2.7', usualAttempts - 1)
    assert.equal(codeOf(await ask('192.0.2.7', adminSecret)), 'good')
    await fail('192.0.2.7', 1)
    assert.equal((await ask('192.0.2.7', adminSecret)).status, 429)
  })

  it('leave keys working from there, wherever they stand, and tell wrong keys as ever', async (t) => {
    const { ask, fail, get, newKey } = await start(t)
    const key = await newKey()
    await fail('192.0.2.7', usualAttempts)
    assert.equal((await ask('192.0.2.7', adminSecret)).status, 429)
    const from = { 'x-forwarded-for': '192.0.2.7' }
    for (let time = 0; time < 2 * usualAttempts; time++) {
      assert.equal((await get('/secure', { headers: { ...from, 'api-key': key } })).status, 200)
      assert.equal((await get(`/secure?api-key=${key}`, { headers: from })).status, 200)
      assert.equal((await get('/secure', { headers: { ...from, 'api-key': `${key}x` } })).status, 403)
    }
    assert.equal((await get('/openapi.json?for=key', { headers: { ...from, 'api-key': key } })).status, 200)
  })

  it('are none where no secret is given, or two', async (t) => {
    const { ask, get } = await start(t, { secretAttempts: 1 })
    const from = { 'x-forwarded-for': '192.0.2.7' }
    for (let time = 0; time < 3; time++) {
      assert.equal(codeOf(await get('/auth/keys', { headers: from })), 'missing_secret')
      const twice = { ...from, 'secret-key': [wrongSecret, adminSecret] }
      assert.equal(codeOf(await get('/auth/keys', { headers: twice })), 'repeated_credential')
    }
    assert.equal(codeOf(await ask('192.0.2.7', adminSecret)), 'good')
  })

  it('do not end with a clock that is set back in a wait that nobody sees the end of', async (t) => {
    const { ask, fail, clock } = await start(t)
    await fail('192.0.2.7', usualAttempts)
    clock.advance(-60 * minuteMs)
    assert.equal(codeOf(await ask('192.0.2.7', adminSecret)), 'good')
  })
})

describe('what counts as one address', () => {
  const hosts = Array.from({ length: usualAttempts }, (_, index) => index + 1)
  const cases: { what: string; from: string[]; same: string; other: string }[] = [
    { what: 'one of IPv4', from: hosts.map(() => '192.0.2.7'), same: '::ffff:192.0.2.7', other: '192.0.2.8' },
    {
      what: 'a /64 of IPv6',
      from: hosts.map((host) => `2001:db8:0:7::${host}`),
      same: '2001:db8:0:7:1:2:3:4',
      other: '2001:db8:0:8::1',
    },
    {
      what: 'one of IPv6, however it is written',
      from: hosts.map(() => '2001:DB8::0:1'),
      same: '2001:db8::1',
      other: '::1',
    },
  ]

  it('is one of IPv4, and a /64 of IPv6', async (t) => {
    await attempt(
      'brute force',
      cases.map(({ what, from, same, other }) => [
        what,
        async () => {
          const { ask, fail } = await start(t)
          for (const address of from) await fail(address, 1)
          assert.equal((await ask(same, adminSecret)).status, 429)
          assert.equal(codeOf(await ask(other, adminSecret)), 'good')
        },
      ]),
    )
  })

  it('is not what the client writes itself', async (t) => {
    const forged = (host: number) => `198.51.100.${host}`
    // A proxy passes on what it was told, with the peer that it saw at the end.
    const ways: [what: string, trustedProxies: string[], headers: (host: number) => Record<string, string>][] = [
      ['without a proxy', [], (host) => ({ 'x-forwarded-for': forged(host) })],
      ['through a proxy', ['127.0.0.1'], (host) => ({ 'x-forwarded-for': `${forged(host)}, 192.0.2.7` })],
      ...['forwarded', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'x-cluster-client-ip'].map(
        (name): (typeof ways)[number] => [
          name,
          ['127.0.0.1'],
          (host) => ({ [name]: name === 'forwarded' ? `for=${forged(host)}` : forged(host) }),
        ],
      ),
    ]
    await attempt(
      'brute force',
      ways.map(([what, trustedProxies, headers]) => [
        what,
        async () => {
          const { get } = await start(t, { trustedProxies, secretAttempts: 3 })
          const statuses: number[] = []
          for (let host = 1; host <= 4; host++) {
            statuses.push(
              (await get('/auth/keys', { headers: { ...headers(host), 'secret-key': wrongSecret } })).status,
            )
          }
          assert.deepEqual(statuses, [403, 403, 403, 429])
        },
      ]),
    )
  })
})

describe('more addresses than are remembered', () => {
  it('count as one, those that are remembered and keys keep working, and after a minute all is as before', async (t) => {
    const { url, ask, fail, get, newKey, clock } = await start(t)
    const key = await newKey()
    const addresses = Array.from({ length: 10_000 }, (_, index) => `10.9.${index >> 8}.${index & 255}`)
    await attempt('brute force', [
      [
        'a wrong secret from each of 10,000 addresses',
        async () => assert.deepEqual(await failFromEach(url, addresses), new Map([[403, addresses.length]])),
      ],
    ])
    // What is remembered is full: from here on, each has one attempt, and all have them together.
    assert.equal(codeOf(await ask('192.0.2.1', adminSecret)), 'good')
    for (let host = 1; host <= usualAttempts; host++) await fail(`198.51.100.${host}`, 1)
    assert.equal((await ask('192.0.2.1', adminSecret)).status, 429)
    assert.equal((await ask('198.51.100.99', wrongSecret)).status, 429)
    const [first = '', second = ''] = addresses
    await fail(first, usualAttempts - 1)
    assert.equal((await ask(first, adminSecret)).status, 429)
    assert.equal(codeOf(await ask(second, adminSecret)), 'good')
    assert.equal((await get('/secure', { headers: { 'x-forwarded-for': '192.0.2.1', 'api-key': key } })).status, 200)
    clock.advance(minuteMs)
    assert.equal(codeOf(await ask('192.0.2.1', adminSecret)), 'good')
    await fail('192.0.2.1', usualAttempts)
    assert.equal((await ask('192.0.2.1', adminSecret)).status, 429)
    assert.equal(codeOf(await ask('192.0.2.2', adminSecret)), 'good')
  })
})

/** One wrong secret from each address, on few connections. @returns how many answers had each status */
async function failFromEach(url: string, addresses: readonly string[]): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const statuses = new Map<number, number>()
  await Promise.all(
    addresses.map(
      (address) =>
        new Promise<void>((resolve, reject) => {
          const headers = { 'x-forwarded-for': address, 'secret-key': wrongSecret }
          const outgoing = send(`${url}/auth/keys`, { agent, headers }, (response) => {
            const status = response.statusCode ?? 0
            statuses.set(status, (statuses.get(status) ?? 0) + 1)
            response.resume().on('end', resolve)
          })
          outgoing.on('error', reject).end()
        }),
    ),
  )
  agent.destroy()
  return statuses
}

for (const version of versions) {
  describe(`an operation of a document of ${version} that takes a key or the admin secret`, () => {
    it('is closed to the secret after too many, and open to keys', async (t) => {
      const components = {
        securitySchemes: {
          Key: { type: 'apiKey', in: 'header', name: 'api-key' },
          Secret: { type: 'apiKey', in: 'header', name: 'secret-key' },
        },
      }
      const paths = { '/report': { get: operation({ security: [{ Key: [] }, { Secret: [] }] }) } }
      const options = { document: documentOf(version, { components, paths }), secretAttempts: 2 }
      const { get, instance } = await startEnforced(t, options)
      const { key } = await instance.keys.create()
      const ask = async (headers: Record<string, string>) => {
        const answer = await get('/report', { headers })
        return [codeOf(answer), answer.headers['retry-after']]
      }
      assert.deepEqual(await ask({ 'secret-key': 'TEST_SECRET' }), ['good', undefined])
      for (let time = 0; time < 2; time++) {
        assert.deepEqual(await ask({ 'secret-key': wrongSecret }), ['invalid_secret', undefined])
      }
      assert.deepEqual(await ask({ 'secret-key': 'TEST_SECRET' }), ['too_many_attempts', '60'])
      assert.deepEqual(await ask({ 'api-key': key, 'secret-key': wrongSecret }), ['good', undefined])
    })
  })
}

describe('the stand-alone server', () => {
  it('takes the number of attempts from the environment', async (t) => {
    const env = { KOA_SIMPLE_SECURITY_SECRET: adminSecret, KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS: '2' }
    const { url } = await runServer(t, env, await temporaryFolder(t))
    const statusOf = async (secret: string) =>
      (await fetch(`${url}/auth/keys`, { headers: { 'secret-key': secret } })).status
    assert.deepEqual(
      [await statusOf(wrongSecret), await statusOf(wrongSecret), await statusOf(adminSecret)],
      [403, 403, 429],
    )
  })
})

describe('the audit trail of refused secrets', () => {
  const refusals = async ({ instance }: StandAlone): Promise<AuditEvent[]> =>
    (await instance.keys.audit({ limit: 200 })).events.filter(({ action }) => action === 'secret_refused')
  const attemptsIn = (events: readonly AuditEvent[]) =>
    events.reduce((sum, { changes }) => sum + Number(changes[0]?.to), 0)
  /** Looks until there are so many attempts. */
  const refusalsWith = async (server: StandAlone, attempts: number): Promise<AuditEvent[]> => {
    for (const startedAt = performance.now(); ; ) {
      const events = await refusals(server)
      if (attemptsIn(events) >= attempts) return events
      assert.ok(performance.now() - startedAt < 30_000, `${attemptsIn(events)} of ${attempts} attempts were written`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('has an event soon, and then one a minute for as long as it goes on, with how many there were', async (t) => {
    const server = await start(t)
    const { ask, fail, clock, admin } = server
    await fail('192.0.2.7', 3)
    const [first, ...others] = await refusalsWith(server, 3)
    assert.deepEqual(others, [])
    assert.deepEqual(first, {
      id: '1',
      date: new Date('2026-01-01T00:00:00Z'),
      action: 'secret_refused',
      keyId: undefined,
      via: 'http',
      address: '192.0.2.7',
      changes: [{ member: 'attempts', to: 3 }],
    })
    // Those that were not compared are attempts too.
    clock.advance(minuteMs - 1)
    await fail('192.0.2.7', usualAttempts - 3)
    for (let time = 0; time < 83; time++) assert.equal((await ask('192.0.2.7', adminSecret)).status, 429)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    assert.equal((await refusals(server)).length, 1)
    clock.advance(1)
    const [second] = await refusalsWith(server, 103)
    assert.equal((await refusals(server)).length, 2)
    assert.deepEqual([second?.date.toISOString(), second?.address], ['2026-01-01T00:00:59.999Z', '192.0.2.7'])
    const [json] = (await admin('/auth/audit?limit=1')).json().events
    assert.deepEqual(json, {
      id: '2',
      date: '2026-01-01T00:00:59Z',
      action: 'secret_refused',
      via: 'http',
      address: '192.0.2.7',
      changes: [{ member: 'attempts', to: 100 }],
    })
  })

  it('tells of no more than 21 addresses in a minute, of the rest as one, and loses no attempt', async (t) => {
    const server = await start(t)
    const addresses = Array.from({ length: 500 }, (_, index) => `10.9.${index >> 8}.${index & 255}`)
    for (let round = 1; round <= 3; round++) {
      await failFromEach(server.url, addresses)
      assert.ok((await refusals(server)).length <= round * 21)
      server.clock.advance(minuteMs)
      const events = await refusalsWith(server, round * addresses.length)
      assert.equal(attemptsIn(events), round * addresses.length)
      assert.ok(events.some(({ address }) => address === undefined))
    }
  })

  it('is whole when the server stops, and holds no credential', async (t) => {
    const databaseUrl = `sqlite:${await temporaryFolder(t)}/keys.db`
    const server = await start(t, { databaseUrl })
    await server.fail('2001:db8::7', 5)
    await server.instance.close()
    const rows = await rowsOf(databaseUrl, 'SELECT * FROM simple_security_audit')
    assert.deepEqual(
      rows.map(({ action, address, changes, revision }) => [action, address, changes, revision]),
      [['secret_refused', '2001:db8::7', '[{"member":"attempts","to":5}]', 0]],
    )
    assert.ok(!JSON.stringify(rows).includes(wrongSecret))
  })

  it('waits while the database cannot be written to, which no answer waits for', async (t) => {
    const location = `${await temporaryFolder(t)}/keys.db`
    const server = await start(t, { databaseUrl: `sqlite:${location}` })
    const other = new sqlite3.Database(location)
    const run = (statement: string) =>
      new Promise<void>((resolve, reject) => other.run(statement, (error) => (error ? reject(error) : resolve())))
    await run('BEGIN IMMEDIATE')
    await server.fail('192.0.2.7', usualAttempts)
    assert.equal((await server.ask('192.0.2.7', adminSecret)).status, 429)
    const told = 'Refused secrets wait in memory for the audit trail'
    while (!server.logged().includes(told)) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await server.ask('192.0.2.7', wrongSecret)).status, 429)
    assert.deepEqual(await refusals(server), [])
    await run('ROLLBACK')
    const events = await refusalsWith(server, usualAttempts + 2)
    assert.deepEqual([events.length, attemptsIn(events)], [1, usualAttempts + 2])
    await new Promise<void>((resolve) => other.close(() => resolve()))
  })

  it('is in the trail of no key', async (t) => {
    const server = await start(t)
    const key = await server.newKey()
    await server.fail('192.0.2.7', 1)
    await refusalsWith(server, 1)
    const id = String(key.split('_')[1])
    const { events } = await server.instance.keys.audit({ keyId: id })
    assert.deepEqual(
      events.map(({ action }) => action),
      ['created'],
    )
  })
})
