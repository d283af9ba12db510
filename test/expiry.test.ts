import assert from 'node:assert/strict'
import http from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { createClock, secondMs } from './support/clock.js'
import { testedDatabases } from './support/databases.js'
import { request } from './support/http.js'
import { runServer } from './support/program.js'
import { type StandAlone, startStandAlone } from './support/stand-alone.js'
import { temporaryFolder } from './support/temporary.js'

const json = { 'content-type': 'application/json' }

async function created({ admin }: StandAlone, input: object): Promise<{ id: string; key: string }> {
  const answer = await admin('/auth/keys', { method: 'POST', headers: json, body: JSON.stringify(input) })
  assert.equal(answer.status, 201, answer.text)
  return answer.json()
}

/** Uses a key on one connection, one request after the other, until it is refused for the tenth time. */
async function useUntilRefused(t: TestContext, url: string, key: string) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  const use = () =>
    new Promise<number>((resolve, reject) => {
      http
        .get(`${url}/secure`, { agent, headers: { 'api-key': key } }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0))
        })
        .on('error', reject)
    })
  const uses: { status: number; sentAt: number; answeredAt: number }[] = []
  const giveUpAt = Date.now() + 10 * secondMs
  for (let refusals = 0; refusals < 10 && Date.now() < giveUpAt; ) {
    const sentAt = Date.now()
    const status = await use()
    uses.push({ status, sentAt, answeredAt: Date.now() })
    if (status !== 200) refusals++
  }
  return uses
}

for (const database of testedDatabases) {
  describe(`the end of a key on ${database.name}`, () => {
    it('is checked on every request: the last millisecond is good, the next is not, in every instance', async (t) => {
      const clock = createClock()
      const instances: StandAlone[] = []
      // Before the database goes.
      t.after(() => Promise.all(instances.map(({ instance }) => instance.close())))
      const databaseUrl = await database.fresh(t)
      const first = await startStandAlone(t, { databaseUrl, now: clock.now })
      const second = await startStandAlone(t, { databaseUrl, now: clock.now })
      instances.push(first, second)
      const { key } = await created(first, { expiration_date: '2026-01-01T00:00:10Z' })
      const rotated = await created(first, {})
      const body = JSON.stringify({ overlap_seconds: 10 })
      const path = `/auth/keys/${rotated.id}/rotate`
      const { key: newSecret } = (await first.admin(path, { method: 'POST', headers: json, body })).json()
      const statuses = async (used: string) =>
        Promise.all(
          [first, second].map(async ({ get }) => (await get('/secure', { headers: { 'api-key': used } })).status),
        )

      // Known to both from here on: nothing but the clock tells them later.
      for (const good of [key, rotated.key, newSecret]) assert.deepEqual(await statuses(good), [200, 200])
      clock.advance(10 * secondMs - 1)
      for (const good of [key, rotated.key, newSecret]) assert.deepEqual(await statuses(good), [200, 200])
      clock.advance(1)
      for (let repeated = 0; repeated < 3; repeated++) {
        assert.deepEqual(await statuses(key), [403, 403])
        assert.deepEqual(await statuses(rotated.key), [403, 403])
      }
      assert.deepEqual(await statuses(newSecret), [200, 200])
      const later = JSON.stringify({ expiration_date: '2026-01-01T00:00:20Z' })
      const keyId = key.split('_')[1]
      const patched = await second.admin(`/auth/keys/${keyId}`, { method: 'PATCH', headers: json, body: later })
      assert.equal(patched.status, 200, patched.text)
      clock.advance(secondMs)
      assert.deepEqual(await statuses(key), [200, 200])
      clock.advance(9 * secondMs)
      assert.deepEqual(await statuses(key), [403, 403])
    })

    it('holds at its moment in every process that has the key in memory', async (t) => {
      const env = { KOA_SIMPLE_SECURITY_SECRET: 'secret', KOA_SIMPLE_SECURITY_DATABASE_URL: await database.fresh(t) }
      const folder = await temporaryFolder(t)
      const servers = await Promise.all([0, 1].map(() => runServer(t, env, folder)))
      const endsAt = Date.now() + 1_200
      const answer = await request(`${servers[0]?.url}/auth/keys`, {
        method: 'POST',
        headers: { ...json, 'secret-key': 'secret' },
        body: JSON.stringify({ expiration_date: new Date(endsAt).toISOString() }),
      })
      assert.equal(answer.status, 201, answer.text)
      const all = await Promise.all(servers.map(({ url }) => useUntilRefused(t, url, answer.json().key)))
      for (const uses of all) {
        const [before, after] = [
          uses.filter((one) => one.answeredAt < endsAt),
          uses.filter((one) => one.sentAt >= endsAt),
        ]
        assert.ok(before.length > 20 && after.length >= 9, `${before.length} before, ${after.length} after the end`)
        assert.deepEqual(new Set(before.map(({ status }) => status)), new Set([200]))
        assert.deepEqual(new Set(after.map(({ status }) => status)), new Set([403]))
      }
    })
  })
}
