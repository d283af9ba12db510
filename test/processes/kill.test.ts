import assert from 'node:assert/strict'
import http from 'node:http'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { testedDatabases } from '../support/databases.js'
import { request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const secret = 'secret-of-all-replicas'
const asAdmin = { headers: { 'secret-key': secret } }

for (const database of testedDatabases) {
  describe(`kill -9 on ${database.name}`, () => {
    // What it does to changes is tried a hundred times in test/hostile/kills.test.ts.
    it('takes away the last second of counts at most, and adds none', async (t) => {
      const url = await database.fresh(t)
      const env = { KOA_SIMPLE_SECURITY_SECRET: secret, KOA_SIMPLE_SECURITY_DATABASE_URL: url }
      const folder = await temporaryFolder(t)
      const [killed, other] = await Promise.all([runServer(t, env, folder), runServer(t, env, folder)])
      const key = (await request(`${killed.url}/auth/new`, asAdmin)).json()
      const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
      t.after(() => agent.destroy())
      const use = (of: string) =>
        new Promise<number>((resolve) => {
          http
            .get(`${of}/secure`, { agent, headers: { 'api-key': key } }, (response) => {
              response.resume().on('end', () => resolve(response.statusCode ?? 0))
              response.on('error', () => resolve(0))
            })
            .on('error', () => resolve(0))
        })
      const answeredAt: number[] = []
      let sent = 0
      let ofOther = 0
      let isOver = false
      const useKilled = async () => {
        for (;;) {
          sent++
          if ((await use(killed.url)) !== 200) return
          answeredAt.push(performance.now())
          await setTimeout(2)
        }
      }
      const useOther = async () => {
        while (!isOver) {
          assert.equal(await use(other.url), 200)
          ofOther++
          await setTimeout(2)
        }
      }
      const using = Promise.all([useKilled(), useKilled(), useKilled(), useOther()])
      await setTimeout(2_000 + 800 * Math.random())
      const killedAt = performance.now()
      killed.process.kill('SIGKILL')
      await killed.ended
      isOver = true
      await using
      other.process.kill('SIGTERM')
      assert.equal(await other.ended, 0)

      const next = await runServer(t, env, folder)
      const { logs } = (await request(`${next.url}/auth/logs`, asAdmin)).json()
      const counted: number = logs[0].total_queries
      const sure = answeredAt.filter((at) => at < killedAt - 1_000).length
      assert.ok(sure > 50 && ofOther > 50, `only ${sure} and ${ofOther} requests were answered`)
      assert.ok(counted >= ofOther + sure, `counted ${counted}, of ${ofOther + sure} that cannot be lost`)
      assert.ok(counted <= ofOther + sent, `counted ${counted} of ${ofOther + sent}`)
    })
  })
}
