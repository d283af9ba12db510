import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from './cases.js'
import { openConnections } from './http-client.js'
import { closedLoop, openLoop } from './load.js'

/** What a case showed: a value for each round, and every latency of all of them. */
export interface Measured {
  perSecond: number[]
  /** CPU time of the server for each request, in microseconds. */
  cpuUs: number[]
  latenciesMs: number[]
}

export interface Rounds {
  /** For each set of servers. */
  rounds: number
  /** How long each case is loaded in a round, once as fast as it goes and once at its rate. */
  sliceMs: number
  /**
   * How long is waited after requests that are counted, until their CPU time is read: what the flush of the counts, once a
   * second, costs belongs to them.
   */
  settleMs: number
}

/** Runs code until the compiler has seen it: V8 optimizes for good after some thousands of calls. */
export async function warmUp({ server, requests, connections }: Case, count: number): Promise<void> {
  const pool = await openConnections(server.port, connections)
  try {
    await closedLoop(pool, requests, { requests: count })
  } finally {
    pool.close()
  }
}

/**
 * Every case for a slice in each round: what slows the machine for a while slows alike what is compared.
 * @param measured by the name of the case; what is measured is added there
 */
export async function measureRounds(
  cases: readonly Case[],
  { rounds, ...slice }: Rounds,
  measured: ReadonlyMap<string, Measured>,
  onRound: (round: number) => void,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    onRound(round)
    for (const one of orderOf(cases, round)) {
      await measureSlice(one, slice, measured.get(one.name) as Measured)
    }
  }
}

/** Moved on by one each round, and turned around every other: no case keeps its place or the one before it. */
export function orderOf<One>(cases: readonly One[], round: number): One[] {
  const first = round % cases.length
  const order = [...cases.slice(first), ...cases.slice(0, first)]
  return round % 2 === 0 ? order : order.reverse()
}

async function measureSlice(
  one: Case,
  { sliceMs, settleMs }: Omit<Rounds, 'rounds'>,
  measured: Measured,
): Promise<void> {
  const { server, requests, perSecond, counts } = one
  const pool = await openConnections(server.port, one.connections)
  try {
    // Not measured: connections are new, the processor's caches hold what ran before, and V8 has given memory back while it
    // had nothing to do, the more the longer that was.
    await closedLoop(pool, requests, { ms: sliceMs / 2 })
    const cpuBefore = await server.cpuUs()
    const { answers, elapsedMs } = await closedLoop(pool, requests, { ms: sliceMs })
    if (counts) await sleep(settleMs)
    measured.cpuUs.push(((await server.cpuUs()) - cpuBefore) / answers)
    measured.perSecond.push((answers / elapsedMs) * 1000)
    measured.latenciesMs.push(...(await openLoop(pool, requests, { perSecond, ms: sliceMs })))
  } finally {
    pool.close()
  }
}
