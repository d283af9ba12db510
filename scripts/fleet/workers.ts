import { setTimeout as sleep } from 'node:timers/promises'
import { startOf, storedCounts } from './databases.js'
import { during } from './lifetime.js'
import type { Link } from './link.js'
import { createTally, lostMs, useKeys } from './load.js'
import { newKeys, type Replica, startReplica } from './replica.js'
import type { Trial } from './trial.js'
import { eventually, milliseconds } from './waiting.js'

const linksEach = 3
const replacedLimitMs = 5_000

/** `serve --workers 2`: one of them is killed, and all are stopped under load. */
export async function workers({ workplace, database, note }: Trial): Promise<void> {
  await during(async (lifetime) => {
    const url = await database.fresh(lifetime)
    const server = await startReplica(workplace, { url, workers: 2 })
    const keys = (await newKeys(server.link(), 4)) as [string, string, string, string]
    const connect = createConnector(server)
    const [killed, other] = await linksToBoth(connect)
    const before = [use(killed.links, keys[0]), use(other.links, keys[1])] as const
    await sleep(2_000)
    const killedAt = performance.now()
    process.kill(killed.pid, 'SIGKILL')
    const replacedMs = await eventually('A new worker that answers', 15_000, async () => {
      const found = await connect().catch(() => undefined)
      if (found === undefined || [killed.pid, other.pid].includes(found.pid)) return undefined
      return performance.now() - killedAt
    })
    await Promise.all(before.map((load) => load.stop()))

    const after = await linksToBoth(connect)
    const loads = after.map(({ links }, index) => use(links, keys[2 + index] as string))
    await sleep(1_500)
    await server.stop()
    await Promise.all(loads.map((load) => load.done))
    const stored = await storedCounts(url)
    const storedOf = (key: string) => stored.get(startOf(key))?.queries ?? 0
    note({
      promise: 'serve --workers 2: a worker that is killed is replaced',
      measured: `a new one answers after ${milliseconds(replacedMs)}`,
      limit: '5 s',
      held: replacedMs <= replacedLimitMs,
    })
    const [{ tally }, { tally: tallyOfOther }] = before
    const ageMs = lostMs(tally.answeredAt, storedOf(keys[0]), killedAt)
    const surplus = Math.max(0, storedOf(keys[0]) - tally.sent)
    const missing = tallyOfOther.answeredAt.length - storedOf(keys[1])
    note({
      promise: 'serve --workers 2: it costs its own last second of counts at most',
      measured: `the last ${milliseconds(ageMs)}; ${surplus} too many; ${missing} of the other's`,
      limit: '1 s; none; none',
      held: ageMs <= 1_000 && surplus === 0 && missing === 0,
    })
    const answered = loads.reduce((sum, load) => sum + load.tally.answeredAt.length, 0)
    const written = storedOf(keys[2]) + storedOf(keys[3])
    const refused = loads.flatMap((load) => [...load.tally.others]).filter(([status]) => status !== 'lost')
    const complaints = [...refused.map(([status, count]) => `${count} answers ${status}`), ...server.complaints()]
    note({
      promise: 'serve --workers 2: SIGTERM under load finishes what is in flight and writes every count',
      measured: `${written} written of ${answered}${complaints.length === 0 ? '' : `; ${complaints[0]}`}`,
      limit: 'exact',
      held: written === answered && complaints.length === 0,
    })
  })
}

interface WorkerLinks {
  pid: number
  links: Link[]
}

type Connect = () => Promise<{ pid: number; link: Link }>

/** Opens connections, and finds out by the log which worker has them. */
function createConnector(server: Replica): Connect {
  let made = 0
  return async () => {
    const link = server.link()
    const path = `/from/${made++}`
    // One that was handed to a worker in the moment of its death gets no answer.
    await link.ask(path, { limitMs: 500 })
    const pid = await eventually('The line of a request in the log', 5_000, () => server.answeredBy().get(path))
    return { pid, link }
  }
}

async function linksToBoth(connect: Connect): Promise<[WorkerLinks, WorkerLinks]> {
  const found = new Map<number, Link[]>()
  return eventually('Connections to two workers', 10_000, async () => {
    const { pid, link } = await connect()
    found.set(pid, [...(found.get(pid) ?? []), link])
    const [one, other] = [...found]
      .map(([pid, links]) => ({ pid, links }))
      .filter(({ links }) => links.length >= linksEach)
    return one === undefined || other === undefined ? undefined : [one, other]
  })
}

function use(links: readonly Link[], key: string) {
  const tally = createTally()
  let isOn = true
  const options = { keys: [key], perSecond: 100, isOn: () => isOn }
  const done = Promise.all(links.map((link) => useKeys(link, tally, options)))
  return {
    tally,
    done,
    stop() {
      isOn = false
      return done
    },
  }
}
