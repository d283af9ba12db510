import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createClock, secondMs } from '../support/clock.js'
import { testedDatabases } from '../support/databases.js'
import { startStandAlone } from '../support/stand-alone.js'
import { attempt } from './attempts.js'

const hourMs = 3_600 * secondMs
const json = { 'content-type': 'application/json' }
/** As NTP and people set clocks: small and large, there and back. */
const steps: readonly (readonly [name: string, ...jumps: number[]])[] = [
  ['an hour forward', hourMs],
  ['an hour back', -hourMs],
  ['an hour forward, and back', hourMs, -hourMs],
  ['an hour back, and forward', -hourMs, hourMs],
  ['a second back, ten times', ...Array.from({ length: 10 }, () => -secondMs)],
  ['a minute forward and an hour back, three times', ...[1, 2, 3].flatMap(() => [60 * secondMs, -hourMs])],
]

/** A server whose clock, and that of the system as far as this process sees it, is the test's. */
async function start(t: TestContext, options: { databaseUrl?: string; secretAttempts?: number } = {}) {
  const clock = createClock('2026-01-01T12:30:00Z')
  const date = t.mock.method(Date, 'now', clock.now)
  // The server's own reading, as in production: a given one would be what waits are measured by, too.
  const server = await startStandAlone(t, options)
  const post = async (path: string, content: object = {}) => {
    const answer = await server.admin(path, { method: 'POST', headers: json, body: JSON.stringify(content) })
    assert.ok(answer.status < 300, answer.text)
    return answer.json()
  }
  const use = async (key: string) => (await server.get('/secure', { headers: { 'api-key': key } })).status
  return { ...server, clock, post, use, restore: () => date.mock.restore() }
}

type Server = Awaited<ReturnType<typeof start>>

/** Makes one server for each way in which a clock is set, and sees what holds whatever the clock says. */
async function afterEachStep(
  t: TestContext,
  given: (server: Server) => Promise<(jumpedMs: number) => Promise<void>>,
): Promise<void> {
  await attempt(
    'crash and corruption',
    steps.map(([name, ...jumps]) => [
      name,
      async () => {
        const server = await start(t)
        const holds = await given(server)
        await holds(0)
        let jumpedMs = 0
        for (const jump of jumps) {
          server.clock.advance(jump)
          jumpedMs += jump
          await holds(jumpedMs)
        }
        server.restore()
      },
    ]),
  )
}

