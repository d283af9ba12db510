import { setTimeout as sleep } from 'node:timers/promises'
import { tables } from '../../src/store/rows.js'
import { rowsOf } from '../../test/support/stored.js'
import type { DatabaseKind } from './databases.js'
import { during } from './lifetime.js'
import { createTally, useKeys } from './load.js'
import { newKeys, startReplicas } from './replica.js'
import type { Trial } from './trial.js'

const replicaCount = 2
const linksEach = 4
const keyCount = 20
/**
 * What the numbers may differ by that ought to be the same, besides one more or less in the time: the rate of requests grows
 * eight- or tenfold between them.
 */
const tolerance = 1.5
const settleMs = 1_200

interface Rates {
  /** Statements, or transactions where the server counts those. Not known of SQLite. */
  all: number | undefined
  /** Transactions that write counts. */
  writes: number
}

interface Counter {
  unit: string
  statement: string
  column: string
  /** For how long what was done before may be missing in it. */
  lateMs: number
}

const counters: Record<DatabaseKind, ((database: string) => Counter) | undefined> = {
  sqlite: undefined,
  postgres: (database) => ({
    unit: 'transactions',
    statement: `SELECT xact_commit + xact_rollback AS value FROM pg_stat_database WHERE datname = '${database}'`,
    column: 'value',
    // A connection that is idle reports what it did after 10 s (PGSTAT_IDLE_INTERVAL).
    lateMs: 11_000,
  }),
  mysql: () => ({
    unit: 'statements',
    statement: "SHOW GLOBAL STATUS LIKE 'Questions'",
    column: 'Value',
    lateMs: settleMs,
  }),
}

/** What a replica costs the database: at rest, and at two rates of requests with the same keys. */
export async function cost({ workplace, database, sizes, note }: Trial): Promise<void> {
  await during(async (lifetime) => {
    const url = await database.fresh(lifetime)
    const counter = counters[database.kind]?.(new URL(url).pathname.slice(1))
    const replicas = await startReplicas(workplace, replicaCount, { url })
    const links = replicas.flatMap((replica) => Array.from({ length: linksEach }, () => replica.link()))
    const [admin] = links
    if (admin === undefined) return
    const keys = await newKeys(admin, keyCount)

    const read = async () => {
      const [flushed] = await rowsOf(url, `SELECT sum(number) AS value FROM ${tables.flushes}`)
      const [counted] = counter === undefined ? [] : await rowsOf(url, counter.statement)
      return {
        at: performance.now(),
        all: counter === undefined ? undefined : Number(counted?.[counter.column]),
        writes: Number(flushed?.value),
      }
    }
    const measure = async (perSecond: number): Promise<Rates & { answered: number }> => {
      const tally = createTally()
      let isOn = true
      const load = links.map((link) =>
        useKeys(link, tally, { keys, perSecond: perSecond / linksEach, isOn: () => isOn && perSecond > 0 }),
      )
      await sleep(settleMs)
      const before = await read()
      const answeredBefore = tally.answeredAt.length
      await sleep(sizes.costMs)
      const after = await read()
      isOn = false
      const elapsed = ((after.at - before.at) / 1000) * replicaCount
      const answered = tally.answeredAt.length - answeredBefore
      await Promise.all(load)
      return {
        all: after.all === undefined ? undefined : (after.all - Number(before.all)) / elapsed,
        writes: (after.writes - before.writes) / elapsed,
        answered: answered / elapsed,
      }
    }
    // Whoever was never asked does not look for changes yet.
    for (const link of links) for (const key of keys) await link.ask('/secure', { key })
    await sleep(counter?.lateMs ?? settleMs)
    const rest = await measure(0)
    const [low, high] = [await measure(sizes.costRates[0]), await measure(sizes.costRates[1])]
    for (const replica of replicas) await replica.stop()

    const alike = (few: number, many: number) => many <= few * tolerance + 1_000 / sizes.costMs
    const series = [rest, low, high]
    const at = `${Math.round(low.answered)} and ${Math.round(high.answered).toLocaleString('en-US')} requests/s`
    if (counter !== undefined) {
      const [, few = 0, many = 0] = series.map(({ all }) => Number(all))
      note({
        promise: `${counter.unit} per second and replica: at rest, with ${at}`,
        measured: series.map(({ all }) => Number(all).toFixed(1)).join(', '),
        limit: 'the last two alike',
        held: alike(few, many),
      })
    }
    note({
      promise: `writes of counts per second and replica: at rest, with ${at}`,
      measured: series.map(({ writes }) => writes.toFixed(1)).join(', '),
      limit: '0; the last two alike',
      held: rest.writes === 0 && alike(low.writes, high.writes),
    })
  })
}
