import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import { type TestedDatabase, testedDatabases } from '../support/databases.js'
import { startKilling } from '../support/kills.js'
import { type OwnPostgres, startPostgres } from '../support/postgres-server.js'
import { attempt } from './attempts.js'

/** In how many databases the kills are done, one after the other in each, so that what is checked after each stays small. */
const plans: { kind: string; databases: number; kills: number }[] = [
  { kind: 'SQLite', databases: 20, kills: 5 },
  { kind: 'PostgreSQL', databases: 1, kills: 10 },
  { kind: 'MySQL or MariaDB', databases: 1, kills: 10 },
]

describe('kill -9 in the midst of admin writes', () => {
  let postgres: OwnPostgres | undefined
  before(async () => {
    if (process.env.TEST_POSTGRES_URL) return
    postgres = await startPostgres()
    process.env.TEST_POSTGRES_URL = postgres.url
  })
  after(() => postgres?.stop())

  for (const database of testedDatabases) {
    const plan = plans.find(({ kind }) => kind === database.name)
    if (plan === undefined) throw new Error(`There is no plan for ${database.name}.`)
    it(`loses nothing that was answered, and leaves nothing half-done: ${plan.databases * plan.kills} times on ${database.name}`, async (t) => {
      const answered = await killSideBySide(t, database, plan)
      t.diagnostic(`${answered} changes were answered`)
      assert.ok(answered > plan.databases * plan.kills, `only ${answered} changes were answered`)
    })
  }
})

/** Two at a time: a server and who writes wait for each other most of the time. */
async function killSideBySide(
  t: TestContext,
  database: TestedDatabase,
  { databases, kills }: { databases: number; kills: number },
): Promise<number> {
  let [begun, answered] = [0, 0]
  const lane = async () => {
    while (begun < databases) {
      const name = `database ${++begun}`
      const killing = await startKilling(t, await database.fresh(t))
      const attempts = Array.from({ length: kills }, (_, index) => [
        `${name}, kill ${index + 1}`,
        () => killing.kill(100),
      ])
      await attempt('crash and corruption', attempts as [string, () => Promise<void>][])
      answered += await killing.end()
    }
  }
  await Promise.all([lane(), lane()])
  return answered
}
