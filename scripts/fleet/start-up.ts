import { tables } from '../../src/store/rows.js'
import { rowsOf } from '../../test/support/stored.js'
import { quantile } from '../bench/statistics.js'
import { during } from './lifetime.js'
import { killAfter, launch, type Replica, startReplica, startReplicas, stopAll } from './replica.js'
import type { Trial } from './trial.js'
import { milliseconds } from './waiting.js'

const together = 6

export async function startUp(trial: Trial): Promise<void> {
  const startMs = await startTogether(trial)
  await startAfterKills(trial, quantile(startMs, 0.5) / together)
}

async function startTogether({ workplace, database, sizes, note }: Trial): Promise<number[]> {
  const startMs: number[] = []
  const troubles: string[] = []
  for (let round = 0; round < sizes.starts; round++) {
    await during(async (lifetime) => {
      const replicas = await startReplicas(workplace, together, { url: await database.fresh(lifetime) })
      for (const replica of replicas) {
        startMs.push(replica.startMs)
        troubles.push(...(await notReady(replica)))
      }
      await stopAll(replicas)
      for (const replica of replicas) troubles.push(...replica.complaints())
    })
  }
  const ready = sizes.starts * together - troubles.length
  note({
    promise: `${together} replicas start on an empty database, ${sizes.starts} times: all become ready`,
    measured: `${ready} of ${sizes.starts * together}; p50 ${milliseconds(quantile(startMs, 0.5))}, max ${milliseconds(Math.max(...startMs))}${described(troubles)}`,
    limit: 'all',
    held: troubles.length === 0,
  })
  return startMs
}

/** @param usualMs about how long one alone takes */
async function startAfterKills({ workplace, database, sizes, note }: Trial, usualMs: number): Promise<void> {
  const startMs: number[] = []
  const troubles: string[] = []
  let unfinished = 0
  for (let round = 0; round < sizes.killedStarts; round++) {
    await during(async (lifetime) => {
      const url = await database.fresh(lifetime)
      // The first half of a start goes to loading the program; the schema is made in the second.
      await killAfter(launch(workplace, { url }), Math.max(150, usualMs) * (0.6 + 0.9 * Math.random()))
      if (!(await isMigrated(url))) unfinished++
      const replica = await startReplica(workplace, { url })
      startMs.push(replica.startMs)
      troubles.push(...(await notReady(replica)))
      await replica.stop()
      troubles.push(...replica.complaints())
    })
  }
  note({
    promise: 'a replica that is killed while it starts leaves no lock: the next one becomes ready',
    measured: `${sizes.killedStarts} killed, ${unfinished} before the schema was complete; next ready in ${milliseconds(Math.max(...startMs))} at most${described(troubles)}`,
    limit: 'all',
    held: troubles.length === 0,
  })
}

async function isMigrated(url: string): Promise<boolean> {
  const rows = await rowsOf(url, `SELECT revision FROM ${tables.revision}`).catch(() => [])
  return rows.length === 1
}

async function notReady(replica: Replica): Promise<string[]> {
  const { status } = await replica.link().ask('/health/ready')
  return status === 200 ? [] : [`/health/ready was answered with ${status}`]
}

function described(troubles: readonly string[]): string {
  return troubles.length === 0 ? '' : `; ${troubles.slice(0, 3).join('; ')}`
}
