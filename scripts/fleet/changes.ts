import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../bench/statistics.js'
import { during } from './lifetime.js'
import type { Link } from './link.js'
import { adminSecret, newKeys, startReplicas, stopAll } from './replica.js'
import type { Trial } from './trial.js'
import { milliseconds } from './waiting.js'

const replicaCount = 3
/** So many changes are under way at a time, each with connections of its own. */
const lanes = 4
const limitMs = 1_000
/** A change that takes longer is broken, and is waited for no longer. */
const givenUpMs = 5_000
const probeEveryMs = 3

/** How soon a revocation, and a renewal, holds in the other replicas. */
export async function changes({ workplace, database, sizes, note }: Trial): Promise<void> {
  await during(async (lifetime) => {
    const replicas = await startReplicas(workplace, replicaCount, { url: await database.fresh(lifetime) })
    const [first] = replicas
    if (first === undefined) return
    const keys = await newKeys(first.link(), sizes.revocations)
    const revocations: number[] = []
    const renewals: number[] = []
    let acceptedAgain = 0
    let acceptedBySame = 0
    let next = 0
    const lane = async () => {
      const links = replicas.map((replica) => replica.link())
      for (;;) {
        const number = next++
        const key = keys[number]
        if (key === undefined) return
        for (const link of links) await expect(link, key, 200)
        const revoking = links[number % replicaCount] as Link
        const others = links.filter((link) => link !== revoking)
        // Wherever the others are between two looks at the database.
        await sleep(500 * Math.random())
        const lag = await change(revoking, others, key, 'revoke', 403)
        revocations.push(lag)
        if ((await revoking.ask('/secure', { key })).status !== 403) acceptedBySame++
        for (const link of others) if ((await link.ask('/secure', { key })).status !== 403) acceptedAgain++
        if (number < sizes.renewals) renewals.push(await change(revoking, others, key, 'renew', 200))
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    await stopAll(replicas)
    const complaints = replicas.flatMap((replica) => replica.complaints())
    note({
      promise: `a revocation holds in the other replicas (${revocations.length}, ${replicaCount} warm replicas)`,
      measured: spread(revocations),
      limit: '1 s',
      held: Math.max(...revocations) <= limitMs && acceptedAgain === 0,
    })
    note({
      promise: 'a revocation holds at once in the replica that made it',
      measured: `${acceptedBySame} accepted after the answer${complaints.length === 0 ? '' : `; ${complaints[0]}`}`,
      limit: 'none',
      held: acceptedBySame === 0 && complaints.length === 0,
    })
    note({
      promise: `a renewal of a key that was refused holds in the other replicas (${renewals.length})`,
      measured: spread(renewals),
      limit: '1 s',
      held: Math.max(...renewals) <= limitMs,
    })
  })
}

/** Makes a change, and gives the time from its answer until the last request of the others that still went by what was before. */
async function change(
  by: Link,
  others: readonly Link[],
  key: string,
  what: 'revoke' | 'renew',
  after: number,
): Promise<number> {
  let changedAt = Number.POSITIVE_INFINITY
  const probe = async (link: Link) => {
    let lastBefore = Number.NEGATIVE_INFINITY
    for (;;) {
      const { status, sentAt } = await link.ask('/secure', { key })
      if (status === after) return lastBefore
      lastBefore = sentAt
      if (sentAt - changedAt > givenUpMs) return Number.POSITIVE_INFINITY
      await sleep(probeEveryMs)
    }
  }
  const probing = Promise.all(others.map(probe))
  const { status, receivedAt } = await by.ask(`/auth/${what}?api-key=${key}`, { secret: adminSecret })
  changedAt = receivedAt
  if (status !== 200) throw new Error(`${what} was answered with ${status}`)
  return Math.max(0, ...(await probing).map((last) => last - changedAt))
}

async function expect(link: Link, key: string, expected: number): Promise<void> {
  const { status } = await link.ask('/secure', { key })
  if (status !== expected) throw new Error(`A key was answered with ${status} instead of ${expected}`)
}

function spread(lags: readonly number[]): string {
  return `p50 ${milliseconds(quantile(lags, 0.5))}, p99 ${milliseconds(quantile(lags, 0.99))}, max ${milliseconds(Math.max(...lags))}`
}