describe('a clock that is set', () => {
  it('ends a key neither early nor late by itself', (t) =>
    afterEachStep(t, async ({ post, use, clock }) => {
      const endsAt = clock.now() + 1_800 * secondMs
      const { key } = await post('/auth/keys', { expiration_date: new Date(endsAt).toISOString() })
      const { key: forever } = await post('/auth/keys', { never_expire: true })
      return async () => {
        assert.equal(await use(key), clock.now() < endsAt ? 200 : 403)
        assert.equal(await use(forever), 200)
      }
    }))

  it('ends the overlap of a rotation neither early nor late by itself', (t) =>
    afterEachStep(t, async ({ post, use, clock }) => {
      const { key, id } = await post('/auth/keys')
      const endsAt = clock.now() + 1_800 * secondMs
      const rotated = await post(`/auth/keys/${id}/rotate`, { overlap_seconds: 1_800 })
      return async () => {
        assert.equal(await use(key), clock.now() < endsAt ? 200 : 403)
        assert.equal(await use(rotated.key), 200)
      }
    }))

  it('brings back nothing that was ended by an administrator', (t) =>
    afterEachStep(t, async ({ post, use, admin }) => {
      const made = await Promise.all(
        ['revoked', 'deleted', 'rotated', 'overlapping', 'rotated while revoked'].map(() => post('/auth/keys')),
      )
      const [revoked, deleted, rotated, overlapping, asleep] = made
      await post(`/auth/keys/${revoked.id}/revoke`)
      await admin(`/auth/keys/${deleted.id}`, { method: 'DELETE' })
      const latest = [await post(`/auth/keys/${rotated.id}/rotate`)]
      await post(`/auth/keys/${overlapping.id}/rotate`, { overlap_seconds: 1_800 })
      latest.push(await post(`/auth/keys/${overlapping.id}/rotate`))
      await post(`/auth/keys/${asleep.id}/revoke`)
      latest.push(await post(`/auth/keys/${asleep.id}/rotate`, { overlap_seconds: 1_800 }))
      await post(`/auth/keys/${asleep.id}/renew`, { expiration_date: '2027-01-01T00:00:00Z' })
      return async () => {
        for (const { key } of made) assert.equal(await use(key), 403)
        for (const { key } of latest) assert.equal(await use(key), 200)
      }
    }))

  it('brings back no former secret that a revocation ended', (t) =>
    afterEachStep(t, async ({ post, use }) => {
      const { key, id } = await post('/auth/keys')
      const rotated = await post(`/auth/keys/${id}/rotate`, { overlap_seconds: 7_200 })
      assert.deepEqual([await use(key), await use(rotated.key)], [200, 200])
      await post(`/auth/keys/${id}/revoke`)
      return async () => {
        assert.deepEqual([await use(key), await use(rotated.key)], [403, 403])
        await post(`/auth/keys/${id}/renew`, { expiration_date: '2027-01-01T00:00:00Z' })
        assert.deepEqual([await use(key), await use(rotated.key)], [403, 200])
        await post(`/auth/keys/${id}/revoke`)
      }
    }))

  it('loses no use and counts none twice, each in the hour that the clock showed', (t) =>
    afterEachStep(t, async ({ post, use, admin, logs, clock }) => {
      const { key, id } = await post('/auth/keys', { never_expire: true })
      const hours = new Map<string, number>()
      return async () => {
        for (let n = 0; n < 3; n++) assert.equal(await use(key), 200)
        const hour = new Date(Math.floor(clock.now() / hourMs) * hourMs).toISOString().replace('.000', '')
        hours.set(hour, (hours.get(hour) ?? 0) + 3)
        const answer = await admin(`/auth/keys/${id}/usage?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`)
        const points: { start: string; queries: number }[] = answer.json().points
        assert.deepEqual(
          new Map(points.filter(({ queries }) => queries > 0).map((one) => [one.start, one.queries])),
          new Map([...hours].sort()),
        )
        assert.equal(
          (await logs())[0].total_queries,
          [...hours.values()].reduce((sum, queries) => sum + queries, 0),
        )
      }
    }))

  it('leaves the audit trail in the order of what was done, each dated by the clock', (t) =>
    afterEachStep(t, async ({ post, admin, clock }) => {
      const { id } = await post('/auth/keys')
      const dates = [new Date(clock.now()).toISOString().replace('.000', '')]
      return async () => {
        await post(`/auth/keys/${id}/rotate`)
        dates.unshift(new Date(clock.now()).toISOString().replace('.000', ''))
        const { events } = (await admin(`/auth/audit?key_id=${id}&limit=200`)).json()
        assert.deepEqual(
          events.map(({ date }: { date: string }) => date),
          dates,
        )
      }
    }))

  it('ends no wait of who guesses at the secret, and makes none longer', (t) =>
    afterEachStep(t, async ({ get, admin }) => {
      for (let n = 0; n < 20; n++) await get('/auth/keys', { headers: { 'secret-key': `wrong-${n}` } })
      return async () => {
        const answer = await admin('/auth/keys')
        assert.equal(answer.status, 429)
        const seconds = Number(answer.headers['retry-after'])
        assert.ok(seconds > 30 && seconds <= 60, `${seconds} s`)
      }
    }))

  it('lets a change of another process through within a second', async (t) => {
    const [database] = testedDatabases
    const databaseUrl = (await database?.fresh(t)) ?? ''
    const [one, other] = [await start(t, { databaseUrl }), await startStandAlone(t, { databaseUrl })]
    await attempt(
      'crash and corruption',
      steps.map(([name, ...jumps]) => [
        name,
        async () => {
          const { key, id } = await one.post('/auth/keys', { never_expire: true })
          const use = async () => (await other.get('/secure', { headers: { 'api-key': key } })).status
          assert.equal(await use(), 200)
          await one.post(`/auth/keys/${id}/revoke`)
          for (const jump of jumps) one.clock.advance(jump)
          await setTimeout(1_000)
          assert.equal(await use(), 403)
        },
      ]),
    )
  })
})
