import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { halfDone } from '../../test/support/stored.js'
import { startOf } from './databases.js'
import { during } from './lifetime.js'
import { createTally, useKey, useKeys } from './load.js'
import { written } from './outage.js'
import { adminSecret, newKeys, startReplicas } from './replica.js'
import type { Trial } from './trial.js'
import { eventually, milliseconds, seconds } from './waiting.js'

const adminLimitMs = 3_000
const healthyLimitMs = 5_000

/** What holds while another process keeps the write lock of a SQLite file, as a backup or a person at a prompt may. */
export async function writeLock({ workplace, database, sizes, note }: Trial): Promise<void> {
  await during(async (lifetime) => {
    const url = await database.fresh(lifetime)
    const replicas = await startReplicas(workplace, 2, { url })
    const [first, second] = replicas.map((replica) => replica.link())
    const admin = replicas[0]?.link()
    if (first === undefined || second === undefined || admin === undefined) return
    const known = await newKeys(admin, 3)
    const uncached = await newKeys(admin, 10)
    const tally = createTally()
    let isOn = true
    const load = [first, second].map((link) => useKeys(link, tally, { keys: known, perSecond: 100, isOn: () => isOn }))
    await sleep(500)

    const holder = new sqlite3.Database(url.slice('sqlite:'.length))
    const exec = promisify<string, void>(holder.exec.bind(holder))
    await exec('BEGIN IMMEDIATE')
    const lockedAt = performance.now()
    const other = replicas[1]?.link()
    let writeMs = 0
    let uncachedMs = 0
    const statuses = new Set<number>()
    let number = 0
    while (performance.now() - lockedAt < sizes.writeLockMs) {
      const key = uncached[number++ % uncached.length] as string
      const used = other === undefined ? undefined : await useKey(other, tally, key)
      if (used !== undefined) uncachedMs = Math.max(uncachedMs, used.receivedAt - used.sentAt)
      const path = number % 2 === 0 ? '/auth/new' : `/auth/revoke?api-key=${startOf(key)}`
      const { status, sentAt, receivedAt } = await admin.ask(path, { secret: adminSecret })
      statuses.add(status)
      writeMs = Math.max(writeMs, receivedAt - sentAt)
      await sleep(20)
    }
    await exec('ROLLBACK')
    await promisify(holder.close.bind(holder))()
    const freeAt = performance.now()
    await eventually('An admin write after the lock', 20_000, async () =>
      (await admin.ask('/auth/new', { secret: adminSecret })).status === 200 ? true : undefined,
    )
    const healthyMs = performance.now() - freeAt
    await sleep(1_000)
    isOn = false
    await Promise.all(load)
    for (const replica of replicas) await replica.stop()

    const others = [...tally.others].map(([status, count]) => `${count} answers ${status}`)
    note({
      promise: `another process holds the write lock: keys work, cached or not`,
      measured: `for ${seconds(sizes.writeLockMs)}; ${others.join('; ') || 'no other answer'}, not cached max ${milliseconds(uncachedMs)}`,
      limit: 'all 200',
      held: others.length === 0,
    })
    const found = [...statuses].toSorted().join(', ')
    note({
      promise: 'another process holds the write lock: admin writes get 503',
      measured: `${found}, max ${milliseconds(writeMs)}`,
      limit: '503, 3 s',
      held: found === '503' && writeMs <= adminLimitMs,
    })
    note({
      promise: 'the lock is released: admin writes work',
      measured: milliseconds(healthyMs),
      limit: '5 s',
      held: healthyMs <= healthyLimitMs,
    })
    note(await written('the lock is released: counts are kept, and written once', url, tally, [...known, ...uncached]))
    const troubles = [...(await halfDone(url)), ...replicas.flatMap((replica) => replica.complaints())]
    note({
      promise: 'the lock is released: nothing is half-done, no replica crashes or complains',
      measured: troubles.length === 0 ? 'nothing' : troubles.slice(0, 3).join('; '),
      limit: 'nothing',
      held: troubles.length === 0,
    })
  })
}
