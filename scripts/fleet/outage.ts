import { setTimeout as sleep } from 'node:timers/promises'
import { halfDone } from '../../test/support/stored.js'
import { startOf } from './databases.js'
import { during } from './lifetime.js'
import type { AskOptions, Link } from './link.js'
import { createTally, miscounted, type Tally, useKey, useKeys } from './load.js'
import { adminSecret, newKeys, type Replica, startReplicas } from './replica.js'
import type { Finding, Trial } from './trial.js'
import { eventually, milliseconds, seconds } from './waiting.js'
import { type WayAway, waysAway } from './ways-away.js'

const replicaCount = 2
const uncachedLimitMs = 2_000
const adminLimitMs = 3_000
const healthyLimitMs = 5_000
/** What is known was confirmed up to a look ago when the database goes away. */
const lookMs = 1_000
const pauseMs = 20

/** What holds while the server of the database is away in every way that it can be, and afterwards. */
export async function outages(trial: Trial): Promise<void> {
  for (const [index, makeWay] of waysAway(trial.database).entries()) {
    await during(async (lifetime) => {
      const url = await trial.database.fresh(lifetime)
      const graceS = index === 0 ? trial.sizes.graceS : trial.sizes.shortGraceS
      await outage(trial, { url, way: await makeWay(lifetime, url), graceS })
    })
  }
}

/** What clients of one replica see. */
interface Witness {
  replica: Replica
  /** One connection for each of those that ask at the same time. */
  user: Link
  uncached: Link
  admin: Link
  health: Link
}

interface Seen {
  uncached: Span
  admin: Span
  ready: Span
  live: Span
}

/** Answers of one kind: which statuses there were, and how long the slowest took. */
interface Span {
  statuses: Set<number>
  maxMs: number
  count: number
}

async function outage(
  { workplace, note }: Trial,
  { url, way, graceS }: { url: string; way: WayAway; graceS: number },
): Promise<void> {
  const replicas = await startReplicas(workplace, replicaCount, { url: way.url, graceS })
  const witnesses: Witness[] = replicas.map((replica) => ({
    replica,
    user: replica.link(),
    uncached: replica.link(),
    admin: replica.link(),
    health: replica.link(),
  }))
  const first = witnesses[0] as Witness
  const known = await newKeys(first.admin, 3)
  const unknown = (await newKeys(first.admin, 1))[0] as string
  const target = (await newKeys(first.admin, 1))[0] as string
  const tally = createTally()
  let isOn = true
  const statuses: { at: number; doneAt: number; status: number; replica: number }[] = []
  const load = witnesses.map(({ user }, replica) =>
    useKeys(user, tally, {
      keys: known,
      perSecond: 100,
      isOn: () => isOn,
      onReply: ({ status, sentAt, receivedAt }) => statuses.push({ at: sentAt, doneAt: receivedAt, status, replica }),
    }),
  )
  await sleep(1_000)

  const leftAt = performance.now()
  await way.leave()
  const goneAt = performance.now()
  const seen: Seen = { uncached: span(), admin: span(), ready: span(), live: span() }
  let isAway = true
  const looking = witnesses.map((witness) => watch(witness, seen, { key: unknown, target, isOn: () => isAway }))
  const isRefusedBy = (replica: number) => statuses.some((one) => one.replica === replica && one.status === 503)
  if (way.outlastsGrace) {
    await eventually('A refusal of cached keys by each replica', (graceS + 5) * 1000, () =>
      witnesses.every((_, replica) => isRefusedBy(replica)) ? true : undefined,
    )
    // So that the refusals of all kinds are seen.
    await sleep(500)
  } else await sleep(1_000)
  isAway = false
  const refusedLookings = await Promise.all(looking)
  const returnsAt = performance.now()
  await way.comeBack()
  const backAt = performance.now()
  const healthyMs = await Promise.all(witnesses.map((witness) => untilHealthy(witness, tally, unknown, backAt)))
  // One that waits for the database when it returns is answered well too.
  const lastGood = statuses.filter(({ doneAt, status }) => status === 200 && doneAt < returnsAt)
  await sleep(1_000)
  isOn = false
  await Promise.all(load)
  const stillRunning = replicas.flatMap((replica) => replica.complaints())
  await Promise.all(replicas.map((replica) => replica.stop()))

  const title = (what: string) => `${way.name}: ${what}`
  if (way.outlastsGrace) {
    const keptMs = witnesses.map((_, replica) => {
      const until = lastGood.filter((one) => one.replica === replica).at(-1)?.at ?? goneAt
      return until - goneAt
    })
    const bad = [...tally.others.keys()].filter((status) => status !== 503)
    note({
      promise: title('cached keys go on working, then get 503'),
      measured: `for ${keptMs.map(seconds).join(' and ')}${bad.length === 0 ? '' : `; also ${bad.join(', ')}`}`,
      limit: `${graceS} s, no less than ${seconds(Math.max(0, graceS * 1000 - lookMs))}`,
      held:
        bad.length === 0 &&
        keptMs.every((ms) => ms <= graceS * 1000 + (goneAt - leftAt) && ms >= graceS * 1000 - lookMs),
    })
  } else {
    const bad = [...tally.others]
    note({
      promise: title('cached keys go on working throughout'),
      measured: `away ${milliseconds(backAt - goneAt)}; ${bad.length === 0 ? 'no other answer' : bad.map(String).join('; ')}`,
      limit: 'all 200',
      held: bad.length === 0,
    })
  }
  note(answered(title('keys that are not cached get 503'), seen.uncached, 503, uncachedLimitMs))
  note(answered(title('admin writes get 503'), seen.admin, 503, adminLimitMs))
  note(answered(title('/health/ready says 503'), seen.ready, 503, uncachedLimitMs))
  note(answered(title('/health/live says 200'), seen.live, 200, 500))
  note({
    promise: title('healthy after its return, without a restart'),
    measured: milliseconds(Math.max(...healthyMs)),
    limit: '5 s',
    held: Math.max(...healthyMs) <= healthyLimitMs,
  })
  note(await written(title('counts are kept, and written once'), url, tally, [...known, unknown]))
  const halves = await halfDone(url)
  const troubles = [...halves, ...refusedLookings.flat(), ...stillRunning]
  note({
    promise: title('nothing is half-done, no replica crashes or complains'),
    measured: troubles.length === 0 ? 'nothing' : troubles.slice(0, 3).join('; '),
    limit: 'nothing',
    held: troubles.length === 0,
  })
}

