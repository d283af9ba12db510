import { setTimeout as sleep } from 'node:timers/promises'
import { startProxy } from '../../test/support/proxy.js'
import { halfDone, rowsOf } from '../../test/support/stored.js'
import { during } from './lifetime.js'
import { createTally, useKey, useKeys } from './load.js'
import { written } from './outage.js'
import { adminSecret, newKeys, startReplicas } from './replica.js'
import type { Trial } from './trial.js'
import { milliseconds } from './waiting.js'

const adminLimitMs = 3_000
/** As knex has it; without the semicolon, it would be part of "READ COMMITTED". */
const commit = 'COMMIT;'

/**
 * Connections that are cut off in the middle of a commit, once the server has done it and before it is asked to, so that
 * nobody here can know; and all connections that are reset at once.
 */
export async function cutCommits({ workplace, database, sizes, note }: Trial): Promise<void> {
  await during(async (lifetime) => {
    const url = await database.fresh(lifetime)
    const proxy = await startProxy(lifetime, url)
    const replicas = await startReplicas(workplace, 2, { url: proxy.url })
    const links = replicas.map((replica) => replica.link())
    const admin = replicas[0]?.link()
    if (admin === undefined) return
    const keys = await newKeys(admin, 5)
    const tally = createTally()
    for (const link of links) for (const key of keys) await useKey(link, tally, key)
    let isOn = true
    const load = links.map((link) => useKeys(link, tally, { keys, perSecond: 100, isOn: () => isOn }))
    const made: string[] = []
    const otherStatuses = new Map<number, number>()
    let maxMs = 0
    for (let number = 0; number < sizes.cuts; number++) {
      const name = `cut-${number}`
      if (number % 4 === 3) {
        // Without a moment in which connections are refused.
        proxy.refuse()
        await proxy.accept()
      } else if (number % 2 === 0) proxy.cutAfter(commit)
      else proxy.cutBefore(commit)
      // The one that is cut may also be that of the counts.
      const { status, sentAt, receivedAt } = await admin.ask(`/auth/new?name=${name}`, { secret: adminSecret })
      maxMs = Math.max(maxMs, receivedAt - sentAt)
      if (status === 200) made.push(name)
      else otherStatuses.set(status, (otherStatuses.get(status) ?? 0) + 1)
      await sleep(150 + 300 * Math.random())
    }
    // And the same for the counts alone.
    for (let number = 0; number < sizes.cuts / 4; number++) {
      if (number % 2 === 0) proxy.cutAfter(commit)
      else proxy.cutBefore(commit)
      await sleep(900)
    }
    isOn = false
    await Promise.all(load)
    for (const replica of replicas) await replica.stop()

    const unexpected = [...otherStatuses].filter(([status]) => status !== 503)
    const names = new Set((await rowsOf(url, 'SELECT name FROM simple_security_keys')).map((row) => row.name))
    const missing = made.filter((name) => !names.has(name))
    const halves = await halfDone(url)
    const failures = [
      ...unexpected.map(([status, count]) => `${count} answers ${status}`),
      ...missing.map((name) => `${name} was answered with 200 and is missing`),
      ...halves,
    ]
    note({
      promise: 'commits cut off: admin writes are done or not, never half, and what was answered with 200 is there',
      measured: `${proxy.cuts()} cut, ${otherStatuses.get(503) ?? 0} writes 503, ${made.length} done, max ${milliseconds(maxMs)}${failures.length === 0 ? '' : `; ${failures.slice(0, 3).join('; ')}`}`,
      limit: 'nothing half, 3 s',
      held: failures.length === 0 && maxMs <= adminLimitMs && proxy.cuts() > 0,
    })
    note(await written('commits cut off: counts are written exactly once', url, tally, keys))
    const complaints = [
      ...[...tally.others].map(([status, count]) => `${count} answers ${status}`),
      ...replicas.flatMap((replica) => replica.complaints()),
    ]
    note({
      promise: 'commits cut off: cached keys go on working, no replica crashes or complains',
      measured: complaints.length === 0 ? 'nothing else' : complaints.slice(0, 3).join('; '),
      limit: 'all 200',
      held: complaints.length === 0,
    })
  })
}
