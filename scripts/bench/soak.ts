import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../../src/cli/output.js'
import { checkCounts } from './counts.js'
import { ask, type ConnectionPool, openConnections } from './http-client.js'
import { createLedger, wrongAnswers } from './ledger.js'
import { closedLoop, openLoop, type Requests } from './load.js'
import { heading } from './report.js'
import { rotating, secureRequest, unknown, unknownKeyRequest } from './requests.js'
import { type Environment, mebibytes } from './results.js'
import { compileProgram, type ServerProcess, startServer } from './server-process.js'
import { quantile } from './statistics.js'
import { fillDatabase, keyOf } from './stored-keys.js'
import type { Workplace } from './workplace.js'

export interface SoakOptions {
  minutes: number
  /** How many keys are stored. */
  size: number
  module: string
  progress: (text: string) => void
}

/** The server at one time of a soak. */
export interface Sample {
  /** Since the flood began; undefined before and after it. */
  seconds: number | undefined
  phase: 'before' | 'flood' | 'after'
  residentMiB: number
  /** Of the valid key. */
  p50Ms: number
  p99Ms: number
  /** CPU time of the server for each request with the valid key; undefined in the flood. */
  cpuUs: number | undefined
  /** Unknown keys that were refused, each second. */
  refusedPerSecond: number | undefined
}

export interface Soak {
  samples: Sample[]
  /** Resident memory after the flood less that before it. */
  grownMiB: number
  failures: string[]
}

const perSecond = 100
const quietMs = 10_000
const sampleMs = 30_000
const warmUpRequests = 20_000
const flushMs = 1100
/** What ten minutes may leave behind. */
const allowedMiB = 64
const absent = '–'

/** A flood of keys that nobody ever had, each another one, while one good key is used now and then. */
export async function soak(workplace: Workplace, { minutes, size, module, progress }: SoakOptions): Promise<Soak> {
  const database = await fillDatabase(workplace, size)
  const options = { dbLocation: database, secret: 'bench' }
  const server = await startServer(workplace, compileProgram(workplace, 'server'), { name: 'guarded', module, options })
  const [ledger, others] = [createLedger(), createLedger()]
  const request = { bytes: secureRequest({ header: keyOf(0).key }), keyNumber: 0 }
  const { status, body } = await ask(server.port, request.bytes)
  if (status !== 200) throw new Error(`A good key is refused: ${status} ${body}`)
  ledger.uses.set(0, 1)
  const valid = rotating([request], { status, body }, ledger)
  const flood = unknown(await ask(server.port, unknownKeyRequest), others)

  const samples: Sample[] = []
  const quiet = async (phase: Sample['phase']) => {
    progress(`${phase} the flood`)
    samples.push({ phase, seconds: undefined, refusedPerSecond: undefined, ...(await sampleQuiet(server, valid)) })
  }
  const warmUp = await openConnections(server.port, 32)
  await closedLoop(warmUp, valid, { requests: warmUpRequests })
  warmUp.close()
  await quiet('before')
  // Not earlier: the server closes connections that are idle for five seconds.
  const pool = await openConnections(server.port, 32)
  const startedAt = performance.now()
  for (let leftMs = minutes * 60_000; leftMs > 0; leftMs = minutes * 60_000 - (performance.now() - startedAt)) {
    const sample = await sampleFlood(server, { valid, flood, pool }, Math.min(leftMs, sampleMs))
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    progress(`${seconds} s: ${sample.residentMiB.toFixed(0)} MiB`)
    samples.push({ phase: 'flood', seconds, cpuUs: undefined, ...sample })
  }
  pool.close()
  await quiet('after')
  await server.stop()

  const failures = [...wrongAnswers(ledger), ...wrongAnswers(others), ...(await checkCounts(ledger, database, size))]
  const [before, after] = [samples[0], samples.at(-1)]
  return { samples, grownMiB: (after?.residentMiB ?? 0) - (before?.residentMiB ?? 0), failures }
}

/** The good key by itself. */
async function sampleQuiet(server: ServerProcess, valid: Requests) {
  const pool = await openConnections(server.port, 32)
  await closedLoop(pool, valid, { ms: quietMs / 10 })
  const cpuBefore = await server.cpuUs()
  const { answers } = await closedLoop(pool, valid, { ms: quietMs / 2 })
  await sleep(flushMs)
  const cpuUs = ((await server.cpuUs()) - cpuBefore) / answers
  const latencies = await openLoop(pool, valid, { perSecond, ms: quietMs })
  pool.close()
  return { ...(await sampleOf(server, latencies)), cpuUs }
}

async function sampleFlood(
  server: ServerProcess,
  { valid, flood, pool }: { valid: Requests; flood: Requests; pool: ConnectionPool },
  ms: number,
) {
  const validPool = await openConnections(server.port, 4)
  const [latencies, { answers, elapsedMs }] = await Promise.all([
    openLoop(validPool, valid, { perSecond, ms }),
    closedLoop(pool, flood, { ms }),
  ])
  validPool.close()
  return { ...(await sampleOf(server, latencies)), refusedPerSecond: (answers / elapsedMs) * 1000 }
}

async function sampleOf(server: ServerProcess, latencies: readonly number[]) {
  const residentMiB = mebibytes(await server.residentBytes())
  return { residentMiB, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) }
}

export async function reportSoak({ samples, grownMiB }: Soak, environment: Environment): Promise<string> {
  const head = ['', 'AFTER s', 'MEMORY, MiB', 'GOOD KEY, P50 ms', 'P99 ms', 'CPU µs', 'REFUSED/S']
  const rows = samples.map((sample) => [
    sample.phase,
    sample.seconds?.toString() ?? absent,
    sample.residentMiB.toFixed(0),
    sample.p50Ms.toFixed(2),
    sample.p99Ms.toFixed(2),
    sample.cpuUs?.toFixed(1) ?? absent,
    sample.refusedPerSecond?.toFixed(0) ?? absent,
  ])
  const verdict = grownMiB <= allowedMiB ? 'met' : 'missed'
  return [
    heading(environment),
    await table(head, rows, head.slice(1)),
    `Memory grew by ${grownMiB.toFixed(0)} MiB; the goal of at most ${allowedMiB} MiB is ${verdict}.`,
  ].join('\n\n')
}
