import type { Case } from './cases.js'
import { openConnections } from './http-client.js'
import { closedLoop, openLoop } from './load.js'

/** What a case showed, and every latency of all rounds. */
export interface Measured {
  /** For each round. */
  perSecond: number[]
  /** CPU time of the server for each request, in microseconds, for each turn of each round. */
  cpuUs: number[]
  /** The same of the case that this one is compared with, from turns between its own; empty where there is none. */
  baseline: { perSecond: number[]; cpuUs: number[] }
  latenciesMs: number[]
}

export function nothingMeasured(): Measured {
  return { perSecond: [], cpuUs: [], baseline: { perSecond: [], cpuUs: [] }, latenciesMs: [] }
}

/** In how many turns a slice is cut. */
const turns = 10

export interface Rounds {
  /** For each set of servers. */
  rounds: number
  /** How long each case is loaded in a round, once as fast as it goes and once at its rate. */
  sliceMs: number
}

/** Seldom enough for the requests to cost next to nothing, often enough for every flush to have something to write. */
const seldomPerSecond = 10

/**
 * What a server does beside its requests while it is in use, such as writing counts and looking for changes.
 * @returns CPU time in microseconds for each second
 */
export async function measureBeside({ server, requests, connections }: Case, ms: number): Promise<number> {
  const pool = await openConnections(server.port, connections)
  try {
    const before = await server.cpuUs()
    await openLoop(pool, requests, { perSecond: seldomPerSecond, ms })
    return (((await server.cpuUs()) - before) / ms) * 1000
  } finally {
    pool.close()
  }
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
 * Every case for a slice in each round, in turns with the one that it is compared with: what slows a shared machine comes and
 * goes within seconds, and slows alike what is measured in the same ones.
 * @param measured by the name of the case; what is measured is added there
 */
export async function measureRounds(
  cases: readonly Case[],
  { rounds, ...slice }: Rounds,
  measured: ReadonlyMap<string, Measured>,
  onRound: (round: number) => void,
): Promise<void> {
  const byName = new Map(cases.map((one) => [one.name, one]))
  for (let round = 0; round < rounds; round++) {
    onRound(round)
    for (const one of orderOf(cases, round)) {
      const baseline = one.baseline === undefined ? undefined : byName.get(one.baseline)
      await measureSlice(one, baseline, slice, measured.get(one.name) as Measured)
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
  baseline: Case | undefined,
  { sliceMs }: Omit<Rounds, 'rounds'>,
  measured: Measured,
): Promise<void> {
  const loads = await Promise.all((baseline === undefined ? [one] : [one, baseline]).map(startLoad))
  try {
    // Not measured: connections are new, the processor's caches hold what ran before, and V8 has given memory back while it
    // had nothing to do, the more the longer that was.
    for (const load of loads) await load.run(sliceMs / 2)
    for (const load of loads) load.begin()
    for (let turn = 0; turn < turns; turn++) {
      for (const load of turn % 2 === 0 ? loads : loads.toReversed()) await load.run(sliceMs / turns)
    }
    for (const [index, into] of [measured, measured.baseline].entries()) {
      const figures = loads[index]?.end()
      if (figures === undefined) continue
      into.cpuUs.push(...figures.cpuUs)
      into.perSecond.push(figures.perSecond)
    }
    measured.latenciesMs.push(...((await loads[0]?.latencies(sliceMs)) ?? []))
  } finally {
    for (const load of loads) load.close()
  }
}

/**
 * A case under load, which can be let rest in between. CPU time is that of each of its turns.
 */
async function startLoad({ server, requests, perSecond, connections }: Case) {
  const pool = await openConnections(server.port, connections)
  let cpuUs: number[] = []
  let [answered, ranMs] = [0, 0]
  return {
    async run(ms: number): Promise<void> {
      const before = await server.cpuUs()
      const { answers, elapsedMs } = await closedLoop(pool, requests, { ms })
      cpuUs.push(((await server.cpuUs()) - before) / answers)
      answered += answers
      ranMs += elapsedMs
    },
    begin(): void {
      cpuUs = []
      ;[answered, ranMs] = [0, 0]
    },
    end: () => ({ cpuUs, perSecond: (answered / ranMs) * 1000 }),
    latencies: (ms: number) => openLoop(pool, requests, { perSecond, ms }),
    close: pool.close,
  }
}
