import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { administerUntilGone, certainKeys, contradictions, createAdminLedger } from './admin-writes.js'
import { request } from './http.js'
import { runServer } from './program.js'
import { halfDone, rowsOf, storedTrails } from './stored.js'
import { temporaryFolder } from './temporary.js'

const secret = 'secret-of-all-replicas'
const lanes = 4

/** A server that is killed in the midst of admin writes, again and again. */
export interface Killing {
  /**
   * Kills the server while it is written, starts the next one, and sees that nothing that was answered is lost and nothing is
   * half-done.
   * @param leastMs for how long it is written at least before, and at most for twice as long
   */
  kill(leastMs: number): Promise<void>
  /** Sees that the keys work that should, and ends the last server. @returns how many changes were answered in all */
  end(): Promise<number>
}

export async function startKilling(t: TestContext, databaseUrl: string): Promise<Killing> {
  const env = { KOA_SIMPLE_SECURITY_SECRET: secret, KOA_SIMPLE_SECURITY_DATABASE_URL: databaseUrl }
  const folder = await temporaryFolder(t)
  const ledger = createAdminLedger()
  let server = await runServer(t, env, folder)
  return {
    async kill(leastMs) {
      const writing = Array.from({ length: lanes }, () => administerUntilGone(server.url, secret, ledger))
      // Wherever in a transaction, or between two, they are then.
      await setTimeout(leastMs * (1 + Math.random()))
      server.process.kill('SIGKILL')
      await Promise.all([...writing, server.ended])
      // First of all, so that it is the server that meets what the killed one left behind.
      server = await runServer(t, env, folder)
      assert.deepEqual(ledger.refusals, [])
      assert.deepEqual(contradictions(await answeredTrails(server.url), ledger), [])
      assert.deepEqual(contradictions(await storedTrails(databaseUrl), ledger), [])
      assert.deepEqual(await halfDone(databaseUrl), [])
      if (databaseUrl.startsWith('sqlite:')) {
        assert.deepEqual(await rowsOf(databaseUrl, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }])
      }
    },

    async end() {
      for (const { key, works } of certainKeys(ledger)) {
        const { status } = await request(`${server.url}/secure`, { headers: { 'api-key': key } })
        assert.equal(status, works ? 200 : 403)
      }
      server.process.kill('SIGTERM')
      assert.equal(await server.ended, 0)
      return ledger.answered
    },
  }
}

/** What was done to each key, the first change first, as the server tells. */
async function answeredTrails(url: string): Promise<Map<string, string[]>> {
  const trails = new Map<string, string[]>()
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await request(`${url}/auth/audit?limit=200${cursor && `&cursor=${cursor}`}`, {
      headers: { 'secret-key': secret },
    })
    assert.equal(page.status, 200, page.text)
    const { events, next_cursor } = page.json()
    for (const { key_id, action } of events) trails.set(key_id, [action, ...(trails.get(key_id) ?? [])])
    cursor = next_cursor
  }
  return trails
}