/** Asks for everything that must be refused, for as long as the database is away. */
async function watch(
  { uncached, admin, health }: Witness,
  seen: Seen,
  { key, target, isOn }: { key: string; target: string; isOn: () => boolean },
): Promise<string[]> {
  const unanswered: string[] = []
  const asAdmin = { secret: adminSecret }
  const ask = async (link: Link, questions: [into: Span, path: string, options?: AskOptions][]) => {
    while (isOn()) {
      for (const [into, path, options] of questions) {
        const reply = await link.ask(path, options).catch((error: Error) => void unanswered.push(error.message))
        if (reply === undefined) continue
        into.statuses.add(reply.status)
        into.maxMs = Math.max(into.maxMs, reply.receivedAt - reply.sentAt)
        into.count++
        await sleep(pauseMs)
      }
    }
  }
  await Promise.all([
    ask(uncached, [[seen.uncached, '/secure', { key }]]),
    ask(admin, [
      [seen.admin, '/auth/new?name=while-away', asAdmin],
      [seen.admin, `/auth/revoke?api-key=${startOf(target)}`, asAdmin],
    ]),
    ask(health, [
      [seen.ready, '/health/ready'],
      [seen.live, '/health/live'],
    ]),
  ])
  return unanswered
}

/** When a replica does everything again, in milliseconds from the return of the database. */
async function untilHealthy(
  { uncached, admin, health }: Witness,
  tally: Tally,
  unknown: string,
  backAt: number,
): Promise<number> {
  const isHealthy = async () =>
    (await health.ask('/health/ready')).status === 200 &&
    (await useKey(uncached, tally, unknown))?.status === 200 &&
    (await admin.ask('/auth/new', { secret: adminSecret })).status === 200
  await eventually('A healthy replica after the return of the database', 20_000, async () =>
    (await isHealthy()) ? true : undefined,
  )
  return performance.now() - backAt
}

function span(): Span {
  return { statuses: new Set(), maxMs: 0, count: 0 }
}

function answered(promise: string, { statuses, maxMs, count }: Span, expected: number, limitMs: number): Finding {
  const found = [...statuses].toSorted().join(', ') || 'nothing'
  return {
    promise,
    measured: `${count} times ${found}, max ${milliseconds(maxMs)}`,
    limit: `${expected}, ${seconds(limitMs)}`,
    held: found === String(expected) && maxMs <= limitMs,
  }
}

/** What is written of each key, once the replicas have ended. */
export async function written(promise: string, url: string, tally: Tally, keys: readonly string[]): Promise<Finding> {
  const wrong = await miscounted(url, tally, keys)
  return {
    promise,
    measured: `${tally.answeredAt.length.toLocaleString('en-US')} answered, ${wrong.length} keys wrong${wrong.length === 0 ? '' : `: ${wrong[0]}`}`,
    limit: 'exact',
    held: wrong.length === 0,
  }
}
